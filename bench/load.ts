import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionWiring } from '../local/wiring.ts';
import { moduleName } from './deployment.ts';
import { type Figure, figure, type Section } from './figures.ts';
import { inFreshProcess } from './fresh-process.ts';
import { median, percentile } from './percentile.ts';
import { loadTargetMs } from './targets.ts';

const TRIES = 10;

interface Loaded {
  ms: number;
  peakRssKb: number;
}

interface Candidate {
  name: string;
  file: string;
  environment: Record<string, string>;
  targetMs?: number;
  loads: Loaded[];
}

/** How long each function's module takes to load in a fresh process, around its `import()`. */
export async function measureLoad(functions: readonly FunctionWiring[]): Promise<Section> {
  const empty = await emptyModule();
  try {
    const candidates = [...functions.map(candidateOf), empty.candidate];
    // Round by round, so that a busy moment of the machine does not fall on one function; the first one fills disk caches.
    for (let round = 0; round <= TRIES; round++) {
      for (const one of candidates) {
        const loaded = await inFreshProcess<Loaded>('./load-probe.mjs', [one.file], one.environment);
        if (round > 0) one.loads.push(loaded);
      }
    }
    return sectionOf(candidates);
  } finally {
    await empty.remove();
  }
}

function sectionOf(candidates: readonly Candidate[]): Section {
  return {
    name: 'load',
    title: `Module load in a fresh process, ${TRIES} times (Node ${process.version})`,
    rows: Object.fromEntries(candidates.map((one) => [one.name, rowOf(one)])),
    notes: [],
  };
}

function rowOf({ loads, targetMs }: Candidate): Record<string, Figure> {
  const times = loads.map(({ ms }) => ms);
  const peaks = loads.map(({ peakRssKb }) => peakRssKb / 1_024);
  return {
    median: figure(median(times), 'ms', targetMs),
    p95: figure(percentile(times, 0.95), 'ms'),
    fastest: figure(Math.min(...times), 'ms'),
    'peak RSS': figure(median(peaks), 'MiB'),
  };
}

function candidateOf(one: FunctionWiring): Candidate {
  return {
    name: one.label,
    file: join(one.assetDir, moduleName(one)),
    environment: { ...lambdaEnvironment(one), ...one.environment },
    targetMs: loadTargetMs(one.label),
    loads: [],
  };
}

function lambdaEnvironment({ assetDir, name }: FunctionWiring): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_LAMBDA_FUNCTION_NAME: name,
    LAMBDA_TASK_ROOT: assetDir,
  };
}

/** What loading costs when there is nothing to load. */
async function emptyModule(): Promise<{ candidate: Candidate; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'firstline-bench-'));
  const file = join(dir, 'index.mjs');
  await writeFile(file, 'export const handler = () => undefined;\n');
  return {
    candidate: { name: '(empty module)', file, environment: {}, loads: [] },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
