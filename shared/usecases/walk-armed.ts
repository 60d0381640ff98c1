import type { Head } from '../domain/conversation.ts';
import type { ArmedWakeUps, Conversations } from '../ports.ts';

export interface ArmedPorts {
  conversations: Pick<Conversations, 'head'>;
  armedWakeUps: ArmedWakeUps;
}

/** Where a walk stands: behind these wake-ups, the last of which was this conversation's. */
export interface ArmedPosition {
  after: string;
  last: string;
}

export interface ArmedWalk {
  partner?: string | undefined;
  /** Wake-ups that are looked at. */
  limit: number;
  after?: ArmedPosition | undefined;
}

/**
 * Conversations that a wake-up is armed for. One may have several wake-ups, which follow each other: it is found at the
 * first of them. One that is due within a minute waits on its lane and has none, so it is not found here.
 */
export async function walkArmed(
  { conversations, armedWakeUps }: ArmedPorts,
  { partner, limit, after }: ArmedWalk,
): Promise<{ heads: Head[]; next: ArmedPosition | undefined }> {
  const { items, next } = await armedWakeUps.armed({ limit, after: after?.after });
  const ids = [...new Set(items.map(({ conversation_id }) => conversation_id))].filter(
    (id) => id !== after?.last,
  );
  const found = await Promise.all(ids.map((id) => conversations.head(id)));
  const heads = found.filter(
    (head): head is Head => head !== undefined && head.partner === (partner ?? head.partner),
  );
  const last = items.at(-1)?.conversation_id ?? after?.last ?? '';
  return { heads, next: next === undefined ? undefined : { after: next, last } };
}
