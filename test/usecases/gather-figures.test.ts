import { expect, it } from 'vitest';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import { conversationId, messageId } from '../../shared/domain/ids.ts';
import type { Figures } from '../../shared/domain/statistics.ts';
import { noFigures } from '../../shared/domain/statistics.ts';
import type { StuckSignal } from '../../shared/ports.ts';
import { type GatherPorts, gatherFigures } from '../../shared/usecases/gather-figures.ts';
import { aHead, aMessage, DAY, HOUR, MINUTE, NOW } from '../builders.ts';
import { pageAt } from '../docs/pages.ts';
import { FixedClock } from './desk.ts';

/** Where something is asked for, there is as much of it as anybody takes, and then more. */
function aBoundlessDesk() {
  const clock = new FixedClock();
  clock.advanceBusiness(DAY - (NOW % DAY) - MINUTE);
  const count = { rows: 0 };
  let made = 0;
  const some = <One>(many: number, make: (n: number) => One): One[] => {
    count.rows += many;
    return Array.from({ length: many }, () => make(made++));
  };
  const conversation = (n: number) => conversationId('demo', String(n));
  const waiting = (id: string) =>
    aHead({ id, pending: [messageId(clock.business() - DAY, id, new Uint8Array(10))] });
  const refused = () => Promise.reject(new Error('nobody needs it'));
  const ports: GatherPorts = {
    clock,
    conversations: { decisionsAfter: refused },
    hourCounts: { ofDay: async () => [], put: async () => {} },
    said: {
      onDay: async () => ({
        ids: some(128, (n) => messageId(clock.business() - HOUR, conversation(n), new Uint8Array(10))),
        more: true,
      }),
      stretch: async (_conversation, id) => {
        const [message] = some(1, () => aMessage({ id }));
        return { messages: message ? [message] : [], texts: [], forgotten: [], actions: [], rows: 1 };
      },
      from: refused,
      heads: async (ids) => some(ids.length, () => '').map((_, n) => waiting(ids[n] ?? '')),
    },
    inbox: {
      listed: async (_list, { limit }) =>
        some(limit, (n) => ({ conversation_id: conversation(n), order: String(n) })),
      // Each of them is a head, a profile, a mark and the last words.
      entries: async (ids) => {
        some(4 * ids.length, () => '');
        return [];
      },
      markRead: refused,
    },
    endpoints: {
      list: async ({ limit = 0 }) =>
        some(
          2 * limit,
          (n) => ({ id: `end_${n}`, partner: 'demo', state: { name: 'open' } }) as Endpoint,
        ).slice(limit),
    },
    connections: { all: async () => some(500, () => ({}) as never) },
    dead: {
      on: async (day, { limit }) =>
        some(limit, (n) => ({
          ...{ conversation_id: 'c', partner: 'demo', client_id: 'c', rule: 'http.410', attempts: 1 },
          ...{ text_id: String(n), died_at: Date.parse(day) + 1 },
        })),
      stuckSince: async (at, limit) => some(limit, (): StuckSignal => ({ at })),
    },
    spending: { of: async () => some(1, () => ({ spent: 1, requests: 1 }))[0] },
  };
  return { ports, count };
}

it('however much there is, no more is read than the page says', async () => {
  const { ports, count } = aBoundlessDesk();
  const { partial, dead, stuck, oldestWorkS } = await gatherFigures(ports);
  expect({ partial, dead: dead.length, stuck: stuck.length }).toEqual({
    partial: true,
    dead: 1000,
    stuck: 1000,
  });
  expect(oldestWorkS).toBe(DAY / 1000);
  const [, said = ''] = /at most ([\d,]+) rows/.exec(pageAt('docs/observability.md')) ?? [];
  const most = Number(said.replaceAll(',', ''));
  expect(count.rows).toBeLessThanOrEqual(most);
  expect(count.rows).toBeGreaterThan(most * 0.8);
});

it('what was counted of the day is told with what stands now', async () => {
  const { ports } = aBoundlessDesk();
  const figures: Figures = { ...noFigures(), messages: 2, tries: { 'http.5xx': 3 } };
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour: Math.floor(ports.clock.business() / DAY) * DAY + hour * HOUR,
    begun_at: ports.clock.business(),
    figures,
  }));
  const told = await gatherFigures({
    ...ports,
    hourCounts: { ...ports.hourCounts, ofDay: async () => hours },
  });
  expect(told).toMatchObject({
    partial: false,
    day: { messages: 48, tries: { 'http.5xx': 72 } },
    opinions: { spent: 1, requests: 1 },
    screens: 500,
  });
});
