import {
  type Broadcast,
  barrier,
  NOTICE_GAP,
  type StepDone,
  type TellVerdict,
  type ToldAudience,
  toldUnder,
} from '../domain/broadcast.ts';
import { destinationOf } from '../domain/conversation.ts';
import { endpointUrl } from '../domain/endpoint.ts';
import { endpointId } from '../domain/ids.ts';
import { TOLD_IN_ANSWER, type Told } from '../domain/incident.ts';
import { isForsaken } from '../domain/incident-report.ts';
import { LIMITS } from '../domain/limits.ts';
import { channelOf } from '../domain/outage/trouble.ts';
import type {
  Audiences,
  BroadcastPace,
  Endpoints,
  Handbooks,
  Incidents,
  Recipient,
  ToldClients,
} from '../ports.ts';
import { type AnnouncePorts, announceTo, hasReached, isUnderWay } from './announce-notice.ts';
import { inParallel } from './in-parallel.ts';
import { toldTogether } from './merged-incidents.ts';

export interface TellPorts extends AnnouncePorts {
  audiences: Pick<Audiences, 'page' | 'recipients'>;
  toldClients: Pick<ToldClients, 'reserve' | 'takeOver' | 'amongst'>;
  incidents: Pick<Incidents, 'incident'>;
  endpoints: Pick<Endpoints, 'endpoint'>;
  handbooks: Handbooks;
  noticePace: BroadcastPace;
}

/** Tells the next few of the audience: puts a notice on each conversation's way out, at its moment. */
export async function tellAudience(ports: TellPorts, seen: Broadcast): Promise<StepDone> {
  const page = { limit: LIMITS.noticeBatch, after: seen.cursor };
  const { items, next } = await ports.audiences.page(seen.id, page);
  const judged = await judgeAll(ports, seen, items);
  const meant = judged.flatMap((it) => ('head' in it ? [it] : []));
  const moments = await takeMoments(ports, meant);
  const { policy } = await ports.handbooks.current();
  const told = await inParallel(meant, LIMITS.noticeBatch, ({ head }) =>
    announceTo(ports, seen, head, {
      due: moments.due.get(head.id) ?? ports.clock.business(),
      language: head.language ?? policy.desk.language,
    }),
  );
  const skipped = judged.flatMap((it) => ('skip' in it ? [it.skip] : []));
  const next_at = Math.max(ports.clock.business(), moments.last - LIMITS.noticesAhead);
  return { verdicts: [...skipped, ...told], cursor: next, next_at };
}

type Judged = Recipient | { skip: TellVerdict };

async function judgeAll(ports: TellPorts, seen: Broadcast, ids: readonly string[]): Promise<Judged[]> {
  const { audience } = seen;
  const recipients = new Map((await ports.audiences.recipients(ids)).map((it) => [it.head.id, it]));
  const notices = audience.kind === 'told' ? await noticesOf(ports, audience, ids) : undefined;
  const under = await tellsUnder(ports, seen);
  return inParallel(ids, LIMITS.noticeBatch, (id) =>
    judge(ports, seen, {
      id,
      recipient: recipients.get(id),
      notices: notices && (notices.get(id) ?? []),
      under,
    }),
  );
}

async function noticesOf(
  { toldClients }: TellPorts,
  { incident_id, merged = [] }: ToldAudience,
  ids: readonly string[],
): Promise<Map<string, Told[]>> {
  const all = await Promise.all([incident_id, ...merged].map((id) => toldClients.amongst(id, 'notice', ids)));
  return Map.groupBy(all.flat(), ({ conversation_id }) => conversation_id);
}

/** Its own incident alone, unless that has others by now in whose name somebody may have told the same clients. */
function tellsUnder(ports: TellPorts, seen: Broadcast): Promise<string[]> | string[] {
  if (seen.stage === 'notice' && seen.incident_id !== null) return toldTogether(ports, seen.incident_id);
  return [toldUnder(seen).incident_id];
}

