import type { SavedView, ViewList, ViewOwner } from '../../domain/saved-view.ts';
import type { SavedViews, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** Views of the inbox in memory. */
export class MemorySavedViews implements SavedViews {
  readonly #lists = new Map<string, ViewList>();

  async views(owner: ViewOwner): Promise<ViewList> {
    return copy(this.#lists.get(nameOf(owner)) ?? { views: [], revision: 0 });
  }

  async replaceViews(owner: ViewOwner, seen: number, next: readonly SavedView[]): Promise<Written> {
    if ((this.#lists.get(nameOf(owner))?.revision ?? 0) !== seen) return 'conflict';
    this.#lists.set(nameOf(owner), copy({ views: [...next], revision: seen + 1 }));
    return 'written';
  }
}

function nameOf(owner: ViewOwner): string {
  return owner === 'everybody' ? '' : owner.operator;
}
