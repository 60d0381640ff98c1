import { availableParallelism } from 'node:os';
import { machineTime, processorTimes, usedBetween } from './processor-time.ts';

/** Processor times so far, in ms: of the twin's parts, of the bench itself, and of all that runs on the machine. */
export interface Look {
  parts: Record<string, number>;
  own: number;
  machine: number;
  at: number;
}

export interface WorkDone {
  /** Processor time by part of the twin, ms. */
  used: Record<string, number>;
  /** Share of the cores that neither the twin nor the bench took, 0..1. */
  othersShare?: number;
}

export async function look(twinPid: number): Promise<Look> {
  const { user, system } = process.cpuUsage();
  return {
    parts: await processorTimes(twinPid),
    own: (user + system) / 1_000,
    machine: machineTime(),
    at: performance.now(),
  };
}

/** Who worked how much between two looks. Where the twin's own share cannot be told, neither can that of others. */
export function workBetween(before: Look, after: Look, cores = availableParallelism()): WorkDone {
  const used = usedBetween(before.parts, after.parts);
  const ours = Object.values(used).reduce((sum, ms) => sum + ms, after.own - before.own);
  return {
    used,
    ...(Object.keys(used).length > 0 && {
      othersShare: (after.machine - before.machine - ours) / ((after.at - before.at) * cores),
    }),
  };
}
