import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, type Incoming, judgeAdmission } from '../../shared/domain/admission.ts';
import type { Head } from '../../shared/domain/conversation.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Rate } from '../../shared/domain/rate-limit.ts';
import { aHead, anId, NOW, SECOND } from '../builders.ts';

const TEN_A_MINUTE: Rate = { most: 10, span: 60 * SECOND };

function anIncoming(over: Partial<Incoming> = {}): Incoming {
  return { id: anId(NOW, 1), at: NOW, digest: 'new words', keyed: false, ...over };
}

/** The head after this admission, as far as the next one looks at it. */
function after(head: Head | undefined, incoming: Incoming, admission: Admission): Head | undefined {
  if (admission.verdict !== 'accept') return head;
  const { id, at, digest } = incoming;
  return aHead({ pending: [], window: admission.window, last: { id, at, digest } });
}

describe('the limit of a client', () => {
  const full = aHead({ window: { start: NOW, count: 10 } });

  it.each([
    ['at once', 0, 60],
    ['after a millisecond', 1, 60],
    ['after half a minute', 30 * SECOND, 30],
    ['a millisecond before the window ends', 60 * SECOND - 1, 1],
  ])('refuses the eleventh message %s, and says how many whole seconds are left', (_, later, retryAfterS) => {
    const verdict = judgeAdmission(full, anIncoming({ at: NOW + later }), TEN_A_MINUTE);
    expect(verdict).toEqual({ verdict: 'limited', retryAfterS });
  });

  it('takes the eleventh when the window is over, and begins a new one', () => {
    const at = NOW + 60 * SECOND;
    expect(judgeAdmission(full, anIncoming({ at }), TEN_A_MINUTE)).toEqual({
      verdict: 'accept',
      window: { start: at, count: 1 },
    });
  });

  it('takes the tenth', () => {
    const nine = aHead({ window: { start: NOW, count: 9 } });
    expect(judgeAdmission(nine, anIncoming({ at: NOW + 1 }), TEN_A_MINUTE)).toEqual({
      verdict: 'accept',
      window: { start: NOW, count: 10 },
    });
  });

  it('comes before the duplicate, as the contract orders them', () => {
    const head = aHead({ window: { start: NOW, count: 10 }, last: { id: anId(), at: NOW, digest: 'same' } });
    expect(judgeAdmission(head, anIncoming({ digest: 'same' }), TEN_A_MINUTE).verdict).toBe('limited');
  });

  it('counts into the same window where a door whose clock is behind takes the next message', () => {
    const behind = judgeAdmission(full, anIncoming({ at: NOW - 20 }), TEN_A_MINUTE);
    expect(behind).toEqual({ verdict: 'limited', retryAfterS: 61 });
  });

  it('is none without a rate, and the count still grows so that concurrent writers see each other', () => {
    const many = aHead({ window: { start: NOW, count: 5000 } });
    expect(judgeAdmission(many, anIncoming({ at: NOW + 1 }), undefined)).toEqual({
      verdict: 'accept',
      window: { start: NOW, count: 5001 },
    });
  });

  it('lets ten through from the first one counted, never eleven, whenever they come', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 9 * SECOND }), { minLength: 20, maxLength: 80 });
    fc.assert(
      fc.property(steps, (gaps) => {
        let head: Head | undefined;
        let at = NOW;
        const windows = new Map<number, number>();
        for (const [n, gap] of gaps.entries()) {
          at += gap;
          const incoming = anIncoming({ at, id: anId(at, n % 32), digest: `words ${n}` });
          const verdict = judgeAdmission(head, incoming, TEN_A_MINUTE);
          if (verdict.verdict === 'accept') {
            const { start } = verdict.window;
            windows.set(start, (windows.get(start) ?? 0) + 1);
            expect(at - start).toBeLessThan(60 * SECOND);
          } else {
            const retryAt = at + (verdict as { retryAfterS: number }).retryAfterS * SECOND;
            const again = judgeAdmission(head, { ...incoming, at: retryAt }, TEN_A_MINUTE);
            expect(again.verdict).toBe('accept');
          }
          head = after(head, incoming, verdict);
        }
        expect(Math.max(...windows.values())).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe('the same words from the same client', () => {
  const head = aHead({ last: { id: anId(), at: NOW, digest: 'same' } });

  it.each([
    [0, 'duplicate'],
    [5 * SECOND - 1, 'duplicate'],
    [5 * SECOND, 'accept'],
  ])('after %i ms are: %s', (later, verdict) => {
    expect(judgeAdmission(head, anIncoming({ at: NOW + later, digest: 'same' }), TEN_A_MINUTE).verdict).toBe(
      verdict,
    );
  });

  it('are named by the message that was there first', () => {
    expect(judgeAdmission(head, anIncoming({ at: NOW + 1, digest: 'same' }), TEN_A_MINUTE)).toEqual({
      verdict: 'duplicate',
      of: anId(),
      at: NOW,
    });
  });

  it('are a message of their own under an idempotency key', () => {
    const keyed = anIncoming({ digest: 'same', keyed: true });
    expect(judgeAdmission(head, keyed, TEN_A_MINUTE).verdict).toBe('accept');
  });

  it('are a duplicate also while the backlog is full, because that needs no room', () => {
    const pending = Array.from({ length: LIMITS.pendingMessages }, (_, n) => anId(NOW - n));
    const full = { ...head, pending };
    expect(judgeAdmission(full, anIncoming({ digest: 'same' }), TEN_A_MINUTE).verdict).toBe('duplicate');
  });
});

describe('the backlog', () => {
  it.each([
    [LIMITS.pendingMessages - 1, 'accept'],
    [LIMITS.pendingMessages, 'backlog'],
  ])('of %i unanswered messages: %s', (length, verdict) => {
    const pending = Array.from({ length }, (_, n) => anId(NOW - n));
    expect(judgeAdmission(aHead({ pending }), anIncoming(), TEN_A_MINUTE).verdict).toBe(verdict);
  });
});

it('the first message of a client is always taken', () => {
  expect(judgeAdmission(undefined, anIncoming(), TEN_A_MINUTE)).toEqual({
    verdict: 'accept',
    window: { start: NOW, count: 1 },
  });
});
