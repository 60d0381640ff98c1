import type { Attachment, ChatNote, Command } from '../message.ts';

/** What one update of a bot says, without anything of its own shape. */
export type Reading =
  | ReadMessage
  /** A button was tapped. */
  | {
      kind: 'tap';
      /** What the tap is answered by, so that the button stops waiting. */
      tap: string;
      chat: number;
      /** What the button carries, at most 64 bytes. */
      data: string;
      client: ReadClient;
      /** Number of the message that the button stands under, if it is known. */
      message?: number | undefined;
    }
  /** The client wants no more of the bot, or wants it again; since when, epoch milliseconds, 0 if that is not told. */
  | { kind: 'blocked' | 'unblocked'; chat: number; at: number }
  /** Somebody wrote in a group or supergroup. */
  | { kind: 'group'; chat: number }
  /** A group became a supergroup. */
  | { kind: 'migrated'; from: number; to: number }
  /** Nothing is to be done: the bot's own doings, channel posts, service messages of groups. */
  | { kind: 'ignored'; why: string }
  /** It is of no kind that is known, or lacks what its kind has; operators see that it came. */
  | { kind: 'unreadable'; why: string };

/** A private message. */
export interface ReadMessage {
  kind: 'message';
  chat: number;
  /** At most LIMITS.contentCharacters; empty if there are only attachments. */
  text: string;
  attachments: Attachment[];
  command?: Command | undefined;
  note: ChatNote;
  client: ReadClient;
  /** Epoch milliseconds. */
  sent_at: number;
}

/** Who writes. */
export interface ReadClient {
  /** First and last name. */
  name?: string | undefined;
  /** The language of the client's app, as it says. */
  locale?: string | undefined;
}
