import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename } from 'node:path';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const MS_PER_TICK = 10;

interface ProcessRow {
  pid: number;
  parent: number;
  ms: number;
}

/** Processor time so far, in ms, of a twin and each of its parts; nothing where there is no /proc. */
export async function processorTimes(twinPid: number): Promise<Record<string, number>> {
  const rows = await processRows();
  const times: Record<string, number> = {};
  for (const row of rows.filter(({ pid, parent }) => pid === twinPid || parent === twinPid)) {
    const part = row.pid === twinPid ? 'twin' : await partName(row.pid);
    times[part] = (times[part] ?? 0) + row.ms;
  }
  return times;
}

/** What each part used between two looks. */
export function usedBetween(
  before: Record<string, number>,
  after: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).map(([part, ms]) => [part, Math.max(0, ms - (before[part] ?? 0))]),
  );
}

/** Processor time that all of the machine's work took so far, ms. */
export function machineTime(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

async function processRows(): Promise<ProcessRow[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').then(rowOf, () => [])),
  );
  return rows.flat();
}

function rowOf(stat: string): ProcessRow[] {
  // The command, in brackets, may hold spaces and brackets itself.
  const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks] = [rest[9], rest[10]];
  if (state === 'Z') return [];
  return [
    {
      pid: Number.parseInt(stat, 10),
      parent: Number(parent),
      ms: (Number(userTicks) + Number(systemTicks)) * MS_PER_TICK,
    },
  ];
}

/** `node …/function-runtime.ts classify …` is called `classify`, anything else by its program. */
async function partName(pid: number): Promise<string> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  const runtime = words.findIndex((word) => word.endsWith('function-runtime.ts'));
  return (runtime < 0 ? basename(words[0] ?? '') : words[runtime + 1]) || '?';
}
