import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tether } from './tether.ts';
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
 * Starts DynamoDB on this machine and creates the tables that are missing. It runs the binary of this platform's
 * `@dynoxide` package; without one it uses the DynamoDB that AWS_ENDPOINT_URL_DYNAMODB names.
 *
 * @throws an Error with one sentence for the user if neither is there.
 */
export async function startTable(tables: TableWiring[], options: TableOptions = {}): Promise<RunningTable> {
  const database = await openDatabase(options);
  const upstream = connectUpstream(database.url);
  try {
    await untilHealthy(upstream, database.failed);
    for (const table of tables) await createTable(upstream, table);
  } catch (error) {
    await database.close();
    throw error;
  } finally {
    upstream.close();
  }
  return database;
}

async function openDatabase(options: TableOptions): Promise<RunningTable> {
  const given = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  if (given !== undefined && given !== '') {
    return { url: given, failed: new Promise(() => {}), close: () => Promise.resolve() };
  }
  return startProcess(binaryPath(), options);
}

function binaryPath(): string {
  const platform = `${process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  for (const folder of packageFolders(platform)) {
    if (existsSync(join(folder, file))) return join(folder, file);
  }
  throw new Error(
    `There is no local DynamoDB for ${platform}: install @dynoxide/${platform}, or start DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB to its address.`,
  );
}

function packageFolders(platform: string): string[] {
  const folders: string[] = [];
  for (let room = dirname(fileURLToPath(import.meta.url)); dirname(room) !== room; room = dirname(room)) {
    folders.push(join(room, 'node_modules', '@dynoxide', platform));
  }
  return folders;
}

async function startProcess(binary: string, { dataDir }: TableOptions): Promise<RunningTable> {
  const port = await freePort();
  const storage = dataDir === undefined ? [] : ['--db-path', join(dataDir, 'table.db')];
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), ...storage], {
    stdio: 'ignore',
    // Its own group: on Ctrl-C it must outlive the work that is being finished.
    detached: true,
  });
  tether(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    url: `http://127.0.0.1:${port}`,
    ...(child.pid !== undefined && { pid: child.pid }),
    failed: failureOf(child),
    async close() {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

function failureOf(child: ChildProcess): Promise<never> {
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => reject(new Error(`The local DynamoDB does not start: ${error.message}`)));
    child.once('exit', (code, signal) => reject(new Error(`The local DynamoDB ended (${signal ?? code}).`)));
  });
  // Whoever does not wait for it need not handle it.
  failed.catch(() => undefined);
  return failed;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No free port on 127.0.0.1.');
  return address.port;
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
