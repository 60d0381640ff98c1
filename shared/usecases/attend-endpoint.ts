import {
  type Claim,
  type Deferral,
  destinationOf,
  type Head,
  type OutboxEntry,
} from '../domain/conversation.ts';
import { type Endpoint, endpointUrl, freshEndpoint } from '../domain/endpoint.ts';
import { deferredUntil, isSlow, judgePassage, type Moment, withSlot } from '../domain/endpoint-health.ts';
import { LIMITS } from '../domain/limits.ts';
import { releaseHeld } from './apply-attempt.ts';
import { attemptText, newClaim } from './attempt-delivery.ts';
import { laneGroup, wakeAt } from './bring-back.ts';
import { type Attended, freeSlot } from './change-endpoint.ts';
import type { DeliverPorts, OutboundLane, Then } from './deliver-outbound.ts';

interface Leaving {
  head: Head;
  id: string;
  entry: OutboxEntry;
  lane: OutboundLane;
}

/** A text that may be said: it leaves, or waits, as its endpoint fares. Waiting costs none of its tries. */
export async function attendEndpoint(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
  lane: OutboundLane,
): Promise<Then> {
  const to = destinationOf(head);
  const closed = head.channel.closed_at !== undefined;
  if (!to || closed) return attempt(ports, { head, id, entry, lane }, newClaim(ports), undefined);
  const leaving = { head, id, entry, lane };
  const fresh = freshEndpoint(head.partner, to);
  const seen = await ports.endpoints.endpoint(fresh.id);
  const endpoint = seen ?? fresh;
  const now = { business: ports.clock.business(), wall: ports.clock.wall() };
  const passage = judgePassage(endpoint, now);
  switch (passage.kind) {
    case 'disabled':
      return hold(ports, leaving, endpoint, now, passage.rule);
    case 'deferred':
      return defer(ports, leaving, endpoint, now, passage);
    default:
      if (lane === 'outbound' && (entry.attempts > 0 || isSlow(endpoint, now.business)))
        return (signal) => ports.slow.send(signal, 0, laneGroup(head));
      if (passage.kind === 'crowded') return later(ports, leaving);
      if (await keptDistance(ports, head, now)) return 'more';
      return leave(ports, leaving, { seen, endpoint }, now, passage.kind === 'slot');
  }
}

/** A chat takes about one text a second, whoever sends it. True: somebody may have spoken meanwhile. */
async function keptDistance(
  ports: DeliverPorts,
  { channel, spoke_at = 0 }: Head,
  { wall }: Moment,
): Promise<boolean> {
  const left = spoke_at + LIMITS.chatSpacingWall - wall;
  if (channel.bot === undefined || left <= 0) return false;
  await ports.pause(Math.min(left, LIMITS.chatSpacingWall));
  return true;
}

/** A second of wall time later there is room again. */
function later(ports: DeliverPorts, { head, lane }: Leaving): Then {
  return (signal) =>
    ports[lane].send({ ...signal, clock: 'wall' }, LIMITS.crowdedRetryWallSeconds, laneGroup(head));
}

async function leave(
  ports: DeliverPorts,
  leaving: Leaving,
  { seen, endpoint }: { seen: Endpoint | undefined; endpoint: Endpoint },
  now: Moment,
  counted: boolean,
): Promise<Then> {
  // Bots are paced over all instances, by whoever sends.
  const paced = leaving.head.channel.bot !== undefined;
  const done = paced ? () => undefined : await ports.limit.enter(originOf(endpoint), endpoint.id);
  if (!done) return later(ports, leaving);
  try {
    const claim = newClaim(ports);
    const attended = counted ? await takeSlot(ports, seen, endpoint, claim, now) : { seen, endpoint };
    if (!attended) return 'more';
    return await attempt(ports, leaving, claim, attended, counted ? endpoint.id : undefined);
  } finally {
    done();
  }
}

