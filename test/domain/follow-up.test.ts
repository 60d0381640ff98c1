import { describe, expect, it } from 'vitest';
import type { Head } from '../../shared/domain/conversation.ts';
import {
  advanced,
  chainOf,
  expiryOf,
  type FollowUp,
  firstAfter,
  nextNeed,
  putOff,
  templateOf,
  wakeUpFor,
} from '../../shared/domain/follow-up.ts';
import type { Policy, Sequel } from '../../shared/domain/policy.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { aHead, anEntry, anId, DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';

const since = (over: Partial<FollowUp> = {}): FollowUp => ({
  then: 'awaits_client',
  since: NOW,
  epoch: 1,
  step: 0,
  ...over,
});
const silent = (over: Partial<Head> = {}): Head => aHead({ pending: [], follow_up: since(), ...over });
const needOf = (head: Head, policy: Policy = SHIPPED_POLICY) => nextNeed(head, policy);

describe('the steps after a reply', () => {
  it.each([
    [
      'awaits_client',
      ['reminder', 'reminder', 'reminder', 'farewell', 'close'],
      [15 * MINUTE, 30 * MINUTE, DAY, DAY + 2 * MINUTE, DAY + 3 * MINUTE],
    ],
    ['resolved', ['farewell', 'close'], [2 * MINUTE, 3 * MINUTE]],
    ['closes', ['close'], [3 * MINUTE]],
    ['none', [], []],
  ] as [Sequel, string[], number[]][])('that %s are %j', (then, kinds, after) => {
    const chain = chainOf(then, SHIPPED_POLICY.follow_ups);
    expect(chain.map(({ kind }) => kind)).toEqual(kinds);
    expect(chain.map((step) => step.after)).toEqual(after);
    expect(firstAfter(then, SHIPPED_POLICY)).toBe(after[0]);
  });

  it('say one text each, the last reminder’s for every further one', () => {
    const chain = chainOf('awaits_client', { ...SHIPPED_POLICY.follow_ups, reminders_s: [1, 2, 3, 4] });
    expect(chain.flatMap((step) => (step.kind === 'close' ? [] : [templateOf(step)]))).toEqual([
      'FOLLOW_UP_REMINDER_1',
      'FOLLOW_UP_REMINDER_2',
      'FOLLOW_UP_REMINDER_3',
      'FOLLOW_UP_REMINDER_3',
      'FOLLOW_UP_FAREWELL',
    ]);
  });
});

describe('a silent conversation', () => {
  it.each([
    [{ step: 0 }, 'reminder', NOW + 15 * MINUTE],
    [{ step: 1 }, 'reminder', NOW + 30 * MINUTE],
    [{ step: 2 }, 'reminder', NOW + DAY],
    [{ step: 3 }, 'farewell', NOW + DAY + 2 * MINUTE],
    [{ step: 4 }, 'close', NOW + DAY + 3 * MINUTE],
    [{ step: 0, skips: [0, 1] }, 'reminder', NOW + DAY],
    [{ step: 0, skips: [0, 1, 2] }, 'farewell', NOW + DAY + 2 * MINUTE],
  ] as const)('at %j needs a %s', (over, kind, at) => {
    expect(needOf(silent({ follow_up: since(over as Partial<FollowUp>) }))).toMatchObject({
      at,
      step: { kind },
    });
  });

  it.each([
    ['the client has written since', { epoch: 2 }],
    ['a message waits', { pending: [anId()] }],
    ['it is closed', { status: 'closed' }],
    ['nothing was delivered yet', { follow_up: undefined }],
    ['its reply is still under way', { outbox: { text: anEntry() } }],
    ['it has come to the end', { follow_up: since({ step: 5 }) }],
  ] as [string, Partial<Head>][])('needs nothing if %s', (_, over) => {
    expect(needOf(silent(over))).toBeUndefined();
  });

  it('goes on while a reminder or a replay is under way', () => {
    const outbox = { a: anEntry({ source: 'reminder', epoch: 1 }), b: anEntry({ replay_after: 3 }) };
    expect(needOf(silent({ outbox }))).toBeDefined();
  });

  it('is not reminded at night, and what is put off shifts the rest', () => {
    // 20:50 in Moscow: the first reminder would be at 21:05.
    const evening = Date.UTC(2026, 10, 24, 17, 50);
    const morning = Date.UTC(2026, 10, 25, 6);
    const head = silent({ follow_up: since({ since: evening }) });
    const need = needOf(head);
    expect(need).toMatchObject({ purpose: 'follow_up', at: morning });
    if (need?.purpose !== 'follow_up') throw new Error('there is nothing to do');
    const next = advanced(since({ since: evening }), need, need.shift);
    expect(needOf(silent({ follow_up: next }))?.at).toBe(morning + 15 * MINUTE);
  });

  it('is told goodbye and closed at night, too', () => {
    const late = Date.UTC(2026, 10, 24, 20);
    expect(needOf(silent({ follow_up: since({ then: 'resolved', since: late }) }))?.at).toBe(
      late + 2 * MINUTE,
    );
  });
});

