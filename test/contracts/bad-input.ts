import type { FaultCode } from '../../shared/domain/errors.ts';
import type { Request } from './partner-door.ts';

/** One request and what must come of it. */
export interface Case {
  name: string;
  request: Request;
  status: number;
  /** Undefined: it is taken. */
  code: FaultCode | undefined;
  /** The places that `errors` names, in order. */
  at?: string[];
  /** The words as they are kept. */
  text?: string;
  /** Seconds of wall time that the caller was made to wait. */
  waits?: number;
}

export function refused(
  name: string,
  request: Request,
  status: number,
  code: FaultCode,
  ...at: string[]
): Case {
  return { name, request, status, code, at };
}

export function invalid(name: string, request: Request, ...at: string[]): Case {
  return refused(name, request, 422, 'request.invalid', ...at);
}

export function taken(name: string, request: Request, status = 202): Case {
  return { name, request, status, code: undefined };
}

/** A name for a value in a table, not longer than a line. */
export function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 30)}… (${text.length})` : text;
}
