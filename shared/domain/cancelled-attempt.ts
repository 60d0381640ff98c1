import { attemptNumber, type Head, type OutboxEntry } from './conversation.ts';
import type { Attempt } from './delivery-record.ts';

/**
 * Why a text was taken back: another has the conversation now, the client has written since, its time is over, or its
 * broadcast was withdrawn.
 */
export type CancelRule = 'cancelled.tenure' | 'cancelled.epoch' | 'cancelled.expired' | 'cancelled.broadcast';

/** What tells that a text was taken back instead of being tried once more. */
export function cancelledAttempt(
  head: Head,
  textId: string,
  entry: OutboxEntry,
  rule: CancelRule,
  now: number,
): Attempt {
  return {
    conversation_id: head.id,
    text_id: textId,
    number: attemptNumber(entry),
    claim_id: entry.claim?.id ?? '',
    // What a claim that ran out left undone is cancelled after it, and what nobody claimed before every claim.
    claim_until: entry.claim && entry.claim.until + 1,
    due_at: entry.due,
    started_at: now,
    finished_at: now,
    rule,
    outcome: 'cancelled',
  };
}
