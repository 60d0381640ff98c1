import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countMessages } from '../../bench/cost/count.ts';
import { type Counts, perMessage } from '../../bench/cost/counts.ts';
import { RECORDED } from '../../bench/cost/recorded.ts';
import { type Synthesised, synthesise } from '../../local/synth.ts';

/** A synthesis and a twin, beside whatever else the machine does. */
const START_LIMIT_MS = 240_000;

describe('the standard workload', () => {
  let assembly: Synthesised;
  let one: Counts;
  beforeAll(async () => {
    assembly = await synthesise();
    one = perMessage(await countMessages(assembly.dir, 1));
  }, START_LIMIT_MS);
  afterAll(() => assembly.remove());

  const sum = (record: Record<string, number>): number =>
    Object.values(record).reduce((total, each) => total + each, 0);

  it('is one schedule for each message, which fires into nothing', () => {
    expect(one.calls['scheduler CreateSchedule']).toBeCloseTo(1, 5);
    expect(one.invocations['follow-up']).toBeCloseTo(1, 5);
  });

  it.each<[keyof typeof RECORDED, (counts: Counts) => number]>([
    ['writeUnits', ({ writeUnits }) => writeUnits],
    ['readUnits', ({ readUnits }) => readUnits],
    ['calls', ({ calls }) => sum(calls)],
    ['invocations', ({ invocations }) => sum(invocations)],
    ['logBytes', ({ logBytes }) => logBytes],
  ])('takes no more %s than was recorded', (what, of) => {
    expect(of(one)).toBeGreaterThan(0);
    expect(of(one)).toBeLessThanOrEqual(RECORDED[what]);
  });
});
