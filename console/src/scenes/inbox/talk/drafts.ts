/** What somebody has begun to write, by conversation; a reload keeps it. */
export interface Draft {
  text: string;
  kind: 'reply' | 'note';
}

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = 'firstline.draft.';
/** The list of what is kept, oldest first, so that drafts nobody comes back to do not pile up. */
const LIST = 'firstline.drafts';
const MOST = 50;
const NOTHING: Draft = { text: '', kind: 'reply' };

export function readDraft(shelf: Shelf, conversation: string): Draft {
  try {
    const { text, kind } = JSON.parse(shelf.getItem(PREFIX + conversation) ?? '{}') as Partial<Draft>;
    return { text: typeof text === 'string' ? text : '', kind: kind === 'note' ? 'note' : 'reply' };
  } catch {
    return NOTHING;
  }
}

export function keepDraft(shelf: Shelf, conversation: string, draft: Draft): void {
  const others = listed(shelf).filter((one) => one !== conversation);
  if (draft.text === '') {
    shelf.removeItem(PREFIX + conversation);
    shelf.setItem(LIST, JSON.stringify(others));
    return;
  }
  const all = [...others, conversation];
  for (const old of all.slice(0, -MOST)) shelf.removeItem(PREFIX + old);
  shelf.setItem(PREFIX + conversation, JSON.stringify(draft));
  shelf.setItem(LIST, JSON.stringify(all.slice(-MOST)));
}

function listed(shelf: Shelf): string[] {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(LIST) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
