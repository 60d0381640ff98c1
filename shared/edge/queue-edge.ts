import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { LaneSignal } from '../contracts/lane-signal.ts';
import type { Journal, Signal } from '../ports.ts';
import { describeError } from './describe-error.ts';

/**
 * A lane's consumer: every record by itself, side by side. One that fails is given back alone and comes again; one that
 * cannot be read comes again too, until its queue puts it with the dead letters.
 */
export function queueEdge(journal: Journal, handle: (signal: Signal, record: SQSRecord) => Promise<void>) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event: SQSEvent) => {
    const results = await Promise.allSettled(event.Records.map((record) => attend(record, handle)));
    const failures = results.flatMap((result, at) => {
      const record = event.Records[at];
      if (result.status === 'fulfilled' || !record) return [];
      journal.error('signal.failed', { message_id: record.messageId, ...describeError(result.reason) });
      return [{ itemIdentifier: record.messageId }];
    });
    return { batchItemFailures: failures };
  });
}

async function attend(
  record: SQSRecord,
  handle: (signal: Signal, record: SQSRecord) => Promise<void>,
): Promise<void> {
  await handle(LaneSignal.parse(JSON.parse(record.body)), record);
}
