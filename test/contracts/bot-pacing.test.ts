import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoBotPacing } from '../../shared/adapters/dynamo/bot-pacing.ts';
import { MemoryBotPacing } from '../../shared/adapters/memory/bot-pacing.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { BotPacing, Clock } from '../../shared/ports.ts';
import { HOUR, SECOND } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const GAP = SECOND / LIMITS.botRate;
const GROUP_GAP = (60 * SECOND) / LIMITS.groupRate;
/** Moments are microseconds, told as milliseconds in floating point. */
const EXACT = 0.001;

/** What every pacing must do; each test has a bot of its own. */
function describePacing(make: (clock: Clock) => BotPacing): void {
  let clock: FixedClock;
  let pacing: BotPacing;
  let bot: string;
  let bots = 0;
  beforeEach(() => {
    clock = new FixedClock();
    pacing = make(clock);
    bot = `bot${bots++}`;
  });

  const times = (count: number, take: () => Promise<number | undefined>) =>
    Promise.all(Array.from({ length: count }, take));

  it('gives the present moment to the first, and to whoever comes after a silence', async () => {
    expect(await pacing.take(bot)).toBe(clock.wall());
    clock.advanceWall(SECOND);
    expect(await pacing.take(bot)).toBe(clock.wall());
  });

  it('gives moments that are at least a gap apart, and no further than they must be', async () => {
    const begun = clock.wall();
    const moments = sorted(await times(40, () => pacing.take(bot)));
    expect(moments.length).toBe(40);
    expect(Math.min(...distances(moments))).toBeGreaterThanOrEqual(GAP - EXACT);
    expect(moments[0]).toBe(begun);
    expect((moments.at(-1) ?? 0) - begun).toBeLessThan(39 * GAP + 0.1);
  });

  it('lets no bot wait for another', async () => {
    await times(20, () => pacing.take(bot));
    expect(await pacing.take(`${bot}x`)).toBe(clock.wall());
  });

  it('takes no moment that is too far off, so that those who cannot wait cost the others nothing', async () => {
    const begun = clock.wall();
    const asked = await times(100, () => pacing.take(bot));
    const taken = sorted(asked);
    // Gaps are whole microseconds, so one more or less may fit.
    expect(Math.abs(taken.length - LIMITS.pacedWaitWall / GAP)).toBeLessThanOrEqual(1);
    expect(taken.at(-1)).toBeLessThanOrEqual(begun + LIMITS.pacedWaitWall);
    clock.advanceWall(SECOND);
    const next = await pacing.take(bot);
    expect((next ?? 0) - (taken.at(-1) ?? 0)).toBeCloseTo(GAP, 2);
  });

  it('paces a group by itself too, and its bot never more than it must', async () => {
    const begun = clock.wall();
    expect(await pacing.take(bot, '-1')).toBe(begun);
    expect(await pacing.take(bot, '-1')).toBeUndefined();
    const other = await pacing.take(bot, '-2');
    expect((other ?? 0) - begun).toBeCloseTo(GAP, 2);
    clock.advanceWall(GROUP_GAP - SECOND);
    const second = (await pacing.take(bot, '-1')) ?? 0;
    expect(second - begun).toBeCloseTo(GROUP_GAP, 2);
    // Whoever comes meanwhile comes after it: two at that moment would be one too many.
    expect((await pacing.take(bot)) ?? 0).toBeGreaterThanOrEqual(second + GAP - EXACT);
  });

  it('gives out nothing before the end of a silence, and the first moment right then', async () => {
    await pacing.take(bot);
    const until = clock.business() + 7 * SECOND;
    expect(await pacing.isHeld(bot)).toBe(false);
    await pacing.hold(bot, until);
    await pacing.hold(bot, until - SECOND);
    clock.advanceWall(8 * SECOND);
    expect([await pacing.take(bot), await pacing.isHeld(bot)]).toEqual([undefined, true]);
    clock.advanceBusiness(7 * SECOND - 1);
    expect([await pacing.take(bot), await pacing.isHeld(bot)]).toEqual([undefined, true]);
    clock.advanceBusiness(1);
    expect([await pacing.isHeld(bot), await pacing.take(bot)]).toEqual([false, clock.wall()]);
  });

  it('holds a bot that has never sent', async () => {
    await pacing.hold(bot, clock.business() + HOUR);
    expect(await pacing.take(bot)).toBeUndefined();
  });

  it('keeps the rate for as long as all want more than it gives', async () => {
    const begun = clock.wall();
    const moments: number[] = [];
    while (clock.wall() < begun + 10 * SECOND) {
      moments.push(...sorted(await times(4, () => pacing.take(bot))));
      clock.advanceWall(100);
    }
    const last = Math.max(...moments) - begun;
    expect(moments.length).toBeLessThanOrEqual(last / GAP + 1 + EXACT);
    expect(moments.length).toBeGreaterThanOrEqual(last / GAP);
    for (const from of moments)
      expect(moments.filter((at) => at >= from && at < from + SECOND - 1).length).toBeLessThanOrEqual(
        LIMITS.botRate,
      );
  });
}

