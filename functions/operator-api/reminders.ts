import { ArmedCursor, RemindersQuery } from '../../shared/contracts/operator-reminders.ts';
import type { HandledReminder, RemindersPage } from '../../shared/contracts/reminder-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { cancelReminder, sendReminder } from '../../shared/usecases/handle-reminder.ts';
import { remindersOf, walkReminders } from '../../shared/usecases/list-reminders.ts';
import { reminderView } from './handbook-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';

/** `GET /api/reminders`: what the desk will say by itself if clients stay silent. */
export async function getReminders(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { partner, client_id, limit = LIMITS.listPage, cursor } = parseQuery(RemindersQuery, event);
  const after = readCursor(ArmedCursor, cursor, () => client_id === undefined);
  const { found, next } =
    partner !== undefined && client_id !== undefined
      ? { found: await remindersOf(door, partner, client_id), next: undefined }
      : await walkReminders(door, { partner, limit, after });
  return json(200, { items: found.map(reminderView), next: cursorOf(next) } satisfies RemindersPage);
}

/** `POST /api/reminders/{reminder_id}/cancel`: it will not be said. */
export async function postCancelReminder(
  door: OperatorDoor,
  { parameters, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const id = parameters['reminder_id'] ?? '';
  await cancelReminder(door, id, staff.id);
  return json(200, { id, state: 'cancelled' } satisfies HandledReminder);
}

/** `POST /api/reminders/{reminder_id}/send`: it is said now. */
export async function postSendReminder(
  door: OperatorDoor,
  { parameters, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const id = parameters['reminder_id'] ?? '';
  await sendReminder(door, id, staff.id);
  return json(200, { id, state: 'sent' } satisfies HandledReminder);
}
