import type { Head } from '../../../domain/conversation.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { HistoryItem, HistoryPage, TimelineItem, TimelinePage } from '../../../ports.ts';
import { historyOf, timelineOf } from '../../history.ts';
import { keys } from '../access-patterns.ts';
import { asEntry, type EntryRow } from '../rows.ts';
import type { Row } from '../table.ts';
import { ConversationNotes } from './notes.ts';

/** What was said and done, newest first. */
export class ConversationHistory extends ConversationNotes {
  async decisionsAfter(conversationId: string, messageId: string): Promise<HistoryItem[]> {
    const head = await this.head(conversationId);
    const { pk, prefix } = keys.entries(conversationId);
    const rows = await this.table.pageAfter(
      { pk, prefix, after: `${prefix}${messageId}#` },
      LIMITS.rowsSearched,
    );
    return historyOf(head, rows.map(asEntry), { decisionsOnly: true });
  }

  async history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]> {
    return this.#page(conversationId, page, (head, rows) => historyOf(head, rows, page));
  }

  async timeline(conversationId: string, page: TimelinePage): Promise<TimelineItem[]> {
    return this.#page(conversationId, page, timelineOf);
  }

  /** Reads on until there are as many items as a page has. */
  async #page<Item>(
    conversationId: string,
    page: TimelinePage,
    itemsOf: (head: Head | undefined, rows: EntryRow[]) => Item[],
  ): Promise<Item[]> {
    const head = await this.head(conversationId);
    const range = keys.entries(conversationId);
    const rows: Row[] = [];
    for (let before = page.before && `${range.prefix}${page.before}`; ; ) {
      const asked = page.limit * ROWS_PER_ITEM;
      const found = await this.table.page({ ...range, before }, asked);
      rows.push(...found.filter((row) => row['sk'] !== before));
      const items = itemsOf(head, rows.map(asEntry));
      if (items.length >= page.limit || found.length < asked) return items.slice(0, page.limit);
      before = String(found.at(-1)?.['sk']);
    }
  }
}

/** A reply brings its attempts along, most often one. */
const ROWS_PER_ITEM = 2;
