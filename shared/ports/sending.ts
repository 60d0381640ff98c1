import type { SendResult } from '../domain/delivery.ts';
import type { DeskText } from '../domain/desk-text.ts';
import type { Channel } from '../domain/message.ts';

export interface Sender {
  send(text: OutgoingText): Promise<SendResult>;
  /** Shows in a chat that an answer is being written; nothing depends on it. */
  typing(channel: Channel): Promise<void>;
}

export interface OutgoingText {
  partner: string;
  client_id: string;
  channel: Channel;
  text: DeskText;
  /** Parts that earlier attempts have put into the chat. */
  parts_sent?: number | undefined;
}

/** Sends one signed ping. What the endpoint does is a result; it rejects only for reasons of our own. */
export interface Pinger {
  ping(ping: Ping): Promise<PingResult>;
}

export interface Ping {
  id: string;
  partner: string;
  url: string;
  /** Business time. */
  at: number;
}

export interface PingResult {
  result: SendResult;
  /** How many it carried: one, one more for each older secret still in force, and one of the desk's key if it was chosen. */
  signatures: number;
}

/** Keeps one origin from having too many sends at a time, and an endpoint from having too many a second, in one instance. */
export interface SendLimit {
  /** What ends the send, or undefined if no room for one came within a second of wall time. */
  enter(origin: string, endpointId: string): Promise<(() => void) | undefined>;
}
