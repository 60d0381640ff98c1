import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';

/** The demo partner's secret, as the contract prints it. */
const SECRET = 'whsec_Zmlyc3RsaW5lLWxvY2FsLWRlbW8tc2VjcmV0LTAxMjM=';

export interface PostedWebhook {
  at: string;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookPayload {
  type: string;
  client_id: string;
  response_text: string;
  message_id: string;
  in_reply_to: string;
  source: string;
}

export interface CustomerMessage {
  client_id: string;
  content: string;
}

/** Posts a customer's message as the demo partner does, with the twin's own CRM as the place for answers. */
export function postMessage(url: string, message: CustomerMessage, headers: Record<string, string> = {}) {
  return fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: 'Bearer fl_local_demo_key',
      'X-Webhook-URL': `${url}/_local/crm/demo`,
      ...headers,
    },
    body: JSON.stringify(message),
  });
}

export async function crmInbox(url: string, inbox = 'demo'): Promise<PostedWebhook[]> {
  const answer = await fetch(`${url}/_local/crm/${inbox}`);
  return ((await answer.json()) as { items: PostedWebhook[] }).items;
}

/** What any Standard Webhooks library says a post holds. @throws if its signature is wrong. */
export function verified({ headers, body }: PostedWebhook): WebhookPayload {
  return new Webhook(SECRET).verify(body, headers) as WebhookPayload;
}

export async function answersTo(url: string, clientId: string, timeoutMs: number): Promise<WebhookPayload[]> {
  const found = async () =>
    (await crmInbox(url)).map(verified).filter(({ client_id }) => client_id === clientId);
  await expect
    .poll(async () => (await found()).length, { timeout: timeoutMs, interval: 50 })
    .toBeGreaterThan(0);
  return found();
}
