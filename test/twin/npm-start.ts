import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 60_000;

export interface StartedTwin {
  url: string;
  startedInMs: number;
  /** Its own process, below npm and a shell. */
  pid: number;
  output(): string;
  /** Signals the twin itself; resolves when all of `npm start` has ended. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs `npm start` with these flags, as a newcomer would, and waits until it says it is ready. */
export async function npmStart(...flags: string[]): Promise<StartedTwin> {
  const startedAt = performance.now();
  // A group of its own, so that the test can end whatever is left of it.
  const npm = spawn('npm', ['start', '--', '--port', '0', ...flags], { cwd: ROOT, detached: true });
  const lines: string[] = [];
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text) => lines.push(text));
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  onTestFinished(async () => {
    killGroup(npm);
    await ended;
  });
  const output = (): string => lines.join('');
  const url = await ready(output, ended);
  const pid = await twinBelow(npm);
  return {
    url,
    pid,
    startedInMs: performance.now() - startedAt,
    output,
    end(signal) {
      process.kill(pid, signal);
      return ended;
    },
  };
}

/** Process ids below this one, the whole tree. */
export async function descendants(pid: number): Promise<number[]> {
  const table = await processTable();
  const children = table.filter(({ parent }) => parent === pid).map((one) => one.pid);
  const below = await Promise.all(children.map(descendants));
  return [...children, ...below.flat()];
}

/** Those of the processes that have not ended; whoever has, and only waits to be noticed by its parent, is not one. */
export async function runningOf(pids: number[]): Promise<number[]> {
  const table = await processTable();
  return table.filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z')).map(({ pid }) => pid);
}

async function ready(output: () => string, ended: Promise<unknown>): Promise<string> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const giveUpAt = performance.now() + START_LIMIT_MS;
  for (;;) {
    const url = /(http:\/\/localhost:\d+) is ready/.exec(output())?.[1];
    if (url) return url;
    if (over || performance.now() > giveUpAt) throw new Error(`npm start is not ready:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function twinBelow(npm: ChildProcess): Promise<number> {
  const below = await descendants(npm.pid ?? 0);
  const table = await processTable();
  const twin = table.find(
    ({ pid, command }) => below.includes(pid) && /^\S*node local\/main\.ts/.test(command),
  );
  if (!twin) throw new Error('npm start runs no twin');
  return twin.pid;
}

interface ProcessRow {
  pid: number;
  parent: number;
  state: string;
  command: string;
}

async function processTable(): Promise<ProcessRow[]> {
  const ps = spawn('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = (await ps.stdout.setEncoding('utf8').toArray()).join('');
  return text
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, state = '', command = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      state,
      command,
    }));
}

function killGroup(npm: ChildProcess): void {
  try {
    process.kill(-(npm.pid ?? 0), 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
