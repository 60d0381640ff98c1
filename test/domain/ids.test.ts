import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conversationId,
  conversationOf,
  digestOf,
  ID_ENTROPY_BYTES,
  isMessageId,
  messageId,
  pingId,
  timeOf,
  turnId,
} from '../../shared/domain/ids.ts';
import { anId, CONVERSATION, NOW } from '../builders.ts';

const entropy = fc.uint8Array({ minLength: ID_ENTROPY_BYTES, maxLength: ID_ENTROPY_BYTES });
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const client = fc.stringMatching(/^[A-Za-z0-9_.-]{1,255}$/);
const partner = fc.stringMatching(/^[a-z0-9-]{1,40}$/);

describe('a conversation id', () => {
  it('is the same for the same client of the same partner', () => {
    expect(conversationId('demo', 'pupil')).toBe(conversationId('demo', 'pupil'));
  });

  it.each([
    ['the same client at another partner', ['demo', 'x'], ['other', 'x']],
    ['another client', ['demo', 'x'], ['demo', 'X']],
    ['a partner whose name runs on into the client id', ['ab', 'c'], ['a', 'bc']],
  ] as const)('differs for %s', (_, [partnerA, clientA], [partnerB, clientB]) => {
    expect(conversationId(partnerA, clientA)).not.toBe(conversationId(partnerB, clientB));
  });

  it('tells nothing of the client, whose id may be a phone number', () => {
    const id = conversationId('demo', '79161234567');
    expect(id).toMatch(/^cnv_[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(id).not.toContain('7916');
  });
});

describe('a ping’s id', () => {
  it('is its own for each moment and chance, and never taken for a message’s', () => {
    fc.assert(
      fc.property(instant, entropy, (at, bytes) => {
        const id = pingId(at, bytes);
        expect(id).toMatch(/^ping_[0-9A-HJKMNP-TV-Z]{20}$/);
        expect(isMessageId(id)).toBe(false);
      }),
    );
    const [one, other] = [new Uint8Array(10), new Uint8Array(10).fill(1)];
    const ids = [pingId(NOW, one), pingId(NOW, other), pingId(NOW + 1, one)];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('a message id', () => {
  it('holds its time and its conversation, whatever they are', () => {
    fc.assert(
      fc.property(instant, partner, client, entropy, (at, who, whom, bytes) => {
        const conversation = conversationId(who, whom);
        const id = messageId(at, conversation, bytes);
        expect(isMessageId(id)).toBe(true);
        expect(timeOf(id)).toBe(at);
        expect(conversationOf(id)).toBe(conversation);
      }),
    );
  });

  it('sorts by time within its conversation, whatever its random end', () => {
    fc.assert(
      fc.property(instant, instant, entropy, entropy, (one, other, a, b) => {
        fc.pre(one < other);
        expect(messageId(one, CONVERSATION, a) < messageId(other, CONVERSATION, b)).toBe(true);
      }),
    );
  });

  it('differs for any bit of the 50 that tell messages of one millisecond apart', () => {
    const ids = new Set<string>();
    for (let byte = 0; byte < ID_ENTROPY_BYTES; byte++)
      for (let value = 0; value < 32; value++) {
        const bytes = new Uint8Array(ID_ENTROPY_BYTES);
        bytes[byte] = value;
        ids.add(messageId(NOW, CONVERSATION, bytes));
      }
    expect(ids.size).toBe(ID_ENTROPY_BYTES * 31 + 1);
  });

  it.each([
    '',
    'msg_',
    'msg_123',
    `${anId()}0`,
    anId().slice(0, -1),
    anId().toLowerCase(),
    anId().replace('msg_', 'cnv_'),
    `${anId().slice(0, -1)}U`,
    `${anId().slice(0, -1)}#`,
    ` ${anId()}`,
    `${anId()}\n`,
    `${anId()}#A0001`,
  ])('is not %j', (text) => {
    expect(isMessageId(text)).toBe(false);
  });
});

describe('a turn id', () => {
  const pending = [anId(NOW), anId(NOW + 5)];
  const basis = { id: CONVERSATION, pending, tenure: 1, sequence: 3 };

  it('is a message id of its conversation', () => {
    expect(isMessageId(turnId(basis))).toBe(true);
    expect(conversationOf(turnId(basis))).toBe(CONVERSATION);
  });

  it('is the same whoever decides on the same head, in whatever order it holds the pending ids', () => {
    expect(turnId({ ...basis, pending: [...pending].reverse() })).toBe(turnId(basis));
  });

  it.each([
    ['tenure', { tenure: 2 }],
    ['sequence', { sequence: 4 }],
    ['pending messages', { pending: [anId(NOW + 5)] }],
    ['one more pending message of the same millisecond', { pending: [...pending, anId(NOW + 5, 1)] }],
  ])('changes with the %s', (_, change) => {
    expect(turnId({ ...basis, ...change })).not.toBe(turnId(basis));
  });

  it('does not mistake tenure 1, sequence 23 for tenure 12, sequence 3', () => {
    expect(turnId({ ...basis, tenure: 1, sequence: 23 })).not.toBe(
      turnId({ ...basis, tenure: 12, sequence: 3 }),
    );
  });

  it('sorts after every message it answers, and before one that comes two milliseconds later', () => {
    const id = turnId(basis);
    for (const message of pending) expect(id > message).toBe(true);
    expect(id < anId(NOW + 7)).toBe(true);
  });
});

describe('a digest', () => {
  it('is the same for the same words in the same order, and for no others', () => {
    expect(digestOf('a', 'b')).toBe(digestOf('a', 'b'));
    const words = [['a', 'b'], ['b', 'a'], ['ab'], ['a', 'b', ''], ['a","b'], ['']];
    expect(new Set(words.map((list) => digestOf(...list))).size).toBe(words.length);
  });
});
