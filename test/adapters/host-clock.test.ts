import { afterEach, describe, expect, it } from 'vitest';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { read, sourcesOf } from '../arrows.ts';

const HOST = Symbol.for('firstline.host');
const ROOT = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

const tell = (facts: unknown) => void Object.assign(globalThis, { [HOST]: facts });
afterEach(() => {
  Reflect.deleteProperty(globalThis, HOST);
  Reflect.deleteProperty(Object.prototype, 'loopbackWebhooks');
  Reflect.deleteProperty(Object.prototype, 'time');
});

describe('webhooks to loopback', () => {
  it('are allowed if the host says so', () => {
    tell({ loopbackWebhooks: true });
    expect(loopbackWebhooksAllowed()).toBe(true);
  });

  it.each([
    [undefined],
    [{}],
    [{ loopbackWebhooks: 'true' }],
    [{ loopbackWebhooks: 1 }],
    [{ loopback: true }],
  ])('are not if it says %j', (facts) => {
    tell(facts);
    expect(loopbackWebhooksAllowed()).toBe(false);
  });

  it('are not where there is no host, even if every object was given the word', () => {
    Object.assign(Object.prototype, {
      loopbackWebhooks: true,
      time: { businessBaseMs: 0, wallBaseMs: 0, speed: 0 },
    });
    expect(loopbackWebhooksAllowed()).toBe(false);
    expect(hostClock.business()).toBeGreaterThan(0);
  });

  it('are spoken of by the twin alone, and read in one place', () => {
    const files = sourcesOf(ROOT, ['bin', 'lib', 'functions', 'shared', 'local', 'bench', 'sim']);
    const naming = files.filter((file) => read(ROOT, file).includes('firstline.host'));
    expect(naming.filter((file) => !file.startsWith('local/'))).toEqual(['shared/adapters/host-clock.ts']);
    const writing = files.filter((file) => /loopbackWebhooks:\s*true/.test(read(ROOT, file)));
    expect(writing.filter((file) => !file.startsWith('local/'))).toEqual([]);
    expect(read(ROOT, 'shared/adapters/host-clock.ts')).not.toMatch(/assign\(\s*globalThis|\[HOST\]\s*=[^=]/);
  });
});
