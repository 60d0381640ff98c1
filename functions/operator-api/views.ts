import { createHash } from 'node:crypto';
import type {
  DeadItem,
  EndpointBody,
  EndpointStateBody,
  HeldItem,
  JobBody,
  WebhookKeyItem,
  WebhookSecretItem,
} from '../../shared/contracts/operator-responses.ts';
import type { DeadFilter } from '../../shared/domain/dead-filter.ts';
import type { DeadDelivery } from '../../shared/domain/delivery-record.ts';
import type { Endpoint, EndpointState } from '../../shared/domain/endpoint.ts';
import type { TextJob } from '../../shared/domain/job.ts';
import { publishedKeys, publishedUntil, type WebhookKey } from '../../shared/domain/webhook-key.ts';
import type { WebhookSecret } from '../../shared/domain/webhook-secret.ts';
import type { HeldListing } from '../../shared/usecases/list-held.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export function deadView(dead: DeadDelivery): DeadItem {
  return {
    state: 'dead',
    message_id: dead.text_id,
    partner: dead.partner,
    client_id: dead.client_id,
    conversation_id: dead.conversation_id,
    endpoint_id: dead.endpoint_id ?? null,
    rule: dead.rule,
    attempts: dead.attempts,
    unknown: dead.unknown ?? false,
    died_at: iso(dead.died_at),
  };
}

export function heldView({ endpoint: { state }, text }: HeldListing): HeldItem {
  return {
    state: 'held',
    message_id: text.text_id,
    partner: text.partner,
    client_id: text.client_id,
    conversation_id: text.conversation_id,
    endpoint_id: text.endpoint_id,
    rule: state.name === 'disabled' ? state.rule : null,
    held_at: iso(text.held_at),
    until: iso(text.until),
  };
}

export function jobView(job: TextJob): JobBody {
  const { id, kind, state, counts, batch } = job;
  return {
    id,
    kind,
    state,
    ...(job.kind === 'redrive' ? { filter: filterView(job.filter) } : { endpoint_id: job.endpoint_id }),
    ...counts,
    matched: counts.replayed + counts.skipped + counts.failed + batch.length,
    reached: reachedBy(job),
    started_at: iso(job.started_at),
    started_by: job.started_by,
    ended_at: isoOrNull(job.ended_at),
  };
}

function filterView({ from, to, ...names }: DeadFilter): JobBody['filter'] {
  return {
    ...names,
    ...(from !== undefined && { from: iso(from) }),
    ...(to !== undefined && { to: iso(to) }),
  };
}

function reachedBy(job: TextJob): string | null {
  return job.kind === 'redrive' ? isoOrNull(job.cursor?.died_at) : (job.cursor ?? null);
}

export function endpointView(endpoint: Endpoint, held: EndpointBody['held']): EndpointBody {
  const { id, partner, url, state, failures, used_at, reachable } = endpoint;
  return {
    id,
    partner,
    url,
    state: stateView(state),
    failures: failures.length,
    failing_since: isoOrNull(endpoint.failing_since),
    used_at: used_at > 0 ? iso(used_at) : null,
    reachable: reachable ? { yes: reachable.yes, at: iso(reachable.at) } : null,
    slow_until: isoOrNull(endpoint.slow_until),
    not_before: isoOrNull(endpoint.not_before),
    held,
  };
}

function stateView(state: EndpointState): EndpointStateBody {
  switch (state.name) {
    case 'open':
      return { name: state.name, probe_at: iso(state.probe_at), openings: state.openings };
    case 'ramping':
      return { name: state.name, allowed: state.allowed, openings: state.openings };
    case 'disabled':
      return { ...state, at: iso(state.at) };
    default:
      return { name: state.name };
  }
}

/** A secret by its fingerprint, which lets nobody sign. */
export function secretView({ secret, created_at, valid_until }: WebhookSecret): WebhookSecretItem {
  const fingerprint = createHash('sha256').update(secret).digest('hex').slice(0, 8);
  return { fingerprint, created_at: iso(created_at), valid_until: isoOrNull(valid_until) };
}

/** A secret that its partner is to be given. */
export function freshSecretView(fresh: WebhookSecret): WebhookSecretItem {
  return { secret: fresh.secret, ...secretView(fresh) };
}

/** The keys that are published, each without what signs. */
export function keysView(keys: readonly WebhookKey[], now: number): WebhookKeyItem[] {
  return publishedKeys(keys, now).map((key) => ({
    kid: key.kid,
    created_at: iso(key.created_at),
    signs_from: iso(key.signs_from),
    published_until: isoOrNull(publishedUntil(keys, key)),
  }));
}
