import { describe, expect, it } from 'vitest';
import {
  afterFailure,
  afterNothing,
  asking,
  type Breaker,
  CLOSED,
  isOpen,
  mayAsk,
} from '../../shared/domain/breaker.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { MINUTE, NOW, SECOND } from '../builders.ts';

const failing = (breaker: Breaker, times: number): Breaker =>
  Array.from({ length: times }).reduce<Breaker>(
    (it) => afterFailure(it, { probe: false, now: NOW }),
    breaker,
  );
const OPEN = failing(CLOSED, LIMITS.llmBreakerFailures);

/** It was open, somebody tried when it was time, and failed. */
const failedProbe = (breaker: Breaker): Breaker =>
  afterFailure(asking(breaker), { probe: true, now: breaker.until });

describe('a breaker', () => {
  it('opens with the fifth failure in a row', () => {
    expect(isOpen(failing(CLOSED, 4))).toBe(false);
    expect(mayAsk(failing(CLOSED, 4), NOW)).toBe(true);
    expect(isOpen(OPEN)).toBe(true);
    expect(mayAsk(OPEN, NOW)).toBe(false);
  });

  it('waits 30 s, twice as long after every failed probe, and never over 5 min', () => {
    const waits: number[] = [];
    let breaker = OPEN;
    for (let before = NOW; waits.length < 7; breaker = failedProbe(breaker)) {
      waits.push((breaker.until - before) / SECOND);
      before = breaker.until;
    }
    expect(waits).toEqual([30, 60, 120, 240, 300, 300, 300]);
    expect(failedProbe({ ...OPEN, openings: 5_000 }).until).toBe(OPEN.until + 5 * MINUTE);
  });

  it('lets one in when it is time, and nobody beside it', () => {
    expect(mayAsk(OPEN, OPEN.until - 1)).toBe(false);
    expect(mayAsk(OPEN, OPEN.until)).toBe(true);
    expect(mayAsk(asking(OPEN), OPEN.until)).toBe(false);
    expect(asking(CLOSED)).toBe(CLOSED);
  });

  it('lets the next one in if the probe was none', () => {
    expect(afterNothing(asking(OPEN), true)).toEqual(OPEN);
    // Whoever was no probe must not end one.
    expect(afterNothing(asking(OPEN), false)).toEqual(asking(OPEN));
  });

  it('learns nothing from what was under way when it opened', () => {
    expect(failing(OPEN, 10)).toEqual(OPEN);
    expect(failing(asking(OPEN), 10)).toEqual(asking(OPEN));
  });

  it.each([
    [20 * SECOND, 20 * SECOND],
    [60 * MINUTE, 5 * MINUTE],
  ])('leaves a service alone that asks for %i ms: for %i', (wait, silence) => {
    const told = afterFailure(CLOSED, { probe: false, now: NOW, wait });
    expect([isOpen(told), told.until - NOW]).toEqual([false, silence]);
    // A later failure does not make that shorter.
    expect(afterFailure(told, { probe: false, now: NOW + 1 }).until).toBe(told.until);
  });
});
