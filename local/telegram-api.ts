import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, type MethodAnswer, NOT_FOUND, UNAUTHORIZED } from './telegram-answer.ts';
import { type ApiBehaviour, type Behaviours, refusalOf } from './telegram-behaviour.ts';
import type { Bots, PlayedBot } from './telegram-bots.ts';
import { countCall, type Method, methodOf, type PlayState } from './telegram-methods.ts';
import { readParameters } from './telegram-parameters.ts';
import type { WallTime } from './telegram-wall-time.ts';

export interface BotApiNeed {
  bots: Bots;
  behaviours: Behaviours;
  state: PlayState;
  time: WallTime;
}

export interface ApiRequest {
  path: string;
  query: string;
  body: string;
}

/** Answers a request if it is one to the Bot API. */
export type ServeBotApi = (
  request: IncomingMessage,
  response: ServerResponse,
  asked: ApiRequest,
) => Promise<boolean>;

const METHOD_PATH = /^\/bot([^/]*:[^/]*)\/(\w+)$/;
const FILE_PATH = /^\/file\/bot([^/]+)\/(.+)$/;
const PAGE = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';

export function createBotApi(need: BotApiNeed): ServeBotApi {
  const { bots, state } = need;
  return async (request, response, asked) => {
    const [, fileToken, filePath = ''] = FILE_PATH.exec(asked.path) ?? [];
    if (fileToken !== undefined) {
      const file = bots.byToken(unescaped(fileToken)) && state.files.byPath(filePath);
      if (file) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
      else answer(response, bots.byToken(unescaped(fileToken)) ? NOT_FOUND : UNAUTHORIZED);
      return true;
    }
    const [, token, name = ''] = METHOD_PATH.exec(asked.path) ?? [];
    if (token === undefined) return false;
    const bot = bots.byToken(unescaped(token));
    const known = methodOf(name);
    if (!bot) answer(response, UNAUTHORIZED);
    else if (!known || !['GET', 'POST'].includes(request.method ?? '')) answer(response, NOT_FOUND);
    else await serveMethod(need, { request, response, asked, bot, ...known });
    return true;
  };
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  asked: ApiRequest;
  bot: PlayedBot;
  name: string;
  method: Method;
}

async function serveMethod({ behaviours, state, time }: BotApiNeed, call: Call): Promise<void> {
  const { response, bot, name } = call;
  const { counts } = state;
  countCall(counts, name);
  if (name === 'sendMessage' && bot.limits.held() !== undefined) counts.within_retry_after += 1;
  const behaviour = behaviours.next(name);
  const { failure } = behaviour;
  if (failure === 'hang') return;
  if (failure === 'reset') return cut(response);
  const result = failure === 'garbage' ? undefined : await resultOf(state, call, behaviour);
  // Wall time: it is the sender's socket that waits.
  if (behaviour.delay_ms > 0) await new Promise<void>((resolve) => time.after(behaviour.delay_ms, resolve));
  if (failure === 'reset_after_write') return cut(response);
  if (result) tell(call, result, behaviour);
  else if (!response.destroyed) response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
}

async function resultOf(state: PlayState, call: Call, behaviour: ApiBehaviour): Promise<MethodAnswer> {
  const result = refusalOf(behaviour) ?? (await run(state, call));
  if (!result.ok && result.error_code === 429) state.counts.refused_429 += 1;
  return result;
}

/** A bot need not wait before it is told so. */
function tell({ response, bot }: Call, result: MethodAnswer, { status }: ApiBehaviour): void {
  const asked = status === 429 && !result.ok ? result.parameters?.['retry_after'] : undefined;
  if (typeof asked === 'number') bot.limits.hold(asked);
  answer(response, result);
}

function run(state: PlayState, { request, response, asked, bot, method }: Call): ReturnType<Method> {
  const parameters = readParameters(asked.query, asked.body, request.headers['content-type']);
  if (!parameters) return badRequest("can't parse the request's parameters");
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return method({ bot, parameters, gone: gone.signal, play: state });
}

function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function answer(response: ServerResponse, result: MethodAnswer): void {
  if (response.destroyed) return;
  const status = result.ok ? 200 : result.error_code;
  const retryAfter = result.ok ? undefined : result.parameters?.['retry_after'];
  if (typeof retryAfter === 'number') response.setHeader('retry-after', retryAfter);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

function unescaped(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
