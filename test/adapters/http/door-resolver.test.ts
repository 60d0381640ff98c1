import { describe, expect, it, vi } from 'vitest';
import { createDoorResolver } from '../../../shared/adapters/http/door-resolver.ts';

const NOW = Date.UTC(2026, 10, 24);
const MINUTE = 60_000;
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

describe('a host', () => {
  it.each([
    ['with public addresses', async () => ['93.184.216.34', '2606:4700::1'], 'public'],
    ['with a private address', async () => ['10.0.0.1'], 'non_public'],
    ['with one private address among public ones', async () => ['93.184.216.34', '::1'], 'non_public'],
    ['that does not exist', failing('ENOTFOUND'), 'not_found'],
    ['without an address', failing('ENODATA'), 'unknown'],
    ['with an empty answer', async () => [], 'unknown'],
    ['whose name servers fail', failing('ESERVFAIL'), 'unknown'],
    ['whose name servers cannot be reached', failing('ECONNREFUSED'), 'unknown'],
    ['whose name servers are silent', () => new Promise<string[]>(() => {}), 'unknown'],
  ])('%s', async (_, resolve, verdict) => {
    expect(await createDoorResolver({ resolve, timeoutMs: 20 }).check('example.com', NOW)).toBe(verdict);
  });

  it.each([
    ['93.184.216.34', 'public'],
    ['2606:4700::1', 'public'],
    ['10.0.0.1', 'non_public'],
    ['::1', 'non_public'],
  ])('%s, which is an address, is judged without a look-up', async (host, verdict) => {
    const resolve = vi.fn();
    expect(await createDoorResolver({ resolve }).check(host, NOW)).toBe(verdict);
    expect(resolve).not.toHaveBeenCalled();
  });
});

describe('an answer', () => {
  it('is remembered for five minutes of business time', async () => {
    const resolve = vi.fn(async () => ['93.184.216.34']);
    const door = createDoorResolver({ resolve });
    for (const after of [0, 1, 4.9]) await door.check('example.com', NOW + after * MINUTE);
    expect(resolve).toHaveBeenCalledTimes(1);
    await door.check('example.com', NOW + 5 * MINUTE);
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  it('is shared by those who ask at once', async () => {
    const resolve = vi.fn(async () => ['93.184.216.34']);
    const door = createDoorResolver({ resolve });
    const verdicts = await Promise.all([1, 2, 3].map(() => door.check('example.com', NOW)));
    expect(verdicts).toEqual(['public', 'public', 'public']);
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it('that could not be had is asked for again sooner', async () => {
    const resolve = vi.fn(failing('ESERVFAIL'));
    const door = createDoorResolver({ resolve });
    await door.check('example.com', NOW);
    await door.check('example.com', NOW + 10_000);
    expect(resolve).toHaveBeenCalledTimes(1);
    await door.check('example.com', NOW + 15_000);
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  it('that comes late serves the next caller', async () => {
    const { promise, resolve: answer } = Promise.withResolvers<string[]>();
    const resolve = vi.fn(() => promise);
    const door = createDoorResolver({ resolve, timeoutMs: 5 });
    expect(await door.check('example.com', NOW)).toBe('unknown');
    answer(['10.0.0.1']);
    await promise;
    await expect.poll(() => door.check('example.com', NOW + 1)).toBe('non_public');
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it('leaves when there is no more room', async () => {
    const resolve = vi.fn(async () => ['93.184.216.34']);
    const door = createDoorResolver({ resolve, capacity: 2 });
    for (const host of ['a.com', 'b.com', 'c.com', 'b.com', 'a.com']) await door.check(host, NOW);
    expect(resolve.mock.calls).toEqual([['a.com'], ['b.com'], ['c.com'], ['a.com']]);
  });
});
