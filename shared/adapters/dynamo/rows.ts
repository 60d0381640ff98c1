import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Head } from '../../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../domain/delivery-record.ts';
import type { DeskText } from '../../domain/desk-text.ts';
import { timeOf } from '../../domain/ids.ts';
import { type Placed, placeOf } from '../../domain/inbox.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, Profile } from '../../domain/message.ts';
import { DESK } from '../../domain/operator.ts';
import type { Note, OperatorAction } from '../../domain/operator-action.ts';
import { standOf } from '../../domain/said.ts';
import { keys } from './access-patterns.ts';
import type { Key, Row } from './table.ts';

/** Rows hold the domain's own objects beside their key; only sets and expiry are spelt differently. */
type RowOf<T> = Key & Row & T;

/** DynamoDB's time to live is in whole seconds. */
export const expiry = (at: number): number => Math.floor(at / 1000);

export function toHead(row: Row): Head {
  const { pk: _pk, sk: _sk, ik: _ik, is: _is, pending, owed, ...head } = row;
  return { ...head, pending: sorted(pending), owed: sorted(owed) } as unknown as Head;
}

export function toProfile({ pk: _pk, sk: _sk, told_at: _at, ...profile }: Row): Profile {
  return profile;
}

/** A head's attributes for the index `desk`. */
export function placeIn(head: Placed): { ik: string; is: string } {
  const { list, order } = placeOf(head);
  return { ik: keys.inbox(list).partition[1], is: order };
}

/** What makes a message, a text, or what an operator did, be found by its day. */
function dayIn(id: string): { ik: string; is: string } {
  const { day, shard } = standOf(id);
  return { ik: keys.said(day, shard).partition[1], is: id };
}

/** An empty set is no attribute at all. */
function sorted(set: unknown): string[] {
  return [...((set as Set<string> | undefined) ?? [])].sort();
}

export function messageRow(message: Message): RowOf<{ kind: 'message'; message: Message }> {
  return {
    ...keys.entry(message.conversation_id, message.id),
    ...dayIn(message.id),
    kind: 'message',
    message,
    expires_at: expiry(message.received_at + LIMITS.messagesKept),
  };
}

/** A text is read whole or not at all, so it is kept deflated: of a reply in Russian that halves the row, and mostly saves a write unit. */
export function textRow(text: DeskText): RowOf<{ kind: 'text'; deflated: Uint8Array }> {
  return {
    ...keys.entry(text.conversation_id, text.id),
    // A turn is found behind the message that it answers.
    ...(text.source !== 'ai_bot' && dayIn(text.id)),
    kind: 'text',
    deflated: deflateRawSync(JSON.stringify(text)),
    expires_at: expiry(text.decided_at + LIMITS.messagesKept),
  };
}

/** The text of such a row; older rows hold it as it is. */
export function textIn({ deflated, text }: Row): DeskText {
  const kept = deflated as Uint8Array | undefined;
  return kept ? JSON.parse(inflateRawSync(kept).toString()) : (text as DeskText);
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
    expires_at: expiry(dead.died_at + LIMITS.deathsKept),
  };
}

/** Stands where a message should have come and did not. */
export function forgottenRow(conversationId: string, id: string): RowOf<{ kind: 'forgotten' }> {
  return {
    ...keys.entry(conversationId, id),
    // A turn may stand behind it.
    ...dayIn(id),
    kind: 'forgotten',
    expires_at: expiry(timeOf(id) + LIMITS.idempotencyKept),
  };
}

export function noteRow(note: Note): RowOf<{ kind: 'note'; note: Note }> {
  return {
    ...keys.entry(note.conversation_id, note.id),
    kind: 'note',
    note,
    expires_at: expiry(note.at + LIMITS.messagesKept),
  };
}

export function actionRow(action: OperatorAction): RowOf<{ kind: 'action'; action: OperatorAction }> {
  return {
    ...keys.entry(action.conversation_id, action.id),
    // What the desk does by itself is nobody's work: it is told of in the history alone.
    ...(action.by !== DESK && dayIn(action.id)),
    kind: 'action',
    action,
    expires_at: expiry(action.at + LIMITS.messagesKept),
  };
}

export type EntryRow =
  | ReturnType<typeof noteRow>
  | ReturnType<typeof actionRow>
  | ReturnType<typeof forgottenRow>
  | ReturnType<typeof messageRow>
  | RowOf<{ kind: 'text'; text: DeskText }>
  | ReturnType<typeof attemptRow>;

export function asEntry(row: Row): EntryRow {
  const read = row['kind'] === 'text' ? { ...row, text: textIn(row) } : row;
  return read as EntryRow;
}
