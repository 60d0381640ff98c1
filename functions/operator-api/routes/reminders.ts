import type { OperatorRoute } from '../operator-route.ts';
import { getReminders, postCancelReminder, postSendReminder } from '../reminders.ts';

/** What is still to be asked of clients. */
export const REMINDER_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/reminders', handler: getReminders },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/reminders/{reminder_id}/cancel',
    handler: postCancelReminder,
  },
  { for: 'operator', method: 'POST', path: '/api/reminders/{reminder_id}/send', handler: postSendReminder },
];