/** Everybody asks at once or one after another, by clocks that differ: a step of a run is who asks, and how far time goes on. */
async function run(
  make: (clock: Clock) => BotPacing,
  bot: string,
  steps: readonly { skews: readonly number[]; on: number }[],
): Promise<void> {
  const clock = new FixedClock();
  const given: number[] = [];
  for (const { skews, on } of steps) {
    const moments = await Promise.all(
      skews.map(async (skew) => {
        const now = clock.wall() + skew;
        const moment = await make({ wall: () => now, business: () => now }).take(bot);
        if (moment !== undefined) {
          expect(moment).toBeGreaterThanOrEqual(now);
          expect(moment).toBeLessThanOrEqual(now + LIMITS.pacedWaitWall);
        }
        return moment;
      }),
    );
    given.push(...sorted(moments));
    clock.advanceWall(on);
  }
  expect(Math.min(...distances(sorted(given)), Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(GAP - EXACT);
}

const STEPS = fc.array(
  fc.record({
    skews: fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 12 }),
    on: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 3_000 })),
  }),
  { maxLength: 8 },
);

function sorted(moments: readonly (number | undefined)[]): number[] {
  return moments.flatMap((moment) => moment ?? []).toSorted((one, other) => one - other);
}

function distances(moments: readonly number[]): number[] {
  return moments.slice(1).map((at, before) => at - (moments[before] ?? 0));
}

describe('pacing in memory', () => {
  describePacing((clock) => new MemoryBotPacing(clock));

  it('keeps every distance, whoever asks when', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, (steps) => {
        let now = 0;
        const shared = new MemoryBotPacing({ wall: () => now, business: () => now });
        return run(
          ({ wall }) => ({
            take(bot) {
              now = wall();
              return shared.take(bot);
            },
            hold: (bot, until) => shared.hold(bot, until),
            isHeld: (bot) => shared.isHeld(bot),
          }),
          'desk',
          steps,
        );
      }),
    );
  });
});

describe('pacing in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());
  const make = (clock: Clock) => new DynamoBotPacing(real.table, clock);

  describePacing(make);

  it('keeps every distance, whoever asks when', { timeout: 60_000 }, async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(STEPS, (steps) => run(make, `run${runs++}`, steps)),
      { numRuns: 25 },
    );
  });

  it('needs one write for a bot at leisure, and for a busy one whoever has met it so', async () => {
    const clock = new FixedClock();
    let writes = 0;
    const counted = {
      get: real.table.get.bind(real.table),
      update(...change: Parameters<typeof real.table.update>) {
        writes += 1;
        return real.table.update(...change);
      },
    };
    const needs = async (pacing: BotPacing) => {
      const before = writes;
      await pacing.take('counted');
      return writes - before;
    };
    const [one, other] = [new DynamoBotPacing(counted, clock), new DynamoBotPacing(counted, clock)];
    expect([await needs(one), await needs(one), await needs(other), await needs(other)]).toEqual([
      1, 1, 2, 1,
    ]);
    clock.advanceWall(SECOND);
    expect([await needs(one), await needs(other)]).toEqual([1, 2]);
  });

  it('keeps its rows for an hour after their last use', async () => {
    const clock = new FixedClock();
    await make(clock).take('kept', '-1');
    clock.advanceWall(1);
    await make(clock).take('kept');
    const row = await real.table.get(keys.pacing('kept'));
    const group = await real.table.get(keys.pacing('kept', '-1'));
    expect([row?.['expires_at'], group?.['expires_at']]).toEqual(
      [clock.wall(), clock.wall() - 1].map((at) => Math.floor((at + HOUR) / SECOND)),
    );
    await make(clock).hold('kept', clock.business() + HOUR);
    const held = await real.table.get(keys.pacing('kept'));
    expect(held).toMatchObject({ expires_at: Math.floor((clock.wall() + 2 * HOUR) / SECOND), clock: 'wall' });
  });
});
