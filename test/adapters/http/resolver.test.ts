import { describe, expect, it } from 'vitest';
import { createResolver } from '../../../shared/adapters/http/resolver.ts';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
const giving =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(addresses);
const silent = () => new Promise<string[]>(() => {});

describe('the resolver', () => {
  it('gives IPv4 addresses before IPv6 ones', async () => {
    const resolve = createResolver({
      resolve4: giving('1.1.1.1', '1.0.0.1'),
      resolve6: giving('2606:4700::1'),
    });
    expect(await resolve('example.com')).toEqual(['1.1.1.1', '1.0.0.1', '2606:4700::1']);
  });

  it('is content with either kind', async () => {
    expect(
      await createResolver({ resolve4: giving('1.1.1.1'), resolve6: failing('ENODATA') })('a.b'),
    ).toEqual(['1.1.1.1']);
    expect(
      await createResolver({ resolve4: failing('ESERVFAIL'), resolve6: giving('2a00::1') })('a.b'),
    ).toEqual(['2a00::1']);
  });

  it('does not wait for an IPv6 answer that never comes', async () => {
    expect(await createResolver({ resolve4: giving('1.1.1.1'), resolve6: silent })('a.b')).toEqual([
      '1.1.1.1',
    ]);
  });

  it.each([
    ['ENOTFOUND', 'ENOTFOUND', 'ENOTFOUND'],
    ['ENOTFOUND', 'ETIMEOUT', 'ENOTFOUND'],
    ['ETIMEOUT', 'ENOTFOUND', 'ENOTFOUND'],
    ['ENODATA', 'ESERVFAIL', 'ESERVFAIL'],
    ['ETIMEOUT', 'ENODATA', 'ETIMEOUT'],
    ['ENODATA', 'ENODATA', 'ENODATA'],
  ])('of %s and %s reports %s', async (four, six, code) => {
    const resolve = createResolver({ resolve4: failing(four), resolve6: failing(six) });
    await expect(resolve('a.b')).rejects.toMatchObject({ code });
  });
});
