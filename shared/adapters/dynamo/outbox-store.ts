import type { Claim, Head, OutboxEntry } from '../../domain/conversation.ts';
import { isBotsOwn } from '../../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../domain/delivery-record.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Outbox, Parked, StuckSignal, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { asEntry, attemptRow, expiry, toHead } from './rows.ts';
import type { Table, Update } from './table.ts';

/** Texts on their way out: claimed on the head, told of in attempt rows. */
export class DynamoOutbox implements Outbox {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async claim(seen: Head, textId: string, claim: Claim): Promise<Head | undefined> {
    const entry = seen.outbox[textId];
    if (!entry) return undefined;
    const held = sameClaim(entry.claim);
    const allowed = mayBeSaid(seen, textId);
    const row = await this.#table.update(keys.head(seen.id), {
      update: 'SET outbox.#text.#claim = :claim ADD version :one',
      condition: ['outbox.#text.due = :due', held.condition, ...allowed.conditions].join(' AND '),
      names: { '#text': textId, '#claim': 'claim', ...allowed.names },
      values: { ':claim': claim, ':one': 1, ':due': entry.due, ...held.values, ...allowed.values },
    });
    return row && toHead(row);
  }

  async putAttempt(attempt: Attempt): Promise<Written> {
    const there = await this.#table.putNew(attemptRow(attempt), {
      condition: 'attribute_not_exists(attempt.claim_until) OR attempt.claim_until <= :until',
      values: { ':until': attempt.claim_until ?? 0 },
    });
    return there ? 'conflict' : 'written';
  }

  async attempts(conversationId: string, textId: string): Promise<Attempt[]> {
    const range = keys.attempts(conversationId, textId);
    const newestFirst = await this.#table.page(range, ATTEMPTS_MOST);
    const rows = newestFirst.reverse().map(asEntry);
    return rows.flatMap((row) => (row.kind === 'attempt' ? [row.attempt] : []));
  }

  settle(conversationId: string, textId: string, claimId: string): Promise<Written> {
    return this.#finish(conversationId, textId, claimId, { update: 'REMOVE outbox.#text', values: {} });
  }

  park(conversationId: string, textId: string, claimId: string, parked: Parked): Promise<Written> {
    return this.#finish(conversationId, textId, claimId, {
      update:
        'SET outbox.#text.due = :due, outbox.#text.attempts = :attempts, outbox.#text.first_attempt_at = :first REMOVE outbox.#text.#claim',
      values: { ':due': parked.due, ':attempts': parked.attempts, ':first': parked.first_attempt_at },
    });
  }

  async cancel(seen: Head, textId: string): Promise<Written> {
    const entry = seen.outbox[textId];
    if (!entry) return 'conflict';
    const held = sameClaim(entry.claim);
    const row = await this.#table.update(keys.head(seen.id), {
      update: 'REMOVE outbox.#text ADD version :one',
      condition: `attribute_exists(outbox.#text) AND tenure = :tenure AND epoch = :epoch AND ${held.condition}`,
      names: { '#text': textId, '#claim': 'claim' },
      values: { ':one': 1, ':tenure': seen.tenure, ':epoch': seen.epoch, ...held.values },
    });
    return row ? 'written' : 'conflict';
  }

  async replay(conversationId: string, textId: string, entry: OutboxEntry): Promise<Written> {
    const row = await this.#table.update(keys.head(conversationId), {
      update: 'SET outbox.#text = :entry ADD version :one',
      condition: 'attribute_exists(pk) AND attribute_not_exists(outbox.#text)',
      names: { '#text': textId },
      values: { ':entry': entry, ':one': 1 },
    });
    return row ? 'written' : 'conflict';
  }

  async putStuck(stuck: StuckSignal): Promise<void> {
    const key = keys.stuck(stuck.at, stuck.conversation_id ?? stuck.letter ?? '');
    await this.#table.put({
      ...key,
      kind: 'stuck',
      stuck,
      expires_at: expiry(stuck.at + LIMITS.attemptsKept),
    });
  }

  async putDead(dead: DeadDelivery): Promise<void> {
    const key = keys.dead(dead.partner, dead.died_at, dead.text_id);
    await this.#table.put({
      ...key,
      kind: 'dead',
      dead,
      expires_at: expiry(dead.died_at + LIMITS.attemptsKept),
    });
  }

  async #finish(
    conversationId: string,
    textId: string,
    claimId: string,
    change: Pick<Update, 'update' | 'values'>,
  ): Promise<Written> {
    const row = await this.#table.update(keys.head(conversationId), {
      update: `${change.update} ADD version :one`,
      condition: 'outbox.#text.#claim.id = :claim',
      names: { '#text': textId, '#claim': 'claim' },
      values: { ...change.values, ':one': 1, ':claim': claimId },
    });
    return row ? 'written' : 'conflict';
  }
}

/** A ladder has ten tries; replays add to them, and of very many the newest count. */
const ATTEMPTS_MOST = 100;

function sameClaim(claim: Claim | undefined): { condition: string; values: Record<string, string> } {
  return claim
    ? { condition: 'outbox.#text.#claim.id = :held', values: { ':held': claim.id } }
    : { condition: 'attribute_not_exists(outbox.#text.#claim)', values: {} };
}

/** Invariant 4 as a condition: the bot still handles the conversation, and a follow-up's epoch still stands. */
function mayBeSaid(seen: Head, textId: string) {
  const entry = seen.outbox[textId];
  const bots = entry !== undefined && isBotsOwn(entry.source);
  const follows = entry?.epoch !== undefined;
  return {
    conditions: [
      ...(bots ? ['#handler = :bot', 'tenure = :tenure'] : []),
      ...(follows ? ['epoch = :epoch'] : []),
    ],
    names: bots ? { '#handler': 'handler' } : {},
    values: {
      ...(bots && { ':bot': 'bot', ':tenure': entry.tenure }),
      ...(follows && { ':epoch': entry.epoch }),
    },
  };
}
