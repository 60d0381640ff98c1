import type { Finding, Wrong } from './judge/story.ts';
import type { MutantName } from './mutants.ts';
import { type RunOptions, type RunResult, runRandom, runScripted } from './run.ts';
import { SCRIPTED } from './scenarios/scripted.ts';
import type { CrashPoint } from './world/faults.ts';

/** One run, told in words that another thread understands. */
export type Job = { seed: number } | { play: string; crashAt: CrashPoint };

export interface Failure {
  job: Job;
  findings: Finding[];
  surprises: string[];
}

/** What some runs came to; sums of such are the same in any order. */
export interface Tally extends Record<Wrong, number> {
  runs: number;
  resent_after_crash: number;
  surprises: number;
  calls: number;
  failures: Failure[];
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    lost: 0,
    stuck: 0,
    out_of_order: 0,
    doubled: 0,
    spoke_over: 0,
    resent_after_crash: 0,
    surprises: 0,
    calls: 0,
    failures: [],
  };
}

export function runJob(job: Job, options: RunOptions = {}): Promise<RunResult> {
  if ('seed' in job) return runRandom(job.seed, options);
  const scenario = SCRIPTED.find(({ name }) => name === job.play);
  if (!scenario) throw new RangeError(`There is no scripted play "${job.play}".`);
  return runScripted(scenario, job.crashAt, options);
}

export async function runJobs(jobs: readonly Job[], mutant: MutantName | undefined): Promise<Tally> {
  const tally = emptyTally();
  for (const job of jobs) count(tally, job, await runJob(job, { mutant }));
  return tally;
}

/** Every single crash point of every scripted play. */
export async function crashPointJobs(): Promise<Job[]> {
  const jobs: Job[] = [];
  for (const scenario of SCRIPTED) {
    const { calls } = await runScripted(scenario, undefined);
    for (let call = 1; call <= calls; call++)
      for (const when of ['before', 'after'] as const)
        jobs.push({ play: scenario.name, crashAt: { call, when } });
  }
  return jobs;
}

export function add(tally: Tally, more: Tally): void {
  tally.failures.push(...more.failures);
  for (const key of SUMS) tally[key] += more[key];
}

const SUMS = [
  'runs',
  'lost',
  'stuck',
  'out_of_order',
  'doubled',
  'spoke_over',
  'resent_after_crash',
  'surprises',
  'calls',
] as const;

function count(tally: Tally, job: Job, result: RunResult): void {
  const { findings } = result;
  const surprises = [...result.surprises, ...tooManyResends(job, result)];
  tally.runs += 1;
  tally.calls += result.calls;
  tally.resent_after_crash += result.resent_after_crash;
  tally.surprises += surprises.length;
  for (const { wrong } of findings) tally[wrong] += 1;
  if (findings.length + surprises.length > 0) tally.failures.push({ job, findings, surprises });
}

/** One crash excuses one resend. */
function tooManyResends(job: Job, { resent_after_crash: resent }: RunResult): string[] {
  return 'crashAt' in job && resent > 1 ? [`one crash, and ${resent} resends`] : [];
}
