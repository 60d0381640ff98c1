import type { Recorded } from '../domain/figures.ts';

/** Figures of what goes on, for alarms and graphs: a line of their own. */
export interface Meter {
  record(figures: Recorded): void;
}

/** One line per outcome: ids and results, never what was said. Figures of the outcome go with its line. */
export interface Journal {
  info(event: string, fields: Record<string, unknown>, figures?: Recorded): void;
  warn(event: string, fields: Record<string, unknown>, figures?: Recorded): void;
  error(event: string, fields: Record<string, unknown>, figures?: Recorded): void;
}
