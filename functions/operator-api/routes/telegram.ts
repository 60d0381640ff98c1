import { deleteBot, getBot, getBots, postBot, postBotWebhook } from '../bots.ts';
import { getFileLink } from '../files.ts';
import type { OperatorRoute } from '../operator-route.ts';
import { getParkedUpdates } from '../parked-updates.ts';

/** Telegram: bots, files of chats, updates that were not understood. */
export const TELEGRAM_ROUTES: OperatorRoute[] = [
  { for: 'admin', method: 'GET', path: '/api/admin/bots', handler: getBots },
  { for: 'admin', method: 'POST', path: '/api/admin/bots', handler: postBot, audit: 'bot.added' },
  { for: 'admin', method: 'GET', path: '/api/admin/bots/{bot}', handler: getBot },
  { for: 'admin', method: 'DELETE', path: '/api/admin/bots/{bot}', handler: deleteBot, audit: 'bot.removed' },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/bots/{bot}/webhook',
    handler: postBotWebhook,
    audit: 'bot.webhook_set',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/parked-updates', handler: getParkedUpdates },
  { for: 'operator', method: 'GET', path: '/api/files/{message_id}/{number}', handler: getFileLink },
];
