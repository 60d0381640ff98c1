import { createPublicKey, verify } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CachedWebhookKeys } from '../../shared/adapters/cached-webhook-keys.ts';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { signFor } from '../../shared/adapters/webhook-signer.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { publishedKeys, rotateKeys, type WebhookKey } from '../../shared/domain/webhook-key.ts';
import { aPartner, aSecret, MINUTE, PARTNER } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';

const posting = { partner: PARTNER, id: 'msg_1', body: '{"type":"message.reply"}' };

let clock: FixedClock;
let keys: MemoryWebhookKeys;
let directory: MemoryDirectory;
beforeEach(async () => {
  clock = new FixedClock();
  keys = new MemoryWebhookKeys();
  directory = new MemoryDirectory();
  await directory.putPartner(aPartner({ asymmetric: true }));
});

async function rotate(leaked = false): Promise<void> {
  const seen = await keys.keys();
  await keys.replaceKeys(seen, rotateKeys(seen, makeKeyPair(), clock.business(), leaked));
}

/** Which of the keys verify what is signed now. */
async function signersAmong(all: readonly WebhookKey[], source: Pick<MemoryWebhookKeys, 'keys'> = keys) {
  const { headers } = await signFor({ directory, keys: source, clock }, posting);
  const signature = headers['webhook-signature']?.split(' ').find((each) => each.startsWith('v1a,'));
  const content = Buffer.from(`msg_1.${headers['webhook-timestamp']}.${posting.body}`);
  return all.filter(({ x }) =>
    verify(
      null,
      content,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
      Buffer.from(signature?.slice('v1a,'.length) ?? '', 'base64'),
    ),
  );
}

describe('a webhook’s signatures', () => {
  it('are those of the secrets alone for a partner that chose no other, and no key is read for it', async () => {
    await directory.putPartner(aPartner({ webhook_secrets: [aSecret(), aSecret()] }));
    const unread = { keys: () => Promise.reject(new Error('read')) };
    const { headers, signatures } = await signFor({ directory, keys: unread, clock }, posting);
    expect(headers['webhook-signature']).toMatch(/^v1,[^ ]+ v1,[^ ]+$/);
    expect(signatures).toBe(2);
  });

  it('are those of the secrets and then one of the desk’s key for a partner that chose it', async () => {
    await rotate();
    const { headers, signatures } = await signFor({ directory, keys, clock }, posting);
    expect(headers['webhook-signature']).toMatch(/^v1,[^ ]+ v1a,[^ ]+$/);
    expect(signatures).toBe(2);
    expect(await signersAmong(await keys.keys())).toEqual(await keys.keys());
  });

  it('are never fewer than those of the secrets, should there be no key', async () => {
    const { headers, signatures } = await signFor({ directory, keys, clock }, posting);
    expect([headers['webhook-signature'], signatures]).toEqual([expect.stringMatching(/^v1,[^ ]+$/), 1]);
  });

  it('are verified by what was published an hour ago, by every instance, through a rotation', async () => {
    await rotate();
    const remembering = new CachedWebhookKeys(keys, clock);
    await remembering.keys();
    const kept = [publishedKeys(await keys.keys(), clock.business())];
    await rotate();
    for (let passed = 0; passed <= 2 * LIMITS.webhookKeyLead; passed += 10 * MINUTE) {
      const oldest = kept.at(-1 - LIMITS.jwksSeconds / 600) ?? kept[0] ?? [];
      for (const source of [keys, remembering])
        expect(await signersAmong(oldest, source), `after ${passed / MINUTE} min`).toHaveLength(1);
      clock.advance(10 * MINUTE);
      kept.push(publishedKeys(await keys.keys(), clock.business()));
    }
    const [newest] = await keys.keys();
    expect(await signersAmong(kept.at(-1) ?? [])).toEqual([newest]);
  });

  it('of a key that leaked are gone at once, but where it is remembered for a minute', async () => {
    await rotate();
    const remembering = new CachedWebhookKeys(keys, clock);
    await remembering.keys();
    const leaked = await keys.keys();
    await rotate(true);
    expect(await signersAmong(leaked)).toEqual([]);
    expect(await signersAmong(leaked, remembering)).toEqual(leaked);
    clock.advance(MINUTE);
    expect(await signersAmong(leaked, remembering)).toEqual([]);
  });

  it('are made for no partner that there is not', async () => {
    await expect(signFor({ directory, keys, clock }, { ...posting, partner: 'nobody' })).rejects.toThrow(
      'partner nobody does not exist',
    );
  });
});
