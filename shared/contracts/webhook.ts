import type { Turn } from '../domain/turn.ts';

/** Body of the webhook that carries a text to a partner (design §1.4). */
export interface ReplyWebhook {
  type: 'message.reply';
  client_id: string;
  response_text: string;
  message_id: string;
  in_reply_to: string;
  sequence: number;
  source: 'ai_bot' | 'operator' | 'reminder' | 'farewell' | 'broadcast';
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

export function replyWebhook(clientId: string, turn: Turn): ReplyWebhook {
  const { scenario, confidence } = turn.classification;
  return {
    type: 'message.reply',
    client_id: clientId,
    response_text: turn.text,
    message_id: turn.id,
    in_reply_to: turn.in_reply_to,
    sequence: turn.sequence,
    source: 'ai_bot',
    classification: { scenario, confidence },
    created_at: new Date(turn.decided_at).toISOString(),
  };
}
