import { describe, expect, it } from 'vitest';
import type { SendErrorClass, SendResult } from '../../shared/domain/delivery.ts';
import {
  type DispositionContext,
  dispose,
  ERROR_TABLE,
  STATUS_TABLE,
  statusRow,
} from '../../shared/domain/disposition.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { parseRetryAfter } from '../../shared/domain/retry-after.ts';
import { FIRST_ATTEMPT, NOW } from '../builders.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = FIRST_ATTEMPT;

const answered = (status: number, retryAfter?: string): SendResult => ({
  kind: 'response',
  status,
  body: '',
  timing: { total_ms: 1 },
  ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
});
const broken = (error: SendErrorClass): SendResult => ({ kind: 'error', error, timing: { total_ms: 1 } });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const everyStatus = range(100, 599);
const everyError = Object.keys(ERROR_TABLE) as SendErrorClass[];
const laddered = [408, 425, 429];

describe('a status', () => {
  it('has exactly one deciding row, from 100 to 599', () => {
    const rules = new Set(STATUS_TABLE.map((row) => row.rule));
    expect(rules.size).toBe(STATUS_TABLE.length);
    expect(everyStatus.filter((status) => !rules.has(statusRow(status).rule))).toEqual([]);
  });

  it('is a success if it is 2xx, and only then', () => {
    const delivered = range(0, 999).filter((status) => dispose(answered(status), FIRST).next === 'delivered');
    expect(delivered).toEqual(range(200, 299));
  });

  it.each([...range(100, 199), ...laddered, ...range(500, 599)])('%i climbs the whole ladder', (status) => {
    expect(dispose(answered(status), FIRST)).toMatchObject({ next: 'retry', at: NOW + 5 * SECOND });
    const ninth = { ...FIRST, attempt: 9, now: NOW + 3 * DAY };
    expect(dispose(answered(status), ninth)).toMatchObject({ next: 'retry', at: NOW + 4 * DAY });
    const tenth = { ...FIRST, attempt: 10 };
    expect(dispose(answered(status), tenth)).toMatchObject({
      next: 'dead',
      rule: `${statusRow(status).rule}.exhausted`,
      endpoint: { id: 'end_1', verdict: 'failed' },
    });
  });

  const refused = [
    ...range(300, 399),
    ...range(400, 499).filter((status) => ![408, 410, 425, 429].includes(status)),
  ];
  it.each(refused)('%i is tried three times and then dead', (status) => {
    const next = [1, 2, 3].map((attempt) => dispose(answered(status), { ...FIRST, attempt }).next);
    expect(next).toEqual(['retry', 'retry', 'dead']);
  });

  it('of the 4xx kind is not tried again once the hour is over', () => {
    const late = { ...FIRST, attempt: 2, now: NOW + 55 * 60 * SECOND };
    expect(dispose(answered(404), late)).toMatchObject({ next: 'retry', at: NOW + HOUR });
    expect(dispose(answered(404), { ...late, now: late.now + 1 })).toMatchObject({
      next: 'dead',
      rule: 'http.4xx.exhausted',
    });
  });

  it('410 kills the message and disables the endpoint', () => {
    expect(dispose(answered(410), FIRST)).toEqual({
      next: 'dead',
      rule: 'http.410',
      endpoint: { id: 'end_1', verdict: 'failed', disable: 'http.410' },
    });
  });

  it.each([0, 99, 600, 999])('%i, which HTTP does not know, counts as refused', (status) => {
    expect(dispose(answered(status), FIRST)).toMatchObject({ next: 'retry', rule: 'http.other' });
    expect(dispose(answered(status), { ...FIRST, attempt: 3 }).next).toBe('dead');
  });
});

describe('an error', () => {
  const fatal: SendErrorClass[] = ['address.forbidden', 'url.forbidden', 'request.invalid'];

  it('has one of at least 25 named classes', () => {
    expect(everyError.length).toBeGreaterThanOrEqual(25);
    expect(everyError.filter((name) => !/^[a-z]+\.[a-z_]+$/.test(name))).toEqual([]);
  });

  const ours: SendErrorClass[] = ['client.exhausted', 'client.closed'];
  const climbing = everyError.filter((error) => ![...fatal, ...ours].includes(error));

  it.each(climbing)('%s climbs the ladder', (error) => {
    expect(dispose(broken(error), FIRST)).toEqual({
      next: 'retry',
      at: NOW + 5 * SECOND,
      uncounted: false,
      rule: `error.${error}`,
      endpoint: { id: 'end_1', verdict: 'failed' },
    });
    expect(dispose(broken(error), { ...FIRST, attempt: 10 })).toMatchObject({
      next: 'dead',
      rule: `error.${error}.exhausted`,
    });
  });

  it.each(fatal)('%s is dead at once, and says nothing of the endpoint', (error) => {
    expect(dispose(broken(error), FIRST)).toEqual({
      next: 'dead',
      rule: `error.${error}`,
      endpoint: { id: 'end_1', verdict: 'ours' },
    });
  });

  it.each(ours)('%s is our own fault: it costs no try, but not without end', (error) => {
    const again = { next: 'retry', at: NOW + 10 * SECOND, uncounted: true };
    for (const attempt of [1, 10])
      expect(dispose(broken(error), { ...FIRST, attempt })).toMatchObject({
        ...again,
        endpoint: { verdict: 'ours' },
      });
    const often = { ...FIRST, uncounted: LIMITS.freeAttempts };
    expect(dispose(broken(error), often)).toMatchObject({ uncounted: false, at: NOW + 5 * SECOND });
    expect(dispose(broken(error), { ...often, attempt: 10 }).next).toBe('dead');
  });
});

