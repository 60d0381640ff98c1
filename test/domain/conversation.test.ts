import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptNumber,
  type ClaimVerdict,
  type Head,
  isBotsOwn,
  judgeClaim,
  nextText,
  type OutboxEntry,
  type TextSource,
} from '../../shared/domain/conversation.ts';
import { aHead, anEntry, NOW, SECOND } from '../builders.ts';

const WALL = NOW + 1_000_000;
const live = { id: 'claim', until: WALL + 1 };
const expired = { id: 'claim', until: WALL };

interface Row {
  case: string;
  entry?: Partial<OutboxEntry>;
  head?: Partial<Head>;
  verdict: ClaimVerdict;
}

const BOTS: TextSource[] = ['ai_bot', 'reminder', 'farewell'];
const DESKS: TextSource[] = ['operator', 'broadcast'];

describe('the claim on a text', () => {
  it.each<Row>([
    { case: 'due, unclaimed, the bot has the conversation', verdict: 'free' },
    { case: 'due this very millisecond', entry: { due: NOW }, verdict: 'free' },
    { case: 'due in a millisecond', entry: { due: NOW + 1 }, verdict: 'early' },
    { case: 'held by a live claim', entry: { claim: live }, verdict: 'claimed' },
    {
      case: 'held by a claim that ran out this very millisecond',
      entry: { claim: expired },
      verdict: 'free',
    },
    { case: 'taken by an operator', head: { handler: 'operator', tenure: 2 }, verdict: 'tenure' },
    { case: 'handed back since: another tenure', head: { handler: 'bot', tenure: 3 }, verdict: 'tenure' },
    {
      case: 'taken while parked: cancelled at once',
      entry: { due: NOW + SECOND },
      head: { tenure: 2 },
      verdict: 'tenure',
    },
    {
      case: 'taken while an attempt is under way: that one ends first',
      entry: { claim: live },
      head: { tenure: 2 },
      verdict: 'claimed',
    },
    { case: 'a follow-up of this epoch', entry: { source: 'reminder', epoch: 1 }, verdict: 'free' },
    {
      case: 'a follow-up of an earlier epoch',
      entry: { source: 'reminder', epoch: 1 },
      head: { epoch: 2 },
      verdict: 'epoch',
    },
    { case: 'a reply while the epoch goes on: it carries none', head: { epoch: 9 }, verdict: 'free' },
  ])('is judged $verdict: $case', ({ entry, head, verdict }) => {
    const seen = aHead({ ...head, outbox: { text: anEntry(entry) } });
    expect(judgeClaim(seen, 'text', NOW, WALL)).toBe(verdict);
  });

  it('is gone for a text that is not on its way', () => {
    expect(judgeClaim(aHead(), 'text', NOW, WALL)).toBe('gone');
  });

  it.each(BOTS)('never lets a %s be said over a human', (source) => {
    const taken = aHead({ handler: 'operator', tenure: 2, outbox: { text: anEntry({ source }) } });
    expect(judgeClaim(taken, 'text', NOW, WALL)).toBe('tenure');
    expect(isBotsOwn(source)).toBe(true);
  });

  it.each(DESKS)('lets the %s speak while an operator has the conversation', (source) => {
    const taken = aHead({ handler: 'operator', tenure: 2, outbox: { text: anEntry({ source }) } });
    expect(judgeClaim(taken, 'text', NOW, WALL)).toBe('free');
    expect(isBotsOwn(source)).toBe(false);
  });
});

describe('the text to attend to next', () => {
  const texts = (outbox: Record<string, Partial<OutboxEntry>>): Head =>
    aHead({
      outbox: Object.fromEntries(Object.entries(outbox).map(([id, entry]) => [id, anEntry(entry)])),
    });

  it.each([
    ['nothing', {}, undefined],
    ['the lower sequence, however the map is ordered', { b: { sequence: 2 }, a: { sequence: 1 } }, 'a'],
    [
      'the earlier one although it is parked far away',
      { a: { sequence: 1, due: NOW + 9e6 }, b: { sequence: 2 } },
      'a',
    ],
    ['the earlier one although it is claimed', { a: { sequence: 1, claim: live }, b: { sequence: 2 } }, 'a'],
    [
      'a replay that is due while the first one is parked',
      { a: { sequence: 2, due: NOW + 1 }, dead: { sequence: 1, replay_after: 10 } },
      'dead',
    ],
    [
      'the first one while a replay of an earlier one is parked',
      { a: { sequence: 2 }, dead: { sequence: 1, replay_after: 10, due: NOW + 1 } },
      'a',
    ],
    ['a replay alone', { dead: { sequence: 1, replay_after: 10, due: NOW + 5 } }, 'dead'],
    [
      'of two replays the one due first',
      {
        x: { sequence: 1, replay_after: 1, due: NOW + 2 },
        y: { sequence: 2, replay_after: 1, due: NOW + 1 },
      },
      'y',
    ],
  ] as [string, Record<string, Partial<OutboxEntry>>, string | undefined][])(
    'is %s',
    (_, outbox, expected) => {
      expect(nextText(texts(outbox))?.[0]).toBe(expected);
    },
  );

  it('never overtakes: no text that is not a replay comes before one with a lower sequence', () => {
    const entry = fc.record({
      due: fc.integer({ min: NOW - 10, max: NOW + 10 }),
      replay: fc.boolean(),
      claimed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (entries) => {
        const outbox = Object.fromEntries(
          entries.map(({ due, replay, claimed }, n) => [
            `t${n}`,
            anEntry({
              sequence: n + 1,
              due,
              ...(replay && { replay_after: 3 }),
              ...(claimed && { claim: live }),
            }),
          ]),
        );
        const [, next] = nextText(aHead({ outbox })) ?? [];
        const waiting = Object.values(outbox).filter((one) => one.replay_after === undefined);
        expect(next).toBeDefined();
        if (next?.replay_after === undefined)
          expect(next?.sequence).toBe(Math.min(...waiting.map(({ sequence }) => sequence)));
      }),
    );
  });
});

it.each([
  [{ attempts: 0 }, 1],
  [{ attempts: 3 }, 4],
  [{ attempts: 0, replay_after: 10 }, 11],
  [{ attempts: 2, replay_after: 10 }, 13],
])('the attempt after %j has number %i', (entry, number) => {
  expect(attemptNumber(anEntry(entry))).toBe(number);
});
