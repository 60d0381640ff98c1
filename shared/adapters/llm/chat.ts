import type { TokenUsage } from '../../domain/token-prices.ts';
import type { ReadAnswer } from './read-answer.ts';

/** How a question ended. What failed was not answered, so it costs nothing, unless nobody can tell. */
export type ChatAnswer =
  | ReadAnswer
  | { kind: 'timed_out' }
  | {
      kind: 'failed';
      /** `key`, `network`, `client` or `http.<status>`. */
      why: string;
      /** It may be different at once. */
      passing: boolean;
      unpaid: boolean;
      /** The server wants to be left alone for so long, ms. */
      wait?: number | undefined;
    };

/** A language model at its place; each kind of API makes its own request about the words. */
export interface Chat {
  readonly origin: string;
  readonly model: string;
  /** How it is asked, whatever the words: an opinion that was given in another form is none of these. */
  readonly form: string;
  /** The most that a question about these words can take: a token is one byte or more, and the answer is limited. */
  most(words: string): TokenUsage;
  /**
   * Never throws.
   * @param end nothing is waited for any longer
   */
  ask(words: string, end: AbortSignal): Promise<ChatAnswer>;
}