interface Case {
  id: string;
  recipient: Recipient | undefined;
  /** Of a restore: the notices that came before. */
  notices: Told[] | undefined;
  /** The incidents under each of which the client is reserved. */
  under: readonly string[];
}

/** May this client be told, and is it for us to tell? Who reserved it tells it, whatever happens. */
async function judge(ports: TellPorts, seen: Broadcast, one: Case): Promise<Judged> {
  const { recipient, notices } = one;
  const { head, profile } = recipient ?? {};
  const skip = barrier(head, profile, head && (await endpointState(ports, head)));
  if (skip || !recipient || !head) return { skip: skip ?? 'no_address' };
  if (notices && !(await anyReached(ports, head, notices))) return { skip: 'not_reached' };
  return (await isForUs(ports, seen, head, one.under)) ? recipient : { skip: 'already_told' };
}

/** Reserves the client under every incident that it would be told of. */
async function isForUs(
  ports: TellPorts,
  seen: Broadcast,
  head: Recipient['head'],
  under: readonly string[],
): Promise<boolean> {
  const { stage, incident_id: own } = toldUnder(seen);
  const ours = { stage, conversation_id: head.id, at: seen.step_at, by: seen.id };
  // Its step has told the client already, and may have died before it signalled that.
  if (under.length > 1 && (await isUnderWay(ports, head, { ...ours, incident_id: own }))) return true;
  if (under.length > 1 && (await yields(ports, seen, head, under))) return false;
  for (const incident_id of under) if (!(await isOurs(ports, { ...ours, incident_id }, head))) return false;
  return true;
}

/**
 * Of merged incidents each may have been reserved by somebody who has not told it yet: whoever has the first of them tells, and the
 * others yield, so that neither both do nor nobody.
 */
async function yields(
  ports: TellPorts,
  seen: Broadcast,
  head: Recipient['head'],
  under: readonly string[],
): Promise<boolean> {
  const all = await Promise.all(under.map((id) => ports.toldClients.amongst(id, 'notice', [head.id])));
  const rows = all.flat().filter((row) => row.by === seen.id || !isForsaken(row, head));
  const others = rows.filter(({ by }) => by !== seen.id);
  for (const told of others)
    if (told.by === TOLD_IN_ANSWER || (await isUnderWay(ports, head, told))) return true;
  if (others.length > 0 && rows[0]?.by !== seen.id) return true;
  for (const told of others) await ports.toldClients.takeOver({ ...told, by: seen.id }, told);
  return false;
}

async function anyReached(ports: TellPorts, head: Recipient['head'], notices: readonly Told[]) {
  for (const notice of notices) if (await hasReached(ports, head, notice)) return true;
  return false;
}

async function isOurs({ toldClients }: TellPorts, told: Told, head: Recipient['head']) {
  const other = await toldClients.reserve(told);
  if (!other) return true;
  return isForsaken(other, head) && toldClients.takeOver(told, other);
}

async function endpointState({ endpoints }: TellPorts, head: Recipient['head']) {
  const to = destinationOf(head);
  if (to === undefined) return undefined;
  return (await endpoints.endpoint(endpointId(head.partner, endpointUrl(to))))?.state.name;
}

/** A moment for each, by the pace of its channel. */
async function takeMoments(
  { noticePace, clock }: TellPorts,
  recipients: readonly Recipient[],
): Promise<{ due: Map<string, number>; last: number }> {
  const now = clock.business();
  const due = new Map<string, number>();
  let last = now;
  for (const [channel, those] of Map.groupBy(recipients, ({ head }) => channelOf(head))) {
    const first = await noticePace.take(channel, those.length, NOTICE_GAP, now);
    for (const [at, { head }] of those.entries()) due.set(head.id, Math.round(first + at * NOTICE_GAP));
    last = Math.max(last, first + those.length * NOTICE_GAP);
  }
  return { due, last };
}
