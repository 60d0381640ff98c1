import { attemptNumber, type Head, judgeClaim, nextText, type OutboxEntry } from '../domain/conversation.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Alarm, Chance, Clock, Conversations, Journal, Lane, Outbox, Sender, Signal } from '../ports.ts';
import { applyAttempt, attemptText, cancelText } from './attempt-delivery.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface DeliverPorts {
  conversations: Pick<Conversations, 'head' | 'turn'>;
  outbox: Outbox;
  sender: Sender;
  outbound: Lane;
  /** The outbound dead-letter queue. */
  deadLetters: Lane;
  alarm: Alarm;
  clock: Clock;
  chance: Chance;
  journal: Journal;
}

/**
 * Sends what is unsent in a conversation, the earliest text first, until nothing is left or the first must wait. Never
 * returns while work is left that no later signal will bring back.
 */
export async function deliverOutbound(ports: DeliverPorts, signal: Signal): Promise<void> {
  const started = ports.clock.wall();
  let hops = signal.hops ?? 0;
  while (ports.clock.wall() - started < LIMITS.deliverSpanWall) {
    const head = await ports.conversations.head(signal.conversation_id);
    const next = head && nextText(head);
    if (!next) return;
    const then = await step(ports, head, ...next);
    if (then === 'done') return;
    if (then !== 'more') return then(signal);
    hops += 1;
  }
  if (hops > LIMITS.signalHops)
    ports.journal.error('signal.circles', { conversation_id: signal.conversation_id, hops });
  await ports.outbound.send({ ...signal, hops });
}

/** Nothing else waits, something may, or how a text that cannot leave now is brought back. */
type Then = 'done' | 'more' | ((signal: Signal) => Promise<void>);

async function step(ports: DeliverPorts, head: Head, id: string, entry: OutboxEntry): Promise<Then> {
  const verdict = judgeClaim(head, id, ports.clock.business(), ports.clock.wall());
  if (verdict !== 'claimed' && (await finishCrashed(ports, head, id, entry))) return 'more';
  switch (verdict) {
    case 'claimed':
      return (signal) => ports.outbound.send({ ...signal, clock: 'wall' }, LIMITS.busyRetryWallSeconds);
    case 'early':
      return (signal) => wake(ports, id, entry.due, signal);
    case 'tenure':
      await cancelText(ports, head, id, entry, 'cancelled.tenure');
      return 'more';
    case 'epoch':
      await cancelText(ports, head, id, entry, 'cancelled.epoch');
      return 'more';
    case 'free':
      return attemptText(ports, head, id, entry);
    case 'gone':
      return 'more';
  }
}

/**
 * A claim that ran out belongs to a process that died. If it left its attempt, that decides, whatever may be said by now;
 * else the text is judged as if it had not been tried.
 */
async function finishCrashed(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
): Promise<boolean> {
  const left = entry.claim && (await ports.outbox.attempts(head.id, id)).at(-1);
  if (left?.number !== attemptNumber(entry) || left.claim_id !== entry.claim?.id) return false;
  await applyAttempt(ports, head, left);
  return true;
}

/** Up to fifteen minutes a lane holds a signal back; beyond that a schedule does, named by what it is for. */
async function wake(ports: DeliverPorts, id: string, due: number, signal: Signal): Promise<void> {
  const { clock: _clock, ...plain } = signal;
  const delay = wholeSeconds(due - ports.clock.business());
  if (delay <= LIMITS.laneDelaySeconds) return ports.outbound.send(plain, delay);
  const at = Math.ceil(due / 1000) * 1000;
  await ports.alarm.arm(`${id}-${at / 1000}`, at, plain);
}
