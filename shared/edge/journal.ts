import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Recorded } from '../domain/figures.ts';
import type { Journal } from '../ports.ts';
import { embedded } from './embedded-figures.ts';

/**
 * Structured lines on the function's log. Callers pass ids and outcomes, never words of a customer. Figures of an outcome are
 * part of its line, in CloudWatch's embedded metric format: a second line would be most of what a message costs in logs.
 */
export function createJournal(service: string, stage: string): Journal {
  const logger = new Logger({ serviceName: service, logFormatter: new ShortLines() });
  const extra = (fields: Record<string, unknown>, figures?: Recorded): Record<string, unknown> =>
    figures ? { ...fields, ...embedded(figures, stage, Date.now()) } : fields;
  return {
    info: (event, fields, figures) => logger.info(event, extra(fields, figures)),
    warn: (event, fields, figures) => logger.warn(event, extra(fields, figures)),
    error: (event, fields, figures) => logger.error(event, extra(fields, figures)),
  };
}

/** Level and time as Lambda reads them. The log group tells stage and function, and there is no sampling: all would be paid for with every line. */
class ShortLines extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, more: LogAttributes): LogItem {
    const { logLevel: level, message, timestamp } = attributes;
    const line = { level, message, timestamp: this.formatTimestamp(timestamp) };
    return new LogItem({ attributes: line }).addAttributes(more);
  }
}
