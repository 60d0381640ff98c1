import { LIMITS } from '../../domain/limits.ts';
import { CONNECTIONS_MOST } from '../operator-bots.ts';
import type { JsonSchema } from './json.ts';

const bot = {
  id: 'Its name at this desk.',
  telegram_id: "Telegram's number of it.",
  username: 'What customers find it by, without the @.',
  created_at: 'When it was added (UTC).',
};

export const BOT_TEXTS = {
  BotId: {
    '': {
      description: 'Names a bot in paths and commands.',
      pattern: '^[a-z0-9][a-z0-9_-]{0,31}$',
    },
  },
  AddBot: {
    '': 'Which bot is to serve the desk.',
    id: 'Its name at this desk.',
    token: 'As BotFather gave it. It is kept in the secret store and never shown again.',
  },
  SetBotWebhook: {
    '': "Where a bot's updates are to go.",
    url: {
      description: `In place of the desk's own door: https:// on port 443, 80, 88 or 8443, at most ${LIMITS.urlCharacters} characters, and no IPv6 address.`,
      maxLength: LIMITS.urlCharacters,
    },
    max_connections: `How many updates Telegram may deliver at a time, 1 to ${CONNECTIONS_MOST}; 40 if nothing is said.`,
  },
  BotBody: { '': 'A Telegram bot of the desk.', ...bot },
  BotStateBody: {
    '': 'A bot, and how its webhook stands.',
    ...bot,
    webhook: 'What Telegram says of it; null if it did not say.',
    error: 'Why it did not; null if it did.',
  },
  BotWebhookBody: {
    '': "What Telegram says of a bot's webhook.",
    url: 'Where updates go; empty if there is none.',
    pending_update_count: 'Updates that wait at Telegram.',
    last_error_at: 'When one could last not be delivered (UTC), or null.',
    last_error_message: 'Why, in the words of Telegram, or null.',
    max_connections: 'How many it delivers at a time, or null.',
    allowed_updates:
      'The kinds of update that it delivers; empty: what Telegram sends unless told otherwise.',
  },
  BotsBody: { '': 'The bots of the desk.', items: 'By id.' },
  RemovedBotBody: {
    '': 'A bot that is gone.',
    id: 'Its name at this desk, which is free again.',
    webhook_removed:
      'False: Telegram did not confirm it, and may go on delivering updates, which are refused.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
