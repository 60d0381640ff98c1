import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SocketPusher } from '../../shared/adapters/aws/socket-pusher.ts';
import { DynamoConnections } from '../../shared/adapters/dynamo/connection-store.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoTickets } from '../../shared/adapters/dynamo/ticket-store.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { ScreenRates } from '../../shared/edge/screen-rates.ts';
import { ENV } from './env.ts';
import type { SocketDoor } from './socket-door.ts';

/** Builds the sockets' door once per cold start. */
export function wire(source: Record<string, string | undefined>): SocketDoor {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  return {
    connections: new DynamoConnections(table),
    tickets: new DynamoTickets(table),
    operators: new DynamoOperators(table),
    pusher: new SocketPusher(env.SOCKETS_URL),
    rates: new ScreenRates(),
    clock: hostClock,
    journal: createJournal(env.STAGE),
  };
}
