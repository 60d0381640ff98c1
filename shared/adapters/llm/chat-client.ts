import { LIMITS } from '../../domain/limits.ts';
import { parseRetryAfter } from '../../domain/retry-after.ts';
import type { Clock } from '../../ports.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';

/** How a question ended. What failed was not answered, so it costs nothing, unless nobody can tell. */
export type ChatAnswer =
  | ReadAnswer
  | { kind: 'timed_out' }
  | {
      kind: 'failed';
      /** `key`, `network` or `http.<status>`. */
      why: string;
      /** It may be different at once. */
      passing: boolean;
      unpaid: boolean;
      /** The server wants to be left alone for so long, ms. */
      wait?: number | undefined;
    };

export interface ChatClientParts {
  /** Where the API is: any http or https URL, as it is the owner's own setting and nobody else's. */
  base: string;
  /** Undefined: the server asks for none. */
  key?: (() => Promise<string>) | undefined;
  clock: Pick<Clock, 'wall'>;
}

const HEADER_WORD = /^[\x21-\x7e]+$/;
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json',
  // A socket that is kept while its instance is frozen fails the next question, which then may have been paid for.
  connection: 'close',
};

/**
 * Chat completions of an OpenAI-compatible server, by the built-in `fetch`: it follows no redirect, reads a bounded body and
 * never throws. The key is in the header of a request, and in nothing that comes back from here.
 */
export class ChatClient {
  readonly origin: string;
  readonly #url: string;
  readonly #key: ChatClientParts['key'];
  readonly #clock: Pick<Clock, 'wall'>;

  constructor({ base, key, clock }: ChatClientParts) {
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
    this.origin = url.origin;
    this.#url = url.href;
    this.#key = key;
    this.#clock = clock;
  }

  /** @param end nothing is waited for any longer */
  async ask(request: string, end: AbortSignal): Promise<ChatAnswer> {
    const headers = await this.#headers(end);
    if (!headers) return { kind: 'failed', why: 'key', passing: false, unpaid: true };
    try {
      const options = { method: 'POST', headers, body: request, redirect: 'manual', signal: end } as const;
      const response = await fetch(this.#url, options);
      if (!response.ok) return await this.#refusal(response);
      const body = await textOf(response);
      return body === undefined ? { kind: 'malformed' } : readAnswer(body);
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
    const now = this.#clock.wall();
    const asked = parseRetryAfter(headers.get('retry-after') ?? undefined, now);
    const wait = asked !== undefined && asked > now ? asked - now : undefined;
    const passing = (status >= 500 || status === 429) && wait === undefined;
    return { kind: 'failed', why: `http.${status}`, passing, unpaid: true, wait };
  }

  /** Undefined: there is no key that could be sent. */
  async #headers(end: AbortSignal): Promise<Record<string, string> | undefined> {
    if (!this.#key) return HEADERS;
    const key = (await orEnd(this.#key(), end).catch(() => '')).trim();
    return HEADER_WORD.test(key) ? { ...HEADERS, authorization: `Bearer ${key}` } : undefined;
  }
}

/** Undefined: there is more of it than is read. */
async function textOf({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Leaving the loop gives up the rest of the body.
    if (size > LIMITS.llmAnswerBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Rejects when time is over, whatever becomes of the work. */
function orEnd<T>(work: Promise<T>, end: AbortSignal): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    if (end.aborted) reject(end.reason);
    end.addEventListener('abort', () => reject(end.reason), { once: true });
  });
  return Promise.race([work, over]);
}