describe('an endpoint', () => {
  const seen = (endpoint: Partial<DispositionContext['endpoint']>) => ({
    ...FIRST,
    endpoint: { ...FIRST.endpoint, failures: ['a#1', 'b#1', 'c#1', 'd#1'], ...endpoint },
  });

  it.each([
    [5 * DAY, 'endpoint.failing'],
    [5 * DAY - 1, undefined],
  ])('that has failed for %i ms is disabled: %s', (long, disable) => {
    const context = seen({ failing_since: NOW - long });
    expect(dispose(answered(503), context).endpoint.disable).toBe(disable);
    expect(dispose(broken('connect.refused'), context).endpoint.disable).toBe(disable);
    expect(dispose(answered(200), context).endpoint.disable).toBeUndefined();
    expect(dispose(broken('client.closed'), context).endpoint.disable).toBeUndefined();
  });

  it.each([
    ['was silent since', { used_at: NOW - 2 * DAY - 1 }],
    ['failed a few times only', { failures: ['a#1', 'b#1', 'c#1'] }],
  ])('that %s is not disabled, whenever its first failure was', (_, over) => {
    const context = seen({ failing_since: NOW - 30 * DAY, ...over });
    expect(dispose(answered(503), context).endpoint.disable).toBeUndefined();
  });

  it('that asked for time earlier, by another message, gets it from this one too', () => {
    const context = seen({ not_before: NOW + HOUR });
    expect(dispose(answered(500), context)).toMatchObject({ next: 'retry', at: NOW + HOUR });
  });
});

describe('Retry-After', () => {
  it('is a floor under the ladder, for the endpoint too', () => {
    const floor = NOW + 120 * SECOND;
    expect(dispose(answered(503, '120'), FIRST)).toEqual({
      next: 'retry',
      at: floor,
      uncounted: false,
      rule: 'http.5xx',
      endpoint: { id: 'end_1', verdict: 'failed', not_before: floor },
    });
  });

  it('never shortens the ladder', () => {
    const third = { ...FIRST, attempt: 3 };
    expect(dispose(answered(429, '1'), third)).toMatchObject({
      at: NOW + 30 * 60 * SECOND,
      endpoint: { not_before: NOW + SECOND },
    });
  });

  it('holds the endpoint back even when the message is dead', () => {
    const tenth = { ...FIRST, attempt: 10 };
    expect(dispose(answered(503, '60'), tenth)).toMatchObject({
      next: 'dead',
      endpoint: { not_before: NOW + 60 * SECOND },
    });
  });

  it('beyond the hour ends a refused message, since no try is left within it', () => {
    expect(dispose(answered(404, '7200'), FIRST).next).toBe('dead');
    expect(dispose(answered(404, '1800'), FIRST)).toMatchObject({ next: 'retry', at: NOW + HOUR / 2 });
  });

  it('says nothing on success', () => {
    const endpoint = { id: 'end_1', verdict: 'delivered' };
    expect(dispose(answered(200, '60'), FIRST)).toEqual({ next: 'delivered', rule: 'http.2xx', endpoint });
  });

  it.each([
    ['120', NOW + 120 * SECOND],
    [' 7 ', NOW + 7 * SECOND],
    ['0', NOW],
    ['86400', NOW + DAY],
    ['86401', NOW + DAY],
    ['99999999999999999999999', NOW + DAY],
    ['Tue, 24 Nov 2026 12:05:00 GMT', NOW + 300 * SECOND],
    ['Tuesday, 24-Nov-26 12:05:00 GMT', NOW + 300 * SECOND],
    ['Tue Nov 24 12:05:00 2026', NOW + 300 * SECOND],
    ['Sun Nov  1 12:05:00 2026', NOW],
    ['Sun, 06 Nov 1994 08:49:37 GMT', NOW],
    ['Sunday, 06-Nov-94 08:49:37 GMT', NOW],
    ['Fri, 01 Jan 2100 00:00:00 GMT', NOW + DAY],
  ])('%j is understood', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '5 s',
    'soon',
    '120, 60',
    'Tue, 24 Nov 2026 12:05:00 +0300',
    'Tue, 24 Nov 2026 25:05:00 GMT',
    'Tue, 99 Nov 2026 12:05:00 GMT',
    'Tue, 24 Foo 2026 12:05:00 GMT',
    '2026-11-24T12:05:00Z',
  ])('%j is ignored', (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });
});

it('no retry is ever earlier than its ladder step', () => {
  const contexts = range(1, 9).flatMap((attempt) =>
    [0, 0.5, 1].map((jitter) => ({ ...FIRST, attempt, jitter })),
  );
  const steps = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400].map((seconds) => seconds * SECOND);
  for (const context of contexts) {
    const step = steps[context.attempt - 1]!;
    const verdict = dispose(answered(503, '1'), context);
    expect(verdict.next === 'retry' && verdict.at - NOW).toBeGreaterThanOrEqual(step);
    expect(verdict.next === 'retry' && verdict.at - NOW).toBeLessThanOrEqual(step * 1.1);
  }
});
