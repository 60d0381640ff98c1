import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type CrowdCounts, type CrowdResult, runCrowd } from './crowd.ts';
import type { Finding } from './judge/story.ts';
import { spellLine } from './report.ts';
import type { CrowdPlan } from './scenarios/crowd.ts';
import { countsOf } from './tell-month.ts';
import { brief, Trace } from './trace.ts';

/** The updates are those of so many bots, each of which has a world of its own. */
const BOTS = 20;
/** So many findings are told, and so many lines of what led to the first. */
const MOST_FINDINGS = 20;
const MOST_LINES = 60;

/** The updates of all bots together. */
export type CrowdsPlan = Omit<CrowdPlan, 'down'>;

/** Plays the chats of some bots, tells what there was and what is wrong with it. Exit code 1 if anything is. */
export async function tellCrowd(plan: CrowdsPlan, json: boolean): Promise<void> {
  const started = performance.now();
  const plans = plansOf(plan);
  const results = await runAll(plans);
  const seconds = (performance.now() - started) / 1000;
  for (const line of linesOf(plan, results, seconds)) console.log(line);
  const wrong = results.findIndex(({ findings }) => findings.length > 0);
  const [first] = results[wrong]?.findings ?? [];
  if (first && plans[wrong]) await tellStory(plans[wrong], first);
  if (results.some(({ findings, surprises }) => findings.length + surprises.length > 0)) process.exitCode = 1;
  if (json) console.log(JSON.stringify(crowdSummary(plan, results)));
}

/** One plan for each bot; the first of them is down for a day. */
export function plansOf({ updates, seed }: CrowdsPlan): CrowdPlan[] {
  const share = (bot: number): number =>
    Math.floor(((bot + 1) * updates) / BOTS) - Math.floor((bot * updates) / BOTS);
  return Array.from({ length: BOTS }, (_, bot) => ({
    updates: share(bot),
    seed: seed * BOTS + bot,
    down: bot === 0,
  }));
}

/** On all cores; the results do not depend on how many there are. */
async function runAll(plans: readonly CrowdPlan[]): Promise<CrowdResult[]> {
  const results: CrowdResult[] = [];
  const waiting = plans.entries();
  const serve = async (): Promise<void> => {
    const worker = new Worker(new URL('./crowd-worker.ts', import.meta.url), { resourceLimits: ROOM });
    try {
      for (const [number, plan] of waiting) results[number] = await runOn(worker, plan);
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, serve));
  return results;
}

/** Most of what a world makes is gone at once; in small rooms it would be carried about. */
const ROOM = { maxYoungGenerationSizeMb: 128 };

function runOn(worker: Worker, plan: CrowdPlan): Promise<CrowdResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: CrowdResult) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(plan);
  });
}

function linesOf({ seed }: CrowdsPlan, results: readonly CrowdResult[], seconds: number): string[] {
  const { findings, surprises, counts, reasons, calls } = sumOf(results);
  const wrongs = countsOf(findings);
  return [
    ...findings.slice(0, MOST_FINDINGS).map(({ wrong, what }) => `${wrong}: ${what}`),
    ...surprises.slice(0, MOST_FINDINGS).map((what) => `surprise: ${what}`),
    `${BOTS} bots, seed ${seed}: ${counts.updates} updates, ${counts.repeated} of them twice, one bot a day without sending; ` +
      `${counts.messages} messages, ${counts.replies} replies, ${counts.follow_ups} follow-ups`,
    `unknown ${counts.unknown}, given up ${counts.dead}${spellReasons(reasons)}`,
    `at most ${counts.busiest} messages of a bot in a second, ${counts.unheeded} while it was told to keep silent; ` +
      `${counts.faults} faults, ${calls} port calls, ${seconds.toFixed(1)} s`,
    `lost ${wrongs.lost}, stuck ${wrongs.stuck}, out of order ${wrongs.out_of_order}, doubled ${wrongs.doubled}, ` +
      `spoke over ${wrongs.spoke_over}, surprises ${surprises.length}`,
  ];
}

function sumOf(results: readonly CrowdResult[]): CrowdResult {
  const [first, ...others] = results.map(({ counts }) => counts);
  const counts = { ...first } as CrowdCounts;
  for (const more of others)
    for (const name of Object.keys(counts) as (keyof CrowdCounts)[])
      counts[name] = name === 'busiest' ? Math.max(counts[name], more[name]) : counts[name] + more[name];
  const reasons: Record<string, number> = {};
  for (const result of results)
    for (const [rule, times] of Object.entries(result.reasons)) reasons[rule] = (reasons[rule] ?? 0) + times;
  return {
    counts,
    reasons,
    findings: results.flatMap(({ findings }) => findings),
    surprises: results.flatMap(({ surprises }) => surprises),
    calls: results.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function spellReasons(reasons: Readonly<Record<string, number>>): string {
  const all = Object.entries(reasons).map(([rule, times]) => `${rule} ${times}`);
  return all.length > 0 ? ` (${all.join(', ')})` : '';
}

/** The chats of one bot once more, to see how it came to that. */
async function tellStory(plan: CrowdPlan, { conversation, at }: Finding): Promise<void> {
  const trace = new Trace(conversation);
  await runCrowd(plan, trace);
  const lines = trace.lines.filter((line) => line.at <= at).slice(-MOST_LINES);
  console.log(`what happened to ${conversation || 'nobody'}:`);
  for (const line of lines) console.log(`  ${brief(spellLine(line))}`);
}

/** What `--json` prints. */
export function crowdSummary({ seed }: CrowdsPlan, results: readonly CrowdResult[]) {
  const { counts, reasons, findings, surprises } = sumOf(results);
  return {
    bots: results.length,
    seed,
    ...counts,
    reasons,
    ...countsOf(findings),
    surprises: surprises.length,
  };
}
