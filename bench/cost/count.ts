import type { CallSnapshot } from '../../local/call-counts.ts';
import { startTwin, type Twin } from '../../local/twin.ts';
import { processorTimes, usedBetween } from '../processor-time.ts';
import type { Counts } from './counts.ts';
import { createLogMeter } from './log-meter.ts';
import { MODEL } from './model.ts';
import { openScreen } from './screen.ts';
import { STEPS, standardWorkload, type Workload } from './workload.ts';

/**
 * Clients that write at the same time, again and again: functions are hot after the first rounds. Of the others the least
 * counts, since processes that start in one, and whatever else the machine does, only add to it.
 */
const CROWD = { size: 100, warmUp: 3, rounds: 5 };

export interface Counted {
  counts: Counts;
  /** Frames that one connected screen is pushed for a message. */
  framesPerMessage: number;
}

/** Counts the standard workload in a twin of its own, started from this assembly; the milliseconds are those of functions that are not hot. */
export async function countMessages(assemblyDir: string, clients: number): Promise<Counts> {
  return inTwin(assemblyDir, clients, ({ counts }) => counts);
}

/** The same with the milliseconds of hot functions, and with a screen; that takes half a minute more. */
export async function countWorkload(assemblyDir: string, clients: number): Promise<Counted> {
  return inTwin(assemblyDir, clients, async ({ twin, workload, counts }) => {
    const framesPerMessage = await framesOf(twin, workload, clients);
    const hot = scaled(await hotMs(twin, workload), counts.messages);
    return { counts: { ...counts, processorMs: { ...counts.processorMs, ...hot } }, framesPerMessage };
  });
}

interface Running {
  twin: Twin;
  workload: Workload;
  counts: Counts;
}

async function inTwin<Found>(
  assemblyDir: string,
  clients: number,
  find: (running: Running) => Found | Promise<Found>,
): Promise<Found> {
  const logs = createLogMeter();
  const twin = await startTwin({ port: 0, limits: 'off', verbose: true, assemblyDir, log: logs.take });
  try {
    const names = Array.from({ length: clients }, (_, n) => `standard-${n}`);
    const workload = standardWorkload(twin, names, MODEL.partnerMs);
    await workload.begin();
    await workload.step();
    logs.reset();
    const counts = await countSteps(twin, workload, clients * STEPS);
    return await find({
      twin,
      workload,
      counts: { ...counts, logBytes: logs.bytes(), metrics: logs.metrics() },
    });
  } finally {
    await twin.close();
  }
}

async function countSteps(
  twin: Twin,
  workload: Workload,
  messages: number,
): Promise<Omit<Counts, 'logBytes' | 'metrics'>> {
  const labels = Object.keys(twin.functions());
  const invocations = invocationsOf(twin);
  const times = await processorTimes(process.pid);
  const bytes = await workload.webhookBytes();
  await resetCalls(twin);
  for (let step = 0; step < STEPS; step++) await workload.step();
  const { services, write_units, read_units } = await callsOf(twin);
  return {
    messages,
    writeUnits: write_units,
    readUnits: read_units,
    calls: flat(services),
    callers: twin.callers(),
    invocations: only(labels, usedBetween(invocations, invocationsOf(twin))),
    processorMs: only(labels, usedBetween(times, await processorTimes(process.pid))),
    webhookBytes: (await workload.webhookBytes()) - bytes,
  };
}

async function framesOf(twin: Twin, workload: Workload, messages: number): Promise<number> {
  using _ = await openScreen(twin.url);
  await resetCalls(twin);
  await workload.step();
  const { services } = await callsOf(twin);
  return (flat(services)['apigatewaymanagementapi PostToConnection'] ?? 0) / messages;
}

/** Of one message, by the functions: of the round that took least. */
async function hotMs(twin: Twin, workload: Workload): Promise<Record<string, number>> {
  const { size, warmUp, rounds } = CROWD;
  for (let round = 0; round < warmUp; round++) await workload.crowd(size);
  const taken: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) taken.push(await msOf(twin, () => workload.crowd(size)));
  const [least = {}] = taken.toSorted((a, b) => total(a) - total(b));
  return scaled(least, 1 / size);
}

async function msOf(twin: Twin, work: () => Promise<void>): Promise<Record<string, number>> {
  const before = await processorTimes(process.pid);
  await work();
  return only(Object.keys(twin.functions()), usedBetween(before, await processorTimes(process.pid)));
}

function total(ms: Record<string, number>): number {
  return Object.values(ms).reduce((sum, each) => sum + each, 0);
}

function scaled(record: Record<string, number>, factor: number): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value * factor]));
}

function invocationsOf(twin: Twin): Record<string, number> {
  return Object.fromEntries(
    Object.entries(twin.functions()).map(([label, report]) => [label, report.invocations]),
  );
}

/** The probe looks whether anybody writes or not, and is priced at rest. */
function only(labels: readonly string[], found: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    labels
      .filter((label) => label !== 'probe' && (found[label] ?? 0) > 0)
      .map((label) => [label, found[label] ?? 0]),
  );
}

function flat(services: CallSnapshot['services']): Record<string, number> {
  return Object.fromEntries(
    Object.entries(services).flatMap(([service, operations]) =>
      Object.entries(operations).map(([operation, count]) => [`${service} ${operation}`, count]),
    ),
  );
}

async function callsOf(twin: Twin): Promise<CallSnapshot> {
  return (await (await fetch(`${twin.url}/_local/calls`)).json()) as CallSnapshot;
}

async function resetCalls(twin: Twin): Promise<void> {
  await (await fetch(`${twin.url}/_local/calls/reset`, { method: 'POST' })).arrayBuffer();
}
