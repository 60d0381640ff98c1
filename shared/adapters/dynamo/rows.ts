import type { Head } from '../../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../domain/delivery-record.ts';
import type { DeskText } from '../../domain/desk-text.ts';
import { timeOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message } from '../../domain/message.ts';
import { keys } from './access-patterns.ts';
import type { Key, Row } from './table.ts';

/** Rows hold the domain's own objects beside their key; only sets and expiry are spelt differently. */
type RowOf<T> = Key & Row & T;

/** DynamoDB's time to live is in whole seconds. */
export const expiry = (at: number): number => Math.floor(at / 1000);

export function toHead(row: Row): Head {
  const { pk: _pk, sk: _sk, pending, owed, ...head } = row;
  return { ...head, pending: sorted(pending), owed: sorted(owed) } as unknown as Head;
}

/** An empty set is no attribute at all. */
function sorted(set: unknown): string[] {
  return [...((set as Set<string> | undefined) ?? [])].sort();
}

export function messageRow(message: Message): RowOf<{ kind: 'message'; message: Message }> {
  return {
    ...keys.entry(message.conversation_id, message.id),
    kind: 'message',
    message,
    expires_at: expiry(message.received_at + LIMITS.messagesKept),
  };
}

export function textRow(text: DeskText): RowOf<{ kind: 'text'; text: DeskText }> {
  return {
    ...keys.entry(text.conversation_id, text.id),
    kind: 'text',
    text,
    expires_at: expiry(text.decided_at + LIMITS.messagesKept),
  };
}

export function attemptRow(attempt: Attempt): RowOf<{ kind: 'attempt'; attempt: Attempt }> {
  return {
    ...keys.attempt(attempt.conversation_id, attempt.text_id, attempt.number),
    kind: 'attempt',
    attempt,
    expires_at: expiry(attempt.finished_at + LIMITS.attemptsKept),
  };
}

export function deadRow(dead: DeadDelivery): RowOf<{ kind: 'dead'; dead: DeadDelivery }> {
  return {
    ...keys.dead(dead.died_at, dead.text_id),
    kind: 'dead',
    dead,
    expires_at: expiry(dead.died_at + LIMITS.attemptsKept),
  };
}

/** Stands where a message should have come and did not. */
export function forgottenRow(conversationId: string, id: string): RowOf<{ kind: 'forgotten' }> {
  return {
    ...keys.entry(conversationId, id),
    kind: 'forgotten',
    expires_at: expiry(timeOf(id) + LIMITS.idempotencyKept),
  };
}

export type EntryRow =
  | ReturnType<typeof forgottenRow>
  | ReturnType<typeof messageRow>
  | ReturnType<typeof textRow>
  | ReturnType<typeof attemptRow>;

export const asEntry = (row: Row): EntryRow => row as EntryRow;
