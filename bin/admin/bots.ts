import { readFileSync } from 'node:fs';
import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { type Command, columns, given, numberTyped, type Surroundings, type Typed } from './command.ts';

interface Webhook {
  url: string;
  pending_update_count: number;
  last_error_at: string | null;
  last_error_message: string | null;
  max_connections: number | null;
  allowed_updates: string[];
}

interface Bot {
  id: string;
  telegram_id: number;
  username: string;
  created_at: string;
  webhook: Webhook | null;
  error: string | null;
}

const BOTS = '/api/admin/bots';
const path = ({ words }: Typed): string => `${BOTS}/${encodeURIComponent(words[0] ?? '')}`;

/** A token is never an argument: those stay in the shell's history and show in the list of processes. */
function tokenGiven({ options: { 'token-file': file } }: Typed, { env, input }: Surroundings): string {
  const given = file === undefined ? env['FIRSTLINE_BOT_TOKEN'] || input('the token') : readToken(file);
  if (given.trim() !== '') return given.trim();
  throw new FlagError('give the token by --token-file FILE, FIRSTLINE_BOT_TOKEN or standard input.');
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new FlagError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

async function add(ask: Ask, typed: Typed, around: Surroundings): Promise<Answer> {
  return ask('POST', BOTS, { id: typed.words[0], token: tokenGiven(typed, around) });
}

async function setWebhook(ask: Ask, typed: Typed): Promise<Answer> {
  const { 'webhook-url': url, connections } = typed.options;
  const max_connections = connections === undefined ? undefined : numberTyped(connections, '--connections');
  return ask('POST', `${path(typed)}/webhook`, given({ url, max_connections }));
}

function showList({ items }: Answer): string[] {
  const bots = items as Bot[];
  if (bots.length === 0) return ['there are no bots yet'];
  const rows = bots.map(({ id, username, webhook, error }) => [
    id,
    `@${username}`,
    webhook?.pending_update_count,
    error ?? (webhook?.url || 'no webhook'),
  ]);
  return columns([['bot', 'username', 'waiting', 'webhook'], ...rows]);
}

function showBot(answer: Answer): string[] {
  const { id, username, telegram_id, created_at, webhook, error } = answer as unknown as Bot;
  return [
    `${id}, @${username} (${telegram_id}), added ${created_at}`,
    ...(webhook ? showWebhook(webhook) : [`Telegram does not say how its webhook stands: ${error}`]),
  ];
}

function showWebhook(webhook: Webhook): string[] {
  if (webhook.url === '') return ['no webhook; set it by bot webhook'];
  return columns([
    ['webhook', webhook.url],
    ['waiting', webhook.pending_update_count],
    ['connections', webhook.max_connections],
    ['updates', webhook.allowed_updates.join(', ') || 'as Telegram sends them'],
    ['last error', webhook.last_error_at && `${webhook.last_error_at}: ${webhook.last_error_message}`],
  ]);
}

export const BOT_COMMANDS: Record<string, Command> = {
  add: {
    usage: 'bot add ID [--token-file FILE]',
    takes: ['token-file'],
    words: [1, 1],
    run: add,
    show: ({ id, username }) => [`${id} is @${username}; set its webhook by bot webhook ${id}`],
  },
  webhook: {
    usage: 'bot webhook ID [--webhook-url URL] [--connections N]',
    takes: ['webhook-url', 'connections'],
    words: [1, 1],
    run: setWebhook,
    show: showBot,
  },
  info: {
    usage: 'bot info ID',
    takes: [],
    words: [1, 1],
    run: (ask, typed) => ask('GET', path(typed)),
    show: showBot,
  },
  list: {
    usage: 'bot list',
    takes: [],
    words: [0, 0],
    run: (ask) => ask('GET', BOTS),
    show: showList,
  },
  remove: {
    usage: 'bot remove ID',
    takes: [],
    words: [1, 1],
    run: (ask, typed) => ask('DELETE', path(typed)),
    show: ({ id, webhook_removed }) => [
      webhook_removed
        ? `${id} is removed`
        : `${id} is removed, but Telegram did not confirm that its webhook is`,
    ],
  },
};
