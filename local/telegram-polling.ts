import { setTimeout as wait } from 'node:timers/promises';
import { READ_KINDS } from '../shared/domain/telegram/read-update.ts';
import { isObject } from './json-shape.ts';
import { BOT_API_URL, DEMO_BOT } from './telegram-demo.ts';
import { callIn, type WebhookCall } from './telegram-webhook-call.ts';

export interface PollingOptions {
  token: string;
  /** Base URL of the Bot API, without a slash at its end; the real one by default. */
  apiUrl?: string;
  /** Where updates are posted, as a webhook would get them, and what they show there. */
  door: string;
  secret?: string;
  fetch?: typeof fetch;
  /** Waits, by wall time; rejects when the signal comes. */
  pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  log?: (line: string) => void;
}

export interface Polling {
  close(): Promise<void>;
}

interface Update {
  update_id: number;
}

const POLL_S = 50;
/** A long poll is given so much longer than it asks for; so long the door has for an update. */
const GRACE_MS = 10_000;
const DOOR_MS = 60_000;
/** For what an answer of the door asks for. */
const CALL_MS = 10_000;
const LONGEST_PAUSE_S = 60;
const LONGEST_RETRY_AFTER_S = 3_600;

/**
 * Asks the Bot API for a bot's updates and posts them to a door, one after the other, each until it is taken: only then
 * the next question confirms it. What the door asks for in its answer is done, as Telegram does it. What somebody else has set up for the bot, a webhook above all, stays as it is.
 */
export function startTelegramPolling(options: PollingOptions): Polling {
  const ending = new AbortController();
  const running = poll(options, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    async close() {
      ending.abort();
      await running;
    },
  };
}

async function poll(options: PollingOptions, ending: AbortSignal): Promise<void> {
  const { log = console.log } = options;
  const say = onChange(log);
  let offset: number | undefined;
  for (let failures = 0; !ending.aborted; ) {
    const asked = await ask(options, offset, ending);
    if ('updates' in asked) {
      failures = 0;
      say(undefined);
      for (const update of asked.updates) {
        await handOn(options, update, say, ending);
        offset = update.update_id + 1;
      }
    } else {
      ending.throwIfAborted();
      say(`Telegram gives no updates: ${asked.why}`);
      if (asked.final) return;
      failures += 1;
      await pause(options, asked.afterS ?? backoff(failures), ending);
    }
  }
}

interface NoUpdates {
  why: string;
  /** The token is none. */
  final: boolean;
  afterS?: number;
}

async function ask(
  options: PollingOptions,
  offset: number | undefined,
  ending: AbortSignal,
): Promise<{ updates: Update[] } | NoUpdates> {
  try {
    const body = { offset, timeout: POLL_S, allowed_updates: READ_KINDS };
    const patience = { ending, ms: POLL_S * 1_000 + GRACE_MS };
    const response = await post(options, urlOf(options, 'getUpdates'), body, patience);
    return readUpdates(response.status, await response.json());
  } catch (error) {
    // Its message may hold the URL, and that the token.
    return { why: error instanceof Error ? error.name : 'unknown', final: false };
  }
}

function readUpdates(status: number, answer: unknown): { updates: Update[] } | NoUpdates {
  if (!isObject(answer)) return { why: `an answer ${status} that is none`, final: false };
  const { ok, result, description, parameters } = answer;
  if (ok === true && Array.isArray(result)) return { updates: result.filter(isUpdate) };
  const afterS = isObject(parameters) ? parameters['retry_after'] : undefined;
  return {
    why: String(description ?? status),
    final: status === 401 || status === 404,
    ...(typeof afterS === 'number' && { afterS }),
  };
}

function isUpdate(value: unknown): value is Update {
  return isObject(value) && Number.isSafeInteger(value['update_id']);
}

/** Posts an update until it is taken. */
async function handOn(
  options: PollingOptions,
  update: Update,
  say: (trouble: string | undefined) => void,
  ending: AbortSignal,
): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    const { status, afterS, call } = await knock(options, update, ending);
    ending.throwIfAborted();
    if (call) void perform(options, call, ending);
    if (status !== undefined && status >= 200 && status < 300) return say(undefined);
    say(`Update ${update.update_id} was not taken: ${status ?? 'no answer'}`);
    await pause(options, afterS ?? backoff(failures), ending);
  }
}

async function knock(
  options: PollingOptions,
  update: Update,
  ending: AbortSignal,
): Promise<{ status?: number; afterS?: number; call?: WebhookCall | undefined }> {
  const { door, secret = DEMO_BOT.secret } = options;
  const shown = { 'x-telegram-bot-api-secret-token': secret };
  try {
    const response = await post(options, door, update, { ending, ms: DOOR_MS }, shown);
    const call = await callIn(response);
    const afterS = /^\d+$/.exec(response.headers.get('retry-after') ?? '')?.[0];
    return {
      status: response.status,
      call,
      ...(afterS !== undefined && { afterS: Math.min(Number(afterS), LONGEST_RETRY_AFTER_S) }),
    };
  } catch {
    return {};
  }
}

/** Nothing waits for it, and nobody is told how it went. */
async function perform(options: PollingOptions, call: WebhookCall, ending: AbortSignal): Promise<void> {
  const { method, parameters } = call;
  try {
    const response = await post(options, urlOf(options, method), parameters, { ending, ms: CALL_MS });
    await response.arrayBuffer();
  } catch {
    // A button that waits a little longer is no trouble.
  }
}

function urlOf({ token, apiUrl = BOT_API_URL }: PollingOptions, method: string): string {
  return `${apiUrl}/bot${token}/${method}`;
}

function post(
  { fetch: call = fetch }: PollingOptions,
  url: string,
  body: unknown,
  { ending, ms }: { ending: AbortSignal; ms: number },
  headers: Record<string, string> = {},
): Promise<Response> {
  return call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.any([ending, AbortSignal.timeout(ms)]),
  });
}

function pause({ pause: pauseFor = waitFor }: PollingOptions, seconds: number, ending: AbortSignal) {
  return pauseFor(seconds * 1_000, ending);
}

function waitFor(ms: number, signal: AbortSignal): Promise<unknown> {
  return wait(ms, undefined, { signal, ref: false });
}

/** 1, 2, 4 … 60 s. */
function backoff(failures: number): number {
  return Math.min(LONGEST_PAUSE_S, 2 ** (failures - 1));
}

/** Says a trouble once, not at each try, and when it is over. */
function onChange(log: (line: string) => void): (trouble: string | undefined) => void {
  let last: string | undefined;
  return (trouble) => {
    if (trouble === last) return;
    last = trouble;
    log(trouble ?? 'Telegram is all right again.');
  };
}
