import * as z from 'zod/mini';

/** What admins are told of reminders. Functions import the types alone. */

const ReminderId = z.string().check(z.regex(/^rem_[0-9A-HJKMNP-TV-Z]{20}-\d{1,9}-\d{1,2}$/));

export const ReminderItem = z.object({
  id: ReminderId,
  conversation_id: z.string(),
  partner: z.string(),
  client_id: z.string(),
  number: z.int().check(z.gte(1)),
  due_at: z.iso.datetime(),
  state: z.literal('planned'),
});
export type ReminderItem = z.infer<typeof ReminderItem>;

/** `GET /api/reminders`. */
export const RemindersPage = z.object({ items: z.array(ReminderItem), next: z.nullable(z.string()) });
export type RemindersPage = z.infer<typeof RemindersPage>;

/** `POST /api/reminders/{reminder_id}/cancel` and `/send`. */
export const HandledReminder = z.object({ id: ReminderId, state: z.enum(['cancelled', 'sent']) });
export type HandledReminder = z.infer<typeof HandledReminder>;
