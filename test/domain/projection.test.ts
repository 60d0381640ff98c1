import { describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection.ts';
import { crowdedOut, presenceOf } from '../../shared/domain/connection.ts';
import type { Head } from '../../shared/domain/conversation.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Operator } from '../../shared/domain/operator.ts';
import {
  type Change,
  comesIn,
  concerns,
  framesOf,
  gather,
  signedOut,
} from '../../shared/domain/projection.ts';
import { aHead, aMessage, anAttempt, anEntry, anId, anOperatorText, CONVERSATION, NOW } from '../builders.ts';

const escalation = {
  reason: 'complaint',
  scenario: 'COMPLAINT',
  priority: 'high',
  since: NOW,
  deadline: NOW + 1,
} as const;

const changed = (before: Partial<Head> | undefined, after: Partial<Head>): Change => ({
  kind: 'head',
  before: before && aHead(before),
  after: aHead(after),
});

const aConnection = (over: Partial<Connection> = {}): Connection => ({
  id: 'one',
  operator: 'operator_001',
  role: 'operator',
  since: NOW,
  until: NOW + 1,
  ...over,
});

describe('a batch of the stream', () => {
  it('is told once for each conversation, from before its first change to how it stands now', () => {
    const batch = [changed({ version: 4 }, { version: 5 }), changed({ version: 5 }, { version: 6 })];
    const [gathered, ...others] = gather(batch);
    expect(others).toEqual([]);
    const frames = framesOf(gathered!, { head: aHead({ version: 9 }), texts: [] }, NOW);
    expect(frames).toEqual([
      {
        type: 'conversation.updated',
        at: NOW,
        conversation_id: CONVERSATION,
        version: 9,
        data: { since: 4, conversation: expect.objectContaining({ id: CONVERSATION, version: 9 }) },
      },
    ]);
  });

  it('tells of messages and texts in their order, and of nothing that is only a draft', () => {
    const text = anOperatorText();
    const [gathered] = gather([
      { kind: 'message', message: aMessage({ text: 'Ё'.repeat(LIMITS.frameTextCharacters + 1) }) },
      changed({ version: 1 }, { version: 2, outbox: { [text.id]: anEntry() } }),
    ]);
    expect(gathered!.said).toEqual([text.id]);
    const [created] = framesOf(gathered!, { head: aHead(), texts: [text] }, NOW);
    expect(created).toMatchObject({
      type: 'message.created',
      data: {
        more: false,
        messages: [
          { kind: 'message', cut: true, source: null, text: 'Ё'.repeat(LIMITS.frameTextCharacters) },
          { kind: 'text', cut: false, source: 'operator', operator: 'operator_001', text: text.text },
        ],
      },
    });
  });

  it('tells of what people noted and did', () => {
    const deed = { conversation_id: CONVERSATION, at: NOW, by: 'operator_001' };
    const standing = { status: 'open', handler: 'bot' } as const;
    const [gathered] = gather([
      { kind: 'note', note: { id: anId(NOW, 1), ...deed, text: 'Перезвонить' } },
      {
        kind: 'action',
        action: { id: anId(NOW, 2), ...deed, action: 'take', before: standing, after: standing },
      },
    ]);
    const [created] = framesOf(gathered!, { head: aHead(), texts: [] }, NOW);
    expect(created?.data).toMatchObject({
      messages: [
        { kind: 'note', text: 'Перезвонить', operator: 'operator_001' },
        { kind: 'action', text: 'take', operator: 'operator_001' },
      ],
    });
  });

  it('shows the newest of very many, and that there are more', () => {
    const count = LIMITS.frameItems + 5;
    const batch = Array.from(
      { length: count },
      (_, at): Change => ({
        kind: 'message',
        message: aMessage({ id: anId(NOW + at), text: 'ё'.repeat(5000) }),
      }),
    );
    const [frame] = framesOf(gather(batch)[0]!, { head: aHead(), texts: [] }, NOW);
    expect(frame).toMatchObject({ data: { more: true } });
    const { messages } = frame!.data as { messages: { id: string }[] };
    expect(messages.map(({ id }) => id)).toEqual(
      Array.from({ length: LIMITS.frameItems }, (_, at) => anId(NOW + 5 + at)),
    );
    // API Gateway takes 128 KB.
    expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(128 * 1024);
  });

  it('tells of the last attempt of each text, and of texts that are replayed', () => {
    const replayed = anId(NOW + 9);
    const [gathered] = gather([
      { kind: 'attempt', attempt: anAttempt({ number: 1, outcome: 'retry', next_at: NOW + 5 }) },
      { kind: 'attempt', attempt: anAttempt({ number: 2 }) },
      changed({ version: 1 }, { version: 2, outbox: { [replayed]: anEntry({ replay_after: 10 }) } }),
    ]);
    const deliveries = framesOf(gathered!, { head: aHead(), texts: [] }, NOW).find(
      ({ type }) => type === 'delivery.updated',
    );
    expect(deliveries?.data).toMatchObject({
      deliveries: [
        { message_id: anId(NOW + 1), attempts: 2, state: 'delivered', next_at: null },
        { message_id: replayed, state: 'waiting' },
      ],
    });
  });

  it('tells of an open item when it is new, and not while it stays', () => {
    const kinds = (change: Change) =>
      gather([change]).flatMap((one) =>
        framesOf(one, { head: aHead({ escalation }), texts: [] }, NOW).map(({ type }) => type),
      );
    expect(kinds(changed({ version: 1 }, { version: 2, escalation }))).toContain('escalation.created');
    expect(kinds(changed({ version: 2, escalation }, { version: 3, escalation }))).not.toContain(
      'escalation.created',
    );
  });

  it('is silent about what people do not see', () => {
    expect(gather([changed({ version: 3 }, { version: 3, armed: NOW })])).toEqual([]);
  });

  it('has screens read again what was erased', () => {
    const [gathered] = gather([{ kind: 'head', before: aHead(), after: undefined }]);
    expect(framesOf(gathered!, { head: undefined, texts: [] }, NOW)).toMatchObject([
      { type: 'resync', conversation_id: CONVERSATION, data: { reason: 'erased' } },
    ]);
  });
});

describe('a change', () => {
  it.each<[string, Partial<Connection>, Partial<Head>[], boolean]>([
    ['an admin', { role: 'admin' }, [{}], true],
    ['an operator, while the bot has it', {}, [{}], false],
    ['an operator who has it on the screen', { viewing: CONVERSATION }, [{}], true],
    ['an operator with another on the screen', { viewing: 'cnv_0' }, [{}], false],
    ['everybody while it waits', {}, [{ status: 'escalated' }], true],
    ['whoever has it', {}, [{ handler: 'operator', assignee: 'operator_001' }], true],
    ['nobody else then', {}, [{ status: 'escalated', handler: 'operator', assignee: 'operator_002' }], false],
    [
      'everybody as it leaves the queue',
      {},
      [{ status: 'escalated' }, { status: 'escalated', handler: 'operator', assignee: 'operator_002' }],
      true,
    ],
    ['whoever had it before', {}, [{ handler: 'operator', assignee: 'operator_001' }, {}], true],
  ])('concerns %s', (_, connection, states, expected) => {
    expect(concerns(aConnection(connection), CONVERSATION, states.map(aHead))).toBe(expected);
  });
});

describe('a conversation that changes hands', () => {
  const queued = { status: 'escalated' } as const;
  const [mine, theirs] = ['operator_001', 'operator_002'].map(
    (assignee): Partial<Head> => ({ status: 'escalated', handler: 'operator', assignee }),
  ) as [Partial<Head>, Partial<Head>];

  it.each<[string, Partial<Connection>, Partial<Head>[], boolean]>([
    ['comes in when it is given to the operator', {}, [theirs, mine], true],
    ['comes in when it goes back to the queue', {}, [theirs, queued], true],
    ['comes in when it was away only for a moment', {}, [queued, theirs, queued], true],
    ['does not while it waits', {}, [queued, queued], false],
    ['does not when it is taken out of the queue', {}, [queued, mine], false],
    ['does not when it goes', {}, [mine, theirs], false],
    ['does not for an admin, whom it always concerns', { role: 'admin' }, [theirs, queued], false],
    ['does not for whoever has it on the screen', { viewing: CONVERSATION }, [theirs, queued], false],
  ])('%s', (_, connection, states, expected) => {
    expect(comesIn(aConnection(connection), CONVERSATION, states.map(aHead))).toBe(expected);
  });
});

describe('an operator’s sockets', () => {
  const session = { started_at: NOW, rotated_at: NOW, current: 'hash' };
  const operator = (over: Partial<Operator> = {}) =>
    ({ id: 'operator_001', role: 'operator', sessions: { one: session }, ...over }) as Operator;

  it.each<[string, Partial<Operator> | undefined, Partial<Operator> | undefined, boolean]>([
    ['go when access is taken away', {}, { disabled_at: NOW }, true],
    ['go when the role changes', { role: 'admin' }, {}, true],
    ['go when the last session ends', {}, { sessions: {} }, true],
    ['go with the operator', {}, undefined, true],
    ['stay when a session is renewed', {}, { sessions: { one: { ...session, current: 'next' } } }, false],
    ['stay when one of two sessions ends', { sessions: { one: session, two: session } }, {}, false],
    ['stay when nobody was signed in', { sessions: {} }, { sessions: {}, name: 'Maria' }, false],
    ['are none of a new one', undefined, {}, false],
  ])('%s', (_, before, after, expected) => {
    const change: Change = {
      kind: 'operator',
      before: before && operator(before),
      after: after && operator(after),
    };
    expect(signedOut([change])).toEqual(expected ? ['operator_001'] : []);
  });
});

describe('who is at the desk', () => {
  it('is told by person, not by tab', () => {
    const tabs = [
      aConnection({ operator: 'b' }),
      aConnection({ operator: 'a', viewing: 'cnv_2' }),
      aConnection({ operator: 'a', viewing: 'cnv_1' }),
    ];
    const expected = {
      operators: [
        { id: 'a', viewing: ['cnv_1', 'cnv_2'] },
        { id: 'b', viewing: [] },
      ],
    };
    expect(presenceOf(tabs)).toEqual(expected);
    expect(presenceOf(tabs.toReversed())).toEqual(expected);
  });

  it('may have so many tabs: then the oldest gives way', () => {
    const tabs = [3, 1, 2].map((since) => aConnection({ id: `${since}`, since }));
    const ids = (most: number) => crowdedOut(tabs, 'operator_001', most).map(({ id }) => id);
    expect([ids(4), ids(3), ids(2)]).toEqual([[], ['1'], ['1', '2']]);
    expect(crowdedOut(tabs, 'operator_002', 1)).toEqual([]);
  });
});
