import {
  type Broadcast,
  barrier,
  NOTICE_GAP,
  type StepDone,
  type TellVerdict,
  toldUnder,
} from '../domain/broadcast.ts';
import { destinationOf } from '../domain/conversation.ts';
import { endpointUrl } from '../domain/endpoint.ts';
import { endpointId } from '../domain/ids.ts';
import type { Told } from '../domain/incident.ts';
import { isForsaken } from '../domain/incident-report.ts';
import { LIMITS } from '../domain/limits.ts';
import { channelOf } from '../domain/outage/trouble.ts';
import type { Audiences, BroadcastPace, Endpoints, Handbooks, Recipient, ToldClients } from '../ports.ts';
import { type AnnouncePorts, announceTo, hasReached } from './announce-notice.ts';
import { inParallel } from './in-parallel.ts';

export interface TellPorts extends AnnouncePorts {
  audiences: Pick<Audiences, 'page' | 'recipients'>;
  toldClients: Pick<ToldClients, 'reserve' | 'takeOver' | 'amongst'>;
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
  const noticed =
    audience.kind === 'told' ? await ports.toldClients.amongst(audience.incident_id, 'notice', ids) : [];
  const notices = new Map(noticed.map((told) => [told.conversation_id, told]));
  return inParallel(ids, LIMITS.noticeBatch, (id) =>
    judge(ports, seen, { id, recipient: recipients.get(id), notice: notices.get(id) }),
  );
}

interface Case {
  id: string;
  recipient: Recipient | undefined;
  /** Of a restore: the notice that came before. */
  notice: Told | undefined;
}

/** May this client be told, and is it for us to tell? Who reserved it tells it, whatever happens. */
async function judge(ports: TellPorts, seen: Broadcast, { id, recipient, notice }: Case): Promise<Judged> {
  const { head, profile } = recipient ?? {};
  const skip = barrier(head, profile, head && (await endpointState(ports, head)));
  if (skip || !recipient || !head) return { skip: skip ?? 'no_address' };
  if (notice && !(await hasReached(ports, head, notice))) return { skip: 'not_reached' };
  const told = { ...toldUnder(seen), conversation_id: id, at: seen.step_at, by: seen.id };
  const other = await ports.toldClients.reserve(told);
  if (!other) return recipient;
  return isForsaken(other, head) && (await ports.toldClients.takeOver(told, other))
    ? recipient
    : { skip: 'already_told' };
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
