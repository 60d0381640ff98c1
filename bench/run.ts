import { setTimeout as wait } from 'node:timers/promises';
import { type Load, loadClock, openLoop } from './open-loop.ts';
import type { Partner } from './partner.ts';
import type { Receiver } from './receiver.ts';

const POLL_MS = 20;
export const ACCEPTED = 202;

export interface RunNeed {
  partner: Partner;
  receiver: Receiver;
  text: (n: number) => string;
  /** Tells the clients of one run from those of another. */
  name: string;
}

/** What became of one message; all times in ms from the moment it was meant to be sent. */
export interface Passage {
  status: number;
  /** How late the sender itself was; part of the other times. */
  sentLateMs: number;
  acceptMs: number;
  /** Nothing, if the reply did not come. */
  firstByteMs: number | undefined;
}

/**
 * Sends messages at a steady rate, each from a client of its own, and waits until the replies are there.
 * @param patienceMs how long replies may take after the last answer
 */
export async function runLoad(need: RunNeed, load: Load, patienceMs: number): Promise<Passage[]> {
  const { partner, receiver, text, name } = need;
  const sent = await openLoop(load, loadClock, async (n, intendedAt) => {
    const client = `bench-${name}-${n}`;
    const sentAt = performance.now();
    // Whom the door does not even answer was not accepted: that is a finding, and no end of the run.
    const { status, answeredAt } = await partner
      .send({ client_id: client, content: text(n) })
      .catch(() => ({ status: 0, answeredAt: performance.now() }));
    return { client, intendedAt, sentAt, status, answeredAt };
  });
  const accepted = sent.filter(({ status }) => status === ACCEPTED);
  const giveUpAt = performance.now() + patienceMs;
  while (accepted.some(({ client }) => !receiver.arrivals.has(client)) && performance.now() < giveUpAt) {
    await wait(POLL_MS);
  }
  return sent.map(({ client, intendedAt, sentAt, status, answeredAt }) => {
    const arrivedAt = receiver.arrivals.get(client);
    return {
      status,
      sentLateMs: sentAt - intendedAt,
      acceptMs: answeredAt - intendedAt,
      firstByteMs: arrivedAt === undefined ? undefined : arrivedAt - intendedAt,
    };
  });
}

/** Messages that were refused or whose reply did not come. */
export function lost(passages: readonly Passage[]): Passage[] {
  return passages.filter(({ status, firstByteMs }) => status !== ACCEPTED || firstByteMs === undefined);
}

export function acceptTimes(passages: readonly Passage[]): number[] {
  return passages.map(({ acceptMs }) => acceptMs);
}

export function firstByteTimes(passages: readonly Passage[]): number[] {
  return passages.flatMap(({ firstByteMs }) => firstByteMs ?? []);
}
