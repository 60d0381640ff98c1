import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { buildApp } from 'fauxqs';

type App = ReturnType<typeof buildApp>;
type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

export type SqsStore = Stores['sqsStore'];
export type SqsQueue = ReturnType<SqsStore['createQueue']>;
/** A message as the emulator keeps it: plain JSON. */
export type QueuedMessage = Parameters<SqsQueue['enqueue']>[0];

export interface QueueEngine {
  app: App;
  store: SqsStore;
  newMessage(body: string): QueuedMessage;
}

interface SqsStoreClass {
  new (): SqsStore;
  createMessage(body: string): QueuedMessage;
}

/** The emulator's own persistence, as far as it is used here. */
type Journal = NonNullable<SqsStore['persistence']> & { loadSqsAndSns(sqs: SqsStore, sns: object): void };

/**
 * Builds the SQS emulator without its server, which would listen on every address of the machine.
 * The parts it is built from are not among the package's exports, so they are loaded by file: the version is pinned.
 */
export async function buildQueueEngine(dataDir?: string): Promise<QueueEngine> {
  const [SqsStore, SnsStore, S3Store] = await Promise.all([
    loadPart<SqsStoreClass>('sqs/sqsStore.js', 'SqsStore'),
    loadPart<new () => Stores['snsStore']>('sns/snsStore.js', 'SnsStore'),
    loadPart<new () => Stores['s3Store']>('s3/s3Store.js', 'S3Store'),
  ]);
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const journal = dataDir === undefined ? undefined : await openJournal(dataDir, stores);
  const app = buildApp({ logger: false, stores });
  if (journal !== undefined) app.addHook('onClose', async () => journal.close());
  return { app, store: stores.sqsStore, newMessage: (body) => SqsStore.createMessage(body) };
}

async function openJournal(dataDir: string, { sqsStore, snsStore }: Stores): Promise<Journal> {
  const PersistenceManager = await loadPart<new (dir: string) => Journal>(
    'persistence.js',
    'PersistenceManager',
  );
  const journal = new PersistenceManager(dataDir);
  relaxSync(journal);
  // A message made visible again keeps its row as it is: the emulator would clear its receive count, which the row
  // must have. It is made visible at the next start anyway.
  journal.updateMessageReady = () => undefined;
  journal.loadSqsAndSns(sqsStore, snsStore);
  sqsStore.persistence = journal;
  for (const queue of sqsStore.allQueues()) queue.persistence = journal;
  return journal;
}

/** Surviving the process is enough; surviving a power cut would cost a disk flush for every message. */
function relaxSync(journal: object): void {
  if ('db' in journal) (journal.db as DatabaseSync).exec('PRAGMA synchronous = NORMAL');
}

async function loadPart<Part>(file: string, name: string): Promise<Part> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('The package fauxqs is missing: run npm ci.');
  const module: Record<string, Part> = await import(
    pathToFileURL(join(dirname(manifest), 'dist', file)).href
  );
  const part = module[name];
  if (part === undefined)
    throw new Error(`This version of fauxqs has no ${name}: use the one in package.json.`);
  return part;
}
