import type { Bot } from '../domain/bot.ts';
import type { BotRows, BotTokens } from '../ports.ts';
import { askBotApi, type BotPorts, knownBot, sentenceOf } from './ask-bot-api.ts';

/** A bot and what the Bot API says of its webhook. */
export interface BotState {
  bot: Bot;
  webhook: BotWebhook | undefined;
  /** Why nothing is known of the webhook. */
  error?: string | undefined;
}

export interface BotWebhook {
  /** Empty: there is none. */
  url: string;
  pending_update_count: number;
  last_error_at: number | undefined;
  last_error_message: string | undefined;
  max_connections: number | undefined;
  allowed_updates: string[];
}

export interface ReadPorts extends Pick<BotPorts, 'botApi'> {
  bots: Pick<BotRows, 'bot' | 'bots'>;
  tokens: BotTokens;
}

/** Every bot of the desk, by id. */
export async function readBots(ports: ReadPorts): Promise<BotState[]> {
  return Promise.all((await ports.bots.bots()).map((bot) => stateOf(ports, bot)));
}

/** @throws Fault bot.unknown */
export async function readBot(ports: ReadPorts, id: string): Promise<BotState> {
  return stateOf(ports, await knownBot(ports, id));
}

/** How the bot stands; that the Bot API does not answer is part of it. */
export async function stateOf({ tokens, botApi }: ReadPorts, bot: Bot): Promise<BotState> {
  const token = await tokens.token(bot.id);
  if (token === undefined) return { bot, webhook: undefined, error: 'its token is not in the secret store' };
  const asked = await askBotApi(botApi, token, 'getWebhookInfo');
  if (asked.kind === 'answered') return { bot, webhook: webhookIn(asked.value) };
  const error = asked.kind === 'refused' ? sentenceOf(asked.refusal) : asked.why;
  return { bot, webhook: undefined, error };
}

/** What is not told, or not as it was promised, is left out: an operator sees the rest. */
function webhookIn(value: unknown): BotWebhook {
  const info = (value ?? {}) as Record<string, unknown>;
  const seconds = numberIn(info['last_error_date']);
  return {
    url: textIn(info['url']) ?? '',
    pending_update_count: numberIn(info['pending_update_count']) ?? 0,
    last_error_at: seconds === undefined ? undefined : seconds * 1000,
    last_error_message: textIn(info['last_error_message']),
    max_connections: numberIn(info['max_connections']),
    allowed_updates: listIn(info['allowed_updates']),
  };
}

/** Up to the year 9999 in seconds; beyond it no date can be written. */
const MOST = 253_402_300_799;

function numberIn(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST
    ? (value as number)
    : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
