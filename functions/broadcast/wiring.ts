import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { DynamoAudiences } from '../../shared/adapters/dynamo/audience-store.ts';
import { DynamoBroadcastPace } from '../../shared/adapters/dynamo/broadcast-pace.ts';
import { DynamoBroadcasts } from '../../shared/adapters/dynamo/broadcast-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoIncidentLinks } from '../../shared/adapters/dynamo/incident-links.ts';
import { DynamoIncidents } from '../../shared/adapters/dynamo/incident-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoSaidByDay } from '../../shared/adapters/dynamo/said-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import type { BroadcastPorts } from '../../shared/usecases/run-broadcast.ts';
import { ENV } from './env.ts';

/** Builds what tells many clients the same, once per cold start. */
export function wire(source: Record<string, string | undefined>): BroadcastPorts {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const journal = createJournal(env.STAGE);
  return {
    broadcasts: new DynamoBroadcasts(table),
    audiences: new DynamoAudiences(table, hostClock),
    incidents: new DynamoIncidents(table),
    toldClients: new DynamoIncidentLinks(table),
    said: new DynamoSaidByDay(table),
    conversations: new DynamoConversations(table),
    outbox: new DynamoOutbox(table),
    endpoints: new DynamoEndpoints(table, hostClock),
    handbooks: new CachedHandbooks(new DynamoDocuments(table), hostClock, journal),
    noticePace: new DynamoBroadcastPace(table),
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    broadcastLane: new SqsLane(sqs, env.BROADCASTS_QUEUE_URL),
    clock: hostClock,
    journal,
  };
}
