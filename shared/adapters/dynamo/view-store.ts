import type { SavedView, ViewList, ViewOwner } from '../../domain/saved-view.ts';
import type { SavedViews, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Table } from './table.ts';

/** Views of the inbox, all of one owner in one row, so that their number is known to the write that adds one. */
export class DynamoSavedViews implements SavedViews {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async views(owner: ViewOwner): Promise<ViewList> {
    const row = await this.#table.get(keyOf(owner));
    return { views: (row?.['views'] ?? []) as SavedView[], revision: Number(row?.['revision'] ?? 0) };
  }

  async replaceViews(owner: ViewOwner, seen: number, next: readonly SavedView[]): Promise<Written> {
    const row = { ...keyOf(owner), kind: 'views', views: next, revision: seen + 1 };
    const kept =
      seen === 0
        ? (await this.#table.putNew(row)) === undefined
        : await this.#table.replace(row, 'revision = :seen', { ':seen': seen });
    return kept ? 'written' : 'conflict';
  }
}

function keyOf(owner: ViewOwner) {
  return owner === 'everybody' ? keys.sharedViews() : keys.viewsOf(owner.operator);
}