describe('a chain whose delays are changed while it is under way', () => {
  const under = (reminders_s: number[]): Policy => ({
    ...SHIPPED_POLICY,
    follow_ups: { ...SHIPPED_POLICY.follow_ups, reminders_s },
  });
  const at = (follow_up: FollowUp, policy: Policy) => {
    const need = nextNeed(silent({ follow_up }), policy);
    return need?.purpose === 'follow_up' ? [need.step.kind, (need.at - NOW) / SECOND] : undefined;
  };
  const done = (kind: 'reminder' | 'farewell', after: number) =>
    since({ step: 2, done: { kind, after: after * SECOND } });

  it.each([
    [
      'a reminder before those that were said',
      done('reminder', 1800),
      [300, 900, 1800, 86_400],
      ['reminder', 86_400],
    ],
    ['those that were said are gone', done('reminder', 1800), [86_400], ['reminder', 86_400]],
    ['none is left', done('reminder', 1800), [], ['farewell', 120]],
    ['reminders come after the goodbye', done('farewell', 120), [900, 1800], ['close', 1980]],
  ] as const)('goes on behind what was done: %s', (_, follow_up, reminders, expected) => {
    expect(at(follow_up, under([...reminders]))).toEqual(expected);
  });

  it('closes although a reminder in that place was called off', () => {
    const follow_up = since({ step: 0, skips: [0, 1, 2] });
    expect(at(follow_up, under([]))).toEqual(['farewell', 120]);
  });
});

describe('an escalated conversation', () => {
  const escalation = {
    reason: 'complaint',
    scenario: 'COMPLAINT',
    priority: 'high',
    since: NOW,
    deadline: NOW + HOUR,
  } as const;

  it('needs nothing but that its promise is watched over', () => {
    const head = silent({ status: 'escalated', escalation });
    expect(needOf(head)).toEqual({ purpose: 'deadline', at: NOW + HOUR });
    expect(needOf({ ...head, escalation: { ...escalation, overdue: true } })).toBeUndefined();
  });
});

describe('a conversation with an operator', () => {
  const taken = (over: Partial<Head> = {}) =>
    silent({ handler: 'operator', assignee: 'operator_001', operator_at: NOW, ...over });

  it.each([
    ['nobody waits', {}, undefined],
    ['the client wrote before it was taken', { pending: [anId(NOW - HOUR)] }, NOW + 30 * MINUTE],
    ['the client wrote since', { pending: [anId(NOW + HOUR)] }, NOW + HOUR + 30 * MINUTE],
    ['a message was left to it', { owed: [anId(NOW + MINUTE)] }, NOW + 31 * MINUTE],
  ] as [string, Partial<Head>, number | undefined][])('is given back when %s', (_, over, at) => {
    expect(needOf(taken(over))?.at).toBe(at);
  });
});

it('a promise is watched over also while an operator has it', () => {
  const escalation = {
    reason: 'complaint',
    scenario: 'COMPLAINT',
    priority: 'critical',
    since: NOW,
    deadline: NOW + MINUTE,
  } as const;
  const head = silent({ handler: 'operator', operator_at: NOW, escalation });
  expect(needOf(head)).toEqual({ purpose: 'deadline', at: NOW + MINUTE });
  expect(needOf({ ...head, escalation: { ...escalation, overdue: true } })?.purpose).toBe('return');
});

describe('waking', () => {
  it.each([
    ['nothing is armed', undefined, NOW + HOUR],
    ['something earlier is armed', NOW + MINUTE, undefined],
    ['the same time is armed', NOW + HOUR, undefined],
    ['only something later is armed', NOW + 2 * HOUR, NOW + HOUR],
    ['what was armed may just have fired', NOW + 5 * SECOND, NOW + HOUR],
    ['what was armed is past', NOW - HOUR, NOW + HOUR],
  ])('in an hour, if %s', (_, armed, expected) => {
    expect(wakeUpFor(armed, NOW + HOUR, NOW)).toBe(expected);
  });

  it('is in whole seconds, never early, and never in the past', () => {
    expect(wakeUpFor(undefined, NOW + HOUR + 1, NOW)).toBe(NOW + HOUR + SECOND);
    expect(wakeUpFor(NOW + HOUR + SECOND, NOW + HOUR + 1, NOW)).toBeUndefined();
    expect(wakeUpFor(undefined, NOW - HOUR, NOW)).toBe(NOW + 5 * SECOND);
  });
});

describe('a reminder that is late', () => {
  const [reminder] = chainOf('awaits_client', SHIPPED_POLICY.follow_ups);
  const night = Date.UTC(2026, 10, 24, 18, 0, 10);

  it('may be said for half an hour, but not into the night', () => {
    if (!reminder) throw new Error('there is none');
    expect(expiryOf(reminder, NOW, SHIPPED_POLICY)).toBe(NOW + 30 * MINUTE);
    expect(expiryOf(reminder, night - 70 * SECOND, SHIPPED_POLICY)).toBe(Date.UTC(2026, 10, 24, 18));
  });

  it('waits for the morning once it is night', () => {
    if (!reminder) throw new Error('there is none');
    expect(putOff(since(), reminder, NOW, SHIPPED_POLICY)).toBeUndefined();
    const put = putOff(since(), reminder, night, SHIPPED_POLICY);
    expect(needOf(silent({ follow_up: put }))?.at).toBe(Date.UTC(2026, 10, 25, 6));
  });
});
