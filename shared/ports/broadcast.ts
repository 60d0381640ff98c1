import type { Broadcast, BroadcastPlan } from '../domain/broadcast.ts';
import type { Head } from '../domain/conversation.ts';
import type { Profile } from '../domain/message.ts';
import type { TroubleChannel } from '../domain/outage/trouble.ts';
import type { Written } from './written.ts';

/** Broadcasts as they stand. Every read is strongly consistent. */
export interface Broadcasts {
  broadcast(id: string): Promise<Broadcast | undefined>;
  /** Puts it if its id is new, and lists it under its incident; otherwise it stays as it is. */
  put(broadcast: Broadcast): Promise<void>;
  /** Keeps `next` under the revision after the one `seen`, if that still stands. */
  save(seen: Broadcast, next: Broadcast): Promise<Written>;
  /** Newest first. */
  list(page: { limit: number; before?: string | undefined }): Promise<Broadcast[]>;
  /** Ids of those of an incident, LIMITS.broadcastsOfIncident at most, newest first. */
  ofIncident(incidentId: string): Promise<string[]>;
}

/** Starts a broadcast, for whoever decides that (`startBroadcast`). */
export interface Broadcaster {
  /** Safe to repeat under the plan's id. A restore first withdraws what its incident has under way. */
  start(plan: BroadcastPlan): Promise<Broadcast>;
}

/** Whoever is to be told by a broadcast, once each. */
export interface Audiences {
  /** Adds a client in this step; `known`: an earlier step has, so that a repeated step counts the same. */
  add(broadcastId: string, conversationId: string, step: number): Promise<'added' | 'known'>;
  /** Those of them that an earlier step has added. */
  known(broadcastId: string, conversationIds: readonly string[], step: number): Promise<Set<string>>;
  /** In an order that stays; `next` is missing on the last page. */
  page(
    broadcastId: string,
    page: { limit: number; after?: string | undefined },
  ): Promise<{ items: string[]; next?: string | undefined }>;
  /** What is known of these clients, as far as they are there. */
  recipients(conversationIds: readonly string[]): Promise<Recipient[]>;
}

export interface Recipient {
  head: Head;
  profile: Profile | undefined;
}

/** Spreads notices of all broadcasts on one channel over time. */
export interface BroadcastPace {
  /** Takes so many moments, `gap` ms apart, the first no earlier than `from`; returns the first. Business time. */
  take(channel: TroubleChannel, count: number, gap: number, from: number): Promise<number>;
}

/** "This broadcast has work": what travels through the broadcasts' lane. */
export interface BroadcastSignal {
  broadcast_id: string;
  /** Which step is to be done. */
  step: number;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
}
