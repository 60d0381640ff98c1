import type { Finding, Wrong } from './judge/story.ts';
import { type MonthResult, runMonth } from './month.ts';
import { spellLine } from './report.ts';
import type { MonthPlan } from './scenarios/month.ts';
import { brief, Trace } from './trace.ts';

/** So many findings are told, and so many lines of what led to the first. */
const MOST_FINDINGS = 20;
const MOST_LINES = 60;

const WRONGS: readonly Wrong[] = ['lost', 'stuck', 'out_of_order', 'doubled', 'spoke_over'];

/** Plays a month, tells what there was and what is wrong with it. Exit code 1 if anything is. */
export async function tellMonth(plan: MonthPlan, json: boolean): Promise<void> {
  const started = performance.now();
  const result = await runMonth(plan);
  const seconds = (performance.now() - started) / 1000;
  for (const line of linesOf(plan, result, seconds)) console.log(line);
  const [first] = result.findings;
  if (first) await tellStory(plan, first);
  if (first || result.surprises.length > 0) process.exitCode = 1;
  if (json) console.log(JSON.stringify(monthSummary(plan, result)));
}

function linesOf({ clients, days, seed }: MonthPlan, result: MonthResult, seconds: number): string[] {
  const { counts, findings, surprises } = result;
  const wrongs = countsOf(findings);
  return [
    ...findings.slice(0, MOST_FINDINGS).map(({ wrong, what }) => `${wrong}: ${what}`),
    ...surprises.slice(0, MOST_FINDINGS).map((what) => `surprise: ${what}`),
    `${clients} clients, ${days} days, seed ${seed}: ${counts.messages} messages, ${counts.replies} replies, ` +
      `${counts.reminders} reminders, ${counts.farewells} farewells, ${counts.closed} closed`,
    `taken ${counts.hand_overs}, handed back ${counts.hand_backs}, returned to the queue ${counts.returned}; ` +
      `${counts.faults} faults, ${result.calls} port calls, ${seconds.toFixed(1)} s`,
    `lost ${wrongs.lost}, stuck ${wrongs.stuck}, out of order ${wrongs.out_of_order}, doubled ${wrongs.doubled}, ` +
      `spoke over ${wrongs.spoke_over}, surprises ${surprises.length}, sent again after a crash ${result.resent_after_crash}`,
  ];
}

/** The month once more, to see how it came to that. */
async function tellStory(plan: MonthPlan, { conversation, at }: Finding): Promise<void> {
  const trace = new Trace(conversation);
  await runMonth(plan, trace);
  const lines = trace.lines.filter((line) => line.at <= at).slice(-MOST_LINES);
  console.log(`what happened to ${conversation || 'nobody'}:`);
  for (const line of lines) console.log(`  ${brief(spellLine(line))}`);
}

/** What `--json` prints. */
export function monthSummary({ clients, days, seed }: MonthPlan, result: MonthResult) {
  const { messages, replies, reminders, farewells, closed, returned } = result.counts;
  return {
    ...{ clients, days, seed, messages, replies, reminders, farewells, closed, returned },
    ...countsOf(result.findings),
    surprises: result.surprises.length,
  };
}

/** How many findings of each kind there are. */
export function countsOf(findings: readonly Finding[]): Record<Wrong, number> {
  const count = (wrong: Wrong): number => findings.filter((finding) => finding.wrong === wrong).length;
  return Object.fromEntries(WRONGS.map((wrong) => [wrong, count(wrong)])) as Record<Wrong, number>;
}
