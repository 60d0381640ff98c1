import { attemptNumber, type Claim, type Head, type OutboxEntry } from '../domain/conversation.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import { dispose } from '../domain/disposition.ts';
import { LIMITS } from '../domain/limits.ts';
import { redact } from '../domain/redaction.ts';
import { disposeChat } from '../domain/telegram-disposition.ts';
import type { OutgoingText } from '../ports.ts';
import { applyAttempt } from './apply-attempt.ts';
import { type Attended, markSlowNow } from './change-endpoint.ts';
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
  // Behind one that was given up something may wait that its delivery would have brought on.
  const ended = !['retry', 'dead', 'unknown'].includes(verdict.outcome);
  return alone && ended && !keptWaiting(claimed, entry) ? 'done' : 'more';
}

/** Behind a reply something may wait that is to follow anyway, whose time came while the reply was still on its way. */
function keptWaiting({ follow_up, epoch }: Head, entry: OutboxEntry): boolean {
  return entry.epoch === undefined && follow_up?.epoch === epoch;
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
  const text = await ports.conversations.text(claimed.id, id);
  const finished_at = ports.clock.business();
  const endpoint = attended && ({ id: attended.endpoint.id, verdict: 'ours' } as const);
  if (!text) return { finished_at, rule: 'text.missing', outcome: 'dead', endpoint };
  if (attended?.giveUp) return { finished_at, rule: attended.giveUp, outcome: 'dead', endpoint };
  const { partner, client_id, channel } = claimed;
  if (channel.closed_at !== undefined)
    return { finished_at, rule: 'channel.closed', outcome: 'dead', endpoint };
  if (!attended) return { finished_at, rule: 'channel.none', outcome: 'stored' };
  const { parts_sent } = entry;
  const result = await send(ports, attended, { partner, client_id, channel, text, parts_sent });
  return judge(ports, result, entry, started, attended);
}

/**
 * An endpoint that keeps us waiting is marked slow already while it does, so that its next texts take the other lane. A bot
 * that takes long keeps its distance between parts.
 */
async function send(ports: DeliverPorts, attended: Attended, text: OutgoingText): Promise<SendResult> {
  const sending = ports.sender.send(text);
  if (text.channel.bot !== undefined) return redacted(await sending);
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
  const decide = result.chat ? disposeChat : dispose;
  const disposition = decide(result, {
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
