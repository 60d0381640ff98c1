import { LIMITS } from '../../shared/domain/limits.ts';

const WAIT = /(?:^|[,;]\s*)wait\s*=\s*"?(\d+)"?\s*(?=$|[,;])/i;

/** Seconds that the caller would wait for the outcome (RFC 7240); a preference we do not understand is ignored. */
export function readWait(prefer: string | undefined): number {
  const seconds = Number(WAIT.exec(prefer ?? '')?.[1] ?? 0);
  return Math.min(seconds, LIMITS.waitSeconds);
}
