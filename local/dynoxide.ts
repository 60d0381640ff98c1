import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { tether } from './tether.ts';

export interface Dynoxide {
  url: string;
  pid?: number;
  /** Rejects if it ends by itself, or never started. */
  failed: Promise<never>;
  /** To be called once it answers. */
  speedUp(): void;
  close(): Promise<void>;
}

/** A file system in memory, where there is one with this much room. */
const memoryDir = '/dev/shm';
const roomBytes = 1_024 ** 3;
const farewellMs = 2_000;
const keptStreamRows = 50_000;
const trimEvery = 500;

/**
 * Starts the DynamoDB emulator on 127.0.0.1, on a file in `dataDir` or on one that is removed when it ends.
 * It ends with this process, however this process ends.
 *
 * @throws an Error with one sentence for the user if there is no binary for this platform.
 */
export async function startDynoxide(dataDir: string | undefined): Promise<Dynoxide> {
  const binary = binaryPath();
  const port = await freePort();
  const dir = dataDir ?? (await mkdtemp(join(await fastDir(), 'firstline-')));
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'table.db');
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file], {
    stdio: 'ignore',
    // Its own group: on Ctrl-C it must outlive the work that is being finished.
    detached: true,
  });
  const passing = dataDir === undefined ? dir : undefined;
  tether(child, passing);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    url: `http://127.0.0.1:${port}`,
    ...(child.pid !== undefined && { pid: child.pid }),
    failed: failureOf(child),
    speedUp: () => tuneStream(file),
    async close() {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), farewellMs);
      await ended;
      clearTimeout(patience);
      if (passing !== undefined) await rm(passing, { recursive: true, force: true });
    },
  };
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

/** In containers the file system in memory is often tiny; a full one would fail writes. */
async function fastDir(): Promise<string> {
  const memory = await statfs(memoryDir).catch(() => undefined);
  return memory !== undefined && memory.bavail * memory.bsize >= roomBytes ? memoryDir : tmpdir();
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

/**
 * For each row of the stream the emulator looks for the largest sequence number so far, and has no index to find it:
 * after some thousand writes a transaction takes tens of milliseconds. With one it takes what the first took. (SQLite
 * uses it only if the expression is spelled as the emulator's own.) Nor does the emulator ever drop a row; here the
 * newest `keep` stay, more than any reader is behind.
 */
export function tuneStream(file: string, keep = keptStreamRows): void {
  const database = new DatabaseSync(file, { timeout: 2_000 });
  try {
    database.exec(`
      CREATE INDEX IF NOT EXISTS stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      DROP TRIGGER IF EXISTS stream_trim;
      CREATE TRIGGER stream_trim AFTER INSERT ON _stream_records WHEN new.id % ${trimEvery} = 0
      BEGIN
        DELETE FROM _stream_records WHERE id <= new.id - ${keep};
      END;`);
  } finally {
    database.close();
  }
}
