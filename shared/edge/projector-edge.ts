import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Journal } from '../ports.ts';
import { describeError } from './describe-error.ts';

/**
 * A consumer that takes a batch of the table's stream as one. A record that cannot be read ends the batch before it: what
 * came earlier is done, and the stream comes again from there on.
 */
export function projectorEdge<Change>(
  journal: Journal,
  read: (record: DynamoDBRecord) => Change | undefined,
  handle: (changes: Change[]) => Promise<void>,
) {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async (event: DynamoDBStreamEvent) => {
    const { changes, unread } = readAll(event.Records, read);
    try {
      await handle(changes);
    } catch (error) {
      return failedAt(journal, event.Records[0], error);
    }
    return unread ? failedAt(journal, unread.record, unread.error) : { batchItemFailures: [] };
  });
}

interface Unread {
  record: DynamoDBRecord;
  error: unknown;
}

function readAll<Change>(
  records: readonly DynamoDBRecord[],
  read: (record: DynamoDBRecord) => Change | undefined,
): { changes: Change[]; unread?: Unread } {
  const changes: Change[] = [];
  for (const record of records) {
    try {
      const change = read(record);
      if (change !== undefined) changes.push(change);
    } catch (error) {
      return { changes, unread: { record, error } };
    }
  }
  return { changes };
}

function failedAt(
  journal: Journal,
  record: DynamoDBRecord | undefined,
  error: unknown,
): DynamoDBBatchResponse {
  const itemIdentifier = record?.dynamodb?.SequenceNumber ?? '';
  journal.error(
    'record.failed',
    { sequence_number: itemIdentifier, ...describeError(error) },
    { WorkFailed: 1 },
  );
  return { batchItemFailures: [{ itemIdentifier }] };
}
