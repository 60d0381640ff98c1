import type { OutcomeBody } from '../../shared/contracts/partner-responses.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { Accepted } from '../../shared/usecases/accept-message.ts';
import type { Outcome } from '../../shared/usecases/await-outcome.ts';

/** The 201 of `Prefer: wait`, in the shape of the system that partners come from. */
export function outcomeView(accepted: Accepted, { turn, head }: Outcome): OutcomeBody {
  const { classification, hand_off } = turn;
  return {
    status: statusOf(accepted, turn),
    original_message_id: accepted.message_id,
    client_id: accepted.client_id,
    is_first_message: turn.first,
    priority: turn.priority,
    escalation_reason: hand_off?.reason ?? null,
    classification: {
      id: turn.id,
      scenario: classification.scenario,
      confidence: classification.confidence,
      reasoning: classification.reasons.join(', '),
      model: classification.model,
    },
    response: turn.left
      ? null
      : { message_id: turn.id, text: turn.text, type: hand_off ? 'bot_escalated' : 'bot_auto' },
    webhook: { scheduled: !turn.left && head.channel.webhook_url !== undefined },
  };
}

function statusOf(accepted: Accepted, { fallback, hand_off, left }: Turn): OutcomeBody['status'] {
  if (accepted.status === 'duplicate') return 'duplicate';
  if (fallback) return 'fallback';
  return hand_off || left ? 'escalated' : 'success';
}
