import { LIMITS } from '../../../domain/limits.ts';
import type { HistoryItem, HistoryPage, TimelineItem, TimelinePage } from '../../../ports.ts';
import { historyOf, timelineOf } from '../../history.ts';
import { copy } from '../copy.ts';
import { ConversationNotes } from './notes.ts';

/** What was said and done, newest first. */
export class ConversationHistory extends ConversationNotes {
  async decisionsAfter(conversationId: string, messageId: string): Promise<HistoryItem[]> {
    const { head, entries } = this.partition(conversationId);
    const after = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([key]) => key > messageId);
    const rows = after.slice(0, LIMITS.rowsSearched).map(([, entry]) => entry);
    return copy(historyOf(head, rows, { decisionsOnly: true }));
  }

  async history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]> {
    const { head, entries } = this.partition(conversationId);
    const newestFirst = [...entries].sort(([a], [b]) => (a < b ? 1 : -1));
    const older = newestFirst.filter(([key]) => !page.before || key < page.before);
    const items = historyOf(
      head,
      older.map(([, entry]) => entry),
      page,
    );
    return copy(items.slice(0, page.limit));
  }

  async timeline(conversationId: string, page: TimelinePage): Promise<TimelineItem[]> {
    const { head, entries } = this.partition(conversationId);
    const newestFirst = [...entries].sort(([a], [b]) => (a < b ? 1 : -1));
    const older = newestFirst.filter(([key]) => !page.before || key < page.before);
    const items = timelineOf(
      head,
      older.map(([, entry]) => entry),
    );
    return copy(items.slice(0, page.limit));
  }
}
