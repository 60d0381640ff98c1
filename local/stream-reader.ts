import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { TwinClock } from './clock.ts';
import { eventPattern } from './event-pattern.ts';
import type { TwinStore } from './persistence.ts';
import { type BatchDelivery, deliverBatch } from './stream-batches.ts';
import { type FailedBatch, failedBatch } from './stream-failure.ts';
import { openShard } from './stream-shard.ts';
import { connectUpstream } from './upstream.ts';
import type { StreamSourceWiring } from './wiring.ts';

export interface StreamReaderOptions {
  source: StreamSourceWiring;
  tableUrl: string;
  /** Runs the function; rejects if it fails. */
  invoke: (event: DynamoDBStreamEvent) => Promise<unknown>;
  onFailure?: (batch: FailedBatch) => void | Promise<void>;
  clock: Pick<TwinClock, 'now' | 'at'>;
  /** Where the position is kept over restarts. */
  store: TwinStore;
  /** The event source is switched off: nothing is read, and nothing counts as open. */
  isOff?: () => boolean;
}

export interface StreamReader {
  /** The table was written to; looks at the stream soon. */
  wake(): void;
  /** Looks at the stream now; how many of its records are read and not yet done. */
  openWork(): Promise<number>;
  close(): Promise<void>;
}

/** Records from a write come together; and a look costs about a millisecond. */
const wakeDelayMs = 20;
/** With a batching window nobody is in a hurry. */
const windowedWakeDelayMs = 200;
/** For writes that nobody announces. */
const pollEveryMs = 500;

/**
 * Reads a table's stream and hands it to a function in order, in batches, filtered, with the retries and the failure
 * destination of its event source. It goes on behind the last finished batch, over restarts too: at least once.
 */
export async function startStreamReader(options: StreamReaderOptions): Promise<StreamReader> {
  const { source, store, clock } = options;
  const upstream = connectUpstream(options.tableUrl);
  const shard = await openShard(upstream, source, store);
  const filters = source.filters.map(eventPattern);
  const passes = (record: DynamoDBRecord) =>
    filters.length === 0 || filters.some((matches) => matches(record));
  const complain = complainOnce(source);
  const gathered: DynamoDBRecord[] = [];
  const wakeDelay = source.windowS > 0 ? windowedWakeDelayMs : wakeDelayMs;
  let endWindow: (() => void) | undefined;
  let windowIsOver = false;
  let closed = false;
  let busy = false;
  /** Records of the last look; they count as open until the next one finds nothing behind them. */
  let open = 0;
  let work: Promise<void> = Promise.resolve();
  let look: Promise<void> = Promise.resolve();
  let nextLook: Promise<void> | undefined;
  let alarm: NodeJS.Timeout | undefined;

  const delivery: BatchDelivery = {
    source,
    invoke: options.invoke,
    isClosed: () => closed,
    giveUp: (records, tries) => options.onFailure?.(failedBatch(source, shard, records, tries)),
  };

  async function process(records: DynamoDBRecord[]): Promise<void> {
    await deliverBatch(delivery, records.filter(passes));
    // A batch cut short by closing is read again.
    if (!closed) shard.finished(records);
  }

  /** What is to be handed on now; while a batching window is open, nothing. */
  async function readBatch(): Promise<DynamoDBRecord[]> {
    gathered.push(...(await shard.read(source.batchSize - gathered.length)));
    if (gathered.length === 0 || windowIsOpen()) return [];
    endWindow?.();
    endWindow = undefined;
    windowIsOver = false;
    return gathered.splice(0);
  }

  /** Windows are business time, as delays of queues are: `advance` neither waits for them nor leaves them behind. */
  function windowIsOpen(): boolean {
    if (source.windowS === 0 || windowIsOver || gathered.length >= source.batchSize) return false;
    endWindow ??= clock.at(clock.now() + source.windowS * 1_000, () => {
      endWindow = undefined;
      windowIsOver = true;
      return lookSoon();
    });
    return true;
  }

  async function lookNow(): Promise<void> {
    if (closed || busy) return;
    if (options.isOff?.()) {
      open = 0;
      return;
    }
    const records = await readBatch();
    open = records.length;
    if (open === 0 || closed) return;
    busy = true;
    work = process(records).finally(() => {
      busy = false;
      void lookSoon();
    });
  }

  /** One look at a time, and at most one waiting: it sees whatever was written before it starts. */
  function lookSoon(): Promise<void> {
    nextLook ??= look = look.then(async () => {
      nextLook = undefined;
      await lookNow().catch((error: unknown) => {
        open = 0;
        complain(error);
      });
    });
    return nextLook;
  }

  const polling = setInterval(() => void lookSoon(), pollEveryMs).unref();
  void lookSoon();
  return {
    wake() {
      alarm ??= setTimeout(() => {
        alarm = undefined;
        void lookSoon();
      }, wakeDelay).unref();
    },
    async openWork() {
      if (!busy) await lookSoon();
      return open;
    },
    async close() {
      closed = true;
      endWindow?.();
      clearInterval(polling);
      clearTimeout(alarm);
      await look;
      await work;
      upstream.close();
    },
  };
}

/** A stream that cannot be read is looked at again and again; saying so once is enough. */
function complainOnce(source: StreamSourceWiring): (error: unknown) => void {
  let silent = false;
  return (error) => {
    if (!silent) console.error(`The stream of ${source.tableArn} cannot be read:`, error);
    silent = true;
  };
}
