import type { EntrySequel, OutboxEntry } from './conversation.ts';
import type { Turn } from './turn.ts';
import type { Language } from './understanding/language.ts';

/** What every text of the desk has, whoever says it. Times are epoch milliseconds. */
export interface TextCore {
  id: string;
  conversation_id: string;
  decided_at: number;
  /** The message it answers, or the client's last one. */
  in_reply_to: string;
  text: string;
  sequence: number;
  due: number;
  tenure: number;
}

/** A reminder or a farewell: nobody asked for it, and nobody wants it once the client has written again. */
export interface FollowUpText extends TextCore {
  source: 'reminder' | 'farewell';
  language: Language;
  /** Which reminder; 0: the farewell. */
  number: number;
  epoch: number;
  expires: number;
  /** Version of the published template; 0: the shipped one. */
  version: number;
}

export interface OperatorText extends TextCore {
  source: 'operator';
  operator: string;
  /** Since when the client waited for an answer, if it did. */
  waiting_since?: number | undefined;
  /** For when the bot has the conversation again by the time it is delivered. */
  sequel: EntrySequel | undefined;
}

/** One client's notice of a broadcast: the desk's own voice, whoever has the conversation (invariant 4). */
export interface NoticeText extends TextCore {
  source: 'broadcast';
  broadcast: string;
  language: Language;
  /** Nobody wants it later. */
  expires: number;
}

/** Whatever the desk says to a client. */
export type DeskText = Turn | FollowUpText | OperatorText | NoticeText;

/** The head's entry for a text that goes out now. */
export function entryOf(text: DeskText): OutboxEntry {
  const { sequence, due, source, tenure } = text;
  return {
    sequence,
    due,
    source,
    tenure,
    attempts: 0,
    ...('epoch' in text && { epoch: text.epoch, expires: text.expires }),
    ...(text.source === 'broadcast' && { broadcast: text.broadcast, expires: text.expires }),
    ...('sequel' in text && text.sequel && { sequel: text.sequel }),
  };
}

/** Messages that a text answers. */
export function answersOf(text: DeskText): string[] {
  return text.source === 'ai_bot' ? text.answers : [];
}
