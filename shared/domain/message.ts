import type { Scenario } from './scenario.ts';

export const ATTACHMENT_TYPES = [
  'photo',
  'document',
  'video',
  'voice',
  'audio',
  'location',
  'contact',
  'sticker',
] as const;
/** What partners may send; a chat knows some more. */
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number] | 'poll' | 'dice' | 'other';

export interface Attachment {
  type: AttachmentType;
  url?: string | undefined;
  file_name?: string | undefined;
  mime_type?: string | undefined;
  caption?: string | undefined;
  /** A file that stays where the client put it, until an operator fetches it. */
  file?: StoredFile | undefined;
}

export function isPartnersType(type: AttachmentType): type is (typeof ATTACHMENT_TYPES)[number] {
  return (ATTACHMENT_TYPES as readonly string[]).includes(type);
}

export interface StoredFile {
  /** The bot's own name for it; no other bot can fetch it by that. */
  id: string;
  /** Bytes, if they were told. */
  size?: number | undefined;
}

/** What a client asks for without words that have to be understood. */
export type Command =
  /** `payload`: what the link carried that the client came by, 1–64 of `A-Za-z0-9_-`. */
  | { kind: 'start'; payload?: string | undefined }
  | { kind: 'help' }
  /** A quick reply was tapped. */
  | { kind: 'choice'; scenario: Scenario }
  /** Somebody wrote in a group, where the bot does not serve. */
  | { kind: 'group' };

/** What a customer said; written once, at the door. Times are epoch milliseconds of business time. */
export interface Message {
  id: string;
  conversation_id: string;
  text: string;
  attachments: Attachment[];
  received_at: number;
  /** The time the partner gave, if any. */
  said_at?: number | undefined;
  /** Hash of the idempotency key it came under, so that an erase finds what is kept under that. */
  key?: string | undefined;
  command?: Command | undefined;
  chat?: ChatNote | undefined;
}

/** How a message stood in its chat. */
export interface ChatNote {
  /** Its number in the chat. */
  message: number;
  /** It takes the place of what stood there before. */
  edited?: true | undefined;
  forwarded?: true | undefined;
  /** The number of the message that it replies to. */
  reply_to?: number | undefined;
  /** Messages of one album have the same. */
  album?: string | undefined;
}

/** Where the answers to a conversation go. */
export interface Channel {
  webhook_url?: string | undefined;
  platform?: string | undefined;
  chat_id?: string | undefined;
  /** The bot whose chat it is. */
  bot?: string | undefined;
  /** The client has blocked the bot; nothing can be sent until it writes or unblocks. */
  closed_at?: number | undefined;
  /** Which word of the client's on that was the last: later ones are greater. */
  stood?: string | undefined;
}

/** What a partner told about a client; fills the templates. */
export interface Profile {
  client_name?: string | undefined;
  locale?: string | undefined;
  child_name?: string | undefined;
  referral_link?: string | undefined;
  lesson_link?: string | undefined;
  /** Epoch milliseconds. */
  next_lesson_at?: number | undefined;
  /** False: it wants no broadcasts. */
  notices?: boolean | undefined;
  /** What the link carried by which the client came to a bot. */
  came_by?: string | undefined;
}

/** Media that shows something: a screenshot, a certificate, a receipt. */
export function showsSomething(attachment: Attachment): boolean {
  return attachment.type === 'photo' || attachment.type === 'document' || attachment.type === 'video';
}
