import type { Finding, Wrong } from './judge/story.ts';
import type { MutantName } from './mutants.ts';
import { type RunOptions, type RunResult, runRandom, runScripted } from './run.ts';
import { SCRIPTED } from './scenarios/scripted.ts';
import type { Scenario } from './scenarios/stage.ts';
import type { CrashPoint } from './world/faults.ts';

/** One run, told in words that another thread understands. */
export type Job = { seed: number } | { play: string; crashAt: readonly CrashPoint[] };

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
  const plays = await Promise.all(SCRIPTED.map(pointsOf));
  return plays.flatMap(({ play, points }) => points.map((point) => ({ play, crashAt: [point] })));
}

/** Pairs of crash points of every scripted play: all of them, or `most` that are spread evenly over all. */
export async function crashPairJobs(most: number): Promise<Job[]> {
  const plays = await Promise.all(SCRIPTED.map(pointsOf));
  return plays.flatMap(({ play, points }) => {
    const pairs = (points.length * (points.length - 1)) / 2;
    const step = Math.max(1, pairs / most);
    return Array.from({ length: Math.min(pairs, most) }, (_, n) => ({
      play,
      crashAt: pairAt(points, Math.floor(n * step)),
    }));
  });
}

async function pointsOf(scenario: Scenario): Promise<{ play: string; points: CrashPoint[] }> {
  const { calls } = await runScripted(scenario, []);
  const points = Array.from({ length: calls }, (_, at) =>
    (['before', 'after'] as const).map((when) => ({ call: at + 1, when })),
  );
  return { play: scenario.name, points: points.flat() };
}

/** The n-th of all pairs: first every point with the first one, then with the second. */
function pairAt(points: readonly CrashPoint[], n: number): CrashPoint[] {
  let first = 0;
  let left = n;
  for (let others = points.length - 1; left >= others; others--) {
    left -= others;
    first += 1;
  }
  const pair = [points[first], points[first + 1 + left]];
  return pair.filter((point) => point !== undefined);
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
  if (!('crashAt' in job) || resent <= job.crashAt.length) return [];
  return [`${job.crashAt.length} crashes, and ${resent} resends`];
}
