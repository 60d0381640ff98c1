import type { Scenario } from './scenario.ts';

/** Sure enough to answer; unsure, so an operator looks too; not understood. */
export type Band = 'answer' | 'doubt' | 'refuse';

export interface Classification {
  scenario: Scenario;
  /** Calibrated probability, 0 to 1. */
  confidence: number;
  band: Band;
  /** The features that decided, in words an operator understands. */
  reasons: string[];
  /** Version of the model that judged. */
  model: string;
}
