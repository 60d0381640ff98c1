import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { isObject } from './json-shape.ts';
import type { StreamSourceWiring } from './wiring.ts';

export interface BatchDelivery {
  source: Pick<StreamSourceWiring, 'bisectOnError' | 'maxRetries' | 'reportsItemFailures'>;
  /** Runs the function; rejects if it fails. */
  invoke: (event: DynamoDBStreamEvent) => Promise<unknown>;
  /** Given what was tried often enough, how often, and is left behind. */
  giveUp: (records: DynamoDBRecord[], tries: number) => void | Promise<void>;
  isClosed: () => boolean;
}

const firstPauseMs = 25;
const longestPauseMs = 1_000;

/**
 * Hands records to a function in order until each is done or given up. A failed batch is halved if the source says so,
 * which spends no retry, so that a poison record ends up alone; without a limit it is tried for ever.
 */
export async function deliverBatch(
  delivery: BatchDelivery,
  records: DynamoDBRecord[],
  tried = 0,
): Promise<void> {
  const { source, giveUp, isClosed } = delivery;
  let rest = records;
  let retries = tried;
  while (rest.length > 0 && !isClosed()) {
    const done = await attempt(delivery, rest);
    if (done > 0) retries = tried;
    rest = rest.slice(done);
    if (rest.length === 0) return;
    if (source.bisectOnError && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await deliverBatch(delivery, rest.slice(0, middle), retries);
      rest = rest.slice(middle);
      continue;
    }
    if (source.maxRetries !== undefined && retries >= source.maxRetries) return giveUp(rest, retries + 1);
    if (done === 0) await sleep(Math.min(firstPauseMs * 2 ** retries, longestPauseMs));
    retries += 1;
  }
}

/** How many records, from the first on, are done. */
async function attempt({ source, invoke }: BatchDelivery, records: DynamoDBRecord[]): Promise<number> {
  try {
    const result = await invoke({ Records: records });
    return source.reportsItemFailures ? firstFailure(result, records) : records.length;
  } catch {
    // The function host has logged why; here it only matters that the batch is not done.
    return 0;
  }
}

/** As Lambda reads it: nothing listed is success, an unknown sequence number fails the whole batch. */
function firstFailure(result: unknown, records: DynamoDBRecord[]): number {
  const failures = isObject(result) ? result['batchItemFailures'] : undefined;
  if (!Array.isArray(failures) || failures.length === 0) return records.length;
  const positions = failures.map((failure) => {
    const sequenceNumber = isObject(failure) ? failure['itemIdentifier'] : undefined;
    return records.findIndex((record) => record.dynamodb?.SequenceNumber === sequenceNumber);
  });
  return Math.max(0, Math.min(...positions));
}
