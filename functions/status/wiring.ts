import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { CachedStatus } from '../../shared/adapters/cached-status.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { DynamoIncidents } from '../../shared/adapters/dynamo/incident-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { parseRates } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { readStatus } from '../../shared/usecases/read-status.ts';
import { ENV } from './env.ts';
import type { StatusDoor } from './routes.ts';

/** Builds the door once per cold start. */
export function wire(source: Record<string, string | undefined>): StatusDoor {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const journal = createJournal(env.STAGE);
  const ports = {
    incidents: new DynamoIncidents(table),
    handbooks: new CachedHandbooks(new DynamoDocuments(table), hostClock, journal),
    clock: hostClock,
  };
  return {
    status: new CachedStatus(() => readStatus(ports), hostClock),
    callers: new CallerRates(parseRates(env.LIMITS)),
    clock: hostClock,
    journal,
    edgeSecret: env.EDGE_SECRET,
  };
}
