import type { Recorded } from '../domain/figures.ts';
import type { Journal } from '../ports.ts';
import { embedded } from './embedded-figures.ts';
import { writeLogLine } from './log-line.ts';

/**
 * Structured lines on the function's log, with level and time as Lambda reads them; the log group tells stage and function.
 * Callers pass ids and outcomes, never words of a customer. Figures of an outcome are part of its line, in CloudWatch's
 * embedded metric format: a second line would be most of what a message costs in logs.
 */
export function createJournal(stage: string): Journal {
  const writer = (level: string) => {
    return (message: string, fields: Record<string, unknown>, figures: Recorded = {}): void => {
      const now = new Date();
      const line = { level, message, timestamp: now.toISOString() };
      writeLogLine({ ...line, ...fields, ...embedded(figures, stage, now.getTime()) });
    };
  };
  return { info: writer('INFO'), warn: writer('WARN'), error: writer('ERROR') };
}
