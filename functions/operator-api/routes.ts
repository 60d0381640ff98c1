import type { Route } from '../../shared/edge/router.ts';
import { getFile } from './files.ts';
import type { LinkHandler, OperatorRoute } from './operator-route.ts';
import { BROADCAST_ROUTES } from './routes/broadcasts.ts';
import { CONVERSATION_ROUTES } from './routes/conversations.ts';
import { DELIVERY_ROUTES } from './routes/deliveries.ts';
import { HANDBOOK_ROUTES } from './routes/handbook.ts';
import { INCIDENT_ROUTES } from './routes/incidents.ts';
import { LEARNING_ROUTES } from './routes/learning.ts';
import { PARTNER_ROUTES } from './routes/partners.ts';
import { PEOPLE_ROUTES } from './routes/people.ts';
import { RECORD_ROUTES } from './routes/records.ts';
import { REMINDER_ROUTES } from './routes/reminders.ts';
import { SEARCH_ROUTES } from './routes/search.ts';
import { STATISTICS_ROUTES } from './routes/statistics.ts';
import { TELEGRAM_ROUTES } from './routes/telegram.ts';

/** Open to whoever has the link, because a browser shows a picture without our key. */
export const LINK_ROUTES: Route<LinkHandler>[] = [
  { method: 'GET', path: '/api/files/{ticket}', handler: getFile },
];

/** All others, each with who may ask and what is kept of it; the first that a path fits answers. */
export const OPERATOR_ROUTES: OperatorRoute[] = [
  ...CONVERSATION_ROUTES,
  ...SEARCH_ROUTES,
  ...HANDBOOK_ROUTES,
  ...DELIVERY_ROUTES,
  ...REMINDER_ROUTES,
  ...INCIDENT_ROUTES,
  ...BROADCAST_ROUTES,
  ...LEARNING_ROUTES,
  ...STATISTICS_ROUTES,
  ...PARTNER_ROUTES,
  ...PEOPLE_ROUTES,
  ...TELEGRAM_ROUTES,
  ...RECORD_ROUTES,
];
