import { SimLane } from './lane.ts';
import type { FunctionName } from './process.ts';
import { SECOND } from './times.ts';
import type { World } from './world.ts';

/** How long a process of each function may live. */
export const TIMEOUT: Record<FunctionName, number> = {
  ingest: 29 * SECOND,
  classify: 10 * SECOND,
  deliver: 20 * SECOND,
  recover: 10 * SECOND,
  redrive: 20 * SECOND,
  operate: 29 * SECOND,
  'operator-api': 29 * SECOND,
  'follow-up': 10 * SECOND,
  telegram: 29 * SECOND,
  broadcast: 10 * SECOND,
};
/** A letter is invisible for so many time-outs of its consumer. */
const VISIBILITY = 6;

export type LaneName = 'inbound' | 'outbound' | 'slow' | 'jobs' | 'followUps' | 'broadcasts' | 'dead';

/** All lanes, with the dead letters behind them. */
export function openLanes(
  world: World,
  onLate: (lane: string, body: string) => void,
): Record<LaneName, SimLane> {
  const { concurrency } = world.settings;
  const lane = (number: number, name: string, feeds: keyof typeof concurrency, deadLetters?: SimLane) =>
    new SimLane(world, {
      number,
      name,
      visibility: VISIBILITY * TIMEOUT[feeds === 'slow' ? 'deliver' : feeds],
      concurrency: concurrency[feeds],
      deadLetters,
      onLate: (body) => onLate(name, body),
    });
  const dead = lane(3, 'dead letters', 'redrive');
  return {
    inbound: lane(1, 'inbound', 'classify', dead),
    outbound: lane(2, 'outbound', 'deliver', dead),
    slow: lane(5, 'slow', 'slow', dead),
    jobs: lane(6, 'jobs', 'redrive', dead),
    followUps: lane(8, 'follow-ups', 'follow-up', dead),
    broadcasts: lane(10, 'broadcasts', 'broadcast', dead),
    dead,
  };
}
