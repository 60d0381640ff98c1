import { beforeEach, describe, expect, it } from 'vitest';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { chooseSignatures, type SignaturePorts } from '../../shared/usecases/choose-signatures.ts';
import { rotateWebhookKey } from '../../shared/usecases/rotate-webhook-key.ts';
import { aPartner, NOW, PARTNER } from '../builders.ts';
import { FixedClock } from './desk.ts';

let clock: FixedClock;
let keys: MemoryWebhookKeys;
let directory: MemoryDirectory;
let ports: SignaturePorts;
beforeEach(async () => {
  clock = new FixedClock();
  keys = new MemoryWebhookKeys();
  directory = new MemoryDirectory();
  ports = { keys, directory, clock, makeKeyPair };
  await directory.putPartner(aPartner());
});

const chosen = async () => (await directory.partner(PARTNER))?.asymmetric;

describe('choosing signatures', () => {
  it('makes the desk’s key with the first choice, and no other with the next', async () => {
    await directory.putPartner(aPartner({ id: 'other' }));
    expect(await chooseSignatures(ports, PARTNER, true)).toBe(true);
    const made = await keys.keys();
    expect(made).toMatchObject([{ created_at: NOW, signs_from: NOW }]);
    expect(await chooseSignatures(ports, 'other', true)).toBe(true);
    expect(await chooseSignatures(ports, PARTNER, true)).toBe(true);
    expect([await keys.keys(), await chosen()]).toEqual([made, true]);
  });

  it('puts the key there before the choice, so that nothing is to be signed without one', async () => {
    const { setAsymmetric } = directory;
    directory.setAsymmetric = async (...choice) => {
      expect(await keys.keys()).toHaveLength(1);
      return setAsymmetric.apply(directory, choice);
    };
    await chooseSignatures(ports, PARTNER, true);
    expect(await chosen()).toBe(true);
  });

  it('by two at once makes one key', async () => {
    await Promise.all([1, 2, 3].map(() => chooseSignatures(ports, PARTNER, true)));
    expect(await keys.keys()).toHaveLength(1);
  });

  it('ends with another choice, which needs no key', async () => {
    expect(await chooseSignatures(ports, PARTNER, false)).toBe(true);
    expect([await keys.keys(), await chosen()]).toEqual([[], false]);
  });

  it('for a partner that there is not makes nothing', async () => {
    expect(await chooseSignatures(ports, 'nobody', true)).toBe(false);
    expect(await keys.keys()).toEqual([]);
  });
});

describe('a rotation of the desk’s key', () => {
  it('makes the first one if there is none', async () => {
    expect(await rotateWebhookKey(ports, false)).toEqual({ rotated: true, keys: await keys.keys() });
    expect(await keys.keys()).toHaveLength(1);
  });

  it.each([2, 5])('asked for by %i at once is one, and all are told the same keys', async (many) => {
    await chooseSignatures(ports, PARTNER, true);
    const made = await Promise.all(Array.from({ length: many }, () => rotateWebhookKey(ports, false)));
    expect(made.filter(({ rotated }) => rotated)).toHaveLength(1);
    for (const each of made) expect(each.keys).toEqual(await keys.keys());
    expect(await keys.keys()).toHaveLength(2);
  });

  it('asked for again while a new key waits makes none', async () => {
    await rotateWebhookKey(ports, false);
    const { keys: waiting } = await rotateWebhookKey(ports, false);
    clock.advance(LIMITS.webhookKeyLead - 1);
    expect(await rotateWebhookKey(ports, false)).toEqual({ rotated: false, keys: waiting });
    clock.advance(1);
    expect(await rotateWebhookKey(ports, false)).toMatchObject({ rotated: true, keys: { length: 3 } });
  });

  it('whose answer was lost and that was repeated below is still its own', async () => {
    const { replaceKeys } = MemoryWebhookKeys.prototype;
    keys.replaceKeys = async (...change) => {
      await replaceKeys.apply(keys, change);
      return replaceKeys.apply(keys, change);
    };
    expect(await rotateWebhookKey(ports, false)).toEqual({ rotated: true, keys: await keys.keys() });
  });

  it('of one that leaked leaves nothing of it', async () => {
    await rotateWebhookKey(ports, false);
    const [old] = await keys.keys();
    const { rotated, keys: left } = await rotateWebhookKey(ports, true);
    expect([rotated, left]).toEqual([true, await keys.keys()]);
    expect(left).toMatchObject([{ signs_from: NOW }]);
    expect(JSON.stringify(left)).not.toContain(old?.kid);
  });
});
