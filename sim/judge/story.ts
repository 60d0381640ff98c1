import type { TextSource } from '../../shared/domain/conversation.ts';
import type { Attempt, TextOutcome } from '../../shared/domain/delivery-record.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import type { CommittedText } from './facts.ts';

/** What must never be. */
export type Wrong = 'lost' | 'stuck' | 'out_of_order' | 'doubled' | 'spoke_over';

export interface Finding {
  wrong: Wrong;
  at: number;
  conversation: string;
  what: string;
}

/** The receiver took the text in, and what is known of its answer. */
export interface Receipt {
  at: number;
  process: string;
  heard: boolean;
  recorded: boolean;
}

/** What has become of one text so far. */
export interface TextStory {
  id: string;
  conversation: string;
  source: TextSource;
  epoch: number | undefined;
  decided_at: number;
  sequence: number;
  tenure: number;
  due: number;
  /** It is on the head, to be delivered. */
  waiting: boolean;
  replay: boolean;
  /** Attempts that were recorded before it was replayed. */
  base: number;
  /** The process whose claim holds it. */
  holder: string | undefined;
  attempts: Attempt[];
  /** The last time it was taken in, since it was decided or replayed. */
  receipt: Receipt | undefined;
  receipts: number;
  ended: TextOutcome | undefined;
  told: boolean;
}

/** What has become of one conversation so far. */
export interface ConversationStory {
  handler: 'bot' | 'operator';
  tenure: number;
  /** Messages of the client so far. */
  epoch: number;
  lastDue: number;
  /** Operators are shown that it is stuck. */
  shown: boolean;
}

export function newText(text: CommittedText): TextStory {
  const { id, source, epoch, decided_at, sequence, tenure, due } = text;
  return {
    id,
    conversation: conversationOf(id),
    source,
    epoch,
    decided_at,
    sequence,
    tenure,
    due,
    waiting: true,
    replay: false,
    base: 0,
    holder: undefined,
    attempts: [],
    receipt: undefined,
    receipts: 0,
    ended: undefined,
    told: false,
  };
}

/** All stories of a run, as its facts tell them. */
export class Stories {
  readonly texts = new Map<string, TextStory>();
  /** Texts of a conversation that others may wait for. */
  readonly #waiting = new Map<string, TextStory[]>();
  readonly conversations = new Map<string, ConversationStory>();

  conversation(id: string): ConversationStory {
    const known = this.conversations.get(id);
    if (known) return known;
    const fresh: ConversationStory = {
      handler: 'bot',
      tenure: 1,
      epoch: 0,
      lastDue: 0,
      shown: false,
    };
    this.conversations.set(id, fresh);
    return fresh;
  }

  /** Texts of a conversation that others wait for. One that has ended is nobody's hindrance again: it may be replayed, at most. */
  waitingIn(conversation: string): TextStory[] {
    const still = (this.#waiting.get(conversation) ?? []).filter((text) => text.waiting && !text.replay);
    this.#waiting.set(conversation, still);
    return still;
  }

  add(text: TextStory): void {
    this.texts.set(text.id, text);
    this.waitingIn(text.conversation).push(text);
  }
}
