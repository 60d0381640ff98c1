import type { Head } from '../domain/conversation.ts';
import { Fault } from '../domain/errors.ts';
import { advanced, type FollowUp, stepsLeft } from '../domain/follow-up.ts';
import type { Handbook } from '../domain/handbook.ts';
import { LIMITS } from '../domain/limits.ts';
import {
  type PlannedReminder,
  parseReminderId,
  plannedReminders,
  type ReminderRef,
  skipping,
} from '../domain/reminders.ts';
import type { Conversations, Handbooks, Lane, Written } from '../ports.ts';
import { laneGroup } from './bring-back.ts';
import { type SayFollowUpPorts, sayFollowUp } from './say-follow-up.ts';

export interface HandleReminderPorts extends SayFollowUpPorts {
  conversations: SayFollowUpPorts['conversations'] & Pick<Conversations, 'head' | 'text' | 'moveFollowUp'>;
  handbooks: Handbooks;
  followUps: Lane;
}

/**
 * Calls a reminder off; the later ones keep their times. Safe to repeat.
 * @throws Fault reminder.unknown, conversation.busy
 */
export async function cancelReminder(ports: HandleReminderPorts, id: string, by: string): Promise<void> {
  await handle(ports, id, async ({ head, ref, planned }) => {
    if (!head.follow_up || (!planned && !isCalledOff(head, ref))) return undefined;
    if (!planned) return 'done';
    const written = await ports.conversations.moveFollowUp(head, skipping(head.follow_up, ref.step));
    if (written === 'written')
      ports.journal.info('reminder.cancelled', { conversation_id: head.id, number: planned.number, by });
    return written;
  });
}

/**
 * Says a reminder now, whatever the hour: a person decided. While it waits for delivery a repeat says nothing more, and
 * signals again in case the first died before it did; after that it is over.
 * @throws Fault reminder.unknown, conversation.with_operator, conversation.busy
 */
export async function sendReminder(ports: HandleReminderPorts, id: string, by: string): Promise<void> {
  await handle(ports, id, async ({ head, ref, planned, handbook }) => {
    if (head.handler === 'operator')
      throw new Fault('conversation.with_operator', 'an operator has this conversation');
    if (!planned) return (await isSaid(ports, head, ref)) ? repeated(ports, head) : undefined;
    const written = await say(ports, head, planned, handbook);
    if (written === 'written')
      ports.journal.info('reminder.sent', { conversation_id: head.id, number: planned.number, by });
    return written;
  });
}

interface Found {
  head: Head;
  ref: ReminderRef;
  /** Undefined: it does not come any more. */
  planned: PlannedReminder | undefined;
  handbook: Handbook;
}

/** Does it on what stands now, again if that has changed meanwhile; then looks at what the conversation needs next. */
async function handle(
  ports: HandleReminderPorts,
  id: string,
  act: (found: Found) => Promise<Written | 'done' | undefined>,
): Promise<void> {
  const ref = parseReminderId(id);
  if (!ref) throw unknownReminder();
  const handbook = await ports.handbooks.current();
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(ref.conversation_id);
    if (head?.epoch !== ref.epoch) throw unknownReminder();
    const planned = plannedReminders(head, handbook.policy).find(({ step }) => step === ref.step);
    const outcome = await act({ head, ref, planned, handbook });
    if (outcome === undefined) throw unknownReminder();
    if (outcome !== 'conflict') return ports.followUps.send({ conversation_id: head.id });
  }
  throw new Fault('conversation.busy', 'this conversation changes all the time; try again', {
    retryAfterS: 1,
  });
}

function isCalledOff({ follow_up, epoch, handler, status }: Head, { step }: ReminderRef): boolean {
  const stands = follow_up?.epoch === epoch && handler === 'bot' && status === 'open';
  return stands && step >= follow_up.step && (follow_up.skips?.includes(step) ?? false);
}

function say(
  ports: HandleReminderPorts,
  head: Head,
  planned: PlannedReminder,
  handbook: Handbook,
): Promise<Written> {
  const { follow_up } = head;
  if (!follow_up) return Promise.resolve('conflict');
  const { number, after } = planned;
  const at = ports.clock.business();
  const step = { kind: 'reminder', number, after } as const;
  // A person decided, so the quiet hours do not end it.
  const expires = at + handbook.policy.follow_ups.expire_s * 1000;
  return sayFollowUp(ports, head, handbook, {
    at,
    step,
    expires,
    next: behind(follow_up, planned, handbook),
  });
}

/** A later one that is said before its time is left out when its time comes. */
function behind(follow_up: FollowUp, planned: PlannedReminder, { policy }: Handbook): FollowUp {
  const [next] = stepsLeft(follow_up, policy);
  return next?.place === planned.step ? advanced(follow_up, next, 0) : skipping(follow_up, planned.step);
}

/** Does this very reminder wait for delivery? Reminders come first in a chain, so its place tells which one it is. */
async function isSaid(
  { conversations }: HandleReminderPorts,
  head: Head,
  { step, epoch }: ReminderRef,
): Promise<boolean> {
  const waiting = Object.entries(head.outbox).filter(
    ([, entry]) => entry.source === 'reminder' && entry.epoch === epoch,
  );
  const texts = await Promise.all(waiting.map(([id]) => conversations.text(head.id, id)));
  return texts.some((text) => text?.source === 'reminder' && text.number === step + 1);
}

async function repeated(ports: HandleReminderPorts, head: Head): Promise<'done'> {
  await ports.outbound.send({ conversation_id: head.id }, 0, laneGroup(head));
  return 'done';
}

function unknownReminder(): Fault {
  return new Fault(
    'reminder.unknown',
    'there is no such reminder to come: it was said or called off, the client has written, or somebody else has the conversation',
  );
}
