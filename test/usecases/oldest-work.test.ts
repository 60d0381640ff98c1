import { describe, expect, it } from 'vitest';
import { conversationId, messageId, timeOf } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { dayOf } from '../../shared/domain/said.ts';
import type { SaidByDay } from '../../shared/ports.ts';
import { oldestWork } from '../../shared/usecases/oldest-work.ts';
import { aHead, DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';
import { FixedClock } from './desk.ts';

/** So many clients, the last of whom wrote so long ago, one every so often. */
interface Wrote {
  clients: number;
  ago: number;
  every: number;
  waits: boolean;
}

function aDay(wrote: readonly Wrote[], now = NOW) {
  const heads = wrote.flatMap(({ clients, ago, every, waits }, group) =>
    Array.from({ length: clients }, (_, n) => {
      const id = conversationId('demo', `${group}-${n}`);
      const message = messageId(now - ago - n * every, id, new Uint8Array(10));
      return { message, head: aHead({ id, pending: waits ? [message] : [] }) };
    }),
  );
  const asked: { ids: number }[] = [];
  const said: SaidByDay = {
    async onDay(day, { from, to }) {
      const ids = heads.map(({ message }) => message).filter((id) => id >= from && id <= to);
      const found = ids.filter((id) => dayOf(timeOf(id)) === day).toSorted();
      return { ids: found.toReversed().slice(0, LIMITS.saidAtOnce), more: false };
    },
    async heads(ids) {
      asked.push({ ids: ids.length });
      return heads.map(({ head }) => head).filter(({ id }) => ids.includes(id));
    },
    stretch: () => Promise.reject(new Error('nobody asked')),
    from: () => Promise.reject(new Error('nobody asked')),
  };
  const clock = new FixedClock();
  clock.advanceBusiness(now - NOW);
  return { asked, look: () => oldestWork({ said, clock }) };
}

const QUICK = { clients: 2_000, every: SECOND / 10 };

describe('the oldest work', () => {
  it.each([
    ['nobody wrote', [], undefined],
    ['it has just come', [{ clients: 9, ago: 0, every: SECOND, waits: true }], undefined],
    ['all is done', [{ clients: 90, ago: 2 * MINUTE, every: MINUTE / 2, waits: false }], undefined],
    [
      'one message waits and nobody wrote since',
      [{ clients: 1, ago: 10 * MINUTE, every: 1, waits: true }],
      10 * MINUTE,
    ],
    ['of a few all wait', [{ clients: 6, ago: MINUTE, every: MINUTE, waits: true }], 6 * MINUTE],
    [
      'all wait since some minutes, and before that all was done',
      [
        { clients: 5, ago: MINUTE, every: MINUTE, waits: true },
        { clients: 50, ago: 6 * MINUTE, every: MINUTE, waits: false },
      ],
      5 * MINUTE,
    ],
    [
      'it has waited for longer than anybody looks',
      [{ clients: 1, ago: DAY, every: 1, waits: true }],
      undefined,
    ],
  ] as [string, Wrote[], number | undefined][])('is found where %s', async (_how, wrote, ago) => {
    const since = await aDay(wrote).look();
    expect(since === undefined ? undefined : NOW - since).toBe(ago);
  });

  it('is told as at least as old as what was looked at, on a busy desk where all waits', async () => {
    const since = (await aDay([{ ...QUICK, ago: MINUTE, waits: true }]).look()) ?? NOW;
    expect(NOW - since).toBeGreaterThan(2 * MINUTE);
    expect(NOW - since).toBeLessThanOrEqual(MINUTE + 200 * SECOND);
  });

  it('is looked for on the day before, too', async () => {
    const midnight = NOW - (NOW % DAY) + DAY;
    const { look } = aDay([{ clients: 1, ago: 90 * SECOND, every: 1, waits: true }], midnight + MINUTE);
    expect(await look()).toBe(midnight - MINUTE / 2);
  });

  it.each([
    ['one look', false, 1],
    ['a few looks', true, LIMITS.workLooks],
  ])('takes %s, at so many conversations each', async (_how, waits, looks) => {
    const { look, asked } = aDay([{ clients: 9_000, every: SECOND / 2, ago: MINUTE, waits }]);
    await look();
    expect(asked).toHaveLength(looks);
    for (const { ids } of asked) expect(ids).toBeLessThanOrEqual(LIMITS.saidAtOnce);
    expect(LIMITS.workRests * 2 ** LIMITS.workLooks).toBeGreaterThan(HOUR);
  });
});
