import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Makes a child end with this process, even if this process is killed without a chance to say so: a small shell waits
 * for the pipe to this process to break, and then also removes the child's folder, if it has one to itself. Where there
 * is no such shell (Windows), only an orderly exit ends the child.
 */
export function tether(child: ChildProcess, ownFolder = ''): void {
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const watcher =
    child.pid === undefined || process.platform === 'win32' ? undefined : watch(child.pid, ownFolder);
  child.once('exit', () => {
    process.off('exit', killAtExit);
    // The pid may be given to another process from here on.
    watcher?.kill('SIGKILL');
  });
}

function watch(pid: number, folder: string): ChildProcess {
  const watcher = spawn(
    '/bin/sh',
    ['-c', 'read -r _; kill -9 "$0"; [ -z "$1" ] || rm -rf -- "$1"', String(pid), folder],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      // Its own group: Ctrl-C in the terminal is this process's to handle.
      detached: true,
    },
  );
  watcher.on('error', () => undefined);
  watcher.unref();
  return watcher;
}
