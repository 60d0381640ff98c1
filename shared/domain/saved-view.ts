import type { Status } from './conversation.ts';
import { LIMITS } from './limits.ts';
import type { Priority } from './scenario.ts';

/** What a view shows of the inbox, in the words of the inbox's own filters: `assignee` is an id, `me` or `none`. */
export interface ViewFilter {
  status?: Status | undefined;
  priority?: Priority | undefined;
  assignee?: string | undefined;
  platform?: string | undefined;
  unread?: boolean | undefined;
  q?: string | undefined;
}

/** A set of filters that somebody has given a name. */
export interface SavedView {
  id: string;
  name: string;
  filter: ViewFilter;
  /** Epoch milliseconds of business time. */
  saved_at: number;
  saved_by: string;
}

/** Whose views: an operator's own, or those of everybody. */
export type ViewOwner = { operator: string } | 'everybody';

/** All views of one owner, by id. */
export interface ViewList {
  views: SavedView[];
  /** Counts the changes of the list; 0: there never were any. */
  revision: number;
}

const ID = new RegExp(`^[a-z0-9](?:[a-z0-9_-]{0,${LIMITS.viewIdCharacters - 1}})$`);

export function isViewId(id: string): boolean {
  return ID.test(id);
}

/** The views with this one among them, in place of what it was. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...withoutView(views, view.id), view].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function withoutView(views: readonly SavedView[], id: string): SavedView[] {
  return views.filter((known) => known.id !== id);
}

/** What may be told of a view in the audit log: that words are looked for, not which, for they may be a client's. */
export function toldOfView({ name, filter: { q, ...filter } }: SavedView): object {
  return { name, filter: { ...filter, ...(q !== undefined && { q: '…' }) } };
}
