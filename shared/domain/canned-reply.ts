import { LIMITS } from './limits.ts';

/** A reply that operators keep ready; its text may name parameters, as templates do. */
export interface CannedReply {
  id: string;
  title: string;
  text: string;
}

const ID = new RegExp(`^[a-z0-9](?:[a-z0-9_-]{0,${LIMITS.cannedIdCharacters - 1}})$`);

export function isCannedId(id: string): boolean {
  return ID.test(id);
}

/** The replies in a stored list; nothing of what cannot be read. */
export function cannedIn(body: unknown): CannedReply[] {
  const { replies } = (body ?? {}) as { replies?: unknown };
  return Array.isArray(replies) ? replies.filter(isCanned) : [];
}

function isCanned(stored: unknown): stored is CannedReply {
  const { id, title, text } = (stored ?? {}) as Record<string, unknown>;
  return typeof id === 'string' && isCannedId(id) && typeof title === 'string' && typeof text === 'string';
}

/** The list with this reply in it, by id. */
export function withReply(list: readonly CannedReply[], reply: CannedReply): CannedReply[] {
  return [...withoutReply(list, reply.id), reply].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function withoutReply(list: readonly CannedReply[], id: string): CannedReply[] {
  return list.filter((known) => known.id !== id);
}
