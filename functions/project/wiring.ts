import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SocketPusher } from '../../shared/adapters/aws/socket-pusher.ts';
import { DynamoConnections } from '../../shared/adapters/dynamo/connection-store.ts';
import { DynamoSnapshots } from '../../shared/adapters/dynamo/snapshot-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import type { ProjectPorts } from '../../shared/usecases/project-changes.ts';
import { ENV } from './env.ts';

/** Builds what tells screens of changes, once per cold start. */
export function wire(source: Record<string, string | undefined>): ProjectPorts {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  return {
    connections: new DynamoConnections(table),
    snapshots: new DynamoSnapshots(table),
    pusher: new SocketPusher(env.SOCKETS_URL),
    clock: hostClock,
    journal: createJournal(env.STAGE),
  };
}
