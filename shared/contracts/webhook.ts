import type { TextSource } from '../domain/conversation.ts';
import type { DeskText } from '../domain/desk-text.ts';

/** Body of the webhook that carries a text to a partner (design §1.4). */
export interface ReplyWebhook {
  type: 'message.reply';
  client_id: string;
  response_text: string;
  message_id: string;
  in_reply_to: string;
  sequence: number;
  source: TextSource;
  classification: { scenario: string; confidence: number } | null;
  created_at: string;
}

/** Body of the webhook that `POST /api/webhooks/test` sends. */
export interface PingWebhook {
  type: 'webhook.test';
  message_id: string;
  created_at: string;
}

export function pingWebhook(id: string, at: number): PingWebhook {
  return { type: 'webhook.test', message_id: id, created_at: new Date(at).toISOString() };
}

export function replyWebhook(clientId: string, text: DeskText): ReplyWebhook {
  return {
    type: 'message.reply',
    client_id: clientId,
    response_text: text.text,
    message_id: text.id,
    in_reply_to: text.in_reply_to,
    sequence: text.sequence,
    source: text.source,
    classification: classificationOf(text),
    created_at: new Date(text.decided_at).toISOString(),
  };
}

function classificationOf(text: DeskText): ReplyWebhook['classification'] {
  if (text.source !== 'ai_bot') return null;
  const { scenario, confidence } = text.classification;
  return { scenario, confidence };
}
