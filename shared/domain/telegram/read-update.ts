import type { CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update } from 'grammy/types';
import { LIMITS } from '../limits.ts';
import { chatOf, clientOf, readMessage } from './read-message.ts';
import type { Reading } from './reading.ts';
import { countOf, fieldsOf, integerOf, isThere, known, tokenOf } from './unchecked.ts';

type Kind = Exclude<keyof Update, 'update_id'>;

const READERS = {
  message: (value: unknown) => readMessage('message', value),
  edited_message: (value: unknown) => readMessage('edited_message', value),
  callback_query: readTap,
  my_chat_member: readStanding,
} satisfies Partial<Record<Kind, (value: unknown) => Reading>>;

export const READ_KINDS = Object.keys(READERS) as (keyof typeof READERS)[];

/** Kinds that the desk does not ask for, or has no use for. */
export const IGNORED_KINDS = [
  'business_connection',
  'business_message',
  'channel_post',
  'chat_boost',
  'chat_join_request',
  'chat_member',
  'chosen_inline_result',
  'deleted_business_messages',
  'edited_business_message',
  'edited_channel_post',
  'guest_message',
  'inline_query',
  'managed_bot',
  'message_reaction',
  'message_reaction_count',
  'poll',
  'poll_answer',
  'pre_checkout_query',
  'purchased_paid_media',
  'removed_chat_boost',
  'shipping_query',
  'stopped_message_generation',
  'subscription',
] as const satisfies readonly Kind[];

/**
 * What an update of the Bot API says. Whatever the JSON, it throws nothing and what it returns is within LIMITS:
 * longer words and names are cut, and what is of the wrong type counts as not there.
 *
 * Of a private message, its time is 0 if the update gives none between 1970 and the year 9999. What a person sent
 * in a private chat is never ignored: content of an unknown kind is an attachment of type `other`.
 *
 * `why` names what was met by the Bot API's own names, and is stable.
 */
export function readUpdate(update: unknown): Reading {
  const fields = fieldsOf<Update>(update);
  if (!fields) return { kind: 'unreadable', why: 'update.no_object' };
  const kind = READ_KINDS.find((one) => isThere(fields[one]));
  if (kind) return READERS[kind](fields[kind]);
  const ignored = IGNORED_KINDS.find((one) => isThere(fields[one]));
  return ignored
    ? { kind: 'ignored', why: `update.${ignored}` }
    : { kind: 'unreadable', why: 'update.unknown_kind' };
}

/** What updates of one bot are told apart by, if a request's body is an update at all. */
export function updateIdOf(body: unknown): number | undefined {
  return integerOf(fieldsOf<Update>(body)?.update_id);
}

/** The message that a button stands under may be too old to be shown; its chat and number are told nevertheless. */
function readTap(value: unknown): Reading {
  const query = fieldsOf<CallbackQuery>(value);
  const tap = tokenOf(query?.id);
  if (!query || tap === undefined) return { kind: 'unreadable', why: 'callback_query.no_id' };
  if (!isThere(query.message)) return { kind: 'ignored', why: 'callback_query.no_message' };
  const message = fieldsOf<Message>(query.message);
  const chat = chatOf(message?.chat);
  if (!chat) return { kind: 'unreadable', why: 'callback_query.no_chat' };
  if (chat.type !== 'private') return { kind: 'ignored', why: 'callback_query.not_private' };
  return known({
    kind: 'tap',
    tap,
    chat: chat.id,
    data: buttonDataOf(query.data),
    client: clientOf(query.from, message?.chat),
    message: countOf(message?.message_id),
  });
}

/** Empty if it is nothing that a button can carry. */
function buttonDataOf(value: unknown): string {
  if (typeof value !== 'string' || value.length > LIMITS.buttonBytes) return '';
  const data = value.toWellFormed();
  return Buffer.byteLength(data) <= LIMITS.buttonBytes ? data : '';
}

/** How the bot stands in a chat: a client who blocks it has kicked it out of their private chat. */
function readStanding(value: unknown): Reading {
  const change = fieldsOf<ChatMemberUpdated>(value);
  const chat = chatOf(change?.chat);
  if (!chat) return { kind: 'unreadable', why: 'my_chat_member.no_chat' };
  if (chat.type !== 'private') return { kind: 'ignored', why: 'my_chat_member.not_private' };
  const status = fieldsOf<ChatMember>(change?.new_chat_member)?.status;
  if (typeof status !== 'string') return { kind: 'unreadable', why: 'my_chat_member.no_status' };
  const stands = { chat: chat.id, at: (countOf(change?.date) ?? 0) * 1000 };
  if (status === 'kicked') return { kind: 'blocked', ...stands };
  if (status === 'member') return { kind: 'unblocked', ...stands };
  return { kind: 'ignored', why: 'my_chat_member.other_status' };
}
