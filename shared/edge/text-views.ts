import type { AttemptBody, ClassificationBody, DeferralBody } from '../contracts/partner-responses.ts';
import type { Deferral } from '../domain/conversation.ts';
import type { SendResult } from '../domain/delivery.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import type { Turn } from '../domain/turn.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** How a turn understood the messages it answers. */
export function classificationView({
  id,
  in_reply_to,
  answers,
  classification,
  hand_off,
  decided_at,
  language,
  entities,
  why,
}: Turn): ClassificationBody {
  const { scenario, confidence, band, model, reasons } = classification;
  return {
    id,
    message_id: in_reply_to,
    answers,
    scenario,
    confidence,
    band,
    model,
    reasoning: reasons.join(', '),
    escalation_reason: hand_off?.reason ?? null,
    language,
    entities,
    rules: why.rules,
    policy_version: why.policy,
    created_at: iso(decided_at),
  };
}

export function deferralView({ rule, times, since, until }: Deferral): DeferralBody {
  return { rule, times, since: iso(since), until: iso(until) };
}

export function attemptView(attempt: Attempt): AttemptBody {
  const { number, due_at, started_at, finished_at, outcome, rule, result } = attempt;
  const { endpoint, uncounted, next_at, deferral } = attempt;
  return {
    number,
    due_at: iso(due_at),
    started_at: iso(started_at),
    finished_at: iso(finished_at),
    outcome,
    rule,
    ...(endpoint && { endpoint_id: endpoint.id }),
    ...(uncounted && { uncounted }),
    ...(next_at !== undefined && { next_attempt_at: iso(next_at) }),
    ...(deferral && { deferral: deferralView(deferral) }),
    ...(result && resultView(result)),
  };
}

/** What a partner's endpoint answered, or why it did not, as the partner sees it. */
export function resultView(result: SendResult) {
  const { status, address } = result;
  const came =
    result.kind === 'response'
      ? { retry_after: result.retry_after, response_body: result.body }
      : { error: result.error, error_detail: result.detail };
  // The table gives the phases back in any order.
  const { dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms } = result.timing;
  const timing = { dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms };
  return { status, ...came, address, timing };
}
