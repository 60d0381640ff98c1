import type {
  AttachmentBody,
  DeliveryBody,
  HistoryLine,
  ReplyLine,
} from '../../shared/contracts/partner-responses.ts';
import type { DeskText } from '../../shared/domain/desk-text.ts';
import { type Attachment, isPartnersType } from '../../shared/domain/message.ts';
import { attemptView, deferralView } from '../../shared/edge/text-views.ts';
import type { HistoryItem } from '../../shared/ports.ts';
import type { Delivery } from '../../shared/usecases/read-conversation.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** One line of a client's history, as partners see it. A turn that said nothing is none. */
export function historyView(clientId: string, item: HistoryItem): HistoryLine[] {
  if (item.kind === 'left') return [];
  if (item.kind === 'message') {
    const { id, text, attachments, received_at } = item.message;
    const created_at = iso(received_at);
    const shown = attachments.flatMap(attachmentView);
    return [
      { message_id: id, client_id: clientId, type: 'user', content: text, attachments: shown, created_at },
    ];
  }
  const { text, outcome } = item;
  return [
    {
      message_id: text.id,
      client_id: clientId,
      ...speakerOf(text),
      content: text.text,
      in_reply_to: text.in_reply_to,
      delivery: outcome,
      created_at: iso(text.decided_at),
    },
  ];
}

/** As a partner sent it; what only chats know comes from none. */
function attachmentView({ file: _file, type, ...rest }: Attachment): AttachmentBody[] {
  return isPartnersType(type) ? [{ type, ...rest }] : [];
}

function speakerOf(text: DeskText): Pick<ReplyLine, 'type' | 'source' | 'classification'> {
  const { source } = text;
  if (source === 'operator') return { type: 'operator', source, classification: null };
  if (source !== 'ai_bot') return { type: 'bot_auto', source, classification: null };
  const { scenario, confidence } = text.classification;
  const type = text.hand_off ? 'bot_escalated' : 'bot_auto';
  return { type, source, classification: { scenario, confidence } };
}

export function deliveryView({ text, state, next_at, behind, deferral, attempts }: Delivery): DeliveryBody {
  return {
    message_id: text.id,
    in_reply_to: text.in_reply_to,
    state,
    rule: (behind && 'conversation.earlier_text') ?? deferral?.rule ?? attempts.at(-1)?.rule ?? null,
    ...(behind && { waits_for: behind }),
    next_attempt_at: next_at === undefined ? null : iso(next_at),
    deferral: deferral ? deferralView(deferral) : null,
    created_at: iso(text.decided_at),
    attempts: attempts.map(attemptView),
  };
}
