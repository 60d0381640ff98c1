import type { Head } from '../domain/conversation.ts';
import { returnedItem } from '../domain/escalation.ts';
import {
  advanced,
  expiryOf,
  type FollowUp,
  type Need,
  nextNeed,
  putOff,
  wakeUpFor,
} from '../domain/follow-up.ts';
import type { Handbook } from '../domain/handbook.ts';
import { LIMITS } from '../domain/limits.ts';
import { deskAction } from '../domain/operator-action.ts';
import type { Clock, Conversations, Handbooks, Journal, Lane, Signal, WakeUps, Written } from '../ports.ts';
import { laneGroup } from './bring-back.ts';
import { wholeSeconds } from './lane-delay.ts';
import { sayFollowUp } from './say-follow-up.ts';
import { signalOverlooked } from './signal-overlooked.ts';

export interface FollowUpPorts {
  conversations: Pick<
    Conversations,
    | 'head'
    | 'profile'
    | 'draft'
    | 'commitFollowUp'
    | 'moveFollowUp'
    | 'close'
    | 'noteArmed'
    | 'returnToQueue'
    | 'markOverdue'
  >;
  handbooks: Handbooks;
  inbound: Lane;
  outbound: Lane;
  followUps: Lane;
  wakeUps: WakeUps;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/**
 * Does what a conversation needs now: reminds, says goodbye, closes, takes it back from a silent operator, tells that a
 * promise was not kept. Then it arms for what comes next. Woken for nothing, it only looks.
 */
export async function runFollowUps(ports: FollowUpPorts, signal: Signal): Promise<void> {
  const handbook = await ports.handbooks.current();
  for (let met = 0; met < LIMITS.rounds; met++) {
    const head = await ports.conversations.head(signal.conversation_id);
    if (!head) return;
    await resume(ports, head);
    const need = nextNeed(head, handbook.policy);
    if (!need) return;
    if (need.at > ports.clock.business()) return arm(ports, head, need);
    await meet(ports, head, handbook, need);
  }
  // Somebody changes it all the time, or much is overdue: another look finds the rest.
  await ports.followUps.send(signal, LIMITS.busyRetryWallSeconds);
}

/** Whoever died after a write may not have signalled what it made. */
async function resume(ports: FollowUpPorts, head: Head): Promise<void> {
  await signalOverlooked(ports, head);
  const unsent = Object.values(head.outbox).some(
    ({ epoch, claim, attempts, due }) =>
      epoch !== undefined && !claim && attempts === 0 && due <= ports.clock.business(),
  );
  if (unsent) await ports.outbound.send({ conversation_id: head.id }, 0, laneGroup(head));
}

/**
 * A schedule that fired a moment early keeps its name a little, so the rest is waited out on the lane. Only where a message
 * is owed is the wake-up noted, after it is armed: what is owed and not watched over is signalled to be answered, which would
 * come back here at once, again and again. Nobody else counts on a note: a reply that is delivered before then arms for
 * itself, and notes it in a write that it makes anyway, and whoever comes by arms again under the same name.
 */
async function arm(ports: FollowUpPorts, head: Head, { at }: Need): Promise<void> {
  const now = ports.clock.business();
  const armed = wakeUpFor(head.armed, at, now);
  if (at - now <= LIMITS.shortWait)
    await ports.followUps.send({ conversation_id: head.id }, wholeSeconds(at - now));
  else if (armed !== undefined) await ports.wakeUps.arm(head.id, armed);
  if (armed !== undefined && head.owed.length > 0) await ports.conversations.noteArmed(head.id, armed);
}

function meet(ports: FollowUpPorts, head: Head, handbook: Handbook, need: Need): Promise<Written> {
  switch (need.purpose) {
    case 'return':
      return takeBack(ports, head, handbook);
    case 'deadline':
      return tellOverdue(ports, head);
    case 'follow_up':
      return followUp(ports, head, handbook, need);
  }
}

async function followUp(
  ports: FollowUpPorts,
  head: Head,
  handbook: Handbook,
  need: Need & { purpose: 'follow_up' },
): Promise<Written> {
  const { step, place, shift } = need;
  const next = (follow_up: FollowUp) => advanced(follow_up, { step, place }, shift);
  if (!head.follow_up) return 'conflict';
  if (step.kind === 'close') return close(ports, head);
  const later = putOff(head.follow_up, step, ports.clock.business(), handbook.policy);
  if (later) return ports.conversations.moveFollowUp(head, later);
  // Two reminders at once, when their endpoint comes back, would be one too many.
  const stillWaits = Object.values(head.outbox).some(({ source }) => source === 'reminder');
  if (step.kind === 'reminder' && stillWaits)
    return ports.conversations.moveFollowUp(head, next(head.follow_up));
  const expires = expiryOf(step, need.at, handbook.policy);
  return sayFollowUp(ports, head, handbook, { at: need.at, step, expires, next: next(head.follow_up) });
}

async function close({ conversations, clock, journal }: FollowUpPorts, head: Head): Promise<Written> {
  const action = deskAction(head, 'close', clock.business(), { status: 'closed' });
  const written = await conversations.close(head, action);
  if (written === 'written') journal.info('conversation.closed', { conversation_id: head.id });
  return written;
}

async function takeBack(ports: FollowUpPorts, head: Head, { policy }: Handbook): Promise<Written> {
  const now = ports.clock.business();
  const item = returnedItem(head, policy, now);
  const action = deskAction(head, 'return', now, { status: 'escalated' });
  const written = await ports.conversations.returnToQueue(head, item, action);
  if (written === 'conflict') return written;
  await ports.inbound.send({ conversation_id: head.id });
  ports.journal.warn('conversation.returned', { conversation_id: head.id, operator: head.assignee });
  return written;
}

async function tellOverdue({ conversations, journal }: FollowUpPorts, head: Head): Promise<Written> {
  const written = await conversations.markOverdue(head);
  const { reason, priority } = head.escalation ?? {};
  if (written === 'written')
    journal.error('escalation.overdue', { conversation_id: head.id, reason, priority });
  return written;
}
