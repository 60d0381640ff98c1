import type { Chat, Message, User } from 'grammy/types';
import { LIMITS } from '../limits.ts';
import type { Attachment, ChatNote } from '../message.ts';
import { attachmentOf } from './read-attachment.ts';
import { commandOf } from './read-command.ts';
import { richContentOf } from './read-rich-message.ts';
import type { ReadClient, Reading } from './reading.ts';
import { serviceFieldOf } from './service-messages.ts';
import {
  countOf,
  fieldsOf,
  integerOf,
  isThere,
  known,
  languageOf,
  nameOf,
  timeOf,
  tokenOf,
  type Unchecked,
  wordsOf,
} from './unchecked.ts';

type MessageUpdate = 'message' | 'edited_message';

/** `forward_date` is how forwards were told before Bot API 7.0; some servers of it still do. */
type AnyMessage = Message & { forward_date?: number };
type Fields = Unchecked<AnyMessage>;

interface Content {
  text: string;
  attachments: Attachment[];
}

export function readMessage(update: MessageUpdate, value: unknown): Reading {
  const message = fieldsOf<AnyMessage>(value);
  if (!message) return { kind: 'unreadable', why: `${update}.no_object` };
  const chat = chatOf(message.chat);
  if (!chat) return { kind: 'unreadable', why: `${update}.no_chat` };
  switch (chat.type) {
    case 'private':
      return readPrivate(update, message, chat.id);
    case 'group':
    case 'supergroup':
      return readInGroup(update, message, chat.id);
    case 'channel':
      return { kind: 'ignored', why: `${update}.channel` };
    default:
      return { kind: 'unreadable', why: `${update}.unknown_chat` };
  }
}

/** A chat's id and what it says it is. */
export function chatOf(value: unknown): { id: number; type: unknown } | undefined {
  const chat = fieldsOf<Chat>(value);
  const id = integerOf(chat?.id);
  return id ? { id, type: chat?.type } : undefined;
}

/** A private chat has the name of the one who writes in it. */
export function clientOf(from: unknown, chat?: unknown): ReadClient {
  const user = fieldsOf<User>(from);
  return known({
    name: fullNameOf(user) ?? fullNameOf(fieldsOf<User>(chat)),
    locale: languageOf(user?.language_code),
  });
}

function fullNameOf(user: Unchecked<User> | undefined): string | undefined {
  const names = [user?.first_name, user?.last_name];
  const there = names.flatMap((name) => nameOf(name, LIMITS.nameCharacters) ?? []);
  return nameOf(there.join(' '), LIMITS.nameCharacters);
}

function readPrivate(update: MessageUpdate, message: Fields, chat: number): Reading {
  if (isBot(message.from)) return { kind: 'ignored', why: `${update}.from_bot` };
  const content = contentOf(message);
  const service = isEmpty(content) ? serviceFieldOf(message) : undefined;
  if (service !== undefined) return { kind: 'ignored', why: `${update}.${service}` };
  if (update === 'edited_message' && isPosition(message))
    return { kind: 'ignored', why: `${update}.location` };
  const number = countOf(message.message_id);
  if (number === undefined) return { kind: 'unreadable', why: `${update}.no_id` };
  const command = commandOf(typeof message.text === 'string' ? content.text : '');
  return known({
    kind: 'message',
    chat,
    text: command ? '' : content.text,
    attachments: isEmpty(content) ? [{ type: 'other' }] : content.attachments,
    command,
    note: noteOf(update, message, number),
    client: clientOf(message.from, message.chat),
    sent_at: timeOf(update === 'edited_message' ? message.edit_date : undefined, message.date) ?? 0,
  });
}

/** Only private chats are served; of a group it matters that somebody said something, and where the group went. */
function readInGroup(update: MessageUpdate, message: Fields, chat: number): Reading {
  if (isThere(message.migrate_to_chat_id)) return readMigration(update, message.migrate_to_chat_id, chat);
  if (message.is_automatic_forward === true) return { kind: 'ignored', why: `${update}.automatic_forward` };
  if (isBot(message.from) && !isThere(message.sender_chat))
    return { kind: 'ignored', why: `${update}.from_bot` };
  const service = isEmpty(contentOf(message)) ? serviceFieldOf(message) : undefined;
  return service === undefined ? { kind: 'group', chat } : { kind: 'ignored', why: `${update}.${service}` };
}

function readMigration(update: MessageUpdate, value: unknown, from: number): Reading {
  const to = integerOf(value);
  return to ? { kind: 'migrated', from, to } : { kind: 'unreadable', why: `${update}.no_new_chat` };
}

/** Whoever writes on behalf of a chat, an anonymous admin say, is told as a bot that stands for them. */
function isBot(from: unknown): boolean {
  return fieldsOf<User>(from)?.is_bot === true;
}

/** What is written beneath a photo or a file is what its sender says. */
function contentOf(message: Fields): Content {
  const rich = richContentOf(message.rich_message);
  const attachment = attachmentOf(message);
  return {
    text:
      wordsOf(message.text, LIMITS.contentCharacters) ??
      wordsOf(message.caption, LIMITS.contentCharacters) ??
      rich.text,
    attachments: attachment ? [attachment] : rich.attachments,
  };
}

function isEmpty({ text, attachments }: Content): boolean {
  return text === '' && attachments.length === 0;
}

/** A client who shares where it is sends one message and an edit at each step; the edits say nothing new. */
function isPosition(message: Fields): boolean {
  return isThere(message.location) && !isThere(message.venue);
}

function noteOf(update: MessageUpdate, message: Fields, number: number): ChatNote {
  const isForwarded = isThere(message.forward_origin) || isThere(message.forward_date);
  return known({
    message: number,
    edited: update === 'edited_message' ? true : undefined,
    forwarded: isForwarded ? true : undefined,
    reply_to: countOf(fieldsOf<Message>(message.reply_to_message)?.message_id),
    album: tokenOf(message.media_group_id),
  });
}
