import type { CommittedText, OpenItem } from './facts.ts';
import { type Sequel, type Silence, sequelOf } from './silence.ts';

/** What has become of one conversation so far, as the desk sees it. */
export interface DeskStory {
  readonly id: string;
  handler: 'bot' | 'operator';
  /** Messages of the client so far. */
  epoch: number;
  closed: boolean;
  /** Somebody owes the client an answer. */
  item: OpenItem | undefined;
  /** Messages to which the client still waits for an answer, and since when. */
  open: Map<string, number>;
  /** Texts on their way that are no follow-ups; nobody waits for a replay. */
  underWay: Set<string>;
  /** The last text that was no follow-up, and all such texts since the client wrote. */
  reply: ReplyStory | undefined;
  replies: Map<string, ReplyStory>;
  silence: Silence | undefined;
  /** Follow-ups since the client or an operator wrote last. */
  said: Set<string>;
  /** The client has blocked the bot now, and has at some time since it was heard last. */
  away: boolean;
  blocked: boolean;
  /** When its operator took it or wrote last. */
  operatorAt: number;
}

/** A text that was no follow-up. */
export interface ReplyStory {
  sequel: Sequel;
  /** It was not delivered. */
  failed: boolean;
  /** It was given up, and is tried once more. */
  replayed: boolean;
}

/** A reminder or a farewell that was decided. */
export interface FollowUpStory {
  name: string;
  reminds: boolean;
  due: number;
  /** When it is too late, if nothing goes wrong. */
  latest: number;
  claimed: boolean;
}

export function newDesk(id: string): DeskStory {
  return {
    id,
    handler: 'bot',
    epoch: 0,
    closed: false,
    item: undefined,
    open: new Map(),
    underWay: new Set(),
    reply: undefined,
    replies: new Map(),
    silence: undefined,
    said: new Set(),
    away: false,
    blocked: false,
    operatorAt: 0,
  };
}

/** What follows a handed-over reply is for when an operator has handed it back. */
export function replyOf({ reply }: CommittedText, { item }: DeskStory): ReplyStory {
  const sequel = reply && !item ? sequelOf(reply.scenario) : 'resolved';
  return { sequel, failed: false, replayed: false };
}

export function isFollowUp({ source }: Pick<CommittedText, 'source'>): boolean {
  return source === 'reminder' || source === 'farewell';
}
