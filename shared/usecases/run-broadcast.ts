import { advanced, type Broadcast, goesOn, hasEnded, type StepDone } from '../domain/broadcast.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { BroadcastSignal, Broadcasts, Lane } from '../ports.ts';
import { type CountPorts, countAudience } from './count-audience.ts';
import { wholeSeconds } from './lane-delay.ts';
import { type TellPorts, tellAudience } from './tell-audience.ts';

export type BroadcastPorts = CountPorts &
  TellPorts & {
    broadcasts: Pick<Broadcasts, 'broadcast' | 'save'>;
    broadcastLane: Lane<BroadcastSignal>;
  };

/**
 * Takes one step of a broadcast, and signals the next. A repeat finds the same clients before it, and each has its text
 * already, or gets it; only the step that is kept is counted, and it alone signals.
 */
export async function runBroadcast(ports: BroadcastPorts, signal: BroadcastSignal): Promise<void> {
  const { broadcast_id } = signal;
  const seen = await ports.broadcasts.broadcast(broadcast_id);
  if (!seen || !goesOn(seen)) return;
  const wait = waitOf(seen, signal, ports.clock.business());
  if (wait === undefined) return;
  if (wait > 0) return ports.broadcastLane.send(signal, wholeSeconds(wait));
  // A step has a signal of its own: whoever does it and dies comes again with its number, and is not taken for an old one.
  if (signal.step < seen.step) return ports.broadcastLane.send({ ...signal, step: seen.step });
  const kept = await keep(ports, seen, await takeStep(ports, seen));
  // Somebody else has kept this step, or we have and were not told: then nobody signals the next.
  if (!kept)
    return ports.broadcastLane.send({ ...signal, step: seen.step }, wholeSeconds(LIMITS.broadcastStalled));
  const { step, next_at, state, counts } = kept;
  if (goesOn(kept))
    return ports.broadcastLane.send({ broadcast_id, step }, wholeSeconds(next_at - ports.clock.business()));
  if (!hasEnded(kept)) return;
  const { found, told, failed } = counts;
  ports.journal.info('broadcast.ended', { broadcast_id, state, found, told, failed });
}

/**
 * How long a signal is early; undefined: others have gone on since. Whoever kept the step before may have died before it
 * signalled this one: a repeat of its signal waits until that must be so.
 */
function waitOf(seen: Broadcast, { step }: BroadcastSignal, now: number): number | undefined {
  if (step + 1 < seen.step) return undefined;
  const from = step < seen.step ? seen.next_at + LIMITS.broadcastStalled : seen.next_at;
  return Math.max(0, from - now);
}

function takeStep(ports: BroadcastPorts, seen: Broadcast): Promise<StepDone> {
  return seen.phase === 'counting' ? countAudience(ports, seen) : tellAudience(ports, seen);
}

/** Counts the step, unless somebody else has; who pauses or cancels changes the row, too. */
async function keep(ports: BroadcastPorts, from: Broadcast, done: StepDone): Promise<Broadcast | undefined> {
  let seen: Broadcast | undefined = from;
  for (let round = 0; round < LIMITS.rounds; round++) {
    if (seen?.step !== from.step) return undefined;
    const next = advanced(seen, done, ports.clock.business());
    if ((await ports.broadcasts.save(seen, next)) === 'written') return next;
    seen = await ports.broadcasts.broadcast(from.id);
  }
  throw new Fault('broadcast.busy', 'the broadcast changes too fast');
}
