import type { Head } from '../domain/conversation.ts';
import type { AdmittedMessage } from '../ports.ts';

/** The head of a conversation with its first message. */
export function newHead(entry: AdmittedMessage): Head {
  return {
    id: entry.conversation_id,
    partner: entry.partner,
    client_id: entry.client_id,
    created_at: entry.at,
    version: 1,
    heard: 1,
    status: 'open',
    handler: 'bot',
    tenure: 1,
    epoch: 1,
    pending: [entry.id],
    owed: [],
    window: entry.window,
    last: lastOf(entry),
    channel: entry.channel,
    sequence: 0,
    last_due: 0,
    outbox: {},
    greeted: false,
    unsettled: [],
    unsure: [],
  };
}

/** What a head remembers of the message that came last. */
export function lastOf({ id, at, digest, album }: AdmittedMessage): Head['last'] {
  return { id, at, digest, ...(album && { album }) };
}
