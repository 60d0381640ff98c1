import { spawn } from 'node:child_process';
import { flagsOrExit } from '../bin/command-line.ts';
import { builtConsole } from '../console/build.ts';
import { banner } from './banner.ts';
import { readFlags } from './flags.ts';
import { startTwin, type Twin } from './twin.ts';

const PARENT_WATCH_MS = 200;

/** Exit codes: 0 for an end that was asked for, 1 for a start or a run that failed, 2 for a bad command line. */
async function main(): Promise<void> {
  const { open, ...flags } = flagsOrExit(readFlags);
  const ending = new AbortController();
  let twin: Twin | undefined;
  const end = async (): Promise<void> => {
    // Whoever asks twice does not want to wait.
    if (ending.signal.aborted) process.exit(1);
    ending.abort();
    await twin?.close();
    if (twin) process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  whenNpmEnds(() => void end());

  // Pages are made while the rest starts; who asks for one is told what became of it.
  builtConsole().catch(() => undefined);
  try {
    const adminToken = process.env['FIRSTLINE_ADMIN_TOKEN'];
    twin = await startTwin({ ...flags, signal: ending.signal, ...(adminToken ? { adminToken } : {}) });
  } catch (error) {
    if (ending.signal.aborted) process.exit(0);
    fail(error, flags.verbose);
  }
  if (ending.signal.aborted) {
    await twin.close();
    process.exit(0);
  }
  const { close, failed } = twin;
  failed.catch((error: unknown) => close().then(() => fail(error, flags.verbose)));
  console.log(banner(twin, performance.now()));
  if (open) openBrowser(`${twin.url}/sandbox`);
}

/** npm passes a signal on to the shell it runs scripts in, which dies of it without telling anybody. */
function whenNpmEnds(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    end();
  }, PARENT_WATCH_MS).unref();
}

function fail(error: unknown, verbose: boolean): never {
  console.error(error instanceof Error && !verbose ? error.message : error);
  process.exit(1);
}

function openBrowser(url: string): void {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[
    process.platform as string
  ] ?? ['xdg-open'];
  const browser = spawn(command ?? '', [...args, url], { stdio: 'ignore', detached: true });
  browser.on('error', () => console.error(`No browser could be opened; go to ${url} yourself.`));
  browser.unref();
}

await main();
