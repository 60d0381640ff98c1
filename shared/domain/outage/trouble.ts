import type { Head } from '../conversation.ts';

/** What does not work for somebody, by meaning; labels of the trouble model. */
export const TROUBLE_KINDS = [
  /** Password, code, account: one does not get in. */
  'sign_in',
  /** The site or the cabinet is down, blank, slow, or everything is. */
  'platform',
  /** The lesson's room, its link or its call does not open. */
  'lesson_room',
  'sound_video',
  'payment',
  /** The app on a phone or tablet crashes or does not install. */
  'app',
  /** Letters, text messages and notices do not come. */
  'mail',
  'homework',
  'other',
] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** Troubles that keep a client out of the lessons: counted each, and all together. */
export const ACCESS_KINDS: readonly TroubleKind[] = ['sign_in', 'platform', 'lesson_room', 'app'];

/** What is counted: each kind, all access troubles together, and everything, as a measure of the desk. */
export type TroubleGroup = TroubleKind | 'access' | 'all';

/** Where a report came from, and where its client can be told: a bot's chats, or a partner's webhooks. */
export type TroubleChannel = `bot:${string}` | `partner:${string}`;

/** One client's report of trouble. */
export interface TroubleReport {
  conversation_id: string;
  /** The likeliest first; two if the words leave it open. */
  kinds: TroubleKind[];
  channel: TroubleChannel;
  /** When the oldest message of it came. */
  at: number;
}

/** Reports of some time, as far as they were read. */
export interface TroubleRead {
  reports: readonly TroubleReport[];
  /** Set if there are more of them: only from this time on all were read. */
  unread?: number | undefined;
}

/** All that a report of these kinds counts towards. */
export function groupsOf(kinds: readonly TroubleKind[]): TroubleGroup[] {
  const access: TroubleGroup[] = kinds.some((kind) => ACCESS_KINDS.includes(kind)) ? ['access'] : [];
  return [...kinds, ...access, 'all'];
}

export function isTroubleKind(word: string): word is TroubleKind {
  return (TROUBLE_KINDS as readonly string[]).includes(word);
}

export function channelOf({ partner, channel }: Pick<Head, 'partner' | 'channel'>): TroubleChannel {
  return channel.bot === undefined ? `partner:${partner}` : `bot:${channel.bot}`;
}
