import type { Claim, Deferral, Head, OutboxEntry } from '../../../domain/conversation.ts';
import { isBotsOwn } from '../../../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../../domain/delivery-record.ts';
import type { Parked, Settled, StuckSignal, Written } from '../../../ports.ts';
import { copy } from '../copy.ts';
import { ConversationHistory } from './history.ts';
import { union, without } from './partitions.ts';

/** Texts on their way out. */
export class ConversationOutbox extends ConversationHistory {
  readonly dead: DeadDelivery[] = [];

  readonly stuck: StuckSignal[] = [];

  async claim(seen: Head, textId: string, claim: Claim): Promise<Head | undefined> {
    const known = seen.outbox[textId];
    const result = await this.change(seen.id, (head) => {
      const entry = head.outbox[textId];
      if (!known || !entry || entry.due !== known.due || entry.claim?.id !== known.claim?.id)
        return undefined;
      if (isBotsOwn(entry.source) && (head.handler !== 'bot' || head.tenure !== known.tenure))
        return undefined;
      if (known.epoch !== undefined && known.epoch !== head.epoch) return undefined;
      return { outbox: { ...head.outbox, [textId]: { ...entry, claim } } };
    });
    return result === 'written' ? this.head(seen.id) : undefined;
  }

  async putAttempt(attempt: Attempt): Promise<Written> {
    const key = `${attempt.text_id}#A${String(attempt.number).padStart(4, '0')}`;
    const { entries } = this.partition(attempt.conversation_id);
    const there = entries.get(key);
    if (there?.kind === 'attempt' && stands(there.attempt, attempt)) return 'conflict';
    entries.set(key, { kind: 'attempt', attempt: copy(attempt) });
    return 'written';
  }

  async attempts(conversationId: string, textId: string): Promise<Attempt[]> {
    const entries = [...this.partition(conversationId).entries.values()];
    return entries
      .flatMap((entry) =>
        entry.kind === 'attempt' && entry.attempt.text_id === textId ? [entry.attempt] : [],
      )
      .sort((a, b) => a.number - b.number);
  }

  async settle(
    conversationId: string,
    textId: string,
    claimId: string,
    sequel?: Settled,
  ): Promise<Head | undefined> {
    const settled = await this.change(conversationId, (head) => {
      if (head.outbox[textId]?.claim?.id !== claimId) return undefined;
      const { follow_up, armed, spoke_at } = sequel ?? {};
      return {
        outbox: without(head.outbox, textId),
        ...(follow_up && { follow_up }),
        ...(armed !== undefined && { armed }),
        ...(spoke_at !== undefined && { spoke_at }),
      };
    });
    return settled === 'written' ? this.head(conversationId) : undefined;
  }

  async park(conversationId: string, textId: string, claimId: string, parked: Parked): Promise<Written> {
    return this.change(conversationId, (head) => {
      const entry = head.outbox[textId];
      if (entry?.claim?.id !== claimId) return undefined;
      const { claim: _claim, deferral: _deferral, ...rest } = entry;
      const { parts_sent, spoke_at, ...next } = parked;
      const waiting = { ...rest, ...next, ...(parts_sent !== undefined && { parts_sent }) };
      return {
        outbox: { ...head.outbox, [textId]: waiting },
        ...(spoke_at !== undefined && { spoke_at }),
      };
    });
  }

  async cancel(seen: Head, textId: string, unanswered: readonly string[]): Promise<Written> {
    return this.change(seen.id, (head) => {
      const entry = head.outbox[textId];
      const same = entry && entry.claim?.id === seen.outbox[textId]?.claim?.id;
      if (!same || head.tenure !== seen.tenure || head.epoch !== seen.epoch) return undefined;
      const waiting = head.handler === 'bot' ? 'pending' : 'owed';
      return { outbox: without(head.outbox, textId), [waiting]: union(head[waiting], unanswered) };
    });
  }

  async defer(seen: Head, textId: string, deferral: Deferral): Promise<Written> {
    const known = seen.outbox[textId];
    return this.change(seen.id, (head) => {
      const entry = head.outbox[textId];
      if (!known || !entry || entry.due !== known.due || entry.claim?.id !== known.claim?.id)
        return undefined;
      const { claim: _claim, ...rest } = entry;
      return { outbox: { ...head.outbox, [textId]: { ...rest, deferral } } };
    });
  }

  async undefer(conversationId: string, textId: string, endpointId: string): Promise<Written> {
    return this.change(conversationId, (head) => {
      const { deferral, ...rest } = head.outbox[textId] ?? {};
      if (deferral?.endpoint_id !== endpointId) return undefined;
      return { outbox: { ...head.outbox, [textId]: rest as OutboxEntry } };
    });
  }

  async bury(dead: DeadDelivery, claimId: string, spokeAt?: number): Promise<Written> {
    const sequel = { spoke_at: spokeAt };
    if (!(await this.settle(dead.conversation_id, dead.text_id, claimId, sequel))) return 'conflict';
    this.dead.push(structuredClone(dead));
    return 'written';
  }

  async revive(dead: DeadDelivery, entry: OutboxEntry): Promise<Written> {
    const at = this.dead.findIndex((it) => it.text_id === dead.text_id && it.died_at === dead.died_at);
    if (at < 0) return 'conflict';
    const written = await this.change(dead.conversation_id, (head) =>
      head.outbox[dead.text_id] ? undefined : { outbox: { ...head.outbox, [dead.text_id]: entry } },
    );
    if (written === 'written') this.dead.splice(at, 1);
    return written;
  }

  async putStuck(stuck: StuckSignal): Promise<void> {
    this.stuck.push(stuck);
  }
}

/** Is it of a later claim, or the word of somebody else on the same one? */
function stands(there: Attempt, attempt: Attempt): boolean {
  const later = (there.claim_until ?? 0) - (attempt.claim_until ?? 0);
  return (
    later > 0 || (later === 0 && there.claim_id === attempt.claim_id && there.outcome !== attempt.outcome)
  );
}
