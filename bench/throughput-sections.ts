import type { CallSnapshot } from '../local/call-counts.ts';
import type { PoolReport } from '../local/function-pool.ts';
import { type Figure, figure, type Section } from './figures.ts';
import type { WorkDone } from './machine-look.ts';
import type { Load } from './open-loop.ts';
import { percentile } from './percentile.ts';
import { ACCEPTED, acceptTimes, firstByteTimes, lost, type Passage } from './run.ts';
import { TARGETS } from './targets.ts';

/** One run at a steady rate and what it cost. */
export interface Measured extends Load, WorkDone {
  passages: Passage[];
  calls: CallSnapshot;
}

export interface Found {
  first: Passage[];
  warmUp: Passage[];
  runs: Measured[];
  /** Messages a second. */
  sustained: number;
  functions: Record<string, PoolReport>;
  doubled: number;
}

type Figures = Record<string, Figure>;

/** Less of a message's processor time than this is nobody's business, ms. */
const WORTH_TELLING_MS = 0.05;

export function throughputSections(found: Found): Section[] {
  return [passageSection(found), costSection(found), functionSection(found)];
}

function passageSection(found: Found): Section {
  const { first, warmUp, runs, sustained } = found;
  return {
    name: 'throughput',
    title: 'Messages through the twin, from the moment each was meant to be sent',
    rows: {
      'reply to the first message': timeRow(firstByteTimes(first)),
      'replies while warming up': timeRow(firstByteTimes(warmUp)),
      ...Object.fromEntries(runs.flatMap(latencyRows)),
      'highest rate kept up': { 'messages/s': figure(sustained, '') },
    },
    notes: notesOf(found),
  };
}

function latencyRows({ rate, passages }: Measured): [string, Figures][] {
  const { accept, firstByte } = TARGETS;
  const acceptTargets = rate <= accept.rate ? { p50: accept.p50Ms, p99: accept.p99Ms } : {};
  const firstByteTargets = rate <= firstByte.rate ? { p50: firstByte.p50Ms, p95: firstByte.p95Ms } : {};
  return [
    [`accepted, at ${rate}/s`, timeRow(acceptTimes(passages), acceptTargets)],
    [`first byte of the reply, at ${rate}/s`, timeRow(firstByteTimes(passages), firstByteTargets)],
  ];
}

export function timeRow(
  times: readonly number[],
  targets: { p50?: number; p95?: number; p99?: number } = {},
): Figures {
  if (times.length === 0) return {};
  return {
    p50: figure(percentile(times, 0.5), 'ms', targets.p50),
    p95: figure(percentile(times, 0.95), 'ms', targets.p95),
    p99: figure(percentile(times, 0.99), 'ms', targets.p99),
    worst: figure(Math.max(...times), 'ms'),
  };
}

function notesOf({ first, warmUp, runs, doubled }: Found): string[] {
  const passages = [...first, ...warmUp, ...runs.flatMap((run) => run.passages)];
  const refused = passages.filter(({ status }) => status !== ACCEPTED);
  const unanswered = lost(passages).length - refused.length;
  const sentLate = passages.map(({ sentLateMs }) => sentLateMs);
  return [
    `Before the ramp: ${passages.length} messages, ${refused.length} refused, ${unanswered} unanswered, ${doubled} replies doubled.`,
    `The bench itself sent up to ${percentile(sentLate, 0.99).toFixed(1)} ms late (p99), which is counted in.`,
    ...runs.flatMap(({ rate, othersShare }) =>
      othersShare === undefined ? [] : `Other work took ${percent(othersShare)} of the cores at ${rate}/s.`,
    ),
  ];
}

function costSection({ runs }: Found): Section {
  const rows: Section['rows'] = {};
  for (const run of runs)
    for (const [name, one] of costsOf(run)) rows[name] = { ...rows[name], [`at ${run.rate}/s`]: one };
  return {
    name: 'message',
    title: 'What one message takes, through to its recorded delivery',
    rows,
    notes: [],
  };
}

function costsOf({ passages, calls, used }: Measured): [string, Figure][] {
  const parts = Object.entries(used).map(([part, ms]): [string, number] => [part, ms / passages.length]);
  const told = parts.filter(([, ms]) => ms >= WORTH_TELLING_MS).toSorted(([, a], [, b]) => b - a);
  const sum = told.reduce((total, [, ms]) => total + ms, 0);
  return [
    ['write units', figure(calls.write_units / passages.length, '', TARGETS.writeUnitsPerMessage)],
    ['read units', figure(calls.read_units / passages.length, '')],
    ...Object.entries(calls.services).flatMap(([service, operations]) =>
      Object.entries(operations).map(([operation, count]): [string, Figure] => [
        `${service} ${operation}`,
        figure(count / passages.length, 'calls'),
      ]),
    ),
    // Where the machine does not tell, nothing is told.
    ...(told.length > 0 ? [['processor time', figure(sum, 'ms')] as [string, Figure]] : []),
    ...told.map(([part, ms]): [string, Figure] => [`  of it ${part}`, figure(ms, 'ms')]),
  ];
}

function functionSection({ functions }: Found): Section {
  const ran = Object.entries(functions).filter(([, { invocations }]) => invocations > 0);
  return {
    name: 'functions',
    title: 'The functions after all that',
    rows: Object.fromEntries(ran.map(([label, report]) => [label, functionRow(report)])),
    notes: ["Peak RSS holds the twin's runtime as well."],
  };
}

function functionRow({ starts, invocations, failures, peakRssMb }: PoolReport): Figures {
  return {
    'processes started': figure(starts, ''),
    invocations: figure(invocations, ''),
    failures: figure(failures, ''),
    'peak RSS': figure(peakRssMb, 'MiB'),
  };
}

export function percent(share: number): string {
  return `${(100 * Math.max(0, share)).toFixed(0)} %`;
}
