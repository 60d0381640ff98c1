import type { IncomingMessage, ServerResponse } from 'node:http';
import { READ_KINDS } from '../shared/domain/telegram/read-update.ts';
import type { TwinClock } from './clock.ts';
import { readBody } from './http-door.ts';
import { splitTarget } from './http-event.ts';
import { isObject, type Json } from './json-shape.ts';
import { NOT_FOUND, TOO_LARGE } from './telegram-answer.ts';
import { createBotApi } from './telegram-api.ts';
import { BEHAVIOUR_SHAPE, createBehaviours } from './telegram-behaviour.ts';
import { createBots, type PlayedBot } from './telegram-bots.ts';
import { act } from './telegram-customer.ts';
import { DEMO_BOT } from './telegram-demo.ts';
import { createFileStore } from './telegram-files.ts';
import type { TelegramMemory } from './telegram-memory.ts';
import { type PlayState, performCall } from './telegram-methods.ts';
import { parseJson } from './telegram-parameters.ts';
import { createSentLog } from './telegram-sent.ts';
import { type WallTime, wallTime } from './telegram-wall-time.ts';

/** The Bot API, its customers, and what was sent to them. */
export interface TelegramPlay {
  /** Answers `/_local/telegram/…` (path without the query); false if the path is another's. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
  /** Hands on no more updates. */
  close(): void;
}

export interface TelegramPlayOptions {
  clock: Pick<TwinClock, 'now'>;
  time?: WallTime;
  /** Bots may send only as fast as Telegram lets them; on by default. */
  limits?: boolean;
  /** Where the demo bot's updates go; without it there is no demo bot. */
  demoWebhook?: string | undefined;
  /** Runs an attempt to hand on an update, so that others can wait for its end. */
  open?: <T>(work: () => Promise<T>) => Promise<T>;
  memory?: TelegramMemory | undefined;
}

interface Request {
  method: string;
  query: URLSearchParams;
  body: string;
}

interface Answer {
  status: number;
  body: unknown;
}

type End = (request: Request, ...groups: string[]) => Answer;

const largestBody = 1_024 * 1_024;

/**
 * `/_local/telegram/bot<token>/<method>` and `/_local/telegram/file/bot<token>/<path>` are the Bot API's.
 * `POST /_local/telegram/chats/{chat_id}` lets the chat's customer write, tap or block (`act`); `GET` lists what bots sent there as
 * `{items: [{at, method, bot, message_id, text, …}]}`, oldest first, and `GET …/actions` the typing actions. Both take
 * `?bot=<username>`: to write to another bot than the first, to list those of one bot.
 * `PUT /_local/telegram/behaviour` misbehaves, `GET|PUT /_local/telegram/bots` and `DELETE …/bots/{id}` list, add and
 * revoke, `GET /_local/telegram/stats` counts and `DELETE` forgets the counts.
 */
