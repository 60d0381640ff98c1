import { cpus } from 'node:os';

export interface MachineLoad {
  /** No core has been free of late. Never so where the system does not tell. */
  isFull(): boolean;
  stop(): void;
}

/** In one and the same unit, summed over the cores. */
export interface CoreTimes {
  idle: number;
  all: number;
}

const LOOK_EVERY_MS = 250;
/** Less of the machine than this is not worth starting anything for. */
const ROOM = 0.1;

/** Watches how busy the cores are, whoever keeps them so. */
export function watchMachineLoad(look: () => CoreTimes = coreTimes): MachineLoad {
  let before = look();
  let full = false;
  const watch = setInterval(() => {
    const now = look();
    const all = now.all - before.all;
    full = now.idle - before.idle < ROOM * all;
    before = now;
  }, LOOK_EVERY_MS).unref();
  return {
    isFull: () => full,
    stop: () => clearInterval(watch),
  };
}

function coreTimes(): CoreTimes {
  const sum = { idle: 0, all: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}
