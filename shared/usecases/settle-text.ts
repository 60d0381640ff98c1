import { type Head, isBotsAndOpen, type OutboxEntry } from '../domain/conversation.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import { type FollowUp, wakeUpFor } from '../domain/follow-up.ts';
import { spokeAt } from './apply-attempt.ts';
import type { DeliverPorts } from './deliver-outbound.ts';

/**
 * Takes a finished text off the head, with a note of what follows it. The wake-up for that is armed before: one that nobody
 * noted wakes for nothing, one that was noted and never armed would be counted on.
 */
export async function settleText(
  ports: DeliverPorts,
  head: Head,
  attempt: Attempt,
  entry: OutboxEntry | undefined,
): Promise<void> {
  const { conversation_id, text_id, claim_id } = attempt;
  const follow_up = followUpOf(attempt, head, entry);
  const at = attempt.finished_at + (entry?.sequel?.first ?? 0);
  const armed = follow_up && isBotsAndOpen(head) ? await wake(ports, head, at) : undefined;
  const settled = await ports.outbox.settle(conversation_id, text_id, claim_id, {
    follow_up,
    armed,
    spoke_at: spokeAt(ports, attempt),
  });
  // An answer that got lost looks like a conflict; the conversation may have changed hands while the text was sent, and
  // what would have woken it may have come and gone.
  const now = follow_up && (settled ?? (await ports.conversations.head(conversation_id)));
  if (now && isBotsAndOpen(now) && now.epoch === follow_up.epoch) await wake(ports, now, at);
}

/** Has the conversation woken at `at`, unless it is in time anyway. */
async function wake(
  { wakeUps, clock }: Pick<DeliverPorts, 'wakeUps' | 'clock'>,
  { id, armed }: Head,
  at: number,
): Promise<number | undefined> {
  const wakeUp = wakeUpFor(armed, at, clock.business());
  if (wakeUp !== undefined) await wakeUps.arm(id, wakeUp);
  return wakeUp;
}

/** What follows a delivered reply, unless the client has written since it was decided. */
function followUpOf(
  { outcome, finished_at }: Attempt,
  head: Head,
  entry: OutboxEntry | undefined,
): FollowUp | undefined {
  const { sequel } = entry ?? {};
  const arrived = outcome === 'delivered' || outcome === 'stored';
  if (!arrived || !sequel || sequel.epoch !== head.epoch) return undefined;
  // A dead text that was replayed begins nothing anew that has begun.
  if (entry?.replay_after !== undefined && head.follow_up?.epoch === head.epoch) return undefined;
  return { then: sequel.then, since: finished_at, epoch: sequel.epoch, step: 0 };
}

/** A note of what follows that landed when what was armed for it had come and gone: whoever wrote it died of it. */
export async function rearm(ports: DeliverPorts, head: Head): Promise<void> {
  const { follow_up, epoch, armed = 0 } = head;
  if (follow_up?.epoch === epoch && isBotsAndOpen(head)) await wake(ports, head, armed);
}
