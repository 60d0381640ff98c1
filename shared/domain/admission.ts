import type { Head } from './conversation.ts';
import { LIMITS } from './limits.ts';
import { countIn, type Rate, type RateWindow, secondsLeft } from './rate-limit.ts';

export interface Incoming {
  id: string;
  at: number;
  /** Hash of what was said, to know the same words again. */
  digest: string;
  /** A caller that gave an idempotency key means what it says twice. */
  keyed: boolean;
}

export type Admission =
  | { verdict: 'accept'; window: RateWindow }
  | { verdict: 'duplicate'; of: string; at: number }
  | { verdict: 'limited'; retryAfterS: number }
  | { verdict: 'backlog' };

/**
 * May this message enter? At most so many per client and window, counted from the first one; the same words within five
 * seconds are the same message. A refusal and a duplicate spend nothing (design §1.2).
 * @param rate undefined: no limit
 * @param most messages that may wait for an answer
 */
export function judgeAdmission(
  head: Head | undefined,
  incoming: Incoming,
  rate: Rate | undefined,
  most: number = LIMITS.pendingMessages,
): Admission {
  const counted = rate ?? { most: Number.POSITIVE_INFINITY, span: LIMITS.unlimitedWindow };
  const window = countIn(head?.window, counted, incoming.at);
  if (window.count > counted.most) {
    return { verdict: 'limited', retryAfterS: secondsLeft(window, counted, incoming.at) };
  }
  if (head && !incoming.keyed && saidJustNow(head, incoming)) {
    return { verdict: 'duplicate', of: head.last.id, at: head.last.at };
  }
  if (head && head.pending.length >= most) return { verdict: 'backlog' };
  return { verdict: 'accept', window };
}

function saidJustNow(head: Head, incoming: Incoming): boolean {
  return head.last.digest === incoming.digest && incoming.at - head.last.at < LIMITS.duplicateWindow;
}
