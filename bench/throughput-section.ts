import type { CallSnapshot } from '../local/call-counts.ts';
import type { PoolReport } from '../local/function-pool.ts';
import { type Figure, figure, type Section } from './figures.ts';
import type { Load } from './open-loop.ts';
import { percentile } from './percentile.ts';
import { acceptTimes, firstByteTimes, lost, type Passage } from './run.ts';
import { TARGETS } from './targets.ts';

/** One run at a steady rate and what it cost. */
export interface Measured extends Load {
  passages: Passage[];
  calls: CallSnapshot;
  /** Processor time by part of the twin, ms. */
  used: Record<string, number>;
}

export interface Found {
  seconds: number;
  first: Passage[];
  warmUp: Passage[];
  runs: Measured[];
  /** Messages a second. */
  sustained: number;
  functions: Record<string, PoolReport>;
  doubled: number;
}

type Row = [string, Record<string, Figure>];

/** Less of a message's processor time than this is nobody's business, ms. */
const WORTH_TELLING_MS = 0.05;

export function throughputSection(found: Found): Section {
  const { first, warmUp, runs, sustained, functions } = found;
  const ran = Object.entries(functions).filter(([, { invocations }]) => invocations > 0);
  return {
    name: 'throughput',
    title: `Throughput of the twin, ${found.seconds} s at each rate`,
    rows: Object.fromEntries([
      ['reply to the first message of all', timeRow(firstByteTimes(first))],
      ['replies while warming up', timeRow(firstByteTimes(warmUp))],
      ...runs.flatMap(runRows),
      ['highest rate kept up', { all: figure(sustained, 'messages/s') }],
      ...ran.map(functionRow),
    ]),
    notes: notesOf(found),
  };
}

function runRows(run: Measured): Row[] {
  const { rate, passages, calls } = run;
  const { accept, firstByte, writeUnitsPerMessage } = TARGETS;
  const each = (value: number): number => value / passages.length;
  const acceptTargets = rate <= accept.rate ? { p50: accept.p50Ms, p99: accept.p99Ms } : {};
  const firstByteTargets = rate <= firstByte.rate ? { p50: firstByte.p50Ms, p95: firstByte.p95Ms } : {};
  return [
    [`at ${rate}/s: accepted`, timeRow(acceptTimes(passages), acceptTargets)],
    [`at ${rate}/s: reply's first byte`, timeRow(firstByteTimes(passages), firstByteTargets)],
    [
      `at ${rate}/s: a message takes`,
      { all: figure(each(calls.write_units), 'write units', writeUnitsPerMessage) },
    ],
    ...processorRow(run),
  ];
}

function processorRow({ rate, passages, used }: Measured): Row[] {
  const parts = Object.entries(used).map(([part, ms]): [string, number] => [part, ms / passages.length]);
  const told = parts.filter(([, ms]) => ms >= WORTH_TELLING_MS).toSorted(([, a], [, b]) => b - a);
  if (told.length === 0) return [];
  const sum = told.reduce((total, [, ms]) => total + ms, 0);
  return [
    [`at ${rate}/s: its processor time`, { all: figure(sum, 'ms') }],
    ...told.map(([part, ms]): Row => [`at ${rate}/s:   ${part}`, { all: figure(ms, 'ms') }]),
  ];
}

function functionRow([label, { starts, peakRssMb }]: [string, PoolReport]): Row {
  return [
    `function ${label}`,
    { all: figure(starts, starts === 1 ? 'process' : 'processes'), 'peak RSS': figure(peakRssMb, 'MiB') },
  ];
}

function timeRow(
  times: readonly number[],
  targets: { p50?: number; p95?: number; p99?: number } = {},
): Record<string, Figure> {
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
  const sentLate = percentile(
    passages.map(({ sentLateMs }) => sentLateMs),
    0.99,
  );
  return [
    'Times run from the moment a message was meant to be sent, whatever became of earlier ones.',
    `Up to the ramp: ${passages.length} messages, ${lost(passages).length} refused or unanswered, ${doubled} replies twice.`,
    `The bench itself sent late by ${sentLate.toFixed(1)} ms at p99, which is counted in.`,
  ];
}
