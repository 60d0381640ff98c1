import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { randomSecretEntropy } from '../../shared/adapters/random-chance.ts';
import { WebhookSender } from '../../shared/adapters/webhook-sender.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { type RotatePorts, rotateWebhookSecret } from '../../shared/usecases/rotate-webhook-secret.ts';
import { aPartner, aTurn, CLIENT, DAY, MINUTE, PARTNER } from '../builders.ts';
import { FixedClock, HOOK, status } from './desk.ts';

const OVERLAP = LIMITS.webhookSecretOverlap;
const OLD = aPartner().webhook_secrets[0]!.secret;

let clock: FixedClock;
let directory: MemoryDirectory;
let ports: RotatePorts;
beforeEach(async () => {
  clock = new FixedClock();
  directory = new MemoryDirectory();
  ports = { directory, clock, secretEntropy: randomSecretEntropy };
  await directory.putPartner(aPartner());
});

const rotate = (overlap: number = OVERLAP) => rotateWebhookSecret(ports, PARTNER, overlap);
const kept = async () => (await directory.partner(PARTNER))?.webhook_secrets;

/** What a delivery is signed with now: which of the secrets verify it, and how many signatures it carries. */
async function signedBy(secrets: string[], source = new CachedDirectory(directory, clock)) {
  const posted: { headers: Readonly<Record<string, string>>; body: string }[] = [];
  const client = {
    async post(post: (typeof posted)[number]) {
      posted.push(post);
      return status(200);
    },
  };
  const wall = { business: clock.business, wall: Date.now };
  const keys = new MemoryWebhookKeys();
  const sender = new WebhookSender({ client, directory: source, keys, clock: wall, version: '0' });
  await sender.send({ partner: PARTNER, client_id: CLIENT, channel: { webhook_url: HOOK }, text: aTurn() });
  const [{ headers, body }] = posted as [(typeof posted)[number]];
  return { taken: secrets.filter((secret) => verifies(secret, headers, body)), count: countIn(headers) };
}

function verifies(secret: string, headers: Readonly<Record<string, string>>, body: string): boolean {
  try {
    return Boolean(new Webhook(secret).verify(body, headers));
  } catch {
    return false;
  }
}

const countIn = (headers: Readonly<Record<string, string>>) =>
  headers['webhook-signature']!.split(' ').length;

describe('a rotation', () => {
  it('makes a fresh secret of 32 bytes, and keeps it with the end of the old one', async () => {
    const made = await rotate();
    expect(made).toEqual({
      rotated: true,
      secrets: [
        { secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/), created_at: clock.business() },
        { ...aPartner().webhook_secrets[0], valid_until: clock.business() + DAY },
      ],
    });
    expect(await kept()).toEqual(made?.secrets);
    expect((await rotate())?.secrets[0]?.secret).not.toBe(made?.secrets[0]?.secret);
  });

  it('of a partner that there is not makes nothing', async () => {
    expect(await rotateWebhookSecret(ports, 'nobody', OVERLAP)).toBeUndefined();
  });

  it.each([2, 5])('asked for by %i at once is one, and all are told the same secrets', async (many) => {
    const made = await Promise.all(Array.from({ length: many }, () => rotate()));
    expect(made.filter((each) => each?.rotated)).toHaveLength(1);
    for (const each of made) expect(each?.secrets).toEqual(await kept());
    expect(await kept()).toHaveLength(2);
  });

  it('whose answer was lost and that was repeated below is still its own', async () => {
    const { replaceWebhookSecrets } = MemoryDirectory.prototype;
    directory.replaceWebhookSecrets = async (seen, secrets) => {
      await replaceWebhookSecrets.call(directory, seen, secrets);
      return replaceWebhookSecrets.call(directory, seen, secrets);
    };
    expect(await rotate()).toEqual({ rotated: true, secrets: await kept() });
  });

  it('of a partner that is taken away meanwhile makes nothing', async () => {
    const answers = [aPartner(), undefined];
    const vanishing = {
      partner: async () => answers.shift(),
      replaceWebhookSecrets: async () => 'conflict' as const,
    };
    expect(await rotateWebhookSecret({ ...ports, directory: vanishing }, PARTNER, OVERLAP)).toBeUndefined();
  });

  it('that is refused leaves the secrets as they are', async () => {
    for (let n = 1; n < LIMITS.webhookSecrets; n++) await rotate();
    const before = await kept();
    await expect(rotate()).rejects.toMatchObject({ code: 'webhook_secret.overlapping' });
    await expect(rotate(-1)).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await kept()).toEqual(before);
  });
});

describe('deliveries', () => {
  it('are taken by either secret during the overlap of business time, and by the new one alone after it', async () => {
    const fresh = (await rotate())?.secrets[0]?.secret ?? '';
    expect(await signedBy([fresh, OLD])).toEqual({ taken: [fresh, OLD], count: 2 });
    clock.advanceWall(10 * DAY);
    clock.advanceBusiness(DAY - 1);
    expect(await signedBy([fresh, OLD])).toEqual({ taken: [fresh, OLD], count: 2 });
    clock.advanceBusiness(1);
    expect(await signedBy([fresh, OLD])).toEqual({ taken: [fresh], count: 1 });
  });

  it('from an instance that remembers the partner are signed with the old one for a minute, which is still in force', async () => {
    const remembering = new CachedDirectory(directory, clock);
    await remembering.partner(PARTNER);
    const fresh = (await rotate())?.secrets[0]?.secret ?? '';
    clock.advance(MINUTE - 1);
    expect(await signedBy([fresh, OLD], remembering)).toEqual({ taken: [OLD], count: 1 });
    clock.advance(1);
    expect(await signedBy([fresh, OLD], remembering)).toEqual({ taken: [fresh, OLD], count: 2 });
  });

  it('from an instance that remembers both secrets drop the old one on time', async () => {
    const remembering = new CachedDirectory(directory, clock);
    const fresh = (await rotate())?.secrets[0]?.secret ?? '';
    await remembering.partner(PARTNER);
    clock.advanceBusiness(DAY);
    expect(await signedBy([fresh, OLD], remembering)).toEqual({ taken: [fresh], count: 1 });
  });
});
