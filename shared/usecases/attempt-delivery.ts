import { type CancelRule, cancelledAttempt } from '../domain/cancelled-attempt.ts';
import { attemptNumber, type Claim, type Head, type OutboxEntry } from '../domain/conversation.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import { dispose } from '../domain/disposition.ts';
import { LIMITS } from '../domain/limits.ts';
import { redact } from '../domain/redaction.ts';
import type { Endpoints, OutgoingText, Parked } from '../ports.ts';
import { type Attended, markSlowNow, noteAttempt } from './change-endpoint.ts';
import type { DeliverPorts } from './deliver-outbound.ts';

/** A claim for the attempt that begins now; it outlives every deadline of that attempt. */
export function newClaim({ chance, clock }: Pick<DeliverPorts, 'chance' | 'clock'>): Claim {
  return { id: Buffer.from(chance.entropy()).toString('base64url'), until: clock.wall() + LIMITS.claimWall };
}

/**
 * Claims the text, sends it, records the attempt, and does what the attempt decided. `done` if it was the only text and
 * has ended: one that was added since has a signal of its own, so there is nothing to look for. `refused`: the claim was.
 */
export async function attemptText(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
  claim: Claim,
  attended: Attended | undefined,
): Promise<'done' | 'more' | 'refused'> {
  const claimed = await ports.outbox.claim(head, id, claim);
  if (!claimed) return 'refused';
  const started_at = ports.clock.business();
  const verdict = await decide(ports, claimed, id, entry, started_at, attended);
  const attempt: Attempt = {
    conversation_id: head.id,
    text_id: id,
    number: attemptNumber(entry),
    claim_id: claim.id,
    claim_until: claim.until,
    due_at: entry.due,
    started_at,
    ...(entry.deferral && { deferral: entry.deferral }),
    ...verdict,
  };
  await conclude(ports, claimed, attempt, attended);
  const alone = Object.keys(claimed.outbox).length === 1;
  return alone && verdict.outcome !== 'retry' ? 'done' : 'more';
}

type Verdict = Pick<
  Attempt,
  'rule' | 'outcome' | 'finished_at' | 'result' | 'next_at' | 'uncounted' | 'endpoint'
>;

async function decide(
  ports: DeliverPorts,
  claimed: Head,
  id: string,
  entry: OutboxEntry,
  started: number,
  attended: Attended | undefined,
): Promise<Verdict> {
  const turn = await ports.conversations.turn(claimed.id, id);
  const finished_at = ports.clock.business();
  const endpoint = attended && ({ id: attended.endpoint.id, verdict: 'ours' } as const);
  if (!turn) return { finished_at, rule: 'text.missing', outcome: 'dead', endpoint };
  if (attended?.giveUp) return { finished_at, rule: attended.giveUp, outcome: 'dead', endpoint };
  const { partner, client_id, channel } = claimed;
  if (!channel.webhook_url || !attended) return { finished_at, rule: 'channel.none', outcome: 'stored' };
  const result = await send(ports, attended, { partner, client_id, channel, turn });
  return judge(ports, result, entry, started, attended);
}

/** An endpoint that keeps us waiting is marked slow already while it does, so that its next texts take the other lane. */
async function send(ports: DeliverPorts, attended: Attended, text: OutgoingText): Promise<SendResult> {
  const sending = ports.sender.send(text);
  const answered = sending.then(
    () => true,
    () => true,
  );
  const late = ports.pause(LIMITS.slowAfterWall).then(() => false);
  if (!(await Promise.race([answered, late]))) await markSlowNow(ports, attended);
  return redacted(await sending);
}

function redacted(result: SendResult): SendResult {
  return result.kind === 'response' ? { ...result, body: redact(result.body) } : result;
}

function judge(
  ports: DeliverPorts,
  result: SendResult,
  entry: OutboxEntry,
  started: number,
  { endpoint }: Attended,
): Verdict {
  const now = ports.clock.business();
  const disposition = dispose(result, {
    attempt: entry.attempts - (entry.uncounted ?? 0) + 1,
    uncounted: entry.uncounted ?? 0,
    first_attempt_at: entry.first_attempt_at ?? started,
    now,
    jitter: ports.chance.fraction(),
    endpoint,
  });
  const verdict = { rule: disposition.rule, endpoint: disposition.endpoint, finished_at: now, result };
  if (disposition.next !== 'retry') return { ...verdict, outcome: disposition.next };
  return {
    ...verdict,
    outcome: 'retry',
    next_at: disposition.at,
    ...(disposition.uncounted && { uncounted: true }),
  };
}

/** The attempt's row comes first: whoever finds the claim run out reads there what was decided. */
async function conclude(
  ports: DeliverPorts,
  head: Head,
  attempt: Attempt,
  attended: Attended | undefined,
): Promise<void> {
  if (await isOvertaken(ports, head, attempt)) return;
  if ((await ports.outbox.putAttempt(attempt)) === 'conflict') return;
  await applyAttempt(ports, head, attempt, attended);
}

/** A process that was stopped for longer than its claim lasts has no say any more: whoever took over decides. */
async function isOvertaken(ports: DeliverPorts, claimed: Head, attempt: Attempt): Promise<boolean> {
  const { text_id, claim_id } = attempt;
  if (ports.clock.wall() < (claimed.outbox[text_id]?.claim?.until ?? 0)) return false;
  const head = await ports.conversations.head(claimed.id);
  return head?.outbox[text_id]?.claim?.id !== claim_id;
}

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
  if (attempt.outcome === 'retry')
    await ports.outbox.park(conversation, id, claim_id, parkedBy(attempt, entry));
  else if (attempt.outcome === 'dead') await bury(ports, head, attempt);
  else await ports.outbox.settle(conversation, id, claim_id);
  await releaseHeld(ports, id, entry);
  tell(ports, attempt);
}

function parkedBy(attempt: Attempt, entry: OutboxEntry | undefined): Parked {
  return {
    due: attempt.next_at ?? attempt.finished_at,
    attempts: attempt.number - (entry?.replay_after ?? 0),
    uncounted: (entry?.uncounted ?? 0) + (attempt.uncounted ? 1 : 0),
    first_attempt_at: entry?.first_attempt_at ?? attempt.started_at,
  };
}

/** Given up: its signal goes where dead letters go, and then text and head change places, both or neither. */
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
    attempts: attempt.number,
    ...(attempt.endpoint && { endpoint_id: attempt.endpoint.id }),
  };
  await ports.outbox.bury(dead, claim_id);
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

/** Takes back a text that must not be said any more, visibly. */
export async function cancelText(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
  rule: CancelRule,
): Promise<void> {
  const attempt = cancelledAttempt(head, id, entry, rule, ports.clock.business());
  if ((await ports.outbox.putAttempt(attempt)) === 'conflict') return;
  await ports.outbox.cancel(head, id);
  await releaseHeld(ports, id, entry);
  tell(ports, attempt);
}

function tell({ journal }: DeliverPorts, attempt: Attempt): void {
  const { result } = attempt;
  journal.info('delivery.attempt', {
    conversation_id: attempt.conversation_id,
    message_id: attempt.text_id,
    endpoint_id: attempt.endpoint?.id,
    attempt: attempt.number,
    outcome: attempt.outcome,
    rule: attempt.rule,
    status: result?.kind === 'response' ? result.status : undefined,
    error: result?.kind === 'error' ? result.error : undefined,
    total_ms: result?.timing.total_ms,
    due_at: new Date(attempt.due_at).toISOString(),
    deferrals: attempt.deferral?.times,
    next_at: attempt.next_at === undefined ? undefined : new Date(attempt.next_at).toISOString(),
  });
}
