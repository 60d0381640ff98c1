import { useEffect, useState } from 'react';
import { type Draft, keepDraft, readDraft } from './drafts.ts';

const listeners = new Set<(conversation: string, draft: Draft) => void>();

/** Puts words back to where they are written, to be changed. */
export function putBack(conversation: string, draft: Draft): void {
  keepDraft(localStorage, conversation, draft);
  for (const listener of listeners) listener(conversation, draft);
}

/** What is being written in a conversation; kept over a reload. */
export function useDraft(conversation: string): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState(() => readDraft(localStorage, conversation));
  useEffect(() => {
    const listener = (of: string, back: Draft) => of === conversation && setDraft(back);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [conversation]);
  const change = (next: Draft) => {
    setDraft(next);
    keepDraft(localStorage, conversation, next);
  };
  return [draft, change];
}
