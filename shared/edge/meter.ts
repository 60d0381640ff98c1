import type { Meter } from '../ports.ts';
import { embedded } from './embedded-figures.ts';
import { writeLogLine } from './log-line.ts';

/** Figures that no outcome carries, as lines of their own on the function's log. */
export function createMeter(service: string, stage: string): Meter {
  return { record: (figures) => writeLogLine({ service, ...embedded(figures, stage, Date.now()) }) };
}
