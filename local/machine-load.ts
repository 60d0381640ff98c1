import { cpus } from 'node:os';

export interface MachineLoad {
  /**
   * No core has been free of late. Work of lowered priority does not count for what is urgent, since it gives way.
   * Never true where the system does not tell.
   */
  isFull(urgent: boolean): boolean;
  stop(): void;
}

export interface CoreTimes {
  /** Shares of one and the same unit, summed over the cores. */
  idle: number;
  nice: number;
  all: number;
}

const LOOK_EVERY_MS = 250;
/** Less of the machine than this is not worth starting anything for. */
const ROOM = 0.1;

/** Watches how busy the cores are, whoever keeps them so. */
export function watchMachineLoad(look: () => CoreTimes = coreTimes): MachineLoad {
  let before = look();
  let free = { idle: 1, nice: 0 };
  const watch = setInterval(() => {
    const now = look();
    const all = now.all - before.all;
    if (all > 0) free = { idle: (now.idle - before.idle) / all, nice: (now.nice - before.nice) / all };
    before = now;
  }, LOOK_EVERY_MS).unref();
  return {
    isFull: (urgent) => free.idle + (urgent ? free.nice : 0) < ROOM,
    stop: () => clearInterval(watch),
  };
}

function coreTimes(): CoreTimes {
  const sum = { idle: 0, nice: 0, all: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.nice += times.nice;
    sum.all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}
