import type { Claim, Deferral, Head, OutboxEntry } from '../../domain/conversation.ts';
import { isBotsOwn } from '../../domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../domain/delivery-record.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Outbox, Parked, Settled, StuckSignal, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { asEntry, attemptRow, deadRow, expiry, toHead } from './rows.ts';
import type { Row, Table, Update } from './table.ts';

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
    const { claim_id, claim_until = 0, outcome } = attempt;
    const there = await this.#table.putNew(attemptRow(attempt), {
      condition: `attribute_not_exists(attempt.claim_until) OR attempt.claim_until < :until OR
        (attempt.claim_until = :until AND (attempt.claim_id <> :claim OR attempt.outcome = :outcome))`,
      values: { ':until': claim_until, ':claim': claim_id, ':outcome': outcome },
    });
    return there ? 'conflict' : 'written';
  }

  async attempts(conversationId: string, textId: string): Promise<Attempt[]> {
    const range = keys.attempts(conversationId, textId);
    const newestFirst = await this.#table.page(range, ATTEMPTS_MOST);
    const rows = newestFirst.reverse().map(asEntry);
    return rows.flatMap((row) => (row.kind === 'attempt' ? [row.attempt] : []));
  }

  async settle(
    conversationId: string,
    textId: string,
    claimId: string,
    sequel?: Settled,
  ): Promise<Head | undefined> {
    const { follow_up, armed, spoke_at } = sequel ?? {};
    const sets = [
      ...(follow_up ? ['follow_up = :next'] : []),
      ...(armed === undefined ? [] : ['armed = :armed']),
      ...(spoke_at === undefined ? [] : ['spoke_at = :spoke']),
    ];
    const row = await this.#finish(conversationId, textId, claimId, {
      update: `${sets.length > 0 ? `SET ${sets.join(', ')} ` : ''}REMOVE outbox.#text`,
      values: {
        ...(follow_up && { ':next': follow_up }),
        ...(armed !== undefined && { ':armed': armed }),
        ...(spoke_at !== undefined && { ':spoke': spoke_at }),
      },
    });
    return row && toHead(row);
  }

  async park(conversationId: string, textId: string, claimId: string, parked: Parked): Promise<Written> {
    const { parts_sent, spoke_at } = parked;
    const chat = `${parts_sent === undefined ? '' : ', outbox.#text.parts_sent = :parts'}${spoke_at === undefined ? '' : ', spoke_at = :spoke'}`;
    const row = await this.#finish(conversationId, textId, claimId, {
      update: `SET outbox.#text.due = :due, outbox.#text.attempts = :attempts, outbox.#text.uncounted = :uncounted, outbox.#text.first_attempt_at = :first${chat} REMOVE outbox.#text.#claim, outbox.#text.deferral`,
      values: {
        ...(parts_sent !== undefined && { ':parts': parts_sent }),
        ...(spoke_at !== undefined && { ':spoke': spoke_at }),
        ':due': parked.due,
        ':attempts': parked.attempts,
        ':uncounted': parked.uncounted,
        ':first': parked.first_attempt_at,
      },
    });
    return row ? 'written' : 'conflict';
  }

  async cancel(seen: Head, textId: string, unanswered: readonly string[]): Promise<Written> {
    const entry = seen.outbox[textId];
    if (!entry) return 'conflict';
    const held = sameClaim(entry.claim);
    const add = unanswered.length > 0 ? `, ${seen.handler === 'bot' ? 'pending' : 'owed'} :unanswered` : '';
    const row = await this.#table.update(keys.head(seen.id), {
      update: `REMOVE outbox.#text ADD version :one${add}`,
      condition: `attribute_exists(outbox.#text) AND tenure = :tenure AND epoch = :epoch AND ${held.condition}`,
      names: { '#text': textId, '#claim': 'claim' },
      values: {
        ':one': 1,
        ...(unanswered.length > 0 && { ':unanswered': new Set(unanswered) }),
        ':tenure': seen.tenure,
        ':epoch': seen.epoch,
        ...held.values,
      },
    });
    return row ? 'written' : 'conflict';
  }

  async defer(seen: Head, textId: string, deferral: Deferral): Promise<Written> {
    const entry = seen.outbox[textId];
    if (!entry) return 'conflict';
    const held = sameClaim(entry.claim);
    const row = await this.#table.update(keys.head(seen.id), {
      update: 'SET outbox.#text.deferral = :deferral REMOVE outbox.#text.#claim ADD version :one',
      condition: `outbox.#text.due = :due AND ${held.condition}`,
      names: { '#text': textId, '#claim': 'claim' },
      values: { ':deferral': deferral, ':one': 1, ':due': entry.due, ...held.values },
    });
    return row ? 'written' : 'conflict';
  }

  async undefer(conversationId: string, textId: string, endpointId: string): Promise<Written> {
    const row = await this.#table.update(keys.head(conversationId), {
      update: 'REMOVE outbox.#text.deferral ADD version :one',
      condition: 'outbox.#text.deferral.endpoint_id = :endpoint',
      names: { '#text': textId },
      values: { ':one': 1, ':endpoint': endpointId },
    });
    return row ? 'written' : 'conflict';
  }

  async bury(dead: DeadDelivery, claimId: string, spokeAt?: number): Promise<Written> {
    const { conversation_id, text_id } = dead;
    const buried = await this.#table.both(
      { put: deadRow(dead) },
      {
        key: keys.head(conversation_id),
        ...heldBy(claimId, text_id, {
          update: `${spokeAt === undefined ? '' : 'SET spoke_at = :spoke '}REMOVE outbox.#text`,
          values: spokeAt === undefined ? {} : { ':spoke': spokeAt },
        }),
      },
    );
    return buried ? 'written' : 'conflict';
  }

  async revive(dead: DeadDelivery, entry: OutboxEntry): Promise<Written> {
    const revived = await this.#table.both(
      { remove: keys.dead(dead.died_at, dead.text_id), condition: 'attribute_exists(pk)' },
      {
        key: keys.head(dead.conversation_id),
        update: 'SET outbox.#text = :entry ADD version :one',
        condition: 'attribute_exists(pk) AND attribute_not_exists(outbox.#text)',
        names: { '#text': dead.text_id },
        values: { ':entry': entry, ':one': 1 },
      },
    );
    return revived ? 'written' : 'conflict';
  }

  async putStuck(stuck: StuckSignal): Promise<void> {
    const key = keys.stuck(stuck.at, stuck.conversation_id ?? stuck.letter ?? '');
    await this.#table.put({
      ...key,
      kind: 'stuck',
      stuck,
      expires_at: expiry(stuck.at + LIMITS.deathsKept),
    });
  }

  #finish(
    conversationId: string,
    textId: string,
    claimId: string,
    change: Pick<Update, 'update' | 'values'>,
  ): Promise<Row | undefined> {
    return this.#table.update(keys.head(conversationId), heldBy(claimId, textId, change));
  }
}

/** A change of the head that only who holds the text's claim may make. */
function heldBy(claimId: string, textId: string, change: Pick<Update, 'update' | 'values'>): Update {
  return {
    update: `${change.update} ADD version :one`,
    condition: 'outbox.#text.#claim.id = :claim',
    names: { '#text': textId, '#claim': 'claim' },
    values: { ...change.values, ':one': 1, ':claim': claimId },
  };
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