/** A claim that is refused gives back what was taken for it; why it was, the next look at the head tells. */
async function attempt(
  ports: DeliverPorts,
  { head, id, entry }: Leaving,
  claim: Claim,
  attended: Attended | undefined,
  slotOf?: string,
): Promise<Then> {
  const then = await attemptText(ports, head, id, entry, claim, attended);
  if (then !== 'refused') return then;
  if (slotOf !== undefined) await freeSlot(ports, slotOf, claim.id);
  return 'more';
}

/** Undefined: somebody changed the endpoint meanwhile. */
async function takeSlot(
  ports: DeliverPorts,
  seen: Endpoint | undefined,
  endpoint: Endpoint,
  claim: Claim,
  now: Moment,
): Promise<Attended | undefined> {
  const next = withSlot(endpoint, claim.id, claim.until, now.wall);
  if ((await ports.endpoints.save(seen, next)) === 'conflict') return undefined;
  const saved = { ...next, revision: endpoint.revision + 1 };
  return { seen: saved, endpoint: saved };
}

function originOf({ partner, url }: Endpoint): string {
  return `${partner} ${URL.parse(url)?.origin ?? endpointUrl(url)}`;
}

async function defer(
  ports: DeliverPorts,
  leaving: Leaving,
  endpoint: Endpoint,
  { business }: Moment,
  { until, rule }: { until: number; rule: string },
): Promise<Then> {
  const before = earlier(leaving, endpoint);
  const times = before?.times ?? 0;
  const chance = ports.chance.fraction();
  // A bot's texts are spaced by whoever sends them: behind a wait of seconds nobody waits for minutes.
  const paced = leaving.head.channel.bot !== undefined && rule === 'endpoint.retry_after';
  return wait(ports, leaving, {
    endpoint_id: endpoint.id,
    rule,
    until: paced
      ? Math.ceil(until + chance * LIMITS.pacedSpread)
      : deferredUntil(until, times, business, chance),
    since: before?.since ?? business,
    times: times + 1,
  });
}

/** While an endpoint is disabled its texts are kept, in sight, for thirty days from when each was due. */
async function hold(
  ports: DeliverPorts,
  leaving: Leaving,
  endpoint: Endpoint,
  { business }: Moment,
  rule: string,
): Promise<Then> {
  const { head, id, entry } = leaving;
  const until = entry.due + LIMITS.heldMost;
  if (until <= business)
    return attempt(ports, leaving, newClaim(ports), { seen: endpoint, endpoint, giveUp: `${rule}.expired` });
  await ports.endpoints.hold({
    endpoint_id: endpoint.id,
    conversation_id: head.id,
    partner: head.partner,
    client_id: head.client_id,
    text_id: id,
    held_at: business,
    until,
  });
  const times = (earlier(leaving, endpoint)?.times ?? 0) + 1;
  return wait(ports, leaving, { endpoint_id: endpoint.id, rule, until, since: business, times });
}

async function wait(ports: DeliverPorts, { head, id, entry }: Leaving, deferral: Deferral): Promise<Then> {
  if ((await ports.outbox.defer(head, id, deferral)) === 'conflict') return 'more';
  if (entry.deferral?.endpoint_id !== deferral.endpoint_id) await releaseHeld(ports, id, entry);
  const { rule, until, times, endpoint_id } = deferral;
  ports.journal.info('delivery.deferred', {
    conversation_id: head.id,
    message_id: id,
    endpoint_id,
    rule,
    times,
    due_at: new Date(entry.due).toISOString(),
    until: new Date(until).toISOString(),
  });
  const { claim: _claim, ...rest } = entry;
  const waiting = { ...head, outbox: { ...head.outbox, [id]: { ...rest, deferral } } };
  return (signal) => wakeAt(ports, waiting, id, signal);
}

function earlier({ entry }: Leaving, endpoint: Endpoint): Deferral | undefined {
  return entry.deferral?.endpoint_id === endpoint.id ? entry.deferral : undefined;
}
