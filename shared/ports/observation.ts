/** Figures of what goes on, for alarms and graphs. */
export interface Meter {
  /** By name, as of now. */
  record(figures: Readonly<Record<string, number>>): void;
}

/** One line per outcome: ids and results, never what was said. */
export interface Journal {
  info(event: string, fields: Record<string, unknown>): void;
  warn(event: string, fields: Record<string, unknown>): void;
  error(event: string, fields: Record<string, unknown>): void;
}
