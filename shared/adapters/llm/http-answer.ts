import { LIMITS } from '../../domain/limits.ts';
import { parseRetryAfter } from '../../domain/retry-after.ts';
import type { ChatAnswer } from './chat.ts';

/** A socket that is kept while its instance is frozen fails the next question, which then may have been paid for. */
export const OWN_CONNECTION = { connection: 'close' };

/** What a status that is no success says. */
export function refusalOf(status: number, retryAfter: string | undefined, now: number): ChatAnswer {
  const asked = parseRetryAfter(retryAfter, now);
  const wait = asked !== undefined && asked > now ? asked - now : undefined;
  const passing = (status >= 500 || status === 429) && wait === undefined;
  return { kind: 'failed', why: `http.${status}`, passing, unpaid: true, wait };
}

/** Undefined: there is more of it than is read. */
export async function bodyOf({ body }: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Leaving the loop gives up the rest of the body.
    if (size > LIMITS.llmAnswerBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
