import { DEMO } from '../../local/seed.ts';
import type { Twin } from '../../local/twin.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { callerOf } from './caller.ts';

/** A customer of the demo partner, as the desk and the partner see it. */
export interface Customer {
  /** The page of the conversation with it. */
  path: string;
  /** Says something, and waits until the desk has dealt with it. */
  writes(content: string): Promise<void>;
  /** All that has arrived at its partner, what that refused left out. */
  heard(): Promise<string[]>;
  /** What its partner answers to what is sent to it. */
  answers(behaviour: { status: number; times?: number }): Promise<void>;
}

export function customerOf(
  { url, quiet }: Pick<Twin, 'url' | 'quiet'>,
  client_id: string,
  client_name = client_id,
): Customer {
  const call = callerOf(url);
  const inbox = `/_local/crm/${client_id}`;
  return {
    path: `/inbox/${conversationId(DEMO.partner, client_id)}`,
    async writes(content) {
      const headers = { authorization: `Bearer ${DEMO.key}`, 'x-webhook-url': url + inbox };
      await call('POST', '/api/messages', { client_id, client_name, content }, headers);
      await quiet();
    },
    async heard() {
      await quiet();
      const { items } = await call<{ items: { body: string; status: number }[] }>('GET', inbox);
      const taken = items.filter(({ status }) => status === 200);
      return taken.map(({ body }) => (JSON.parse(body) as { response_text: string }).response_text);
    },
    answers: (behaviour) => call('PUT', `${inbox}/behaviour`, behaviour),
  };
}
