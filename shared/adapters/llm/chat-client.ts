import { LIMITS } from '../../domain/limits.ts';
import type { TokenUsage } from '../../domain/token-prices.ts';
import type { Clock } from '../../ports.ts';
import type { Chat, ChatAnswer } from './chat.ts';
import { bodyOf, OWN_CONNECTION, refusalOf } from './http-answer.ts';
import { messageOf, OPINION, SYSTEM } from './prompt.ts';
import { readCompletion } from './read-answer.ts';

export interface ChatClientParts {
  /** Where the API is: any http or https URL, as it is the owner's own setting and nobody else's. */
  base: string;
  model: string;
  /** Undefined: the server asks for none. */
  key?: (() => Promise<string>) | undefined;
  clock: Pick<Clock, 'wall'>;
}

const STRICT = { name: OPINION.name, strict: true };
const HEADER_WORD = /^[\x21-\x7e]+$/;
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json',
  ...OWN_CONNECTION,
};

/** The request that asks this model about these words, as JSON. */
export function completionRequest(model: string, words: string): string {
  return JSON.stringify({
    model,
    temperature: 0,
    max_tokens: LIMITS.llmAnswerTokens,
    response_format: { type: 'json_schema', json_schema: { ...STRICT, schema: OPINION.schema } },
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: messageOf(words) },
    ],
  });
}

/**
 * Chat completions of an OpenAI-compatible server, by the built-in `fetch`: it follows no redirect, reads a bounded body and
 * never throws. The key is in the header of a request, and in nothing that comes back from here.
 */
export class ChatClient implements Chat {
  readonly origin: string;
  readonly model: string;
  readonly form = completionRequest('', '');
  readonly #url: string;
  readonly #key: ChatClientParts['key'];
  readonly #clock: Pick<Clock, 'wall'>;

  constructor({ base, model, key, clock }: ChatClientParts) {
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
    this.origin = url.origin;
    this.model = model;
    this.#url = url.href;
    this.#key = key;
    this.#clock = clock;
  }

  most(words: string): TokenUsage {
    return { in: Buffer.byteLength(completionRequest(this.model, words)), out: LIMITS.llmAnswerTokens };
  }

  async ask(words: string, end: AbortSignal): Promise<ChatAnswer> {
    const headers = await this.#headers(end);
    if (!headers) return { kind: 'failed', why: 'key', passing: false, unpaid: true };
    try {
      const body = completionRequest(this.model, words);
      const options = { method: 'POST', headers, body, redirect: 'manual', signal: end } as const;
      const response = await fetch(this.#url, options);
      if (!response.ok) return await this.#refusal(response);
      const answer = await bodyOf(response);
      return answer === undefined ? { kind: 'malformed' } : readCompletion(answer.toString());
    } catch {
      // What was thrown may hold anything, so nobody looks into it.
      return end.aborted
        ? { kind: 'timed_out' }
        : { kind: 'failed', why: 'network', passing: true, unpaid: false };
    }
  }

  async #refusal(response: Response): Promise<ChatAnswer> {
    await response.body?.cancel().catch(() => undefined);
    const { status, headers } = response;
    return refusalOf(status, headers.get('retry-after') ?? undefined, this.#clock.wall());
  }

  /** Undefined: there is no key that could be sent. */
  async #headers(end: AbortSignal): Promise<Record<string, string> | undefined> {
    if (!this.#key) return HEADERS;
    const key = (await orEnd(this.#key(), end).catch(() => '')).trim();
    return HEADER_WORD.test(key) ? { ...HEADERS, authorization: `Bearer ${key}` } : undefined;
  }
}

/** Rejects when time is over, whatever becomes of the work. */
function orEnd<T>(work: Promise<T>, end: AbortSignal): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    if (end.aborted) reject(end.reason);
    end.addEventListener('abort', () => reject(end.reason), { once: true });
  });
  return Promise.race([work, over]);
}
