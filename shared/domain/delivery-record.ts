import type { Deferral } from './conversation.ts';
import type { SendResult } from './delivery.ts';
import type { EndpointNote } from './disposition.ts';

/** How a text ended. `stored`: there is no webhook, so it waits to be fetched. */
export type TextOutcome = 'delivered' | 'stored' | 'dead' | 'unknown' | 'cancelled';

/** One try to deliver a text, or the reason why there will be none. Times: epoch milliseconds of business time. */
export interface Attempt {
  conversation_id: string;
  text_id: string;
  /** From 1. An attempt that crashed before it was recorded has the same number as the one that repeats it. */
  number: number;
  claim_id: string;
  /** When that claim runs out, wall time. Of two rows with one number, that of the later claim stands. */
  claim_until?: number | undefined;
  /** When the text was due for this attempt. */
  due_at: number;
  started_at: number;
  finished_at: number;
  /** The row of the disposition table that decided. */
  rule: string;
  /** Where it went, and what it tells about that endpoint. */
  endpoint?: EndpointNote | undefined;
  /** The deferrals between the text being due and this attempt. */
  deferral?: Deferral | undefined;
  result?: SendResult | undefined;
  /** What this attempt decided: the text's end, or when it is tried again. */
  outcome: TextOutcome | 'retry';
  /** It failed by our own fault and costs none of the ladder's tries. */
  uncounted?: boolean | undefined;
  next_at?: number | undefined;
}

/** How many parts of a text these attempts have put into its chat. */
export function partsSent(attempts: readonly Attempt[]): number | undefined {
  return Math.max(0, ...attempts.map(({ result }) => result?.chat?.parts.sent ?? 0)) || undefined;
}

/** A text that was given up, or of which nobody knows whether it arrived, as operators see it. */
export interface DeadDelivery {
  conversation_id: string;
  partner: string;
  client_id: string;
  text_id: string;
  died_at: number;
  rule: string;
  attempts: number;
  endpoint_id?: string | undefined;
  /** Nobody knows whether it arrived, so it is never sent again: a person looks into the chat, and writes anew. */
  unknown?: true | undefined;
}
