import { setTimeout as sleep } from 'node:timers/promises';
import { startDynoxide } from './dynoxide.ts';
import { connectUpstream, type Upstream, UpstreamError } from './upstream.ts';
import type { KeyWiring, TableWiring } from './wiring.ts';
export interface TableOptions {
  /** Folder the rows are kept in; without it they live in memory. */
  dataDir?: string;
}

export interface RunningTable {
  url: string;
  /** Process of the database, if it was started here. */
  pid?: number;
  /** Rejects if the database ends by itself. */
  failed: Promise<never>;
  close(): Promise<void>;
}

const startTimeoutMs = 5_000;

/**
 * Starts DynamoDB on this machine, or uses the one that AWS_ENDPOINT_URL_DYNAMODB names, and creates the tables that
 * are missing.
 *
 * @throws an Error with one sentence for the user if there is neither.
 */
export async function startTable(tables: TableWiring[], options: TableOptions = {}): Promise<RunningTable> {
  const database = await openDatabase(options);
  const upstream = connectUpstream(database.url);
  try {
    await untilHealthy(upstream, database.failed);
    for (const table of tables) await createTable(upstream, table);
    database.speedUp();
  } catch (error) {
    await database.close();
    throw error;
  } finally {
    upstream.close();
  }
  return database;
}

async function openDatabase({ dataDir }: TableOptions): Promise<RunningTable & { speedUp(): void }> {
  const given = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  if (given === undefined || given === '') return startDynoxide(dataDir);
  return {
    url: given,
    failed: new Promise(() => {}),
    speedUp: () => undefined,
    close: () => Promise.resolve(),
  };
}

async function untilHealthy(upstream: Upstream, failed: Promise<never>): Promise<void> {
  const giveUpAt = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      await Promise.race([upstream.call('DynamoDB_20120810.ListTables', {}), failed]);
      return;
    } catch (error) {
      if (!isRefusedConnection(error)) throw error;
      if (Date.now() > giveUpAt) {
        throw new Error(`The local DynamoDB gives no answer within ${startTimeoutMs / 1_000} s.`, {
          cause: error,
        });
      }
    }
    await sleep(5);
  }
}

function isRefusedConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET')
  );
}

async function createTable(upstream: Upstream, table: TableWiring): Promise<void> {
  try {
    await upstream.call('DynamoDB_20120810.CreateTable', {
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: table.attributes.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      KeySchema: keySchema(table.key),
      ...globalIndexes(table),
      ...(table.streamView && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamView },
      }),
    });
  } catch (error) {
    if (!(error instanceof UpstreamError && error.type === 'ResourceInUseException')) throw error;
  }
}

function globalIndexes({ indexes }: TableWiring): Record<string, unknown> {
  if (indexes.length === 0) return {};
  return {
    GlobalSecondaryIndexes: indexes.map(({ name, key, projection, include }) => ({
      IndexName: name,
      KeySchema: keySchema(key),
      Projection: {
        ProjectionType: projection,
        ...(projection === 'INCLUDE' && { NonKeyAttributes: include }),
      },
    })),
  };
}

function keySchema({ partition, sort }: KeyWiring): { AttributeName: string; KeyType: string }[] {
  const hash = { AttributeName: partition, KeyType: 'HASH' };
  return sort === undefined ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }];
}
