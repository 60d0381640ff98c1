import type { Feedback } from '../domain/feedback.ts';

/** Models in place of the shipped one, each a file that is cut into parts. A part is never changed. */
export interface ModelFiles {
  putPart(model: string, number: number, bytes: Uint8Array): Promise<void>;
  part(model: string, number: number): Promise<Uint8Array | undefined>;
  /** Parts 0 to `parts` - 1, joined; undefined: not all of them are there. */
  file(model: string, parts: number): Promise<Uint8Array | undefined>;
}

/** What a model's file holds. @throws Error if it is none that this release reads */
export type ReadModelFile = (bytes: Uint8Array) => { id: string; labels: readonly string[]; sha256: string };

/** What people at the desk say of how turns were understood, one of each turn. Every read is strongly consistent. */
export interface FeedbackRows {
  /** Puts it in place of what was said of the turn before. */
  put(feedback: Feedback): Promise<void>;
  feedback(turnId: string): Promise<Feedback | undefined>;
  remove(turnId: string): Promise<void>;
  /** By turn, newest first, from behind `before` on. */
  list(page: { limit: number; before?: string | undefined }): Promise<Feedback[]>;
}
