import type {
  AttemptBody,
  ClassificationBody,
  DeferralBody,
  DeliveryBody,
  HistoryLine,
} from '../../shared/contracts/partner-responses.ts';
import type { Deferral } from '../../shared/domain/conversation.ts';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { HistoryItem } from '../../shared/ports.ts';
import type { Delivery } from '../../shared/usecases/read-conversation.ts';
import { resultView } from './result-view.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** One line of a client's history, as partners see it. */
export function historyView(clientId: string, item: HistoryItem): HistoryLine {
  if (item.kind === 'message') {
    const { id, text, attachments, received_at } = item.message;
    return {
      message_id: id,
      client_id: clientId,
      type: 'user',
      content: text,
      attachments,
      created_at: iso(received_at),
    };
  }
  const { turn, outcome } = item;
  return {
    message_id: turn.id,
    client_id: clientId,
    type: turn.hand_off ? 'bot_escalated' : 'bot_auto',
    content: turn.text,
    in_reply_to: turn.in_reply_to,
    classification: { scenario: turn.classification.scenario, confidence: turn.classification.confidence },
    delivery: outcome,
    created_at: iso(turn.decided_at),
  };
}

/** How a turn understood the messages it answers. */
export function classificationView({
  id,
  in_reply_to,
  answers,
  classification,
  hand_off,
  decided_at,
}: Turn): ClassificationBody {
  const { reasons, ...understood } = classification;
  return {
    id,
    message_id: in_reply_to,
    answers,
    ...understood,
    reasoning: reasons.join(', '),
    escalation_reason: hand_off?.reason ?? null,
    created_at: iso(decided_at),
  };
}

export function deliveryView({ turn, state, next_at, behind, deferral, attempts }: Delivery): DeliveryBody {
  return {
    message_id: turn.id,
    in_reply_to: turn.in_reply_to,
    state,
    rule: (behind && 'conversation.earlier_text') ?? deferral?.rule ?? attempts.at(-1)?.rule ?? null,
    ...(behind && { waits_for: behind }),
    next_attempt_at: next_at === undefined ? null : iso(next_at),
    deferral: deferral ? deferralView(deferral) : null,
    created_at: iso(turn.decided_at),
    attempts: attempts.map(attemptView),
  };
}

function deferralView({ rule, times, since, until }: Deferral): DeferralBody {
  return { rule, times, since: iso(since), until: iso(until) };
}

function attemptView(attempt: Attempt): AttemptBody {
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
