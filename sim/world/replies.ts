import type { SendErrorClass, SendResult } from '../../shared/domain/delivery.ts';
import { ERROR_TABLE, STATUS_TABLE } from '../../shared/domain/disposition.ts';
import type { Sequence } from './dice.ts';
import { SECOND } from './times.ts';

/** How a receiver reacts to one request. */
export interface Reply {
  status?: number | undefined;
  error?: SendErrorClass | undefined;
  retryAfter?: string | undefined;
  /** It took the text in, whatever the sender hears of it. */
  received: boolean;
  takes: number;
}

/** One deadline for the whole attempt, and how long the sender waits for the head of an answer. */
const DEADLINE = 15 * SECOND;
const HEAD_DEADLINE = 10 * SECOND;

/** A plain answer with this status. */
export function answers(status: number, over: Partial<Reply> = {}): Reply {
  return { status, received: status >= 200 && status < 300, takes: 40, ...over };
}

/** A failure; `received` if the request had been written and was taken in all the same. */
export function fails(error: SendErrorClass, received = false): Reply {
  return { error, received, takes: 60 };
}

/** Any row of the disposition tables, with everything that may come along. */
export function anyReply(draw: Sequence, business: number): Reply {
  return draw.chance(0.5) ? anyStatus(draw, business) : anyError(draw);
}

function anyStatus(draw: Sequence, business: number): Reply {
  const row = draw.pick(STATUS_TABLE);
  const status = draw.between(row.from, row.to);
  const retryAfter = draw.chance(0.4) ? anyRetryAfter(draw, business) : undefined;
  return answers(status, { retryAfter, takes: anyDuration(draw) });
}

function anyError(draw: Sequence): Reply {
  const error = draw.pick(Object.keys(ERROR_TABLE) as SendErrorClass[]);
  const written = /^(request\.(reset|closed)|response\.)/.test(error);
  return { error, received: written && draw.chance(0.5), takes: anyDuration(draw) };
}

function anyRetryAfter(draw: Sequence, business: number): string {
  const seconds = draw.pick([0, 1, 30, 900, 7200, 90_000]);
  return draw.chance(0.5) ? `${seconds}` : new Date(business + seconds * SECOND).toUTCString();
}

/** Mostly quick; sometimes so slow that the sender hangs up. */
export function anyDuration(draw: Sequence): number {
  return draw.chance(0.85) ? draw.between(5, 400) : draw.between(SECOND, 17 * SECOND);
}

/** What the sender makes of it. */
export function heard(reply: Reply): { result: SendResult; after: number } {
  const timing = { total_ms: Math.min(reply.takes, DEADLINE) };
  if (reply.takes > HEAD_DEADLINE)
    return { result: { kind: 'error', error: 'response.timeout', timing }, after: HEAD_DEADLINE };
  if (reply.error) return { result: { kind: 'error', error: reply.error, timing }, after: reply.takes };
  const retry = reply.retryAfter === undefined ? {} : { retry_after: reply.retryAfter };
  return {
    result: { kind: 'response', status: reply.status ?? 200, body: '', timing, ...retry },
    after: reply.takes,
  };
}
