import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Head } from '../../shared/domain/conversation.ts';
import {
  type InboxFilter,
  matches,
  placeOf,
  standsIn,
  stretchesFor,
  unreadOf,
  waitingSince,
} from '../../shared/domain/inbox.ts';
import { PRIORITIES, type Priority } from '../../shared/domain/scenario.ts';
import { aHead, anId, HOUR, MINUTE, NOW } from '../builders.ts';

const item = (priority: Priority, since: number): Head['escalation'] => ({
  reason: 'complaint',
  scenario: 'COMPLAINT',
  priority,
  since,
  deadline: since + HOUR,
});
const queued = (priority: Priority, since = NOW): Head =>
  aHead({ status: 'escalated', escalation: item(priority, since) });
const held = (assignee: string, over: Partial<Head> = {}): Head =>
  aHead({ handler: 'operator', assignee, ...over });
const entry = (head: Head) => ({ head, profile: {}, last: undefined, unread: 0 });

/** Heads as they are: who has it, and how it stands, go together. */
const heads = fc
  .record({
    priority: fc.constantFrom(...PRIORITIES),
    since: fc.integer({ min: NOW - HOUR, max: NOW }),
    last: fc.integer({ min: NOW - 100 * HOUR, max: NOW }),
    assignee: fc.constantFrom('anna', 'anna#2', 'boris'),
    kind: fc.constantFrom('queue', 'with', 'with item', 'open', 'closed'),
  })
  .map(({ kind, priority, since, last: at, assignee }): Head => {
    const last = { id: anId(at), at, digest: 'd' };
    const escalation = kind === 'queue' || kind === 'with item' ? item(priority, since) : undefined;
    const status = kind === 'closed' ? 'closed' : escalation ? 'escalated' : 'open';
    const mine = kind.startsWith('with') ? ({ handler: 'operator', assignee } as const) : {};
    return aHead({ last, escalation, status, ...mine });
  });
const filters: fc.Arbitrary<InboxFilter> = fc.record(
  {
    status: fc.constantFrom('open', 'escalated', 'closed'),
    priority: fc.constantFrom(...PRIORITIES),
    assignee: fc.constantFrom(null, 'anna', 'anna#2', 'boris', 'ann'),
  },
  { requiredKeys: [] },
);

describe('the place of a conversation', () => {
  it('is in the queue by position, then by waiting time', () => {
    const inOrder = [
      queued('critical', NOW),
      queued('high', NOW - HOUR),
      queued('high', NOW),
      queued('medium', NOW - 2 * HOUR),
      queued('low', NOW - 3 * HOUR),
    ].map((head) => placeOf(head).order);
    expect(inOrder.toSorted()).toEqual(inOrder);
  });

  it('does not move with every message, but with the hour, and the newest comes first', () => {
    const at = (time: number) => placeOf(aHead({ last: { id: anId(time), at: time, digest: 'd' } })).order;
    expect(at(NOW + MINUTE)).toBe(at(NOW));
    expect(at(NOW + HOUR) < at(NOW)).toBe(true);
  });

  it('puts the queue before what operators have, and that before the rest', () => {
    const orders = [queued('low'), held('zoe'), aHead()].map((head) => placeOf(head).order);
    expect(orders.toSorted()).toEqual(orders);
    expect(placeOf(aHead({ status: 'closed' })).list).toBe('closed');
  });

  it('lies in exactly one of the pieces that are read for it, whatever is asked for', () => {
    fc.assert(
      fc.property(heads, filters, (head, filter) => {
        const wanted =
          matches(entry(head), filter) && (filter.status === 'closed' || head.status !== 'closed');
        const read = stretchesFor(filter).filter((stretch) => standsIn(head, stretch)).length;
        // What is read besides is filtered out; nothing that is wanted is left unread, or read twice.
        expect(read).toBeLessThanOrEqual(1);
        if (wanted) expect(read).toBe(1);
      }),
    );
  });

  it('is found by one piece for each list of the console', () => {
    for (const filter of [
      {},
      { status: 'escalated' },
      { status: 'open' },
      { status: 'closed' },
      { assignee: 'anna' },
    ] as const)
      expect(stretchesFor(filter)).toHaveLength(1);
    expect(stretchesFor({ assignee: null })).toHaveLength(2);
  });
});

describe('waiting and unread', () => {
  it.each<[string, Partial<Head>, number | undefined]>([
    ['for nobody', { pending: [] }, undefined],
    [
      'since the oldest message without an answer',
      { pending: [anId(NOW)], owed: [anId(NOW - HOUR)] },
      NOW - HOUR,
    ],
    ['since it was promised', { pending: [anId(NOW)], escalation: item('low', NOW - MINUTE) }, NOW - MINUTE],
  ])('a client waits %s', (_, over, since) => {
    expect(waitingSince(aHead(over))).toBe(since);
  });

  it('messages are unread from where an operator has read to', () => {
    expect([unreadOf({ epoch: 3 }, undefined), unreadOf({ epoch: 3 }, { epoch: 2 })]).toEqual([3, 1]);
    expect(unreadOf({ epoch: 3 }, { epoch: 3 })).toBe(0);
  });
});
