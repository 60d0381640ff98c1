import type { Head } from './conversation.ts';
import { type FollowUp, type Step, stepsLeft } from './follow-up.ts';
import type { Policy } from './policy.ts';
import { postponed } from './quiet-hours.ts';

/** A reminder that comes if the client stays silent and nobody else does anything. */
export interface PlannedReminder {
  conversation_id: string;
  partner: string;
  client_id: string;
  /** Its place in the chain, and in the epoch of which it is. */
  step: number;
  epoch: number;
  /** Which reminder of the chain, from 1. */
  number: number;
  /** ms after the delivery, as the policy has it. */
  after: number;
  /** Epoch milliseconds; in the past if it is being said, or was overlooked. */
  due_at: number;
}

/** Those that are still to come, in their order; each one that quiet hours postpone moves the later ones as far. */
export function plannedReminders(head: Head, policy: Policy): PlannedReminder[] {
  const { id: conversation_id, partner, client_id, epoch } = head;
  let { since } = head.follow_up ?? { since: 0 };
  return remindersTo(head, policy).map(({ step, after, number }) => {
    const usual = since + after;
    const due_at = postponed(usual, policy.quiet_hours, policy.desk.zone);
    since += due_at - usual;
    return { conversation_id, partner, client_id, step, epoch, number, after, due_at };
  });
}

type ReminderStep = Extract<Step, { kind: 'reminder' }> & { step: number };

function remindersTo(head: Head, policy: Policy): ReminderStep[] {
  const { follow_up, handler, status, pending, epoch } = head;
  if (!follow_up || handler !== 'bot' || status !== 'open') return [];
  if (follow_up.epoch !== epoch || pending.length > 0) return [];
  return stepsLeft(follow_up, policy).flatMap(({ step, place }) =>
    step.kind === 'reminder' ? [{ ...step, step: place }] : [],
  );
}

/** Without the step: it will not be said. */
export function skipping(follow_up: FollowUp, step: number): FollowUp {
  return { ...follow_up, skips: [...new Set([...(follow_up.skips ?? []), step])] };
}

/** What names a reminder to callers: its conversation, the epoch it belongs to, its place in the chain. */
export interface ReminderRef {
  conversation_id: string;
  epoch: number;
  step: number;
}

const REMINDER_ID = /^rem_([0-9A-HJKMNP-TV-Z]{20})-(\d{1,9})-(\d{1,2})$/;

export function reminderId({ conversation_id, epoch, step }: ReminderRef): string {
  return `rem_${conversation_id.slice('cnv_'.length)}-${epoch}-${step}`;
}

/** Undefined: it is no id of a reminder. */
export function parseReminderId(id: string): ReminderRef | undefined {
  const [, conversation, epoch, step] = REMINDER_ID.exec(id) ?? [];
  if (conversation === undefined) return undefined;
  return { conversation_id: `cnv_${conversation}`, epoch: Number(epoch), step: Number(step) };
}
