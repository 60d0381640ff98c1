import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FunctionWiring } from '../local/wiring.ts';
import { type Figure, figure, type Section } from './figures.ts';
import { bundleTargetKb } from './targets.ts';

const KB = 1_000;

/** How large the code of each function is, and what lies beside it. */
export async function measureBundles(functions: readonly FunctionWiring[]): Promise<Section> {
  const rows: Section['rows'] = {};
  for (const one of functions) rows[one.label] = await sizesOf(one);
  return {
    name: 'bundles',
    title: 'Bundles, as deployed (1 KB = 1,000 bytes)',
    rows,
    notes: [],
  };
}

async function sizesOf(one: FunctionWiring): Promise<Record<string, Figure>> {
  const code = await codeOf(one.assetDir);
  const beside = (await sizeOf(one.assetDir)) - code.length;
  return {
    code: figure(code.length / KB, 'KB', bundleTargetKb(one.label)),
    'at a cold start': figure((await loadedWith(one.assetDir, 'index.mjs')) / KB, 'KB'),
    gzipped: figure(gzipSync(code).length / KB, 'KB'),
    ...(beside > 0 && { 'files beside it': figure(beside / KB, 'KB') }),
  };
}

/** Every module of the bundle: some are loaded when they are first needed. */
async function codeOf(dir: string): Promise<Buffer> {
  const modules = (await readdir(dir)).filter((name) => name.endsWith('.mjs'));
  return Buffer.concat(await Promise.all(modules.map((name) => readFile(join(dir, name)))));
}

/** The module and what it imports by itself; what is imported later, when it is first needed, does not count. */
async function loadedWith(dir: string, name: string, loaded = new Set<string>()): Promise<number> {
  if (loaded.has(name)) return 0;
  loaded.add(name);
  const code = await readFile(join(dir, name));
  let size = code.length;
  for (const [, other = ''] of code.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
    size += await loadedWith(dir, other, loaded);
  return size;
}

async function sizeOf(dir: string): Promise<number> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
