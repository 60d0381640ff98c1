import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const ADMINS = { tag: 'bots', for: 'admins' } as const;

/** What admins can ask of the desk's Telegram bots. */
export const BOT_OPERATIONS: Operation[] = [
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/bots',
    id: 'listBots',
    summary: "List the desk's Telegram bots",
    description: `Each with what Telegram says of its webhook. A desk has ${LIMITS.bots} at most.`,
    parameters: [],
    answers: { 200: { description: 'The bots.', schema: 'BotsBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/bots',
    id: 'addBot',
    summary: 'Add a bot, or give it a new token',
    description:
      "Telegram is asked whose token it is (`bot.token_refused`: nobody's). Under an id that is there already the token is replaced, if it is one of the same bot; a bot has one id only (`bot.exists`). No updates come before its webhook is set. A bot that sent nothing any more because its token was refused or missing is trusted again, and what was held for it is let go (`endpoint.busy`, `job.busy`: all but that was done; the same request does the rest).",
    parameters: [],
    body: 'AddBot',
    answers: {
      200: { description: 'The bot, which was there; its token was replaced.', schema: 'BotBody' },
      201: { description: 'The bot.', schema: 'BotBody' },
    },
    faults: [...CALLER, ...BODY, 'bot.token_refused', 'bot.exists', 'endpoint.busy', 'job.busy', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/bots/{bot}',
    id: 'getBot',
    summary: 'Ask how a bot stands',
    description: 'What Telegram says of its webhook: how many updates wait, and what went wrong last.',
    parameters: ['BotInPath'],
    answers: { 200: { description: 'The bot.', schema: 'BotStateBody' } },
    faults: [...CALLER, 'bot.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/bots/{bot}/webhook',
    id: 'setBotWebhook',
    summary: "Set a bot's webhook, with a new secret",
    description: `Tells Telegram to deliver the updates of the bot to the desk, or to \`url\`, with a new secret. The old secret is taken for ${LIMITS.botSecretOverlap / 60_000} minutes more. If Telegram refuses (\`bot.api_refused\`) or does not answer (\`dependency.unavailable\`), both secrets are taken, and the same new one is offered when it is asked again. Updates that wait are kept.`,
    parameters: ['BotInPath'],
    body: 'SetBotWebhook',
    bodyOptional: true,
    answers: { 200: { description: 'The bot as it then stands.', schema: 'BotStateBody' } },
    faults: [...CALLER, ...BODY, 'bot.unknown', 'bot.api_refused', ...OURS],
  },
  {
    ...ADMINS,
    method: 'delete',
    path: '/api/admin/bots/{bot}',
    id: 'removeBot',
    summary: 'Remove a bot',
    description: 'With its webhook, as far as Telegram answers, and its token. What was written to it stays.',
    parameters: ['BotInPath'],
    answers: { 200: { description: 'It is gone.', schema: 'RemovedBotBody' } },
    faults: [...CALLER, 'bot.unknown', ...OURS],
  },
];
