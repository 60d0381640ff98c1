import type { Broadcast, BroadcastPlan, BroadcastTexts } from '../domain/broadcast.ts';
import { Fault } from '../domain/errors.ts';
import { broadcastId, digestOf } from '../domain/ids.ts';
import { type Incident, isKnown, isOpen } from '../domain/incident.ts';
import { textsOf } from '../domain/incident-texts.ts';
import { LIMITS } from '../domain/limits.ts';
import type { TroubleChannel } from '../domain/outage/trouble.ts';
import type { Chance, Handbooks, Incidents, KeyedRequests } from '../ports.ts';
import { unknownIncident } from './change-incident.ts';
import { type StartBroadcastPorts, startBroadcast } from './start-broadcast.ts';

export interface SendBroadcastPorts extends StartBroadcastPorts {
  incidents: Pick<Incidents, 'incident'>;
  handbooks: Handbooks;
  requests: KeyedRequests;
  chance: Pick<Chance, 'entropy'>;
}

/** What somebody wants to have told, but for who they are and when. */
export type WantedBroadcast = Pick<BroadcastPlan, 'incident_id' | 'stage' | 'texts' | 'audience'>;

/** Words of the desk's own, to whoever wrote lately on these channels. */
export function ownMessage(
  texts: BroadcastTexts,
  channels: readonly TroubleChannel[] | 'all',
  hours: number = LIMITS.audienceHours,
): WantedBroadcast {
  return { incident_id: null, stage: 'message', texts, audience: { kind: 'active', hours, channels } };
}

/**
 * The notice of an incident to more clients than heard it by themselves; whoever was told of it is not told again.
 * @throws Fault incident.unknown, incident.over, incident.suspected
 */
export async function widerNotice(
  ports: Pick<SendBroadcastPorts, 'incidents' | 'handbooks'>,
  incidentId: string,
  asked: { channels?: readonly TroubleChannel[] | 'all' | undefined; text?: string | undefined },
): Promise<WantedBroadcast> {
  const incident = await ports.incidents.incident(incidentId);
  if (!incident) throw unknownIncident();
  demandKnown(incident);
  const channels = asked.channels ?? incident.channels;
  const { text } = asked;
  const texts =
    text === undefined
      ? textsOf(incident, 'notice', await ports.handbooks.current())
      : { ru: text, en: text };
  const audience = { kind: 'active' as const, hours: LIMITS.audienceHours, channels };
  return { incident_id: incidentId, stage: 'notice', texts, audience };
}

function demandKnown(incident: Incident): void {
  if (!isOpen(incident)) throw new Fault('incident.over', 'this incident is over');
  if (!isKnown(incident)) throw new Fault('incident.suspected', 'this incident is not confirmed yet');
}

/**
 * Starts what somebody at the desk wants to have told, once under their key.
 * @throws Fault idempotency.key_reused
 */
export async function sendBroadcast(
  ports: SendBroadcastPorts,
  wanted: WantedBroadcast,
  { by, key }: { by: string; key: string | undefined },
): Promise<Broadcast> {
  const now = ports.clock.business();
  const fresh = broadcastId(now, by, Buffer.from(ports.chance.entropy()).toString('hex'));
  const { id, at } =
    key === undefined
      ? { id: fresh, at: now }
      : await remember(ports, wanted, { by, key }, { id: fresh, at: now });
  return startBroadcast(ports, { ...wanted, id, at, automatic: false, started_by: by });
}

/** The id under which it is told: the first one's, if it was asked for under this key before. */
async function remember(
  { requests }: Pick<SendBroadcastPorts, 'requests'>,
  { incident_id, audience, texts }: WantedBroadcast,
  { by, key }: { by: string; key: string },
  { id, at }: { id: string; at: number },
): Promise<{ id: string; at: number }> {
  const digest = digestOf('broadcast', JSON.stringify([incident_id, audience, texts]));
  // Keys of people at the desk are apart from those of partners, whose names never begin so.
  const asked = { partner: `@staff/${by}`, key, message_id: id, at, digest };
  const known = await requests.claim(asked, at);
  if (known && known.digest !== digest)
    throw new Fault('idempotency.key_reused', 'this key was used for something else; take a new one');
  return known ? { id: known.message_id, at: known.at } : { id, at };
}
