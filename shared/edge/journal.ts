import { Logger } from '@aws-lambda-powertools/logger';
import type { Journal } from '../ports.ts';

/** Structured lines on the function's log. Callers pass ids and outcomes, never words of a customer. */
export function createJournal(service: string, stage: string): Journal {
  const logger = new Logger({ serviceName: service, persistentKeys: { stage } });
  return {
    info: (event, fields) => logger.info(event, fields),
    warn: (event, fields) => logger.warn(event, fields),
    error: (event, fields) => logger.error(event, fields),
  };
}
