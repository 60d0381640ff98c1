import { destinationOf, type Head, waitsUntil } from '../domain/conversation.ts';
import { endpointUrl } from '../domain/endpoint.ts';
import { endpointId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Signal } from '../ports.ts';
import type { DeliverPorts } from './deliver-outbound.ts';
import { wholeSeconds } from './lane-delay.ts';

/** Conversations that lead to the same endpoint share a group, so that one with much to send waits behind the others. */
export function laneGroup(head: Pick<Head, 'id' | 'partner' | 'channel'>): string {
  const to = destinationOf(head);
  return to ? endpointId(head.partner, endpointUrl(to)) : head.id;
}

/**
 * Signals again when the text may leave. Up to a minute a lane holds a signal back; beyond that a schedule does, named by
 * what it is for, so that signals which have become many, because processes died or were told twice, become one again. A text that was tried or deferred before does not come back to the lane of those that fare well.
 */
export async function wakeAt(
  ports: Pick<DeliverPorts, 'outbound' | 'slow' | 'alarm' | 'clock'>,
  head: Head,
  id: string,
  signal: Signal,
): Promise<void> {
  const { clock: _clock, ...plain } = signal;
  const entry = head.outbox[id];
  if (!entry) return;
  const until = waitsUntil(head, entry);
  const delay = wholeSeconds(until - ports.clock.business());
  const again = entry.attempts > 0 || entry.deferral !== undefined;
  if (delay <= LIMITS.laneWaitSeconds)
    return ports[again ? 'slow' : 'outbound'].send(plain, delay, laneGroup(head));
  const at = Math.ceil(until / 1000) * 1000;
  await ports.alarm.arm(`${id}-${at / 1000}`, at, plain);
}
