import type { Head } from '../domain/conversation.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import type { Message } from '../domain/message.ts';
import type { Turn } from '../domain/turn.ts';
import type { HistoryItem } from '../ports.ts';

export type StoredEntry =
  | { kind: 'message'; message: Message }
  | { kind: 'turn'; turn: Turn }
  | { kind: 'attempt'; attempt: Attempt }
  | { kind: 'forgotten' };

/**
 * What was really said, newest first, from a conversation's rows. A turn counts only if the head still has its text to
 * deliver or an attempt tells what became of it: a draft that was never committed shows in neither.
 */
export function historyOf(
  head: Head | undefined,
  entries: readonly StoredEntry[],
  repliesOnly = false,
): HistoryItem[] {
  const lastAttempt = new Map<string, Attempt>();
  for (const entry of entries) if (entry.kind === 'attempt') keepLatest(lastAttempt, entry.attempt);
  return entries.flatMap((entry): HistoryItem[] => {
    if (entry.kind === 'message') return repliesOnly ? [] : [{ kind: 'message', message: entry.message }];
    if (entry.kind !== 'turn') return [];
    const outcome = lastAttempt.get(entry.turn.id)?.outcome;
    if (head?.outbox[entry.turn.id]) return [{ kind: 'reply', turn: entry.turn, outcome: 'waiting' }];
    return outcome && outcome !== 'retry' ? [{ kind: 'reply', turn: entry.turn, outcome }] : [];
  });
}

function keepLatest(attempts: Map<string, Attempt>, attempt: Attempt): void {
  const known = attempts.get(attempt.text_id);
  if (!known || known.number < attempt.number) attempts.set(attempt.text_id, attempt);
}
