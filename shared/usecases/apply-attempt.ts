import type { Head, OutboxEntry } from '../domain/conversation.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import type { Recorded } from '../domain/figures.ts';
import { timeOf } from '../domain/ids.ts';
import type { Endpoints, Parked } from '../ports.ts';
import { type Attended, noteAttempt } from './change-endpoint.ts';
import type { DeliverPorts } from './deliver-outbound.ts';
import { settleText } from './settle-text.ts';

/** Does what a recorded attempt decided; safe to repeat, and without effect once another claim holds the text. */
export async function applyAttempt(
  ports: DeliverPorts,
  head: Head,
  attempt: Attempt,
  attended?: Attended,
): Promise<void> {
  const { conversation_id: conversation, text_id: id, claim_id } = attempt;
  const entry = head.outbox[id];
  await noteAttempt(ports, attempt, attended);
  await noteChat(ports, head, attempt, attended);
  if (attempt.outcome === 'retry')
    await ports.outbox.park(conversation, id, claim_id, parkedBy(ports, attempt, entry));
  else if (attempt.outcome === 'dead' || attempt.outcome === 'unknown') await bury(ports, head, attempt);
  else await settleText(ports, head, attempt, entry);
  await releaseHeld(ports, id, entry);
  tell(ports, attempt);
}

/** What a chat told about itself. Of an attempt that died it is not known any more whether the client has written since. */
async function noteChat(
  { conversations, clock }: DeliverPorts,
  head: Head,
  attempt: Attempt,
  attended: Attended | undefined,
): Promise<void> {
  const { reason, moved_to } = attempt.result?.chat ?? {};
  if (reason === 'blocked' && attended) await conversations.closeChannel(head, clock.business());
  if (moved_to !== undefined) await conversations.moveChat(attempt.conversation_id, moved_to);
}

/** When something was put into the chat, as far as this attempt can have done so; wall time. */
export function spokeAt({ clock }: Pick<DeliverPorts, 'clock'>, { result }: Attempt): number | undefined {
  return result?.chat ? clock.wall() : undefined;
}

function parkedBy(
  ports: Pick<DeliverPorts, 'clock'>,
  attempt: Attempt,
  entry: OutboxEntry | undefined,
): Parked {
  const { parts } = attempt.result?.chat ?? {};
  return {
    due: attempt.next_at ?? attempt.finished_at,
    attempts: attempt.number - (entry?.replay_after ?? 0),
    uncounted: (entry?.uncounted ?? 0) + (attempt.uncounted ? 1 : 0),
    first_attempt_at: entry?.first_attempt_at ?? attempt.started_at,
    parts_sent: parts?.sent || entry?.parts_sent,
    spoke_at: spokeAt(ports, attempt),
  };
}

/** Given up, or nobody knows whether it arrived: its signal goes where dead letters go, and then text and head change places, both or neither. */
async function bury(ports: DeliverPorts, head: Head, attempt: Attempt): Promise<void> {
  const { text_id, claim_id } = attempt;
  await ports.deadLetters.send({ conversation_id: head.id, text_id });
  const dead = {
    conversation_id: head.id,
    partner: head.partner,
    client_id: head.client_id,
    text_id,
    died_at: attempt.finished_at,
    rule: attempt.rule,
    ...(attempt.outcome === 'unknown' && { unknown: true as const }),
    attempts: attempt.number,
    ...(attempt.endpoint && { endpoint_id: attempt.endpoint.id }),
  };
  await ports.outbox.bury(dead, claim_id, spokeAt(ports, attempt));
}

/** A text that was held is shown as held no longer. */
export async function releaseHeld(
  { endpoints }: { endpoints: Pick<Endpoints, 'release'> },
  id: string,
  entry: OutboxEntry | undefined,
): Promise<void> {
  const deferral = entry?.deferral;
  if (deferral?.rule === 'endpoint.disabled') await endpoints.release(deferral.endpoint_id, id);
}

/** One line for each attempt. */
export function tell({ journal }: DeliverPorts, attempt: Attempt): void {
  const { result } = attempt;
  const line = {
    conversation_id: attempt.conversation_id,
    message_id: attempt.text_id,
    endpoint_id: attempt.endpoint?.id,
    attempt: attempt.number > 1 ? attempt.number : undefined,
    outcome: attempt.outcome,
    rule: attempt.rule,
    // The rule tells of a success; what is left out is not paid for with every message.
    status: result?.kind === 'response' && attempt.outcome !== 'delivered' ? result.status : undefined,
    error: result?.kind === 'error' ? result.error : undefined,
    total_ms: result?.timing.total_ms,
    late_ms: lateness(attempt),
    deferrals: attempt.deferral?.times,
    next_at: attempt.next_at === undefined ? undefined : new Date(attempt.next_at).toISOString(),
  };
  journal.info('delivery.attempt', line, figuresOf(attempt));
}

/** Of a first try, from a second on: that is what a busy desk takes anyway. */
function lateness({ number, started_at, due_at }: Attempt): number | undefined {
  const late = started_at - due_at;
  return number === 1 && late >= LATE_FROM_MS ? late : undefined;
}

const LATE_FROM_MS = 1_000;

/** Figures only of what was tried: a text that was taken back is neither a success nor a failure. */
function figuresOf({ outcome, text_id, finished_at, result }: Attempt): Recorded | undefined {
  if (outcome === 'delivered') return { DeliveredMs: finished_at - timeOf(text_id) };
  return result && outcome !== 'cancelled' && outcome !== 'stored' ? { DeliveryFailed: 1 } : undefined;
}
