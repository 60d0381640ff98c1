import { conversationId } from '../domain/ids.ts';
import { type PlannedReminder, plannedReminders } from '../domain/reminders.ts';
import type { Handbooks } from '../ports.ts';
import { type ArmedPorts, type ArmedPosition, type ArmedWalk, walkArmed } from './walk-armed.ts';

export interface RemindersPorts extends ArmedPorts {
  handbooks: Handbooks;
}

/** Those of one client. */
export async function remindersOf(
  ports: RemindersPorts,
  partner: string,
  client: string,
): Promise<PlannedReminder[]> {
  const { policy } = await ports.handbooks.current();
  const head = await ports.conversations.head(conversationId(partner, client));
  return head ? plannedReminders(head, policy) : [];
}

/**
 * Those of conversations that a wake-up is armed for, the earliest first within a page. One that is due within a minute
 * is found by its client alone.
 */
export async function walkReminders(
  ports: RemindersPorts,
  walk: ArmedWalk,
): Promise<{ found: PlannedReminder[]; next: ArmedPosition | undefined }> {
  const { policy } = await ports.handbooks.current();
  const { heads, next } = await walkArmed(ports, walk);
  const found = heads.flatMap((head) => plannedReminders(head, policy));
  return { found: found.sort((a, b) => a.due_at - b.due_at), next };
}
