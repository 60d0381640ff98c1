import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import { LaneSignal } from '../contracts/lane-signal.ts';
import type { Journal, Signal } from '../ports.ts';
import { describeError } from './describe-error.ts';

export interface QueueHandler<Sent = Signal> {
  handle(signal: Sent, record: SQSRecord): Promise<void>;
  /** For a queue with no dead-letter queue behind it: what cannot be read must end here. */
  unreadable?(record: SQSRecord): Promise<void>;
}

/** A consumer of a lane that carries signals of conversations. */
export function queueEdge(journal: Journal, handler: QueueHandler) {
  return queueEdgeOf(LaneSignal, journal, handler);
}

/**
 * A lane's consumer: every record by itself, side by side. One that fails is given back alone and comes again; one that
 * cannot be read comes again too, until its queue puts it with the dead letters.
 */
export function queueEdgeOf<Sent>(
  schema: z.ZodMiniType<Sent>,
  journal: Journal,
  handler: QueueHandler<Sent>,
) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event: SQSEvent) => {
    const results = await Promise.allSettled(event.Records.map((record) => attend(schema, record, handler)));
    const failures = results.flatMap((result, at) => {
      const record = event.Records[at];
      if (result.status === 'fulfilled' || !record) return [];
      journal.error(
        'signal.failed',
        { message_id: record.messageId, ...describeError(result.reason) },
        { WorkFailed: 1 },
      );
      return [{ itemIdentifier: record.messageId }];
    });
    return { batchItemFailures: failures };
  });
}

async function attend<Sent>(
  schema: z.ZodMiniType<Sent>,
  record: SQSRecord,
  { handle, unreadable }: QueueHandler<Sent>,
): Promise<void> {
  const signal = readSignal(schema, record.body);
  if (signal.success) return handle(signal.data, record);
  if (!unreadable) throw signal.error;
  await unreadable(record);
}

function readSignal<Sent>(
  schema: z.ZodMiniType<Sent>,
  body: string,
): ReturnType<z.ZodMiniType<Sent>['safeParse']> {
  try {
    return schema.safeParse(JSON.parse(body));
  } catch {
    return schema.safeParse(undefined);
  }
}
