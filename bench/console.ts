import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from '../console/build.ts';
import { type ConsoleFile, consoleFiles, gzippedSum, isScript } from './console-files.ts';
import { figure, type Section } from './figures.ts';
import { TARGETS } from './targets.ts';

const KB = 1_000;

/** How long the console takes to build, and what browsers have to load of it. */
export async function measureConsole(): Promise<Section> {
  const dir = await mkdtemp(join(tmpdir(), 'firstline-bench-console-'));
  try {
    const began = performance.now();
    await buildConsole(dir);
    const buildMs = performance.now() - began;
    const files = await consoleFiles(dir);
    const initial = files.filter((one) => one.initial);
    const rooms = files.filter((one) => !one.initial && isScript(one)).sort((a, b) => b.gzipped - a.gzipped);
    return {
      name: 'console',
      title: 'The console, as browsers load it (1 KB = 1,000 bytes)',
      rows: {
        'built in': { all: figure(buildMs, 'ms') },
        'scripts of the page': sizesOf(initial.filter(isScript), TARGETS.consoleScriptKb),
        'styles of the page': sizesOf(initial.filter((one) => !isScript(one))),
        'scripts of the rooms': sizesOf(rooms),
        ...Object.fromEntries(rooms.slice(0, LARGEST).map((one) => [`· ${roomOf(one)}`, sizesOf([one])])),
      },
      notes: [],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const LARGEST = 5;

function sizesOf(files: readonly ConsoleFile[], targetKb?: number): Section['rows'][string] {
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  return { all: figure(bytes / KB, 'KB'), gzipped: figure(gzippedSum(files) / KB, 'KB', targetKb) };
}

/** `analytics-C3aJx_1w.js` without its hash. */
function roomOf({ name }: ConsoleFile): string {
  return name.replace(/-[\w-]{8}\.js$/, '');
}
