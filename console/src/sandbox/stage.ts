import { Problem } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { readClock } from '../twin/business-clock.ts';
import { DEMO } from './cast.ts';

/** What the bot did in a chat. */
export interface BotSaid {
  at: string;
  method: string;
  message_id?: number;
  text?: string;
  caption?: string;
  reply_markup?: { inline_keyboard?: { text: string; callback_data?: string; url?: string }[][] };
}

/** A webhook that the demo CRM was sent. */
export interface Webhook {
  at: string;
  status: number | null;
  headers: Record<string, string>;
  body: string;
}

export interface Behaviour {
  status?: number;
  times?: number;
  delay_ms?: number;
  retry_after?: number;
  failure?: 'hang' | 'reset';
}

export interface Calls {
  services: Record<string, Record<string, number>>;
  write_units: number;
  read_units: number;
}

async function get<Body>(path: string): Promise<Body> {
  return (await (await request(path)).json()) as Body;
}

/** As a Telegram customer: `{text}`, `{photo: true, caption}`, `{callback_data, message_id}`, `{block: true}`. */
export async function actInChat(chat: string, name: string, act: Record<string, unknown>): Promise<void> {
  const from = { first_name: name, language_code: 'ru' };
  await request(`/_local/telegram/chats/${chat}`, { method: 'POST', body: { from, ...act } });
}

export async function botSaid(chat: string): Promise<BotSaid[]> {
  return (await get<{ items: BotSaid[] }>(`/_local/telegram/chats/${chat}`)).items;
}

/** When the bot last showed that it types, epoch milliseconds of business time. */
export async function lastTyping(chat: string): Promise<number> {
  const { items } = await get<{ items: { at: string }[] }>(`/_local/telegram/chats/${chat}/actions`);
  return Date.parse(items.at(-1)?.at ?? '') || 0;
}

/** As the demo partner's CRM, on behalf of one of its clients. */
export async function postMessage(client: string, name: string, content: string): Promise<void> {
  const body = { client_id: client, client_name: name, content };
  const response = await fetch('/api/messages', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${DEMO.key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': crypto.randomUUID(),
      'X-Webhook-URL': `${location.origin}${DEMO.inbox}`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Problem(response.status, (await response.json()) as Record<string, unknown>);
}

export async function webhooks(): Promise<Webhook[]> {
  return (await get<{ items: Webhook[] }>(DEMO.inbox)).items;
}

export async function behave(of: 'crm' | 'telegram', behaviour: Behaviour): Promise<void> {
  const path = of === 'crm' ? `${DEMO.inbox}/behaviour` : '/_local/telegram/behaviour';
  await request(path, { method: 'PUT', body: behaviour });
}

export function behaviourOf(of: 'crm' | 'telegram'): Promise<Behaviour> {
  return get(of === 'crm' ? `${DEMO.inbox}/behaviour` : '/_local/telegram/behaviour');
}

export function calls(): Promise<Calls> {
  return get('/_local/calls');
}

/** Lets business time pass; answers when all that fell due has happened. */
export async function advance(seconds: number): Promise<void> {
  const response = await fetch('/_local/clock/advance', {
    method: 'POST',
    body: JSON.stringify({ seconds }),
  });
  if (!response.ok) throw new Problem(response.status, (await response.json()) as Record<string, unknown>);
  await readClock();
}
