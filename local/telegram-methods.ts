import type { Json } from './json-shape.ts';
import { badRequest, done, type MethodAnswer, refused } from './telegram-answer.ts';
import { type PlayedBot, userOf } from './telegram-bots.ts';
import type { FileStore } from './telegram-files.ts';
import { integerParameter, jsonParameter, textParameter } from './telegram-parameters.ts';
import { sendChatAction, sendMessage } from './telegram-send.ts';
import type { SentLog } from './telegram-sent.ts';
import { deleteWebhook, setWebhook } from './telegram-set-webhook.ts';
import type { WebhookCall } from './telegram-webhook-call.ts';

export interface MethodCall {
  bot: PlayedBot;
  parameters: Json;
  /** The caller has hung up. */
  gone: AbortSignal;
  play: PlayState;
}

/** What all bots of the play share. */
export interface PlayState {
  /** Whether they may send only so fast. */
  limits: boolean;
  files: FileStore;
  sent: SentLog;
  actions: SentLog;
  counts: PlayCounts;
  /** Business time, ISO. */
  at(): string;
}

export interface PlayCounts {
  /** Messages that are in their chats. */
  sent: number;
  refused_429: number;
  /** Messages that somebody tried to send before the wait of the last refusal was over. */
  within_retry_after: number;
  by_method: Record<string, number>;
}

export type Method = (call: MethodCall) => MethodAnswer | Promise<MethodAnswer>;

const LARGEST_FILE = 20 * 1024 * 1024;
const LONGEST_POLL_S = 50;
const MOST_UPDATES = 100;

const METHODS: Record<string, Method> = {
  getMe: ({ bot }) =>
    done({
      ...userOf(bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
  setWebhook,
  deleteWebhook,
  getWebhookInfo: ({ bot }) => done(bot.inbox.info()),
  getUpdates,
  sendMessage,
  sendChatAction,
  answerCallbackQuery({ bot, parameters }) {
    const known = bot.taps.delete(textParameter(parameters, 'callback_query_id'));
    return known
      ? done(true)
      : badRequest('query is too old and response timeout expired or query ID is invalid');
  },
  getFile({ parameters, play }) {
    const file = play.files.byId(textParameter(parameters, 'file_id'));
    if (!file) return badRequest('wrong file_id or the file is temporarily unavailable');
    const { bytes: _bytes, ...facts } = file;
    return file.file_size > LARGEST_FILE ? badRequest('file is too big') : done(facts);
  },
};

const NAMES = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));

/** A method by its name, in whatever case. */
export function methodOf(name: string): { name: string; method: Method } | undefined {
  const known = NAMES.get(name.toLowerCase());
  const method = known === undefined ? undefined : METHODS[known];
  return known !== undefined && method ? { name: known, method } : undefined;
}

/** Does what the answer of a bot's webhook asks for; misbehaviour is for callers, of whom there is none here. */
export function performCall(
  play: PlayState,
  bot: PlayedBot,
  { method: name, parameters }: WebhookCall,
): void {
  const known = methodOf(name);
  if (!known) return;
  countCall(play.counts, known.name);
  void known.method({ bot, parameters, gone: new AbortController().signal, play });
}

export function countCall({ by_method }: PlayCounts, name: string): void {
  by_method[name] = (by_method[name] ?? 0) + 1;
}

async function getUpdates({ bot, parameters, gone }: MethodCall): Promise<MethodAnswer> {
  if (bot.inbox.webhook())
    return refused(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  const kinds = jsonParameter(parameters, 'allowed_updates');
  if (Array.isArray(kinds)) bot.inbox.setAllowed(kinds.filter((kind) => typeof kind === 'string'));
  const asked = {
    offset: integerParameter(parameters, 'offset'),
    limit: within(integerParameter(parameters, 'limit') ?? MOST_UPDATES, 1, MOST_UPDATES),
    timeoutS: within(integerParameter(parameters, 'timeout') ?? 0, 0, LONGEST_POLL_S),
  };
  const updates = await bot.inbox.take(asked, gone);
  if (updates) return done(updates);
  return refused(
    409,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
