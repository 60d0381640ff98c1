import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One file of the built console. */
export interface ConsoleFile {
  name: string;
  bytes: number;
  gzipped: number;
  /** Loaded with the page, whatever room is opened. */
  initial: boolean;
}

/** @param dir the built console */
export async function consoleFiles(dir: string): Promise<ConsoleFile[]> {
  const page = await readFile(join(dir, 'index.html'), 'utf8');
  const named = new Set([...page.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name));
  const names = await readdir(join(dir, 'assets'));
  return Promise.all(
    names.sort().map(async (name) => {
      const content = await readFile(join(dir, 'assets', name));
      return { name, bytes: content.length, gzipped: gzipSync(content).length, initial: named.has(name) };
    }),
  );
}

export function isScript({ name }: ConsoleFile): boolean {
  return name.endsWith('.js');
}

export function gzippedSum(files: readonly ConsoleFile[]): number {
  return files.reduce((sum, { gzipped }) => sum + gzipped, 0);
}
