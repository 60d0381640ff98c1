import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import type { RecoverPorts } from '../../shared/usecases/recover-unsignalled.ts';
import { ENV } from './env.ts';

/** Builds what finds unsignalled messages, once per cold start. */
export function wire(source: Record<string, string | undefined>): RecoverPorts {
  const env = readEnv(ENV, source);
  return {
    conversations: new DynamoConversations(new Table(env.TABLE_NAME, new DynamoDBClient())),
    inbound: new SqsLane(new SQSClient(), env.INBOUND_QUEUE_URL),
    clock: hostClock,
    journal: createJournal(env.STAGE),
  };
}
