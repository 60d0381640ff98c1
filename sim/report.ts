import type { Failure } from './jobs.ts';
import { runJob } from './jobs.ts';
import type { MutantName } from './mutants.ts';
import type { RunResult } from './run.ts';
import { shorten } from './shorten.ts';
import { brief, Trace, type TraceLine } from './trace.ts';
import type { CrashPoint } from './world/faults.ts';

/** So many lines of what happened, the last ones before it went wrong. */
const MOST_LINES = 40;
const MOST_FAULTS = 20;

/** A failure for people: what is wrong, how to see it again, the faults that it takes, and what happened. */
export async function describeFailure(failure: Failure, mutant: MutantName | undefined): Promise<string> {
  const { job } = failure;
  const trace = new Trace();
  if (!('seed' in job)) {
    const result = await runJob(job, { mutant, trace });
    const flags = job.crashAt.length > 1 ? '--crash-pairs' : '--crash-points';
    return paragraphs(`"${job.play}", crash ${spellPoints(job.crashAt)}`, flags, result, trace);
  }
  const { without } = await shorten(job.seed, mutant);
  const result = await runJob(job, { mutant, without, trace });
  return paragraphs(`seed ${job.seed}`, `--runs 1 --seed ${job.seed}`, result, trace, mutant);
}

/** `before call 3, after call 7` */
export function spellPoints(points: readonly CrashPoint[]): string {
  return points.map(({ call, when }) => `${when} call ${call}`).join(', ');
}

function paragraphs(
  title: string,
  flags: string,
  result: RunResult,
  trace: Trace,
  mutant?: MutantName,
): string {
  const { findings, surprises, faults } = result;
  const first = findings[0];
  const lines = first ? trace.about(first.conversation).filter(({ at }) => at <= first.at) : [];
  return [
    `FAILED ${title}`,
    ...findings.map(({ wrong, what }) => `  ${wrong}: ${brief(what)}`),
    ...surprises.map((what) => `  surprise: ${what}`),
    `  again: npm run sim -- ${flags}${mutant ? ` --mutant ${mutant}` : ''}`,
    `  it takes ${faults.length} faults:`,
    ...faults
      .slice(0, MOST_FAULTS)
      .map(({ at, key, where }) => `    ${spellTime(at)} ${key.split(':')[0]} ${where}`),
    `  what happened to ${first?.conversation ?? 'nobody'}:`,
    ...lines.slice(-MOST_LINES).map((line) => `    ${spellLine(line)}`),
  ].join('\n');
}

const DETAIL = 150;

/** One line of a trace, for people. */
export function spellLine({ at, who, what, detail }: TraceLine): string {
  return `${spellTime(at)} ${who.padEnd(12)} ${what.padEnd(20)} ${brief(detail).slice(0, DETAIL)}`;
}

function spellTime(at: number): string {
  const [seconds, minutes, hours] = [
    Math.floor(at / 1000),
    Math.floor(at / 60_000),
    Math.floor(at / 3_600_000),
  ];
  const two = (value: number): string => String(value % 60).padStart(2, '0');
  return `${hours}:${two(minutes)}:${two(seconds)}.${String(at % 1000).padStart(3, '0')}`;
}
