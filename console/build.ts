import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(HERE, '..');
const VITE = fileURLToPath(new URL('./bin/vite.js', import.meta.resolve('vite/package.json')));
const KEPT = join(HERE, 'dist');
/** Another twin may still serve what it was started with. */
const OUTDATED_MS = 24 * 60 * 60 * 1000;
/** What the build is made from; types of contracts leave nothing in it, their values do. */
const SOURCES = ['console/src', 'console/public', 'shared/contracts', 'shared/domain'];
const FILES = [
  'console/build.ts',
  'console/index.html',
  'console/vite.config.ts',
  'console/theme-css.ts',
  'package-lock.json',
];

/**
 * The console as files to serve; built only if what it is made from has changed. Safe for several at once: each build has a
 * folder of its own, named after what went in.
 * @returns the folder
 * @throws Error with what Vite says, if it cannot be built.
 */
export function builtConsole(): Promise<string> {
  building ??= makeSure().finally(() => {
    building = undefined;
  });
  return building;
}

let building: Promise<string> | undefined;

async function makeSure(): Promise<string> {
  const dir = join(KEPT, await digest());
  if (await exists(join(dir, 'index.html'))) return dir;
  const making = `${dir}-${process.pid}-${Date.now()}`;
  await mkdir(KEPT, { recursive: true });
  try {
    await buildConsole(making);
    await removeOutdated();
    // Somebody else may have been quicker.
    await rename(making, dir).catch(() => undefined);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return dir;
}

/**
 * Builds it anew, whatever has changed. In a process of its own, which takes its memory with it, and for production wherever it
 * is asked for: a build made in a test is served later.
 */
export async function buildConsole(outDir: string): Promise<void> {
  const args = ['build', HERE, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  const vite = spawn(process.execPath, [VITE, ...args], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => vite.kill('SIGKILL');
  process.once('exit', end);
  const printed: string[] = [];
  for (const stream of [vite.stdout, vite.stderr])
    stream.setEncoding('utf8').on('data', (text) => printed.push(text));
  const code = await new Promise((resolve, reject) => vite.once('error', reject).once('close', resolve));
  process.off('exit', end);
  if (code !== 0)
    throw new Error(`The console cannot be built:\n${stripVTControlCharacters(printed.join(''))}`);
}

async function digest(): Promise<string> {
  const listed = await Promise.all(SOURCES.map((dir) => filesIn(join(ROOT, dir))));
  const files = [...FILES.map((file) => join(ROOT, file)), ...listed.flat()].sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file.slice(ROOT.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Builds of what was so a day ago, finished or not. */
async function removeOutdated(): Promise<void> {
  for (const name of await readdir(KEPT)) {
    const path = join(KEPT, name);
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > OUTDATED_MS) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
