import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DEFAULT_RATES, parseRates } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { HOUR, MINUTE, NOW, SECOND } from '../builders.ts';

function refusal(act: () => void): { code: string; retryAfterS: number | undefined } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { code: error.code, retryAfterS: error.retryAfterS };
  }
}

describe('requests with one key', () => {
  it('are a hundred in a second, and a hundred again in the next', () => {
    const rates = new CallerRates(DEFAULT_RATES);
    for (let n = 0; n < 100; n++) rates.countKey('demo', NOW + n);
    expect(refusal(() => rates.countKey('demo', NOW + 999))).toEqual({ code: 'limit.key', retryAfterS: 1 });
    expect(refusal(() => rates.countKey('other', NOW + 999))).toBeUndefined();
    expect(refusal(() => rates.countKey('demo', NOW + SECOND))).toBeUndefined();
  });
});

describe('test pings', () => {
  it('are ten in a minute for one partner, which keeps no other from pinging and no key from asking', () => {
    const rates = new CallerRates(DEFAULT_RATES);
    for (let n = 0; n < 10; n++) rates.countPing('demo', NOW + n);
    expect(refusal(() => rates.countPing('demo', NOW + 15 * SECOND))).toEqual({
      code: 'limit.ping',
      retryAfterS: 45,
    });
    expect(refusal(() => rates.countPing('other', NOW))).toBeUndefined();
    expect(refusal(() => rates.countKey('demo', NOW))).toBeUndefined();
    expect(refusal(() => rates.countPing('demo', NOW + MINUTE))).toBeUndefined();
  });
});

describe('requests without a valid key', () => {
  it('are sixty in a minute from one address', () => {
    const rates = new CallerRates(DEFAULT_RATES);
    for (let n = 0; n < 60; n++) rates.countAddress('203.0.113.1', NOW);
    expect(refusal(() => rates.countAddress('203.0.113.1', NOW + 15 * SECOND))).toEqual({
      code: 'limit.address',
      retryAfterS: 45,
    });
    expect(refusal(() => rates.countAddress('203.0.113.2', NOW))).toBeUndefined();
    expect(refusal(() => rates.countAddress('203.0.113.1', NOW + MINUTE))).toBeUndefined();
  });

  it('are a thousand in an hour, however they are spread', () => {
    const rates = new CallerRates(DEFAULT_RATES);
    let let_in = 0;
    for (let minute = 0; minute < 59; minute++)
      for (let n = 0; n < 59; n++)
        if (!refusal(() => rates.countAddress('203.0.113.1', NOW + minute * MINUTE))) let_in += 1;
    expect(let_in).toBe(1000);
    expect(refusal(() => rates.countAddress('203.0.113.1', NOW + HOUR - SECOND))?.retryAfterS).toBe(1);
    expect(refusal(() => rates.countAddress('203.0.113.1', NOW + HOUR))).toBeUndefined();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8::1', '2001:db8::2', true],
    ['2001:db8::1', '2001:DB8:0:0:5::1', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:1::1', false],
    ['::ffff:203.0.113.1', '203.0.113.1', true],
    ['::ffff:203.0.113.1', '::ffff:203.0.113.2', false],
  ])('from %s and %s are counted together: %s', (one, other, together) => {
    const rates = new CallerRates(DEFAULT_RATES);
    for (let n = 0; n < 60; n++) rates.countAddress(one, NOW);
    expect(refusal(() => rates.countAddress(other, NOW)) !== undefined).toBe(together);
  });

  it('of any number of addresses keep a bounded memory', () => {
    const rates = new CallerRates(DEFAULT_RATES);
    for (let n = 0; n < LIMITS.ratedCallers + 10; n++)
      rates.countAddress(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, NOW);
    expect(refusal(() => rates.countAddress('203.0.113.1', NOW))).toBeUndefined();
  });
});

it('rates that are off count nothing', () => {
  const rates = new CallerRates(undefined);
  for (let n = 0; n < 2000; n++) {
    rates.countKey('demo', NOW);
    rates.countPing('demo', NOW);
    rates.countAddress('203.0.113.1', NOW);
  }
});

describe('the setting of a stage', () => {
  it.each([
    ['off', undefined],
    ['on', DEFAULT_RATES],
    ['ping=2/60', { ...DEFAULT_RATES, ping: { most: 2, span: MINUTE } }],
    ['client=20/30', { ...DEFAULT_RATES, client: { most: 20, span: 30 * SECOND } }],
    [
      'key=5/1; address=1/60+2/3600',
      {
        ...DEFAULT_RATES,
        key: { most: 5, span: SECOND },
        address: [
          { most: 1, span: MINUTE },
          { most: 2, span: HOUR },
        ],
      },
    ],
  ])('%j is read', (setting, rates) => {
    expect(parseRates(setting)).toEqual(rates);
  });

  it.each([
    '',
    'yes',
    'client',
    'client=10',
    'client=-1/60',
    'client=1/60,',
    'clients=1/60',
    'ping=1/60+2/60',
    'client=1.5/60',
    'client=1/60+2/60',
    'ON',
  ])('%j is refused at the start rather than half understood', (setting) => {
    expect(() => parseRates(setting)).toThrow();
  });
});
