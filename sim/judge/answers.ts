import { conversationOf } from '../../shared/domain/ids.ts';

/** Which text answers which message. */
export class Answers {
  /** Message → the text that answers it. */
  readonly by = new Map<string, string>();
  /** Messages that are an operator's, by conversation. */
  readonly #left = new Map<string, Set<string>>();

  /** False: it has an answer already. */
  answer(message: string, text: string): boolean {
    const fresh = !this.by.has(message);
    this.by.set(message, text);
    return this.#leftIn(message).delete(message) || fresh;
  }

  /** Nothing was said to it: an operator owes the answer. */
  leave(message: string): boolean {
    const left = this.#leftIn(message);
    const fresh = !this.by.has(message) || left.has(message);
    left.add(message);
    this.by.set(message, LEFT);
    return fresh;
  }

  /** Somebody at the desk says that they need no answer, nor does what was left. */
  settle(conversation: string, messages: readonly string[]): void {
    for (const message of messages) this.by.set(message, SETTLED);
    this.#left.delete(conversation);
  }

  /** The texts that answered them are not said any more. */
  reopen(messages: readonly string[], texts: readonly string[]): void {
    for (const message of messages) if (texts.includes(this.by.get(message) ?? '')) this.by.delete(message);
  }

  /** What was left to operators is the bot's again. */
  bringBack(conversation: string): void {
    const left = this.#left.get(conversation) ?? [];
    for (const message of left) this.by.delete(message);
    this.#left.delete(conversation);
  }

  #leftIn(message: string): Set<string> {
    const conversation = conversationOf(message);
    const left = this.#left.get(conversation) ?? new Set();
    this.#left.set(conversation, left);
    return left;
  }
}

/** Stands for the text that would have answered a message that is an operator's. */
const LEFT = 'left to an operator';
/** Stands for the text that a message does not need. */
const SETTLED = 'settled by hand';
