import type { Feedback } from '../../domain/feedback.ts';
import type { FeedbackRows } from '../../ports.ts';

/** What people said of turns, in memory. */
export class MemoryFeedback implements FeedbackRows {
  readonly all = new Map<string, Feedback>();

  async put(feedback: Feedback): Promise<void> {
    this.all.set(feedback.turn_id, structuredClone(feedback));
  }

  async feedback(turnId: string): Promise<Feedback | undefined> {
    return structuredClone(this.all.get(turnId));
  }

  async remove(turnId: string): Promise<void> {
    this.all.delete(turnId);
  }

  async list({ limit, before }: { limit: number; before?: string | undefined }): Promise<Feedback[]> {
    const ids = [...this.all.keys()].sort().reverse();
    const older = before === undefined ? ids : ids.filter((id) => id < before);
    return older.slice(0, limit).flatMap((id) => structuredClone(this.all.get(id)) ?? []);
  }
}
