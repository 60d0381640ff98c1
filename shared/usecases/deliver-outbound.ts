import {
  attemptNumber,
  destinationOf,
  type Head,
  judgeClaim,
  nextText,
  type OutboxEntry,
} from '../domain/conversation.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import { freshEndpoint } from '../domain/endpoint.ts';
import { judgePassage } from '../domain/endpoint-health.ts';
import { LIMITS } from '../domain/limits.ts';
import type {
  Alarm,
  Broadcasts,
  Chance,
  Clock,
  Conversations,
  Endpoints,
  Journal,
  Lane,
  Outbox,
  Pause,
  Sender,
  SendLimit,
  Signal,
  WakeUps,
} from '../ports.ts';
import { applyAttempt } from './apply-attempt.ts';
import { attendEndpoint } from './attend-endpoint.ts';
import { laneGroup, wakeAt } from './bring-back.ts';
import { cancelText } from './cancel-text.ts';
import { rearm } from './settle-text.ts';
import { signalOverlooked } from './signal-overlooked.ts';

/** Texts for endpoints that are slow or failing travel by `slow`, so that they never keep others waiting. */
export type OutboundLane = 'outbound' | 'slow';

export interface DeliverPorts extends Record<OutboundLane, Lane> {
  conversations: Pick<Conversations, 'head' | 'text' | 'closeChannel' | 'moveChat'>;
  outbox: Omit<Outbox, 'undefer' | 'revive' | 'putStuck'>;
  broadcasts: Pick<Broadcasts, 'broadcast'>;
  endpoints: Pick<Endpoints, 'endpoint' | 'glance' | 'save' | 'hold' | 'release'>;
  sender: Sender;
  limit: SendLimit;
  /** The dead-letter queue behind the lanes. */
  deadLetters: Lane;
  alarm: Alarm;
  wakeUps: WakeUps;
  inbound: Lane;
  clock: Clock;
  chance: Chance;
  pause: Pause;
  journal: Journal;
}

/** Nothing else waits, something may, or how a text that cannot leave now is brought back. */
export type Then = 'done' | 'more' | ((signal: Signal) => Promise<void>);

/**
 * Sends what is unsent in a conversation, the earliest text first, until nothing is left or the first must wait. Never
 * returns while work is left that no later signal will bring back.
 */
export async function deliverOutbound(
  ports: DeliverPorts,
  signal: Signal,
  lane: OutboundLane = 'outbound',
): Promise<void> {
  const started = ports.clock.wall();
  let hops = signal.hops ?? 0;
  let group: string | undefined;
  let looked = false;
  while (ports.clock.wall() - started < LIMITS.deliverSpanWall) {
    const head = await ports.conversations.head(signal.conversation_id);
    if (head && !looked) await signalOverlooked(ports, head);
    looked = true;
    const next = head && nextText(head);
    if (!next) return head && rearm(ports, head);
    group = laneGroup(head);
    const then = await step(ports, head, ...next, lane);
    if (then === 'done') return;
    if (then !== 'more') return then(signal);
    hops += 1;
  }
  if (hops > LIMITS.signalHops)
    ports.journal.error('signal.circles', { conversation_id: signal.conversation_id, hops });
  await ports[lane].send({ ...signal, hops }, 0, group);
}

async function step(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
  lane: OutboundLane,
): Promise<Then> {
  const verdict = judgeClaim(head, id, ports.clock.business(), ports.clock.wall());
  if (verdict !== 'claimed' && (await finishCrashed(ports, head, id, entry))) return 'more';
  if ((verdict === 'free' || verdict === 'early') && (await isWithdrawn(ports, entry))) {
    await cancelText(ports, head, id, entry, 'cancelled.broadcast');
    return 'more';
  }
  switch (verdict) {
    case 'claimed':
      return (signal) =>
        ports[lane].send({ ...signal, clock: 'wall' }, LIMITS.busyRetryWallSeconds, laneGroup(head));
    case 'early':
      await showTyping(ports, head, entry);
      return (signal) => wakeAt(ports, head, id, signal);
    case 'tenure':
      await cancelText(ports, head, id, entry, 'cancelled.tenure');
      return 'more';
    case 'epoch':
      await cancelText(ports, head, id, entry, 'cancelled.epoch');
      return 'more';
    case 'expired':
      await cancelText(ports, head, id, entry, 'cancelled.expired');
      return 'more';
    case 'free':
      return attendEndpoint(ports, head, id, entry, lane);
    case 'gone':
      return 'more';
  }
}

/** A notice asks once more whether it still is to be told, at every try. */
async function isWithdrawn(
  { broadcasts }: DeliverPorts,
  { broadcast }: Pick<OutboxEntry, 'broadcast'>,
): Promise<boolean> {
  if (broadcast === undefined) return false;
  return (await broadcasts.broadcast(broadcast))?.withdrawn_at !== undefined;
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
  if (left?.number !== attemptNumber(entry) || left.claim_id !== entry.claim?.id)
    return leaveUnknown(ports, head, id, entry);
  await applyAttempt(ports, head, left);
  return true;
}

/** A chat cannot be told that this is the same text once more, so what may have been sent there is not sent again. */
async function leaveUnknown(
  ports: DeliverPorts,
  head: Head,
  id: string,
  entry: OutboxEntry,
): Promise<boolean> {
  const { claim, due } = entry;
  if (!claim || head.channel.bot === undefined) return false;
  const now = ports.clock.business();
  const attempt: Attempt = {
    conversation_id: head.id,
    text_id: id,
    number: attemptNumber(entry),
    claim_id: claim.id,
    claim_until: claim.until,
    due_at: due,
    started_at: now,
    finished_at: now,
    rule: 'telegram.unknown.crash',
    outcome: 'unknown',
  };
  if ((await ports.outbox.putAttempt(attempt)) === 'written') await applyAttempt(ports, head, attempt);
  return true;
}

/** Shortly before a text is due its chat shows that somebody writes, unless the bot is told to wait, or may not write. */
async function showTyping(ports: DeliverPorts, head: Head, entry: OutboxEntry): Promise<void> {
  const { channel } = head;
  const left = entry.due - ports.clock.business();
  const speaks = entry.attempts === 0 && entry.broadcast === undefined;
  if (channel.bot === undefined || channel.closed_at !== undefined || !speaks) return;
  if (left <= LIMITS.typingShown && (await mayLeave(ports, head)))
    await Promise.race([ports.sender.typing(channel), ports.pause(LIMITS.typingWaitWall)]);
}

async function mayLeave({ endpoints, clock }: DeliverPorts, head: Head): Promise<boolean> {
  const fresh = freshEndpoint(head.partner, destinationOf(head) ?? '');
  const endpoint = (await endpoints.endpoint(fresh.id)) ?? fresh;
  const { kind } = judgePassage(endpoint, { business: clock.business(), wall: clock.wall() });
  return kind !== 'disabled' && kind !== 'deferred';
}
