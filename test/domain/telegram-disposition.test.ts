import { describe, expect, it } from 'vitest';
import type { ChatRefusal, ChatResult, SendErrorClass, SendResult } from '../../shared/domain/delivery.ts';
import { type DispositionContext, dispose, ERROR_TABLE } from '../../shared/domain/disposition.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { disposeChat } from '../../shared/domain/telegram-disposition.ts';
import { DAY, FIRST_ATTEMPT as FIRST, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';

const PARTS = { sent: 0, of: 1 };
const answered = (status: number, chat: Omit<ChatResult, 'parts'>): SendResult => ({
  kind: 'response',
  status,
  body: '',
  timing: { total_ms: 1 },
  chat: { parts: PARTS, ...chat },
});
const refused = (status: number, reason: ChatRefusal, retry_after?: number) =>
  answered(status, { verdict: 'refused', reason, retry_after });
const broken = (
  error: SendErrorClass,
  verdict: ChatResult['verdict'],
  more: Partial<ChatResult> = {},
): SendResult => ({
  kind: 'error',
  error,
  timing: { total_ms: 1 },
  chat: { verdict, parts: PARTS, ...more },
});
const id = 'end_1';
const everyError = Object.keys(ERROR_TABLE) as SendErrorClass[];
const ours = everyError.filter((error) => error.startsWith('client.'));
const failing = (over: Partial<DispositionContext> = {}): DispositionContext => ({
  ...FIRST,
  ...over,
  endpoint: { ...FIRST.endpoint, failures: ['a#1', 'b#1', 'c#1', 'd#1'], failing_since: NOW - 5 * DAY },
});

describe('a chat', () => {
  it('that took all of it has it', () => {
    expect(disposeChat(answered(200, { verdict: 'taken' }), FIRST)).toEqual({
      next: 'delivered',
      rule: 'telegram.ok',
      endpoint: { id, verdict: 'delivered' },
    });
  });

  it.each<[ChatRefusal, number, string]>([
    ['blocked', 403, 'telegram.blocked'],
    ['no_chat', 400, 'telegram.no_chat'],
  ])('that is %s gets nothing any more, and the bot is none the worse', (reason, status, rule) => {
    const dead = { next: 'dead', rule, endpoint: { id, verdict: 'refused' } };
    expect(disposeChat(refused(status, reason), FIRST)).toEqual(dead);
    expect(disposeChat(refused(status, reason), failing())).toEqual(dead);
  });
});

describe('a bot', () => {
  it.each([401, 404])('whose token is refused with %i is disabled, and the text waits for it', (status) => {
    const held = {
      next: 'retry',
      at: NOW + 10 * SECOND,
      uncounted: true,
      rule: 'telegram.token',
      endpoint: { id, verdict: 'failed', disable: 'telegram.token' },
    };
    expect(disposeChat(refused(status, 'token'), FIRST)).toEqual(held);
    expect(disposeChat(broken('request.invalid', 'refused', { reason: 'token' }), FIRST)).toEqual(held);
    const old = { ...FIRST, attempt: 10, uncounted: 1_000 };
    expect(disposeChat(refused(status, 'token'), old)).toEqual(held);
  });

  it.each([
    [7, 7 * SECOND],
    [0, SECOND],
    [undefined, LIMITS.floodWait],
    [10 ** 9, DAY],
  ])('that was told to wait %s s waits, and no text loses a try by it', (retry_after, wait) => {
    const flood = {
      next: 'retry',
      at: NOW + wait,
      uncounted: true,
      rule: 'telegram.429',
      endpoint: { id, verdict: 'refused', not_before: NOW + wait },
    };
    expect(disposeChat(refused(429, 'flood', retry_after), FIRST)).toEqual(flood);
    const old = { ...FIRST, attempt: 10, uncounted: 1_000 };
    expect(disposeChat(refused(429, 'flood', retry_after), old)).toEqual(flood);
  });

  it('that has no room for a text has it soon, at no cost, and not for all at once', () => {
    const at = (jitter: number, uncounted = 0) =>
      disposeChat(broken('client.exhausted', 'unsent', { paced: true }), {
        ...FIRST,
        attempt: 10,
        uncounted,
        jitter,
      });
    const soon = {
      next: 'retry',
      uncounted: true,
      rule: 'telegram.paced',
      endpoint: { id, verdict: 'ours' },
    };
    const inSeconds = (...waits: number[]) => waits.map((wait) => ({ ...soon, at: NOW + wait * SECOND }));
    expect([0, 0.5, 1].map((jitter) => at(jitter))).toEqual(inSeconds(2, 6, 10));
    // The longer the queue is, the fewer come in vain.
    expect([1, 2, 5, 1_000].map((times) => at(1, times))).toEqual(inSeconds(18, 34, 258, 258));
  });

  it('that is told to wait for three days gives the text up, in sight', () => {
    const since = (ms: number) => ({ ...FIRST, first_attempt_at: NOW - ms });
    const paced = broken('client.exhausted', 'unsent', { paced: true });
    expect(disposeChat(paced, since(3 * DAY - 1)).next).toBe('retry');
    expect(disposeChat(paced, since(3 * DAY))).toMatchObject({
      next: 'dead',
      rule: 'telegram.paced.expired',
    });
    expect(disposeChat(refused(429, 'flood', 7), since(3 * DAY))).toMatchObject({
      next: 'dead',
      rule: 'telegram.429.expired',
      endpoint: { not_before: NOW + 7 * SECOND },
    });
  });

  it('that has no room for the rest of a text, the same', () => {
    expect(disposeChat(answered(200, { verdict: 'unsent', paced: true }), FIRST)).toMatchObject({
      next: 'retry',
      at: NOW + 2 * SECOND,
      uncounted: true,
      rule: 'telegram.paced',
    });
  });
});

describe('a refusal of the text alone', () => {
  it.each([400, 403, 409, 413])('with %i is tried three times within the hour', (status) => {
    const at = (attempt: number) => disposeChat(refused(status, 'other'), { ...FIRST, attempt });
    const endpoint = { id, verdict: 'refused' };
    const rule = `telegram.${status}`;
    expect([1, 2, 3].map(at)).toEqual([
      { next: 'retry', at: NOW + 5 * SECOND, uncounted: false, rule, endpoint },
      { next: 'retry', at: NOW + 5 * MINUTE, uncounted: false, rule, endpoint },
      { next: 'dead', rule: `${rule}.exhausted`, endpoint },
    ]);
    const late = { ...FIRST, attempt: 2, now: NOW + 56 * MINUTE };
    expect(disposeChat(refused(status, 'other'), late).next).toBe('dead');
  });

  it.each([500, 503])('with %i climbs the ladder', (status) => {
    expect(disposeChat(refused(status, 'other'), { ...FIRST, attempt: 4 })).toEqual({
      next: 'retry',
      at: NOW + 2 * HOUR,
      uncounted: false,
      rule: `telegram.${status}`,
      endpoint: { id, verdict: 'failed' },
    });
    expect(disposeChat(refused(status, 'other'), { ...FIRST, attempt: 10 })).toMatchObject({
      next: 'dead',
      rule: `telegram.${status}.exhausted`,
    });
  });

  it('without a reason is judged by its status', () => {
    expect(disposeChat(answered(400, { verdict: 'refused' }), FIRST)).toMatchObject({ rule: 'telegram.400' });
  });

  it('that nobody has asked for is tried no more than thrice', () => {
    const nothing = broken('request.invalid', 'refused', { reason: 'other' });
    expect(disposeChat(nothing, { ...FIRST, attempt: 3 })).toMatchObject({
      next: 'dead',
      rule: 'telegram.request.invalid.exhausted',
    });
  });
});

describe('what did not leave', () => {
  it.each(everyError.filter((error) => !ours.includes(error)))('for %s climbs the ladder', (error) => {
    expect(disposeChat(broken(error, 'unsent'), FIRST)).toEqual({
      next: 'retry',
      at: NOW + 5 * SECOND,
      uncounted: false,
      rule: `error.${error}`,
      endpoint: { id, verdict: 'failed' },
    });
    expect(disposeChat(broken(error, 'unsent'), { ...FIRST, attempt: 10 })).toMatchObject({
      next: 'dead',
      rule: `error.${error}.exhausted`,
    });
  });

  it.each(ours)('for %s is our own fault, as with webhooks', (error) => {
    const result = broken(error, 'unsent');
    expect(disposeChat(result, FIRST)).toEqual({
      next: 'retry',
      at: NOW + 10 * SECOND,
      uncounted: true,
      rule: `error.${error}`,
      endpoint: { id, verdict: 'ours' },
    });
    const often = { ...FIRST, uncounted: LIMITS.freeAttempts };
    expect(disposeChat(result, often)).toMatchObject({ uncounted: false });
  });
});

describe('what may have arrived', () => {
  it.each(everyError)('is not sent again after %s, whichever try it was', (error) => {
    for (const attempt of [1, 2, 10])
      expect(disposeChat(broken(error, 'unknown'), { ...FIRST, attempt })).toEqual({
        next: 'unknown',
        rule: `telegram.unknown.${error}`,
        endpoint: { id, verdict: 'failed' },
      });
  });

  it.each([200, 302, 502, 504])('is not sent again after %i without an answer of the Bot API', (status) => {
    expect(disposeChat(answered(status, { verdict: 'unknown' }), FIRST)).toEqual({
      next: 'unknown',
      rule: `telegram.unknown.${status}`,
      endpoint: { id, verdict: 'failed' },
    });
  });
});

it.each<[string, SendResult]>([
  ['failed', refused(500, 'other')],
  ['unsent', broken('connect.refused', 'unsent')],
  ['unknown', broken('request.closed', 'unknown')],
])('a bot at which everything has %s for five days is disabled', (_, result) => {
  expect(disposeChat(result, failing()).endpoint).toEqual({
    id,
    verdict: 'failed',
    disable: 'endpoint.failing',
  });
  expect(disposeChat(result, FIRST).endpoint.disable).toBeUndefined();
});

it('a result without a chat is judged as that of a webhook', () => {
  const result: SendResult = { kind: 'response', status: 410, body: '', timing: { total_ms: 1 } };
  expect(disposeChat(result, FIRST)).toEqual(dispose(result, FIRST));
});
