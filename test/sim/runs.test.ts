import { describe, expect, it } from 'vitest';
import { crashPairJobs, crashPointJobs, type Job } from '../../sim/jobs.ts';
import { runOnAllCores } from '../../sim/pool.ts';
import { runScripted } from '../../sim/run.ts';
import { SCRIPTED } from '../../sim/scenarios/scripted.ts';

const NOTHING_WRONG = {
  lost: 0,
  stuck: 0,
  out_of_order: 0,
  doubled: 0,
  spoke_over: 0,
  surprises: 0,
  failures: [],
};
const RUNS = 1000;

describe('the pipeline under faults', () => {
  it(`loses, doubles and disorders nothing in ${RUNS} random runs`, async () => {
    const jobs = Array.from({ length: RUNS }, (_, run): Job => ({ seed: run + 1 }));
    const tally = await runOnAllCores(jobs);
    expect(tally).toMatchObject({ ...NOTHING_WRONG, runs: RUNS });
    expect(tally.calls / RUNS).toBeGreaterThan(100);
    expect(tally.resent_after_crash).toBeGreaterThan(0);
  });

  it('stands every single crash point of the scripted plays', async () => {
    const jobs = await crashPointJobs();
    expect(jobs.length).toBeGreaterThan(1000);
    expect(await runOnAllCores(jobs)).toMatchObject({ ...NOTHING_WRONG, runs: jobs.length });
  });

  it('stands two crashes in one play, wherever they come', async () => {
    const jobs = await crashPairJobs(40);
    expect(jobs).toHaveLength(40 * SCRIPTED.length);
    expect(new Set(jobs.map((job) => JSON.stringify(job))).size).toBe(jobs.length);
    expect(await runOnAllCores(jobs)).toMatchObject({ ...NOTHING_WRONG, runs: jobs.length });
  });
});

describe('a scripted play in which nothing goes wrong', () => {
  it.each(SCRIPTED)('"$name" ends well, and nothing is sent twice', async (scenario) => {
    const result = await runScripted(scenario, []);
    expect(result).toMatchObject({ findings: [], surprises: [], faults: [], resent_after_crash: 0 });
    expect(result.calls).toBeGreaterThan(10);
  });
});
