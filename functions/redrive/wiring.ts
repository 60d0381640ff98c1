import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SchedulerSchedules } from '../../shared/adapters/aws/scheduler-schedules.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { DynamoBroadcasts } from '../../shared/adapters/dynamo/broadcast-store.ts';
import { DynamoClientRecords } from '../../shared/adapters/dynamo/client-records.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDeadDeliveries } from '../../shared/adapters/dynamo/dead-store.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoIncidentLinks } from '../../shared/adapters/dynamo/incident-links.ts';
import { DynamoIncidents } from '../../shared/adapters/dynamo/incident-store.ts';
import { DynamoJobs } from '../../shared/adapters/dynamo/job-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoParkedUpdates } from '../../shared/adapters/dynamo/parked-store.ts';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { broadcasterOf } from '../../shared/usecases/start-broadcast.ts';
import type { Redrive } from './consumer.ts';
import { ENV } from './env.ts';

/** Builds what attends to dead letters and works on jobs, once per cold start. */
export function wire(source: Record<string, string | undefined>): Redrive {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const journal = createJournal(env.STAGE);
  const links = new DynamoIncidentLinks(table);
  const broadcasts = new DynamoBroadcasts(table);
  return {
    conversations: new DynamoConversations(table),
    outbox: new DynamoOutbox(table),
    dead: new DynamoDeadDeliveries(table),
    endpoints: new DynamoEndpoints(table, hostClock),
    jobs: new DynamoJobs(table),
    records: new DynamoClientRecords(table),
    requests: new DynamoKeyedRequests(table),
    parked: new DynamoParkedUpdates(table),
    schedules: new SchedulerSchedules(new SchedulerClient(), {
      retry: env.SCHEDULE_GROUP,
      followUp: env.FOLLOW_UP_GROUP,
    }),
    inbound: new SqsLane(sqs, env.INBOUND_QUEUE_URL),
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    followUps: new SqsLane(sqs, env.FOLLOW_UPS_QUEUE_URL),
    jobLane: new SqsLane(sqs, env.JOBS_QUEUE_URL),
    incidents: new DynamoIncidents(table),
    broadcasts,
    links,
    toldClients: links,
    handbooks: new CachedHandbooks(new DynamoDocuments(table), hostClock, journal),
    broadcaster: broadcasterOf({
      broadcasts,
      broadcastLane: new SqsLane(sqs, env.BROADCASTS_QUEUE_URL),
      clock: hostClock,
      journal,
    }),
    incidentLane: new SqsLane(sqs, env.JOBS_QUEUE_URL),
    chance: randomChance,
    broadcastLane: new SqsLane(sqs, env.BROADCASTS_QUEUE_URL),
    clock: hostClock,
    journal,
    jobsQueueArn: env.JOBS_QUEUE_ARN,
  };
}
