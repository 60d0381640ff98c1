import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the twin itself must remember: kinds of records, each a JSON value under an id. */
export interface TwinStore {
  put(kind: RecordKind, id: string, value: unknown): void;
  remove(kind: RecordKind, id: string): void;
  get(kind: RecordKind, id: string): unknown;
  list(kind: RecordKind): { id: string; value: unknown }[];
  close(): void;
}

export type RecordKind =
  | 'clock'
  | 'held-message'
  | 'parameter'
  | 'schedule'
  | 'stream-position'
  | 'telegram-bot'
  | 'telegram-chat'
  | 'telegram-update'
  | 'telegram-sent';

/**
 * Opens the twin's own memory: a SQLite file in `dataDir`, or nothing but memory without one.
 * Every write is handed to the operating system before the call returns, so it survives a `kill -9` of the twin
 * (though not a power cut).
 */
export function openTwinStore(dataDir?: string): TwinStore {
  const database = openDatabase(dataDir);
  const put = database.prepare('INSERT OR REPLACE INTO records (kind, id, value) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
  const get = database.prepare('SELECT value FROM records WHERE kind = ? AND id = ?');
  const list = database.prepare('SELECT id, value FROM records WHERE kind = ? ORDER BY rowid');
  return {
    put: (kind, id, value) => void put.run(kind, id, JSON.stringify(value)),
    remove: (kind, id) => void remove.run(kind, id),
    get: (kind, id) => parsed(get.get(kind, id)?.['value']),
    list: (kind) => list.all(kind).map((row) => ({ id: String(row['id']), value: parsed(row['value']) })),
    close: () => database.close(),
  };
}

function openDatabase(dataDir: string | undefined): DatabaseSync {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(dataDir === undefined ? ':memory:' : join(dataDir, 'twin.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(
    'CREATE TABLE IF NOT EXISTS records (kind TEXT, id TEXT, value TEXT NOT NULL, UNIQUE (kind, id))',
  );
  return database;
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : undefined;
}
