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
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

export interface Attachment {
  type: AttachmentType;
  url?: string | undefined;
  file_name?: string | undefined;
  mime_type?: string | undefined;
  caption?: string | undefined;
}

/** What a customer said; written once, at the door. Times are epoch milliseconds of business time. */
export interface Message {
  id: string;
  conversation_id: string;
  text: string;
  attachments: Attachment[];
  received_at: number;
  /** The time the partner gave, if any. */
  said_at?: number | undefined;
}

/** Where the answers to a conversation go. */
export interface Channel {
  webhook_url?: string | undefined;
  platform?: string | undefined;
  chat_id?: string | undefined;
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
}

/** Media that shows something: a screenshot, a certificate, a receipt. */
export function showsSomething(attachment: Attachment): boolean {
  return attachment.type === 'photo' || attachment.type === 'document' || attachment.type === 'video';
}
