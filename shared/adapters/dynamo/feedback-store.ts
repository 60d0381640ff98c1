import type { Feedback } from '../../domain/feedback.ts';
import { timeOf } from '../../domain/ids.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { FeedbackRows } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Row, Table } from './table.ts';

/** What people said of turns, kept for as long as the messages that they are about. */
export class DynamoFeedback implements FeedbackRows {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async put(feedback: Feedback): Promise<void> {
    const { turn_id } = feedback;
    const expires_at = expiry(timeOf(turn_id) + LIMITS.messagesKept);
    await this.#table.put({ ...keys.feedback(turn_id), kind: 'feedback', feedback, expires_at });
  }

  async feedback(turnId: string): Promise<Feedback | undefined> {
    return toFeedback(await this.#table.get(keys.feedback(turnId)));
  }

  remove(turnId: string): Promise<void> {
    return this.#table.remove(keys.feedback(turnId));
  }

  async list({ limit, before }: { limit: number; before?: string | undefined }): Promise<Feedback[]> {
    // A page begins with the row it is told, which its caller has seen.
    const rows = await this.#table.page({ ...keys.allFeedback(), before }, limit + 1);
    const fresh = rows.filter((row) => row['sk'] !== before).slice(0, limit);
    return fresh.flatMap((row) => toFeedback(row) ?? []);
  }
}

function toFeedback(row: Row | undefined): Feedback | undefined {
  return row?.['feedback'] as Feedback | undefined;
}