export function createTelegramPlay(options: TelegramPlayOptions): TelegramPlay {
  const { clock, demoWebhook, memory } = options;
  const time = options.time ?? wallTime;
  const bots = createBots({
    clock,
    time,
    open: options.open ?? ((work) => work()),
    perform: (bot, call) => performCall(state, bot, call),
    memory,
  });
  const behaviours = createBehaviours();
  const state: PlayState = {
    limits: options.limits ?? true,
    files: createFileStore(),
    sent: createSentLog(memory?.keepSent, memory?.sent()),
    actions: createSentLog(),
    counts: noCounts(),
    at: () => new Date(clock.now()).toISOString(),
  };
  if (demoWebhook !== undefined) putDemoBot(demoWebhook);
  const serveApi = createBotApi({ bots, behaviours, state, time });

  function putDemoBot(url: string): void {
    const { token, username, secret } = DEMO_BOT;
    const webhook = { url, secret, connections: 40 };
    const bot = bots.put({ token, username, webhook, allowed: [...READ_KINDS] });
    // The twin may have another port than when it was last here; who set another webhook meant it.
    const known = bot?.inbox.webhook();
    if (known?.secret === secret && known.url !== url) bot?.inbox.setWebhook(webhook);
  }

  function botOf(query: URLSearchParams): PlayedBot | undefined {
    const name = query.get('bot');
    return name === null ? bots.all()[0] : bots.byName(name);
  }

  const ends: [RegExp, End][] = [
    [
      /^POST \/chats\/(-?\d{1,16})$/,
      ({ query, body }, chat) => {
        const bot = botOf(query);
        if (!bot) return problem(404, 'There is no such bot.');
        const said = parseJson(body);
        if (!isObject(said)) return problem(422, 'The body is a JSON object.');
        const { files, sent } = state;
        const acted = act({ bot, chat: Number(chat), files, sent, now: clock.now() }, said);
        return typeof acted === 'string' ? problem(422, acted) : { status: 200, body: acted };
      },
    ],
    [
      /^GET \/chats\/(-?\d{1,16})$/,
      ({ query }, chat) => ({
        status: 200,
        body: state.sent.list(Number(chat), query.get('bot') ?? undefined),
      }),
    ],
    [
      /^GET \/chats\/(-?\d{1,16})\/actions$/,
      ({ query }, chat) => ({
        status: 200,
        body: state.actions.list(Number(chat), query.get('bot') ?? undefined),
      }),
    ],
    [/^GET \/behaviour$/, () => ({ status: 200, body: behaviours.now() })],
    [
      /^PUT \/behaviour$/,
      ({ body }) =>
        behaviours.set(parseJson(body))
          ? { status: 200, body: behaviours.now() }
          : problem(422, BEHAVIOUR_SHAPE),
    ],
    [/^GET \/bots$/, () => ({ status: 200, body: { items: bots.all().map(listed) } })],
    [/^PUT \/bots$/, ({ body }) => putBot(parseJson(body))],
    [
      /^DELETE \/bots\/(\d{1,15})$/,
      (_, id) =>
        bots.revoke(Number(id)) ? { status: 200, body: {} } : problem(404, 'There is no such bot.'),
    ],
    [/^GET \/stats$/, () => ({ status: 200, body: state.counts })],
    [
      /^DELETE \/stats$/,
      () => {
        state.counts = noCounts();
        return { status: 200, body: state.counts };
      },
    ],
  ];

  function putBot(said: unknown): Answer {
    const { token, username }: Json = isObject(said) ? said : {};
    const named = typeof token === 'string' && typeof username === 'string' && /^\w{3,32}$/.test(username);
    const bot = named ? bots.put({ token, username }) : undefined;
    return bot
      ? { status: 200, body: listed(bot) }
      : problem(422, 'A bot is {"token":"<id>:<35 of A-Za-z0-9_->","username":"<3–32 of A-Za-z0-9_>"}.');
  }

  return {
    close: bots.close,
    async handle(request, response, path) {
      if (!path.startsWith('/_local/telegram/')) return false;
      const bytes = await readBody(request, largestBody);
      if (!bytes) return answer(response, { status: 413, body: TOO_LARGE });
      const body = bytes.toString('utf8');
      const local = path.slice('/_local/telegram'.length).replace(/\/$/, '');
      const { query } = splitTarget(request.url ?? '/');
      if (await serveApi(request, response, { path: local, query, body })) return true;
      const asked = { method: request.method ?? 'GET', query: new URLSearchParams(query), body };
      for (const [pattern, end] of ends) {
        const match = pattern.exec(`${asked.method} ${local}`);
        if (match) return answer(response, end(asked, ...match.slice(1)));
      }
      return answer(response, { status: 404, body: NOT_FOUND });
    },
  };
}

function listed({ id, username, token, inbox }: PlayedBot): Json {
  return { id, username, revoked: token === undefined, webhook: inbox.webhook()?.url ?? null };
}

function noCounts(): PlayState['counts'] {
  return { sent: 0, refused_429: 0, within_retry_after: 0, by_method: {} };
}

function problem(status: number, detail: string): Answer {
  return { status, body: { detail } };
}

function answer(response: ServerResponse, { status, body }: Answer): boolean {
  if (response.destroyed) return true;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return true;
}
