import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import {
  firstKey,
  publishedKeys,
  publishedUntil,
  rotateKeys,
  signingKey,
  type WebhookKey,
} from '../../shared/domain/webhook-key.ts';
import { aKeyPair, aWebhookKey, DAY, HOUR, MINUTE, NOW } from '../builders.ts';

const LEAD = LIMITS.webhookKeyLead;
const KEPT = LIMITS.webhookKeyPublished;

/** Key `kid`, which signs from so long after the first moment. */
const named = (kid: string, from: number): WebhookKey =>
  aWebhookKey({ kid, created_at: NOW + Math.max(0, from - LEAD), signs_from: NOW + from });
const names = (keys: readonly WebhookKey[]) => keys.map(({ kid }) => kid).join(' ');

const FIRST = [named('A', 0)];
const ROTATED = [named('B', LEAD), ...FIRST];
const TWICE = [named('C', LEAD + DAY), ...ROTATED];

describe('what signs', () => {
  it.each<[string, WebhookKey[], number, string | undefined]>([
    ['nothing without a key', [], 0, undefined],
    ['the first key at once', FIRST, 0, 'A'],
    ['the first key by a clock that is behind', FIRST, -MINUTE, 'A'],
    ['the only key for ever', FIRST, 4_000 * DAY, 'A'],
    ['the old key until the time of the new one', ROTATED, LEAD - 1, 'A'],
    ['the new key from its time on', ROTATED, LEAD, 'B'],
    ['the middle one of three', TWICE, LEAD + DAY - 1, 'B'],
    ['the newest of three', TWICE, LEAD + DAY, 'C'],
  ])('is %s', (_, keys, at, kid) => {
    expect(signingKey(keys, NOW + at)?.kid).toBe(kid);
  });
});

describe('what is published', () => {
  it.each<[string, WebhookKey[], number, string]>([
    ['nothing without a key', [], 0, ''],
    ['the first key', FIRST, 0, 'A'],
    ['a new key before it signs', ROTATED, 0, 'B A'],
    ['an old key until a week after it signed last', ROTATED, LEAD + KEPT - 1, 'B A'],
    ['the new key alone after that', ROTATED, LEAD + KEPT, 'B'],
    ['three keys', TWICE, LEAD + DAY, 'C B A'],
    ['each for its own week', TWICE, LEAD + KEPT, 'C B'],
  ])('is %s', (_, keys, at, kids) => {
    expect(names(publishedKeys(keys, NOW + at))).toBe(kids);
  });

  it('has an end as soon as another key is there', () => {
    expect(TWICE.map((key) => publishedUntil(TWICE, key))).toEqual([
      undefined,
      NOW + LEAD + DAY + KEPT,
      NOW + LEAD + KEPT,
    ]);
  });

  it('always holds what signs, whatever the clock says and however often the key changes', () => {
    let keys: readonly WebhookKey[] = [];
    for (let day = 0; day < 60; day++) {
      const now = NOW + day * DAY;
      if (day % 2 === 0) keys = rotateKeys(keys, aKeyPair({ kid: `${day}` }), now, false);
      for (const at of [-HOUR, 0, LEAD - 1, LEAD, DAY])
        expect(publishedKeys(keys, now + at)).toContain(signingKey(keys, now + at));
    }
  });

  it('is seen by everybody before it signs: lists of keys are remembered for less', () => {
    expect(LEAD).toBeGreaterThan(LIMITS.jwksSeconds * 1000 + LIMITS.webhookKeysRemembered);
    expect([LEAD, KEPT]).toEqual([2 * HOUR, 7 * DAY]);
  });
});

describe('a rotation', () => {
  const fresh = aKeyPair({ kid: 'new' });
  const rotated = (keys: readonly WebhookKey[], at: number, leaked = false) =>
    rotateKeys(keys, fresh, NOW + at, leaked);

  it('without a key makes the first, which signs at once', () => {
    expect(rotated([], 0)).toEqual([firstKey(fresh, NOW)]);
    expect(firstKey(fresh, NOW)).toEqual({ ...fresh, created_at: NOW, signs_from: NOW });
  });

  it('lets the new key wait, and keeps the old one', () => {
    const waiting = { ...fresh, created_at: NOW + DAY, signs_from: NOW + DAY + LEAD };
    expect(rotated(FIRST, DAY)).toEqual([waiting, ...FIRST]);
  });

  it('makes no second key while a new one waits', () => {
    expect(rotated(ROTATED, LEAD - 1)).toBe(ROTATED);
    expect(names(rotated(ROTATED, LEAD))).toBe('new B A');
  });

  it('drops what is no longer published', () => {
    expect(names(rotated(ROTATED, LEAD + KEPT))).toBe('new B');
  });

  it('of a key that leaked leaves the new one alone, and lets it sign at once', () => {
    for (const keys of [FIRST, ROTATED, TWICE])
      expect(rotated(keys, HOUR, true)).toEqual([firstKey(fresh, NOW + HOUR)]);
  });

  it('is refused while many keys are published, and says when the oldest ends; not if one leaked', () => {
    let keys: readonly WebhookKey[] = FIRST;
    for (let n = 1; n < LIMITS.webhookKeys; n++)
      keys = rotateKeys(keys, aKeyPair({ kid: `${n}` }), NOW + n * LEAD, false);
    const at = LIMITS.webhookKeys * LEAD;
    expect(keys).toHaveLength(LIMITS.webhookKeys);
    expect(() => rotated(keys, at)).toThrow(
      expect.objectContaining({
        code: 'webhook_key.overlapping',
        retryAfterS: (2 * LEAD + KEPT - at) / 1000,
      }),
    );
    expect(rotated(keys, 2 * LEAD + KEPT)).toHaveLength(LIMITS.webhookKeys);
    expect(rotated(keys, at, true)).toHaveLength(1);
  });
});
