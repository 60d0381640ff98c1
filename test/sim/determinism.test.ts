import { describe, expect, it } from 'vitest';
import type { Job } from '../../sim/jobs.ts';
import { runOnAllCores } from '../../sim/pool.ts';
import { runRandom } from '../../sim/run.ts';
import { shorten } from '../../sim/shorten.ts';
import { Trace } from '../../sim/trace.ts';

const SEED = 7;

async function hashOf(seed: number, without?: ReadonlySet<string>): Promise<string> {
  const trace = new Trace();
  await runRandom(seed, { trace, without });
  return trace.hash();
}

describe('a run', () => {
  it('goes the same way every time it has the same seed, whatever ran before it', async () => {
    const first = await hashOf(SEED);
    await runRandom(SEED + 1);
    expect(await hashOf(SEED)).toBe(first);
    expect(await hashOf(SEED + 1)).not.toBe(first);
  });

  it('takes seeds beyond 32 bits for what they are', async () => {
    expect(await hashOf(SEED + 2 ** 32)).not.toBe(await hashOf(SEED));
  });

  it('goes another way without one of its faults', async () => {
    const { seed, fault } = await firstFault();
    const rest = await runRandom(seed, { without: new Set([fault.key]) });
    expect(rest.faults.map(({ key }) => key)).not.toContain(fault.key);
  });
});

/** The first run in which something went wrong: not every run has that. */
async function firstFault() {
  for (let seed = SEED; ; seed++) {
    const [fault] = (await runRandom(seed)).faults;
    if (fault) return { seed, fault };
  }
}

describe('many runs', () => {
  it('come to the same with one worker or two, and with large orders or small', async () => {
    const jobs = Array.from({ length: 40 }, (_, run): Job => ({ seed: run + 1 }));
    const alone = await runOnAllCores(jobs, { workers: 1, mutant: 'no-claim', orderSize: 40 });
    const shared = await runOnAllCores(jobs, { workers: 2, mutant: 'no-claim', orderSize: 7 });
    expect(alone.failures.length).toBeGreaterThan(1);
    expect(shared).toEqual(alone);
  });

  it('stop at the same first failure with one worker or two', async () => {
    const jobs = Array.from({ length: 60 }, (_, run): Job => ({ seed: run + 1 }));
    const options = { mutant: 'signal-first', untilFailure: true, orderSize: 2 } as const;
    const alone = await runOnAllCores(jobs, { ...options, workers: 1 });
    const shared = await runOnAllCores(jobs, { ...options, workers: 2 });
    expect(alone.failures).toHaveLength(1);
    expect(shared).toEqual(alone);
  });
});

describe('a failed run', () => {
  it('is shortened to the faults that it takes', async () => {
    const { seed, whole } = await firstOfManyFaults();
    const { result } = await shorten(seed, 'no-claim');
    expect(result.findings.map(({ wrong }) => wrong)).toContain(whole.findings[0]?.wrong);
    expect(result.faults.length).toBeLessThan(whole.faults.length / 2);
  });
});

/** The first run that fails among so many faults that some of them have nothing to do with it. */
async function firstOfManyFaults() {
  for (let seed = 1; ; seed++) {
    const whole = await runRandom(seed, { mutant: 'no-claim' });
    if (whole.findings.length > 0 && whole.faults.length >= 40) return { seed, whole };
  }
}
