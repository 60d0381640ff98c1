import type { NoticeText } from '../shared/domain/desk-text.ts';
import { conversationOf } from '../shared/domain/ids.ts';
import type { Fact } from './judge/facts.ts';
import { BOT } from './scenarios/broadcast.ts';
import type { PortCall, Process } from './world/process.ts';
import { SECOND } from './world/times.ts';
import type { World } from './world/world.ts';

/** Sees what became of notices. */
export class BroadcastWatch {
  /** Notices that were put on their way, by their text. */
  readonly #notices = new Map<string, { broadcast: string; bot: boolean; due: number }>();
  /** How texts ended, and when somebody began to send them last. */
  readonly #outcomes = new Map<string, string>();
  readonly #claimed = new Map<string, number>();
  readonly #reached = new Map<string, number>();
  readonly #knocks: number[] = [];
  /** The most rows that a call of the broadcast function asked for by ids, or was to look through. */
  rowsAtOnce = 0;
  faults = 0;

  constructor(world: World) {
    world.watchers.push((process, call) => this.#call(process, call));
    world.listeners.push((fact) => this.#fact(fact));
  }

  #call({ fn }: Process, { port, method, input }: PortCall): void {
    if (fn !== 'broadcast') return;
    const sizes = input.map((one) => (Array.isArray(one) ? one.length : 0));
    this.rowsAtOnce = Math.max(this.rowsAtOnce, ...sizes);
    if (port !== 'table' || method !== 'announce') return;
    const [{ channel }, { id, broadcast, due }] = input as [{ channel: { bot?: string } }, NoticeText];
    this.#notices.set(id, { broadcast, due, bot: channel.bot !== undefined });
  }

  #fact(fact: Fact): void {
    if (fact.kind === 'hit') this.faults += 1;
    if (fact.kind === 'claimed') this.#claimed.set(fact.text, fact.now);
    if (fact.kind === 'received' || fact.kind === 'put')
      if (!this.#reached.has(fact.text)) this.#reached.set(fact.text, fact.now);
    if (fact.kind === 'knocked' && fact.bot === BOT) this.#knocks.push(fact.now);
    if (fact.kind === 'recorded') this.#outcomes.set(fact.attempt.text_id, fact.attempt.outcome);
  }

  /** When a text reached its client, as far as anybody saw. */
  reachedAt(text: string): number | undefined {
    return this.#reached.get(text);
  }

  /** Texts of a broadcast that reached their client, or may have, by conversation. */
  textsOf(broadcast: string): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const [id] of this.#of(broadcast)) {
      const outcome = this.#outcomes.get(id);
      if (outcome !== 'delivered' && outcome !== 'unknown') continue;
      const conversation = conversationOf(id);
      found.set(conversation, (found.get(conversation) ?? new Set()).add(id));
    }
    return found;
  }

  unknownOf(broadcast: string): number {
    return this.#of(broadcast).filter(([id]) => this.#outcomes.get(id) === 'unknown').length;
  }

  /** How long after this moment somebody still began to send notices of it, ms. */
  claimedAfter(broadcast: string, at: number): number {
    return Math.max(0, ...this.#of(broadcast).map(([id]) => (this.#claimed.get(id) ?? 0) - at));
  }

  cancelledOf(broadcast: string): number {
    return this.#of(broadcast).filter(([id]) => this.#outcomes.get(id) === 'cancelled').length;
  }

  /** The most within one second: notices due by channel, and messages that the bot sent. */
  pace(): { bot: number; partner: number; sent_by_bot: number } {
    const dues = (bot: boolean) =>
      [...this.#notices.values()].filter((it) => it.bot === bot).map(({ due }) => due);
    return { bot: busiest(dues(true)), partner: busiest(dues(false)), sent_by_bot: busiest(this.#knocks) };
  }

  #of(broadcast: string) {
    return [...this.#notices].filter(([, notice]) => notice.broadcast === broadcast);
  }
}

function busiest(moments: readonly number[]): number {
  const sorted = moments.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, at, last) => {
    while ((sorted[first] ?? at) <= at - SECOND) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}
