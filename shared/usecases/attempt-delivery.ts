import { type CancelRule, cancelledAttempt } from '../domain/cancelled-attempt.ts';
import { attemptNumber, type Head, type OutboxEntry } from '../domain/conversation.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import { dispose } from '../domain/disposition.ts';
import { LIMITS } from '../domain/limits.ts';
import type { DeliverPorts } from './deliver-outbound.ts';

/**
 * Claims the text, sends it, records the attempt, and does what the attempt decided. `done` if it was the only text and
 * has ended: one that was added since has a signal of its own, so there is nothing to look for.
 */
export async function attemptText(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
): Promise<'done' | 'more'> {
  const claim = { id: claimId(ports), until: ports.clock.wall() + LIMITS.claimWall };
  const claimed = await ports.outbox.claim(head, id, claim);
  if (!claimed) return 'more';
  const started_at = ports.clock.business();
  const verdict = await send(ports, claimed, id, entry, started_at);
  const attempt = {
    number: attemptNumber(entry),
    claim_id: claim.id,
    claim_until: claim.until,
    due_at: entry.due,
    started_at,
    ...verdict,
  };
  await conclude(ports, claimed, { conversation_id: head.id, text_id: id, ...attempt });
  const alone = Object.keys(claimed.outbox).length === 1;
  return alone && verdict.outcome !== 'retry' ? 'done' : 'more';
}

async function send(
  ports: DeliverPorts,
  claimed: Head,
  id: string,
  entry: OutboxEntry,
  started: number,
): Promise<Verdict> {
  const turn = await ports.conversations.turn(claimed.id, id);
  const finished_at = ports.clock.business();
  if (!turn) return { finished_at, rule: 'text.missing', outcome: 'dead' };
  const { partner, client_id, channel } = claimed;
  if (!channel.webhook_url) return { finished_at, rule: 'channel.none', outcome: 'stored' };
  const result = await ports.sender.send({ partner, client_id, channel, turn });
  return judge(ports, result, entry.attempts + 1, entry.first_attempt_at ?? started);
}

type Verdict = Pick<Attempt, 'rule' | 'outcome' | 'finished_at' | 'result' | 'next_at'>;

function judge(ports: DeliverPorts, result: SendResult, attempt: number, first: number): Verdict {
  const now = ports.clock.business();
  const jitter = ports.chance.fraction();
  const disposition = dispose(result, { attempt, first_attempt_at: first, now, jitter });
  const verdict = { rule: disposition.rule, finished_at: now, result };
  if (disposition.next === 'retry') return { ...verdict, outcome: 'retry', next_at: disposition.at };
  return { ...verdict, outcome: disposition.next };
}

/** The attempt's row comes first: whoever finds the claim run out reads there what was decided. */
async function conclude(ports: DeliverPorts, head: Head, attempt: Attempt): Promise<void> {
  if (await isOvertaken(ports, head, attempt)) return;
  if ((await ports.outbox.putAttempt(attempt)) === 'conflict') return;
  await applyAttempt(ports, head, attempt);
}

/** A process that was stopped for longer than its claim lasts has no say any more: whoever took over decides. */
async function isOvertaken(ports: DeliverPorts, claimed: Head, attempt: Attempt): Promise<boolean> {
  const { text_id, claim_id } = attempt;
  if (ports.clock.wall() < (claimed.outbox[text_id]?.claim?.until ?? 0)) return false;
  const head = await ports.conversations.head(claimed.id);
  return head?.outbox[text_id]?.claim?.id !== claim_id;
}

/** Does what a recorded attempt decided; safe to repeat, and without effect once another claim holds the text. */
export async function applyAttempt(ports: DeliverPorts, head: Head, attempt: Attempt): Promise<void> {
  const { conversation_id: conversation, text_id: id, claim_id } = attempt;
  if (attempt.outcome === 'retry') {
    const parked = {
      due: attempt.next_at ?? attempt.finished_at,
      attempts: attempt.number - (head.outbox[id]?.replay_after ?? 0),
      first_attempt_at: head.outbox[id]?.first_attempt_at ?? attempt.started_at,
    };
    await ports.outbox.park(conversation, id, claim_id, parked);
  } else {
    if (attempt.outcome === 'dead') await bury(ports, head, attempt);
    await ports.outbox.settle(conversation, id, claim_id);
  }
  tell(ports, attempt);
}

/** Given up: kept where operators see it, and its signal goes where dead letters go. */
async function bury(ports: DeliverPorts, head: Head, attempt: Attempt): Promise<void> {
  await ports.outbox.putDead({
    conversation_id: head.id,
    partner: head.partner,
    client_id: head.client_id,
    text_id: attempt.text_id,
    died_at: attempt.finished_at,
    rule: attempt.rule,
    attempts: attempt.number,
  });
  await ports.deadLetters.send({ conversation_id: head.id, text_id: attempt.text_id });
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
  tell(ports, attempt);
}

function claimId(ports: DeliverPorts): string {
  return Buffer.from(ports.chance.entropy()).toString('base64url');
}

function tell({ journal }: DeliverPorts, attempt: Attempt): void {
  const { result } = attempt;
  journal.info('delivery.attempt', {
    conversation_id: attempt.conversation_id,
    message_id: attempt.text_id,
    attempt: attempt.number,
    outcome: attempt.outcome,
    rule: attempt.rule,
    status: result?.kind === 'response' ? result.status : undefined,
    error: result?.kind === 'error' ? result.error : undefined,
    total_ms: result?.timing.total_ms,
    due_at: new Date(attempt.due_at).toISOString(),
    next_at: attempt.next_at === undefined ? undefined : new Date(attempt.next_at).toISOString(),
  });
}
