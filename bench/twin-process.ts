import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CallSnapshot } from '../local/call-counts.ts';
import type { PoolReport } from '../local/function-pool.ts';
import { tether } from '../local/tether.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FLAGS = ['--port', '0', '--pace', 'immediate'];
const ADMIN_TOKEN = randomBytes(24).toString('base64url');
const START_LIMIT_MS = 60_000;
const FAREWELL_MS = 15_000;

/** A twin in a process of its own, so that it does not share an event loop with who measures it. */
export interface TwinProcess extends AsyncDisposable {
  url: string;
  pid: number;
  functions(): Promise<Record<string, PoolReport>>;
  calls(): Promise<CallSnapshot>;
  resetCalls(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  quiet(): Promise<void>;
}

/**
 * @param limits whether anybody may write only so fast, customers to the twin and bots to its Telegram.
 * @throws Error with what the twin printed, if it is not ready in time.
 */
export async function startTwinProcess(limits: 'on' | 'off' = 'off'): Promise<TwinProcess> {
  const child = spawn(process.execPath, ['local/main.ts', ...FLAGS, '--limits', limits], {
    cwd: ROOT,
    // Whoever has a real bot's token about does not mean its customers to be written to.
    env: { ...process.env, TELEGRAM_BOT_TOKEN: '', FIRSTLINE_ADMIN_TOKEN: ADMIN_TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  tether(child);
  const url = await readyAt(child);
  await keepOrdinary(url);
  const get = async <Body>(path: string): Promise<Body> => (await fetch(`${url}${path}`)).json() as Body;
  return {
    url,
    pid: child.pid ?? 0,
    functions: () => get('/_local/functions'),
    calls: () => get('/_local/calls'),
    resetCalls: () => post(`${url}/_local/calls/reset`, {}),
    quiet: () => post(`${url}/_local/clock/advance`, { seconds: 0 }),
    [Symbol.asyncDispose]: () => end(child),
  };
}

/**
 * Texts from all over the corpus, many at a time, report trouble often enough to be an outage. Sensed it is; that every client
 * is told of it at once, as shipped, would be measured with the messages.
 */
async function keepOrdinary(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/policy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ changes: { outages: { confirm: 'operator' } } }),
  });
  if (!answer.ok) throw new Error(`the policy cannot be set: ${answer.status} ${await answer.text()}`);
}

function readyAt(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      child.kill('SIGKILL');
      reject(new Error(`The twin is not ready:\n${printed.join('')}`));
    };
    const limit = setTimeout(fail, START_LIMIT_MS);
    child.once('error', fail);
    child.once('close', fail);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed.push(text);
        const url = /(http:\/\/localhost:\d+) is ready/.exec(printed.join(''))?.[1];
        if (url === undefined) return;
        clearTimeout(limit);
        resolve(url);
      });
    }
  });
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const limit = setTimeout(() => child.kill('SIGKILL'), FAREWELL_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(limit);
}
