import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { isMessageId } from '../domain/ids.ts';
import type { Journal } from '../ports.ts';
import { describeError } from './describe-error.ts';

/** A message, turn or attempt that was written, named by the id in its sort key. */
export interface WrittenEntry {
  id: string;
}

/**
 * A consumer of the table's stream. Records are attended to side by side; from the first failed one on the stream comes
 * again, because its order is its promise. Rows that are not a conversation's entries are none of its business.
 */
export function streamEdge(journal: Journal, handle: (entry: WrittenEntry) => Promise<void>) {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async (event: DynamoDBStreamEvent) => {
    const results = await Promise.allSettled(event.Records.map((record) => attend(record, handle)));
    const at = results.findIndex((result) => result.status === 'rejected');
    const failed = results[at];
    if (failed?.status !== 'rejected') return { batchItemFailures: [] };
    const itemIdentifier = event.Records[at]?.dynamodb?.SequenceNumber ?? '';
    journal.error(
      'record.failed',
      { sequence_number: itemIdentifier, ...describeError(failed.reason) },
      { WorkFailed: 1 },
    );
    return { batchItemFailures: [{ itemIdentifier }] };
  });
}

async function attend(record: DynamoDBRecord, handle: (entry: WrittenEntry) => Promise<void>): Promise<void> {
  const id = record.dynamodb?.Keys?.['sk']?.S?.replace(/^M#/, '') ?? '';
  if (isMessageId(id)) await handle({ id });
}
