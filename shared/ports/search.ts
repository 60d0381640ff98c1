import type { Head } from '../domain/conversation.ts';
import type { Stretched } from '../domain/said.ts';

/** What was said in all conversations, by day. The index that tells is a moment behind. */
export interface SaidByDay {
  /** Ids of the index on a day (UTC) from `from` to `to`, both included, newest first. */
  onDay(day: string, range: { from: string; to: string }): Promise<SaidIds>;
  /** What was said in a conversation from one id to another, with what stands right behind the latter. */
  stretch(conversationId: string, from: string, to: string): Promise<Stretched & { rows: number }>;
  /** The same of a conversation's first LIMITS.searchedTurnRows rows from this id on. */
  from(conversationId: string, id: string): Promise<Stretched & { rows: number }>;
  /** Those that there are. */
  heads(ids: readonly string[]): Promise<Head[]>;
}

export interface SaidIds {
  /** LIMITS.saidAtOnce of them at most. */
  ids: string[];
  /** There are older ones in the range. */
  more: boolean;
}

/** All clients there are, by their id. */
export interface ClientList {
  /** Clients whose id begins so, by id and partner, behind `after`. */
  starting(
    prefix: string,
    page: { limit: number; after?: ListedClient | undefined },
  ): Promise<ListedClient[]>;
}

export interface ListedClient {
  client_id: string;
  partner: string;
}
