import {
  type Broadcast,
  type BroadcastPlan,
  begun,
  goesOn,
  hasEnded,
  paused,
  resumed,
  type ToldAudience,
  withdrawn,
} from '../domain/broadcast.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Broadcaster, BroadcastSignal, Broadcasts, Clock, Journal, Lane } from '../ports.ts';
import { inParallel } from './in-parallel.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface StartBroadcastPorts {
  broadcasts: Broadcasts;
  broadcastLane: Lane<BroadcastSignal>;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** The same for whoever does not know how broadcasts are kept. */
export function broadcasterOf(ports: StartBroadcastPorts): Broadcaster {
  return { start: (plan) => startBroadcast(ports, plan) };
}

/**
 * Starts a broadcast. Safe to repeat under its id: then it signals again, in case the first died before it did. Once an
 * incident's end is told, nothing may leave any more that says it goes on.
 */
export async function startBroadcast(ports: StartBroadcastPorts, plan: BroadcastPlan): Promise<Broadcast> {
  if (plan.automatic && plan.audience.kind === 'active' && plan.audience.channels === 'all')
    throw new Error('nobody asked for it, so it goes to no channel but those it was reported on');
  if (plan.audience.kind === 'told') await withdrawBroadcasts(ports, plan.audience, plan.id);
  await ports.broadcasts.put(begun(plan));
  const broadcast = await readBroadcast(ports, plan.id);
  await signalStep(ports, broadcast);
  const { id: broadcast_id, incident_id, stage, automatic, started_by: by } = plan;
  if (broadcast.revision === 0)
    ports.journal.info('broadcast.started', { broadcast_id, incident_id, stage, automatic, by });
  return broadcast;
}

/** Ends the broadcasts of an incident, and of those merged into it, but this one, and takes back what of them nobody has begun to send. */
async function withdrawBroadcasts(
  ports: Pick<StartBroadcastPorts, 'broadcasts' | 'clock' | 'journal'>,
  { incident_id, merged = [] }: ToldAudience,
  id: string,
): Promise<void> {
  const ids = await Promise.all([incident_id, ...merged].map((one) => ports.broadcasts.ofIncident(one)));
  await inParallel(ids.flat(), LIMITS.audienceAtOnce, async (one) => {
    if (one === id) return;
    await change(ports, one, (seen, now) =>
      seen.stage === 'restore' || seen.withdrawn_at !== undefined ? undefined : withdrawn(seen, now),
    );
  });
}

/** @throws Fault broadcast.unknown */
export async function readBroadcast(
  { broadcasts }: { broadcasts: Pick<Broadcasts, 'broadcast'> },
  id: string,
): Promise<Broadcast> {
  const broadcast = await broadcasts.broadcast(id);
  if (!broadcast) throw unknownBroadcast();
  return broadcast;
}

export function unknownBroadcast(): Fault {
  return new Fault('broadcast.unknown', 'there is no broadcast with this id');
}

export type BroadcastDeed = 'pause' | 'resume' | 'cancel';

/**
 * Pauses, resumes or cancels it. A repeat changes nothing, but signals again what goes on.
 * @throws Fault broadcast.unknown, broadcast.over, broadcast.busy
 */
export async function changeBroadcast(
  ports: StartBroadcastPorts,
  id: string,
  deed: BroadcastDeed,
  by: string,
): Promise<Broadcast> {
  const changed = await change(ports, id, (seen, now) => DEEDS[deed](seen, now));
  if (deed === 'resume') await signalStep(ports, changed);
  ports.journal.info('broadcast.changed', { broadcast_id: id, deed, by });
  return changed;
}

/** Undefined: it is so already. */
const DEEDS: Record<BroadcastDeed, (seen: Broadcast, now: number) => Broadcast | undefined> = {
  pause: (seen) => (seen.state === 'paused' ? undefined : paused(notOver(seen))),
  resume: (seen, now) => (goesOn(seen) ? undefined : resumed(notOver(seen), now)),
  cancel: (seen, now) => (seen.state === 'cancelled' ? undefined : withdrawn(notOver(seen), now)),
};

function notOver(seen: Broadcast): Broadcast {
  if (hasEnded(seen)) throw new Fault('broadcast.over', 'this broadcast is over');
  return seen;
}

async function change(
  ports: Pick<StartBroadcastPorts, 'broadcasts' | 'clock'>,
  id: string,
  decide: (seen: Broadcast, now: number) => Broadcast | undefined,
): Promise<Broadcast> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await readBroadcast(ports, id);
    const next = decide(seen, ports.clock.business());
    if (!next) return seen;
    if ((await ports.broadcasts.save(seen, next)) === 'written')
      return { ...next, revision: seen.revision + 1 };
  }
  throw new Fault('broadcast.busy', 'the broadcast changes too fast; try again', { retryAfterS: 1 });
}

/** A repeat of a step's signal is harmless: of two that do a step one is counted, and it alone goes on. */
async function signalStep(
  { broadcastLane, clock }: StartBroadcastPorts,
  broadcast: Broadcast,
): Promise<void> {
  const { id: broadcast_id, step, next_at } = broadcast;
  if (goesOn(broadcast))
    await broadcastLane.send({ broadcast_id, step }, wholeSeconds(next_at - clock.business()));
}
