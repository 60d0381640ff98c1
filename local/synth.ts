import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { isAlive } from './data-lock.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PREFIX = 'firstline-synth-';
/** What only a deployment needs: findings of cdk-nag, the built console. */
const WITHOUT = { checks: 'off', pages: 'off' };
const CdkJson = z.object({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

export interface Synthesised {
  /** A cloud assembly of its own for every call, so that twins may start side by side. */
  dir: string;
  remove(): Promise<void>;
}

export interface SynthOptions {
  /** In place of the stage's own. */
  statusPage?: 'on' | 'off' | undefined;
  /** Gives up. */
  signal?: AbortSignal | undefined;
}

/**
 * Synthesises the CDK app as the CDK's own command line does, but without starting that: it costs a second.
 * @throws Error with what the app printed, if it fails.
 */
export async function synthesise({ statusPage, signal }: SynthOptions = {}): Promise<Synthesised> {
  await removeLeftOvers();
  const dir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    await runApp(dir, { ...WITHOUT, ...(statusPage && { statusPage }) }, signal);
  } catch (error) {
    await remove();
    throw error;
  }
  return { dir, remove };
}

async function runApp(dir: string, told: Record<string, string>, signal?: AbortSignal): Promise<void> {
  const { app, context } = CdkJson.parse(JSON.parse(await readFile(join(ROOT, 'cdk.json'), 'utf8')));
  const [command = '', ...args] = app.split(' ');
  const child = spawn(command === 'node' ? process.execPath : command, args, {
    cwd: ROOT,
    env: { ...process.env, CDK_OUTDIR: dir, CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...told }) },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The CDK app does not synthesise:\n${printed.join('')}`);
}

/** A twin that was killed could not clear up after itself. */
async function removeLeftOvers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
