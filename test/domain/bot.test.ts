import { describe, expect, it } from 'vitest';
import {
  endpointOfBot,
  hashOfSecret,
  isBotId,
  isKeptForBots,
  isSecretOf,
  offeringSecret,
  partnerOfBot,
  secretFrom,
  secretOnOffer,
  withSecret,
} from '../../shared/domain/bot.ts';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { aBot, NOW } from '../builders.ts';

const [A, B, C] = ['a', 'b', 'c'].map(hashOfSecret) as [string, string, string];
const LATER = NOW + LIMITS.botSecretOverlap;
const TOKEN = `42:${'t'.repeat(35)}`;
const offer = (seed: string, token = TOKEN) => ({ seed, hash: hashOfSecret(secretFrom(token, seed)) });

describe('a secret that is offered', () => {
  it('stands before all others, and ends none of them', () => {
    const before = [{ hash: B }, { hash: A, until: LATER }];
    expect(offeringSecret(aBot({ secrets: [] }), offer('x')).secrets).toEqual([offer('x')]);
    expect(offeringSecret(aBot({ secrets: before }), offer('x')).secrets).toEqual([offer('x'), ...before]);
  });

  it('is one of so many at most, and the oldest goes first', () => {
    const secrets = ['1', '2', '3', '4', '5'].map((seed) => offer(seed));
    const bot = offeringSecret(aBot({ secrets }), offer('6'));
    expect(bot.secrets).toEqual([offer('6'), ...secrets.slice(0, LIMITS.botSecrets - 1)]);
  });

  it('is the same for whoever has the token, and nobody else’s', () => {
    const bot = aBot({ secrets: [offer('x'), { hash: A }] });
    expect(secretOnOffer(bot, TOKEN)).toBe(secretFrom(TOKEN, 'x'));
    expect(secretOnOffer(bot, `${TOKEN}2`)).toBeUndefined();
    expect(secretFrom(TOKEN, 'x')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(secretFrom(TOKEN, 'y')).not.toBe(secretFrom(TOKEN, 'x'));
  });

  it('is on offer no more once it was set', () => {
    const bot = aBot({ secrets: [offer('x'), { hash: A }] });
    const set = withSecret(bot, offer('x').hash, NOW);
    expect(set.secrets).toEqual([{ hash: offer('x').hash }, { hash: A, until: LATER }]);
    expect(secretOnOffer(set, TOKEN)).toBeUndefined();
  });
});

describe('a secret in force', () => {
  it.each([
    ['alone', [], [{ hash: B }]],
    ['beside an older one, which ends', [{ hash: A }], [{ hash: B }, { hash: A, until: LATER }]],
    ['after it was offered', [{ hash: B }, { hash: A }], [{ hash: B }, { hash: A, until: LATER }]],
    [
      'beside all that may be shown yet',
      [{ hash: C }, { hash: A, until: NOW + 1 }],
      [{ hash: B }, { hash: C, until: LATER }, { hash: A, until: NOW + 1 }],
    ],
    ['without one that has ended', [{ hash: A, until: NOW }], [{ hash: B }]],
    [
      'without an end of its own, where a newer one was offered or set since',
      [
        { hash: C, seed: 'c' },
        { hash: B, until: LATER },
        { hash: A, until: LATER },
      ],
      [{ hash: C, seed: 'c' }, { hash: B }, { hash: A, until: LATER }],
    ],
  ])('stands %s', (_, secrets, expected) => {
    expect(withSecret(aBot({ secrets }), B, NOW).secrets).toEqual(expected);
  });
});

describe('what a webhook shows', () => {
  const bot = aBot({ secrets: [{ hash: B }, { hash: A, until: LATER }] });

  it.each([
    ['the newest', hashOfSecret('b'), NOW, true],
    ['the newest, much later', hashOfSecret('b'), LATER * 2, true],
    ['the older one within its overlap', hashOfSecret('a'), LATER - 1, true],
    ['the older one at its end', hashOfSecret('a'), LATER, false],
    ['another one', hashOfSecret('c'), NOW, false],
    ['nothing', '', NOW, false],
    ['part of a hash', B.slice(0, 63), NOW, false],
    ['a hash with a tail', `${B}0`, NOW, false],
    ['a hash in capitals', B.toUpperCase(), NOW, false],
    ['letters of several bytes', 'ё'.repeat(32), NOW, false],
  ])('%s: %s at %i is taken: %s', (_, hash, at, taken) => {
    expect(isSecretOf(bot, hash, at)).toBe(taken);
  });

  it('is never taken by a bot without secrets', () => {
    expect(isSecretOf(aBot({ secrets: [] }), A, NOW)).toBe(false);
    expect(isSecretOf(aBot({ secrets: [] }), '', NOW)).toBe(false);
  });

  it('is kept as the hash that everybody else computes', () => {
    expect(hashOfSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('the id of a bot', () => {
  it.each(['a', '0', 'school-2_x', 'a'.repeat(32)])('may be %j', (id) => expect(isBotId(id)).toBe(true));
  it.each(['', '-a', '_a', 'A', 'a b', 'a/b', 'a.b', 'ё', 'a\n', 'a'.repeat(33), '__proto__'])(
    'may not be %j',
    (id) => expect(isBotId(id)).toBe(false),
  );
});

describe('a bot among partners', () => {
  it('has clients whose partner no partner can be', () => {
    expect(isKeptForBots(partnerOfBot('school'))).toBe(true);
    expect(['telegram', 'telegrams', 'school.telegram.', 'Telegram.x'].filter(isKeptForBots)).toEqual([]);
  });

  it('is an endpoint, the one that its texts leave for', () => {
    expect(endpointOfBot('school')).toBe(freshEndpoint('telegram.school', 'telegram:school').id);
  });
});
