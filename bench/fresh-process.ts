import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 30_000;

/**
 * Runs a probe of this folder in a process of its own and reads the one JSON value it prints last.
 * @throws Error with what the process wrote, if it failed.
 */
export async function inFreshProcess<Result>(
  probe: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Result> {
  const file = fileURLToPath(new URL(probe, import.meta.url));
  const { PATH = '' } = process.env;
  const { stdout } = await run(process.execPath, [...nodeOptions, file, ...args], {
    env: { PATH, TZ: 'UTC', ...environment },
    timeout: LIMIT_MS,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
}
