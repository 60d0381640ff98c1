/** What may be done with a classification: say it, say it and ask a human, or say nothing. */
export type Band = 'answer' | 'doubt' | 'refuse';

export interface RankedLabel {
  readonly label: string;
  /** Calibrated, 0..1. */
  readonly confidence: number;
}

/** One reason for a label: a piece of the message as the customer wrote it, and how much it spoke for the label. */
export interface Reason {
  readonly feature: string;
  /** Score that this piece adds to the label, beyond what it adds to the average label. */
  readonly weight: number;
}

export interface Classification {
  /** The likeliest label, also when the band is `refuse`; `UNKNOWN` if the text holds nothing to read. */
  readonly label: string;
  /** Calibrated probability that `label` is right, 0..1. */
  readonly confidence: number;
  readonly band: Band;
  /** The three likeliest labels, best first. */
  readonly ranking: readonly RankedLabel[];
  /** At most five, the strongest first. */
  readonly reasons: readonly Reason[];
  /** Version of the model: a short hash of its content. */
  readonly model: string;
}

/** The label of what cannot be read: noise, emptiness. */
export const UNREADABLE = 'UNKNOWN';
