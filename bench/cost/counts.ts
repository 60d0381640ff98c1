import type { CallerSums } from '../../local/call-counts.ts';

/** What the standard workload takes: sums over its messages. Everything but the milliseconds is the same in every run. */
export interface Counts {
  messages: number;
  writeUnits: number;
  readUnits: number;
  /** Calls of AWS by the functions: `sqs SendMessage` → how many. */
  calls: Record<string, number>;
  /** The same by the functions' labels, with the read units of each. */
  callers: Record<string, CallerSums>;
  /** By the functions' labels, one message after the other, so that none shares an invocation with another. */
  invocations: Record<string, number>;
  /** Processor time on the machine that counted, by the functions' labels. */
  processorMs: Record<string, number>;
  /** What the functions wrote to their logs, line ends included. */
  logBytes: number;
  /** Bodies of the webhooks. */
  webhookBytes: number;
  /** Figures of CloudWatch that the lines made, each with its dimensions. */
  metrics: number;
}

/** Where a function's invocations come from: each by itself, or as batches of a lane or of the table's stream. */
export type Feed = 'door' | 'lane' | 'stream' | 'clock';

export interface FunctionFacts {
  label: string;
  memoryMb: number;
  feed: Feed;
}

/** The same of one message. */
export function perMessage({ messages, ...sums }: Counts): Counts {
  const each = (record: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value / messages]));
  return {
    messages: 1,
    writeUnits: sums.writeUnits / messages,
    readUnits: sums.readUnits / messages,
    calls: each(sums.calls),
    callers: Object.fromEntries(
      Object.entries(sums.callers).map(([label, called]) => [label, eachOf(called, messages)]),
    ),
    invocations: each(sums.invocations),
    processorMs: each(sums.processorMs),
    logBytes: sums.logBytes / messages,
    webhookBytes: sums.webhookBytes / messages,
    metrics: sums.metrics,
  };
}

function eachOf(called: CallerSums, messages: number): CallerSums {
  return Object.fromEntries(
    Object.entries(called).map(([name, { calls, readUnits }]) => [
      name,
      { calls: calls / messages, readUnits: readUnits / messages },
    ]),
  );
}

/** All calls of one service. */
export function callsOf(calls: Record<string, number>, service: string): number {
  return Object.entries(calls).reduce(
    (sum, [name, count]) => (name.startsWith(`${service} `) ? sum + count : sum),
    0,
  );
}
