import type { Head } from '../domain/conversation.ts';
import { timeOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Lane } from '../ports.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface OverlookedPorts {
  inbound: Lane;
  clock: Pick<Clock, 'business'>;
}

/**
 * A message that became pending again, because its reply was taken back or its operator gave it up, has no signal of its
 * own if whoever did that died right then; nor has an operator's silence that nobody is armed to watch. Whoever comes by
 * signals what has waited for longer than any burst. An id whose row is not there is left in peace until it can be forgotten:
 * to look sooner would only make more signals.
 */
export async function signalOverlooked({ inbound, clock }: OverlookedPorts, head: Head): Promise<void> {
  const now = clock.business();
  const unwatched = (head.armed ?? 0) <= now ? head.owed[0] : undefined;
  const oldest = head.handler === 'bot' ? head.pending[0] : unwatched;
  if (oldest === undefined || timeOf(oldest) + LIMITS.unsignalledAfter >= now) return;
  const patience = timeOf(oldest) + LIMITS.pendingWithoutRow - now;
  await inbound.send({ conversation_id: head.id }, wholeSeconds(Math.max(0, patience)));
}
