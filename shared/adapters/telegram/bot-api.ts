import type { SendResult } from '../../domain/delivery.ts';
import type { BotApi, BotApiAnswer, Download } from '../../ports.ts';
import type { Exchanged } from '../http/exchange.ts';
import type { GuardedClient } from '../http/guarded-client.ts';
import { keptText } from '../http/response-body.ts';
import { readAnswer } from './read-answer.ts';
import { isToken, withoutToken } from './token.ts';

const TELEGRAM = 'https://api.telegram.org';
const METHOD = /^[A-Za-z]{1,64}$/;
/** Folders and a name, as the Bot API tells them: nothing that a URL could take for more than a path, and no dot to begin with. */
const FILE_PATH = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*){0,7}$/;
const FILE_PATH_CHARACTERS = 255;

export interface HttpBotApiParts {
  client: Pick<GuardedClient, 'exchange'>;
  /** Where the Bot API is, without a slash at its end; Telegram's own unless told. */
  base?: string | undefined;
}

/**
 * The Bot API over the guarded client, whose failures tell whether a request can have left. The token is part of every
 * URL, and of nothing that comes back from here.
 */
export class HttpBotApi implements BotApi {
  readonly #client: Pick<GuardedClient, 'exchange'>;
  readonly #base: string;

  constructor({ client, base = TELEGRAM }: HttpBotApiParts) {
    this.#client = client;
    this.#base = base;
  }

  async call(token: string, method: string, parameters: Record<string, unknown>): Promise<BotApiAnswer> {
    const body = toJson(parameters);
    if (!isToken(token) || !METHOD.test(method) || body === undefined) return invalidRequest();
    const exchanged = await this.#client.exchange({
      method: 'POST',
      url: `${this.#base}/bot${token}/${method}`,
      headers: { 'content-type': 'application/json' },
      body,
    });
    return answerOf(exchanged, token);
  }

  async download(token: string, path: string, most: number): Promise<Download> {
    if (!isToken(token) || path.length > FILE_PATH_CHARACTERS || !FILE_PATH.test(path))
      return { kind: 'missing' };
    const url = `${this.#base}/file/bot${token}/${path}`;
    return fileIn(await this.#client.exchange({ method: 'GET', url, headers: {}, most }));
  }
}

/** It cannot be asked like that, so it was not. */
export function invalidRequest(): BotApiAnswer {
  return { result: { kind: 'error', error: 'request.invalid', timing: { total_ms: 0 } }, unsent: true };
}

function toJson(parameters: Record<string, unknown>): string | undefined {
  try {
    return JSON.stringify(parameters);
  } catch {
    return undefined;
  }
}

function answerOf({ result, unsent, received }: Exchanged, token: string): BotApiAnswer {
  if (result.kind === 'error') return { result: redacted(result, token), ...(unsent && { unsent }) };
  const text = withoutToken(received?.bytes.toString() ?? '', token);
  const body = keptText({ bytes: Buffer.from(text), cut: received?.cut ?? false });
  const answer = readAnswer(text, result.status);
  return { result: redacted({ ...result, body }, token), ...(answer && { answer }) };
}

/** Whatever else the other side has put there. */
function redacted(result: SendResult, token: string): SendResult {
  return JSON.parse(withoutToken(JSON.stringify(result), token));
}

function fileIn({ result, received }: Exchanged): Download {
  if (result.kind === 'error') return { kind: 'failed', why: result.error };
  if (result.status === 404) return { kind: 'missing' };
  if (result.status !== 200 || !received)
    return { kind: 'failed', why: `an answer with status ${result.status}` };
  if ((received.encoding ?? 'identity') !== 'identity')
    return { kind: 'failed', why: 'an encoding that was not asked for' };
  return received.cut ? { kind: 'too_large' } : { kind: 'file', bytes: received.bytes };
}
