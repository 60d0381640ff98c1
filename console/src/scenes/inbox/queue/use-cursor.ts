import { useEffect, useState } from 'react';
import type { ConversationItem } from '../../../../../shared/contracts/inbox-responses.ts';
import { useHotkeys } from '../../../hotkeys/hotkeys-provider.tsx';
import { useInboxTexts } from '../texts.ts';
import { useMarkRead } from '../use-mark-read.ts';

interface CursorNeeds {
  items: readonly ConversationItem[];
  chosen: string | undefined;
  open(conversation: string): void;
  scrollTo(at: number): void;
}

interface Cursor {
  at: string | undefined;
  /** The keys of a list, for while it has the focus. */
  onKey(key: string): boolean;
}

/**
 * The row that the keyboard stands on: `j` and `k` move it from anywhere, arrows while the list has the focus, Enter opens it. It is
 * held by the conversation, so it moves with it.
 */
export function useCursor({ items, chosen, open, scrollTo }: CursorNeeds): Cursor {
  const t = useInboxTexts();
  const markRead = useMarkRead();
  const [cursor, setCursor] = useState(chosen);
  useEffect(() => setCursor(chosen), [chosen]);
  const from = items.findIndex(({ id }) => id === cursor);
  const stand = (to: number) => {
    const at = Math.min(items.length - 1, Math.max(0, to));
    const id = items[at]?.id;
    if (id === undefined) return;
    setCursor(id);
    scrollTo(at);
    if (chosen !== undefined) open(id);
  };
  const move = (by: number) => stand(from === -1 ? 0 : from + by);
  const enter = () => {
    if (cursor === undefined) return;
    open(cursor);
    // Whoever reads on is in the conversation, as soon as it is there.
    setTimeout(() => document.getElementById('history')?.focus());
  };
  const group = t('keysList');
  useHotkeys([
    { keys: 'j', does: t('keyNext'), group, run: () => move(1) },
    { keys: 'k', does: t('keyPrevious'), group, run: () => move(-1) },
    { keys: 'Enter', does: t('keyOpen'), group, run: enter },
    {
      keys: 'm',
      does: t('markRead'),
      group,
      run: () => {
        const item = items[from];
        if (item) void markRead(item);
      },
    },
    { keys: '/', does: t('keySearch'), group, run: () => document.getElementById('inbox-search')?.focus() },
  ]);
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: () => stand(0),
    End: () => stand(items.length - 1),
  };
  return {
    at: cursor,
    onKey(key) {
      keys[key]?.();
      return key in keys;
    },
  };
}
