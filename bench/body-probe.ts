/**
 * One attempt at a hostile receiver in this fresh process, after a small one to warm up, and the memory it took:
 * `node --expose-gc body-probe.ts <BodyProbe as JSON>` prints a BodyFinding.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGuardedClient, type GuardedClientOptions } from '../shared/adapters/http/guarded-client.ts';
import type { SendResult } from '../shared/domain/delivery.ts';
import { dispositionRow } from '../shared/domain/disposition.ts';
import type { HostileReceiver } from './hostile-receivers.ts';

export interface BodyProbe {
  receiver: HostileReceiver;
  warmUpUrl: string;
}

export interface BodyFinding {
  rule: string;
  ms: number;
  /** The most that JavaScript's heap and what it accounts for outside of it grew by, bytes. */
  accounted: number;
  /**
   * The most that the process grew by outside of V8's heap, bytes: what zlib and OpenSSL take for themselves is in here
   * alone. How far V8 spreads its young generation over short-lived garbage is its own affair, and differs by the run.
   */
  outside: number;
}

async function main({ receiver, warmUpUrl }: BodyProbe): Promise<BodyFinding> {
  const client = createGuardedClient({
    loopbackAllowed: () => true,
    resolve: async () => ['93.184.216.34'],
    ...(receiver.deadlines ? { deadlines: receiver.deadlines } : {}),
    ...divertedTo(receiver.divertedTo),
  });
  const post = (url: string): Promise<SendResult> => client.post({ url, headers: {}, body: '{}' });
  await post(warmUpUrl);
  await settle();
  const grown = watchMemory();
  const startedAt = performance.now();
  const result = await post(receiver.url);
  const ms = performance.now() - startedAt;
  const finding = { rule: ruleOf(result), ms, ...grown() };
  client.close();
  return finding;
}

function divertedTo(port: number | undefined): Pick<GuardedClientOptions, 'divert'> {
  return port === undefined
    ? {}
    : {
        divert: (options) =>
          options.protocol === 'http:' ? options : { ...options, host: '127.0.0.1', port },
      };
}

function ruleOf(result: SendResult): string {
  return dispositionRow(result).rule;
}

async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await nextTurn();
  }
}

/** Looks at every turn of the event loop, and at the end; the answer is the highest that was seen. */
function watchMemory(): () => Pick<BodyFinding, 'accounted' | 'outside'> {
  const most = { accounted: 0, outside: 0 };
  const before = process.memoryUsage();
  let timer: NodeJS.Immediate | undefined;
  const look = (): void => {
    const now = process.memoryUsage();
    // `external` has the array buffers in it.
    const accounted = now.heapUsed + now.external - before.heapUsed - before.external;
    most.accounted = Math.max(most.accounted, accounted);
    const outside = now.rss - now.heapTotal - before.rss + before.heapTotal;
    most.outside = Math.max(most.outside, outside);
  };
  const keepLooking = (): void => {
    look();
    timer = setImmediate(keepLooking);
  };
  keepLooking();
  return () => {
    clearImmediate(timer);
    look();
    return most;
  };
}

process.stdout.write(`${JSON.stringify(await main(JSON.parse(process.argv[2] ?? '{}') as BodyProbe))}\n`);
