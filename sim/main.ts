import { flagsOrExit } from '../bin/command-line.ts';
import { type Flags, readFlags } from './flags.ts';
import { compareIsolation, ISOLATION_LIMITS, PLAN } from './isolation.ts';
import { add, crashPairJobs, crashPointJobs, emptyTally, type Job, type Tally } from './jobs.ts';
import { runOnAllCores } from './pool.ts';
import { describeFailure, spellPoints } from './report.ts';
import { tellBroadcast } from './tell-broadcast.ts';
import { tellCrowd } from './tell-crowd.ts';
import { tellIncidents } from './tell-incident.ts';
import { tellMonth } from './tell-month.ts';
import { tellOutages } from './tell-outages.ts';

/** So many failures are told in full. */
const MOST_TOLD = 3;

/** Exit codes: 0 if nothing is wrong (with a mutant: if it was found), 1 if something is, 2 for a bad command line. */
async function main(): Promise<void> {
  const flags = flagsOrExit(readFlags);
  if (flags.isolation) return tellIsolation(flags);
  if (flags.telegram) return tellCrowd(flags.telegram, flags.json);
  if (flags.broadcast) return tellBroadcast(flags.broadcast, flags.json);
  if (flags.incidents) return tellIncidents(flags.incidents, flags.json);
  if (flags.outages) return tellOutages(flags.outages, flags.json);
  if (flags.month) return tellMonth(flags.month, flags.json);
  const started = performance.now();
  const points = flags.crashPoints ? await crashPointJobs() : [];
  const pairs = flags.crashPairs ? await crashPairJobs(flags.crashPairs) : [];
  const tally = emptyTally();
  add(tally, await runOnAllCores([...points, ...pairs], { mutant: flags.mutant }));
  add(tally, await runOnAllCores(seeds(flags), { mutant: flags.mutant, untilFailure: !!flags.mutant }));
  const seconds = (performance.now() - started) / 1000;
  if (flags.mutant) tellMutant(flags, tally);
  else await tellRuns(tally, { points: points.length, pairs: pairs.length }, seconds);
  if (flags.json)
    console.log(JSON.stringify(summaryOf(flags, tally, { points: points.length, pairs: pairs.length })));
}

/** Exit code 1 if the good ones fare worse than they may: by half at the onset, by a tenth from then on. */
async function tellIsolation({ seed, json }: Flags): Promise<void> {
  const plan = { ...PLAN, seed };
  const { well, bad, ratio } = await compareIsolation(plan);
  console.log(
    `${plan.endpoints} endpoints, ${plan.bad * 100} % turn bad, ${plan.rate} messages a second (ten times the usual load), ` +
      `${bad.texts} texts at the good ones`,
  );
  for (const [when, worst] of Object.entries(ISOLATION_LIMITS) as ['onset' | 'later', number][]) {
    const share = ((ratio[when] - 1) * 100).toFixed(1);
    console.log(`${when}: p95 ${well[when]} ms alone, ${bad[when]} ms beside bad ones (${share} % more)`);
    if (ratio[when] > worst) process.exitCode = 1;
  }
  if (json) console.log(JSON.stringify({ ...plan, well, bad, ratio }));
}

function* seeds({ runs, seed }: Flags): Generator<Job> {
  for (let run = 0; run < runs; run++) yield { seed: seed + run };
}

/** How many scripted runs there were, by how many crashes each had. */
interface Scripted {
  points: number;
  pairs: number;
}

async function tellRuns(tally: Tally, { points, pairs }: Scripted, seconds: number): Promise<void> {
  const { failures } = tally;
  for (const failure of failures.slice(0, MOST_TOLD))
    console.log(`${await describeFailure(failure, undefined)}\n`);
  if (failures.length > MOST_TOLD)
    console.log(`${failures.length - MOST_TOLD} more: ${failures.slice(MOST_TOLD).map(nameOf).join(', ')}\n`);
  console.log(
    `${tally.runs - points - pairs} random runs, ${points} crash points and ${pairs} pairs of them ` +
      `(${tally.calls} port calls) in ${seconds.toFixed(1)} s`,
  );
  console.log(
    `lost ${tally.lost}, stuck ${tally.stuck}, out of order ${tally.out_of_order}, doubled ${tally.doubled}, ` +
      `spoke over ${tally.spoke_over}, sent again after a crash ${tally.resent_after_crash}`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

function nameOf({ job }: { job: Job }): string {
  return 'seed' in job ? `${job.seed}` : `${job.play}: ${spellPoints(job.crashAt)}`;
}

function tellMutant({ mutant, seed }: Flags, { failures, runs }: Tally): void {
  const [found] = failures;
  if (!found) {
    console.log(`${mutant} was not found in ${runs} runs.`);
    process.exitCode = 1;
    return;
  }
  const after =
    'seed' in found.job ? `run ${found.job.seed - seed + 1}, seed ${found.job.seed}` : nameOf(found);
  const [finding] = found.findings;
  console.log(`${mutant} was found (${after}): ${finding?.wrong ?? 'surprise'}: ${finding?.what ?? ''}`);
}

function summaryOf({ seed, mutant }: Flags, tally: Tally, { points, pairs }: Scripted) {
  const { lost, stuck, out_of_order, doubled, resent_after_crash, spoke_over, surprises } = tally;
  return {
    runs: tally.runs - points - pairs,
    seed,
    lost,
    stuck,
    out_of_order,
    doubled,
    resent_after_crash,
    crash_points: points,
    crash_pairs: pairs,
    spoke_over,
    surprises,
    ...(mutant && { mutant, found: tally.failures.length > 0 }),
  };
}

await main();
