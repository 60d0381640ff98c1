import { LIMITS } from './limits.ts';

/** What one instance has seen of a service that it asks. Nobody writes it down: each finds out for itself. */
export interface Breaker {
  /** In a row. */
  failures: number;
  /** How often in a row it has opened; 0: it is closed. */
  openings: number;
  /** Nobody asks before then, business time. */
  until: number;
  /** Somebody is finding out whether the service works again. */
  probing: boolean;
}

export const CLOSED: Breaker = { failures: 0, openings: 0, until: 0, probing: false };

/** How a question that failed was asked, and how long the service wants to be left alone, ms. */
export interface BreakerFailure {
  probe: boolean;
  now: number;
  wait?: number | undefined;
}

export function isOpen({ openings }: Breaker): boolean {
  return openings > 0;
}

export function mayAsk({ until, probing }: Breaker, now: number): boolean {
  return now >= until && !probing;
}

/** Somebody asks: while it is open, that is its one probe. */
export function asking(breaker: Breaker): Breaker {
  return isOpen(breaker) ? { ...breaker, probing: true } : breaker;
}

/** Every failed probe doubles the wait for the next one. What was under way when it opened says nothing new. */
export function afterFailure(breaker: Breaker, { probe, now, wait = 0 }: BreakerFailure): Breaker {
  if (isOpen(breaker) && !probe) return breaker;
  const failures = breaker.failures + 1;
  const openings = failures >= LIMITS.llmBreakerFailures ? breaker.openings + 1 : 0;
  const own = openings > 0 ? LIMITS.llmBreakerFirstWait * 2 ** (openings - 1) : 0;
  const silence = Math.min(Math.max(own, wait), LIMITS.llmBreakerLongestWait);
  return { failures, openings, until: Math.max(breaker.until, now + silence), probing: false };
}

/** It was not asked after all. */
export function afterNothing(breaker: Breaker, probe: boolean): Breaker {
  return probe ? { ...breaker, probing: false } : breaker;
}
