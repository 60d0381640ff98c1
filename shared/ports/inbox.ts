import type { InboxEntry, ReadMark, Stretch } from '../domain/inbox.ts';
import type { SavedView, ViewList, ViewOwner } from '../domain/saved-view.ts';
import type { Written } from './written.ts';

/** Which conversations there are, for people. */
export interface Inbox {
  /** Where conversations stand, in their order; the index that tells is a moment behind. */
  listed(stretch: Stretch, page: { limit: number; after?: string | undefined }): Promise<Listed[]>;
  /** What the inbox shows of these conversations to this operator, strongly consistent, as far as they exist. */
  entries(ids: readonly string[], reader: string): Promise<InboxEntry[]>;
  /** Notes what an operator has read; an older word changes nothing. */
  markRead(conversationId: string, reader: string, mark: ReadMark, at: number): Promise<void>;
}

/** A conversation and its place in a list. */
export interface Listed {
  conversation_id: string;
  order: string;
}

/** Views of the inbox that people keep under a name. Every read is strongly consistent. */
export interface SavedViews {
  views(owner: ViewOwner): Promise<ViewList>;
  /** Puts these in place of all of the owner's, if their revision still is the one `seen`. */
  replaceViews(owner: ViewOwner, seen: number, next: readonly SavedView[]): Promise<Written>;
}
