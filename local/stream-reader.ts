import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { eventPattern } from './event-pattern.ts';
import type { TwinStore } from './persistence.ts';
import { type BatchDelivery, deliverBatch } from './stream-batches.ts';
import { openShard, type StreamShard } from './stream-shard.ts';
import { connectUpstream } from './upstream.ts';
import type { StreamSourceWiring } from './wiring.ts';

/** What the failure destination is told of records that were given up: where they are, not what they hold. */
export interface FailedBatch {
  functionArn: string;
  streamArn: string;
  shardId: string;
  startSequenceNumber: string;
  endSequenceNumber: string;
  batchSize: number;
}

export interface StreamReaderOptions {
  source: StreamSourceWiring;
  tableUrl: string;
  /** Runs the function; rejects if it fails. */
  invoke: (event: DynamoDBStreamEvent) => Promise<unknown>;
  onFailure?: (batch: FailedBatch) => void | Promise<void>;
  /** Where the position is kept over restarts. */
  store: TwinStore;
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
/** For writes that nobody announces. */
const pollEveryMs = 500;

/**
 * Reads a table's stream and hands it to a function in order, in batches, filtered, with the retries and the failure
 * destination of its event source. It goes on behind the last finished batch, over restarts too: at least once.
 */
export async function startStreamReader(options: StreamReaderOptions): Promise<StreamReader> {
  const { source, store } = options;
  const upstream = connectUpstream(options.tableUrl);
  const shard = await openShard(upstream, source, store);
  const filters = source.filters.map(eventPattern);
  const passes = (record: DynamoDBRecord) =>
    filters.length === 0 || filters.some((matches) => matches(record));
  const complain = complainOnce(source);
  const closing = new AbortController();
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
    giveUp: (records) => options.onFailure?.(describeFailure(source, shard, records)),
  };

  async function process(records: DynamoDBRecord[]): Promise<void> {
    await deliverBatch(delivery, records.filter(passes));
    // A batch cut short by closing is read again.
    if (!closed) shard.finished(records);
  }

  async function readBatch(): Promise<DynamoDBRecord[]> {
    const records = await shard.read(source.batchSize);
    if (records.length === 0 || records.length >= source.batchSize || source.windowS === 0) return records;
    await sleep(source.windowS * 1_000, undefined, { signal: closing.signal }).catch(() => undefined);
    return [...records, ...(await shard.read(source.batchSize - records.length))];
  }

  async function lookNow(): Promise<void> {
    if (closed || busy) return;
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
      }, wakeDelayMs).unref();
    },
    async openWork() {
      if (!busy) await lookSoon();
      return open;
    },
    async close() {
      closed = true;
      closing.abort();
      clearInterval(polling);
      clearTimeout(alarm);
      await look;
      await work;
      upstream.close();
    },
  };
}

function describeFailure(
  source: StreamSourceWiring,
  shard: StreamShard,
  records: DynamoDBRecord[],
): FailedBatch {
  return {
    functionArn: source.functionArn,
    streamArn: records[0]?.eventSourceARN ?? shard.streamArn,
    shardId: shard.shardId,
    startSequenceNumber: records[0]?.dynamodb?.SequenceNumber ?? '',
    endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber ?? '',
    batchSize: records.length,
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
