import { type ActiveAudience, barrier, isMeant, SKIP_REASONS, type SkipReason } from '../domain/broadcast.ts';
import { destinationOf } from '../domain/conversation.ts';
import { endpointUrl } from '../domain/endpoint.ts';
import { endpointId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { channelOf } from '../domain/outage/trouble.ts';
import type { Audiences, Clock, Endpoints, Incidents, Recipient, SaidByDay, ToldClients } from '../ports.ts';
import { lookBack } from './count-audience.ts';
import { inParallel } from './in-parallel.ts';
import { toldTogether } from './merged-incidents.ts';

export interface BroadcastDryRunPorts {
  said: Pick<SaidByDay, 'onDay'>;
  audiences: Pick<Audiences, 'recipients'>;
  toldClients: Pick<ToldClients, 'amongst'>;
  incidents: Pick<Incidents, 'incident'>;
  endpoints: Pick<Endpoints, 'endpoint'>;
  clock: Pick<Clock, 'business' | 'wall'>;
}

/** Whom a broadcast would reach if it began now. */
export interface Reach {
  clients: number;
  by_channel: Record<string, number>;
  skipped: Record<SkipReason, number>;
  /** False: there are more, who were not counted any more. */
  complete: boolean;
}

/** Counts whom a broadcast would reach, and writes nothing. */
export async function dryRunBroadcast(
  ports: BroadcastDryRunPorts,
  { audience, incident_id }: { audience: ActiveAudience; incident_id: string | null },
): Promise<Reach> {
  const at = ports.clock.business();
  const until = ports.clock.wall() + LIMITS.audienceCountedWall;
  const met = new Set<string>();
  const under = incident_id === null ? [] : await toldTogether(ports, incident_id);
  const reach = nobody();
  const known = new Map<string, Promise<boolean>>();
  let cursor: string | undefined;
  do {
    const look = await lookBack(ports, at, audience, cursor);
    cursor = look.cursor;
    const fresh = look.conversations.filter((id) => !met.has(id));
    for (const id of fresh) met.add(id);
    const meant = (await ports.audiences.recipients(fresh)).filter(({ head }) => isMeant(head, audience, at));
    const told = await toldAlready(ports, under, meant);
    await inParallel(meant, LIMITS.audienceAtOnce, async (recipient) => {
      const disabled = await isDisabled(ports, recipient, known);
      count(reach, recipient, { disabled, told: told.has(recipient.head.id) });
    });
  } while (cursor !== undefined && met.size < LIMITS.audienceCounted && ports.clock.wall() < until);
  return { ...reach, complete: cursor === undefined };
}

function nobody(): Reach {
  const skipped = Object.fromEntries(SKIP_REASONS.map((reason) => [reason, 0])) as Record<SkipReason, number>;
  return { clients: 0, by_channel: {}, skipped, complete: false };
}

function count(
  reach: Reach,
  { head, profile }: Recipient,
  { disabled, told }: { disabled: boolean; told: boolean },
): void {
  const skip =
    barrier(head, profile, disabled ? 'disabled' : undefined) ?? (told ? 'already_told' : undefined);
  if (skip) reach.skipped[skip] += 1;
  else {
    const channel = channelOf(head);
    reach.clients += 1;
    reach.by_channel[channel] = (reach.by_channel[channel] ?? 0) + 1;
  }
}

async function toldAlready(
  { toldClients }: BroadcastDryRunPorts,
  under: readonly string[],
  recipients: readonly Recipient[],
): Promise<Set<string>> {
  const ids = recipients.map(({ head }) => head.id);
  const told = await Promise.all(under.map((id) => toldClients.amongst(id, 'notice', ids)));
  return new Set(told.flat().map(({ conversation_id }) => conversation_id));
}

/** Most clients of a partner share one endpoint. */
function isDisabled(
  { endpoints }: BroadcastDryRunPorts,
  { head }: Recipient,
  known: Map<string, Promise<boolean>>,
): Promise<boolean> {
  const to = destinationOf(head);
  if (to === undefined) return Promise.resolve(false);
  const id = endpointId(head.partner, endpointUrl(to));
  const answer = known.get(id) ?? endpoints.endpoint(id).then((it) => it?.state.name === 'disabled');
  known.set(id, answer);
  return answer;
}
