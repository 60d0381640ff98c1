import { useSyncExternalStore } from 'react';

/** What was written here and is not in the conversation yet, or could not be sent. */
export interface Unsent {
  /** Also its idempotency key: the same text is never said twice. */
  key: string;
  kind: 'reply' | 'note';
  text: string;
  /** `stale`: the client has written since; nothing was sent. */
  state: 'sending' | 'sent' | 'failed' | 'stale';
  /** Under which it will stand in the conversation. */
  messageId?: string;
  error?: unknown;
  /** What the client has written since. */
  news?: string[];
  at: number;
}

const NOTHING: readonly Unsent[] = [];
let byConversation: ReadonlyMap<string, readonly Unsent[]> = new Map();
const listeners = new Set<() => void>();

export function putUnsent(conversation: string, unsent: Unsent): void {
  const others = (byConversation.get(conversation) ?? NOTHING).filter(({ key }) => key !== unsent.key);
  set(conversation, [...others, unsent]);
}

export function changeUnsent(conversation: string, key: string, changes: Partial<Unsent>): void {
  const all = byConversation.get(conversation) ?? NOTHING;
  set(
    conversation,
    all.map((one) => (one.key === key ? { ...one, ...changes } : one)),
  );
}

export function dropUnsent(conversation: string, key: string): void {
  set(
    conversation,
    (byConversation.get(conversation) ?? NOTHING).filter((one) => one.key !== key),
  );
}

/** What the conversation shows itself by now needs no place here. */
export function dropArrived(conversation: string, shown: ReadonlySet<string>): void {
  const all = byConversation.get(conversation) ?? NOTHING;
  const left = all.filter(({ messageId }) => messageId === undefined || !shown.has(messageId));
  if (left.length < all.length) set(conversation, left);
}

export function useUnsent(conversation: string): readonly Unsent[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => byConversation.get(conversation) ?? NOTHING,
  );
}

function set(conversation: string, unsent: readonly Unsent[]): void {
  byConversation = new Map(byConversation).set(conversation, unsent);
  for (const listener of listeners) listener();
}
