import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Cli, NoCli } from './world.ts';

const run = promisify(execFile);
const ANSWERS_WITHIN_MS = 30_000;

/** Asks `aws`, wherever the PATH of this environment finds it, for JSON. */
export const awsCli: Cli = async (args, env) => {
  try {
    const { stdout } = await run('aws', [...args, '--output', 'json'], {
      env: { ...env, AWS_PAGER: '' },
      timeout: ANSWERS_WITHIN_MS,
    });
    return JSON.parse(stdout);
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === 'ENOENT') throw new NoCli('the AWS CLI is not installed');
    throw new Error(stderr?.trim().split('\n')[0] || message);
  }
};
