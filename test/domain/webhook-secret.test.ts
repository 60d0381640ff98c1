import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import {
  newWebhookSecret,
  rotateSecrets,
  secretsInForce,
  type WebhookSecret,
} from '../../shared/domain/webhook-secret.ts';
import { aPartner, aSecret, DAY, HOUR, NOW } from '../builders.ts';

const T0 = NOW;

/** Secret `name`, made so long after the first moment, in force until then. */
const named = (name: string, made = 0, until?: number): WebhookSecret =>
  aSecret({ secret: name, created_at: T0 + made, ...(until !== undefined && { valid_until: T0 + until }) });
const inForce = (secrets: WebhookSecret[], at: number) =>
  secretsInForce(aPartner({ webhook_secrets: secrets }), T0 + at);

describe('a new secret', () => {
  it.each([24, 32, 64])('of %i bytes is one that a Standard Webhooks library takes', (bytes) => {
    const { secret, created_at } = newWebhookSecret(new Uint8Array(bytes).fill(251), NOW);
    expect([secret, created_at]).toEqual([`whsec_${Buffer.alloc(bytes, 251).toString('base64')}`, NOW]);
    expect(() => new Webhook(secret)).not.toThrow();
  });

  it.each([0, 10, 23, 65])('is not made of %i bytes', (bytes) => {
    expect(() => newWebhookSecret(new Uint8Array(bytes), NOW)).toThrow(RangeError);
  });
});

describe('what signs', () => {
  const rotatedOnce = [named('B', HOUR), named('A', 0, 25 * HOUR)];
  const rotatedTwice = [named('C', 2 * HOUR), named('B', HOUR, 26 * HOUR), named('A', 0, 25 * HOUR)];

  it.each([
    ['the only secret', [named('A')], 0, 'A'],
    ['the only secret, for ever', [named('A')], 4_000 * DAY, 'A'],
    ['both at the moment of the rotation', rotatedOnce, HOUR, 'B A'],
    ['both in the last millisecond of the overlap', rotatedOnce, 25 * HOUR - 1, 'B A'],
    ['the new one alone once the overlap is over', rotatedOnce, 25 * HOUR, 'B'],
    ['the new one alone ever after', rotatedOnce, 4_000 * DAY, 'B'],
    ['both by a clock behind the one that rotated', rotatedOnce, -DAY, 'B A'],
    ['all three while two rotations overlap', rotatedTwice, 3 * HOUR, 'C B A'],
    ['two once the first overlap is over', rotatedTwice, 25 * HOUR, 'C B'],
    ['the newest once both are over', rotatedTwice, 26 * HOUR, 'C'],
  ])('is %s', (_, secrets, at, expected) => {
    expect(inForce(secrets, at).join(' ')).toBe(expected);
  });
});

describe('a rotation', () => {
  const rotated = (secrets: WebhookSecret[], made: number, overlap: number = DAY) =>
    rotateSecrets(secrets, named('new', made), overlap);

  it.each([
    ['gives the old one an end', [named('A')], HOUR, DAY, [named('new', HOUR), named('A', 0, HOUR + DAY)]],
    [
      'within an overlap leaves the end of the oldest where it was',
      [named('B', HOUR), named('A', 0, HOUR + DAY)],
      2 * HOUR,
      DAY,
      [named('new', 2 * HOUR), named('B', HOUR, 2 * HOUR + DAY), named('A', 0, HOUR + DAY)],
    ],
    [
      'with a shorter overlap ends the older ones by then, too',
      [named('B', HOUR), named('A', 0, HOUR + DAY)],
      2 * HOUR,
      HOUR,
      [named('new', 2 * HOUR), named('B', HOUR, 3 * HOUR), named('A', 0, 3 * HOUR)],
    ],
    [
      'without overlap leaves the new one alone',
      [named('B', 1), named('A', 0, DAY)],
      HOUR,
      0,
      [named('new', HOUR)],
    ],
    [
      'drops what is over',
      [named('B', HOUR), named('A', 0, 2 * HOUR)],
      2 * HOUR,
      DAY,
      [named('new', 2 * HOUR), named('B', HOUR, 2 * HOUR + DAY)],
    ],
    [
      'by a clock that is behind counts the overlap from the newest secret',
      [named('A', HOUR)],
      0,
      DAY,
      [named('new', HOUR), named('A', HOUR, HOUR + DAY)],
    ],
    ['of a partner without secrets makes the first', [], HOUR, DAY, [named('new', HOUR)]],
  ])('%s', (_, secrets, made, overlap, expected) => {
    expect(rotated(secrets, made, overlap)).toEqual(expected);
  });

  const full = [named('C', 2 * HOUR), named('B', HOUR, 26 * HOUR), named('A', 0, 25 * HOUR)];

  it('is refused while as many secrets sign as may, and says when the oldest runs out', () => {
    expect(full).toHaveLength(LIMITS.webhookSecrets);
    expect(() => rotated(full, 3 * HOUR)).toThrow(
      expect.objectContaining({ code: 'webhook_secret.overlapping', retryAfterS: (22 * HOUR) / 1000 }),
    );
    expect(rotated(full, 25 * HOUR)).toHaveLength(LIMITS.webhookSecrets);
  });

  it('without overlap is never refused: a leaked secret cannot wait', () => {
    expect(rotated(full, 3 * HOUR, 0)).toEqual([named('new', 3 * HOUR)]);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, LIMITS.webhookSecretOverlapMost + 1])(
    'is refused with an overlap of %d',
    (overlap) => {
      expect(() => rotated([named('A')], HOUR, overlap)).toThrow(
        expect.objectContaining({
          code: 'request.invalid',
          issues: [{ path: 'overlap', message: expect.stringMatching(/^must be 0 to /) }],
        }),
      );
    },
  );

  it('overlaps for a day unless told otherwise, and for a week at most', () => {
    expect([LIMITS.webhookSecretOverlap, LIMITS.webhookSecretOverlapMost]).toEqual([DAY, 7 * DAY]);
    expect(rotated([named('A')], 0, LIMITS.webhookSecretOverlapMost)).toHaveLength(2);
  });
});
