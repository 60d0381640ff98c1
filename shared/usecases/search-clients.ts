import { conversationId } from '../domain/ids.ts';
import type { InboxEntry } from '../domain/inbox.ts';
import { LIMITS } from '../domain/limits.ts';
import type { ClientList, Inbox, ListedClient } from '../ports.ts';

export interface ClientsAsked {
  prefix: string;
  /** Undefined: of any. */
  partner?: string | undefined;
  after?: ListedClient | undefined;
}

/**
 * Clients whose id begins so, by id: LIMITS.clientsFound at most. Among very many of other partners a page may come back
 * short although more follow.
 */
export async function searchClients(
  { clientList, inbox }: { clientList: ClientList; inbox: Inbox },
  reader: string,
  { prefix, partner, after }: ClientsAsked,
): Promise<{ found: InboxEntry[]; next: ListedClient | undefined }> {
  const limit = partner === undefined ? LIMITS.clientsFound : LIMITS.clientsSearched;
  const looked = await clientList.starting(prefix, { limit, after });
  const theirs = looked.filter((client) => partner === undefined || client.partner === partner);
  const shown = theirs.slice(0, LIMITS.clientsFound);
  const ids = shown.map((client) => conversationId(client.partner, client.client_id));
  const entries = await inbox.entries(ids, reader);
  const more = theirs.length > shown.length ? shown.at(-1) : undefined;
  return {
    found: ids.flatMap((id) => entries.find(({ head }) => head.id === id) ?? []),
    next: more ?? (looked.length === limit ? looked.at(-1) : undefined),
  };
}
