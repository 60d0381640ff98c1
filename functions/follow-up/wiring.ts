import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SchedulerWakeUps } from '../../shared/adapters/aws/scheduler-wake-ups.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import type { FollowUpPorts } from '../../shared/usecases/run-follow-ups.ts';
import { ENV } from './env.ts';

/** Builds what follows up silent conversations, once per cold start. */
export function wire(source: Record<string, string | undefined>): FollowUpPorts {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const journal = createJournal(env.STAGE);
  return {
    conversations: new DynamoConversations(table),
    handbooks: new CachedHandbooks(new DynamoDocuments(table), hostClock, journal),
    inbound: new SqsLane(sqs, env.INBOUND_QUEUE_URL),
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    followUps: new SqsLane(sqs, env.FOLLOW_UPS_QUEUE_URL),
    wakeUps: new SchedulerWakeUps(new SchedulerClient(), {
      group: env.FOLLOW_UP_GROUP,
      queueArn: env.FOLLOW_UPS_QUEUE_ARN,
      roleArn: env.FOLLOW_UP_ROLE_ARN,
    }),
    clock: hostClock,
    journal,
  };
}
