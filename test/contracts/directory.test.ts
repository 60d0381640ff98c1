import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import type { Caller, Partner } from '../../shared/domain/partner.ts';
import type { PartnerKey } from '../../shared/domain/partner-key.ts';
import type { Directory, Partners, WebhookSecrets, WebhookSignatures } from '../../shared/ports.ts';
import { aPartner, aSecret, MINUTE, NOW } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';

type Writable = Partners &
  WebhookSecrets &
  WebhookSignatures & {
    putPartner(partner: Partner): Promise<void>;
    putPartnerKey(keyHash: string, partner: string): Promise<void>;
    putAdminKey(keyHash: string, admin: string): Promise<void>;
  };

let made = 0;
const partner = (id: string): Caller => ({ kind: 'partner', partner: id });
const hash = () => (made++).toString(16).padStart(64, '0');

const aKey = (of: string, over: Partial<PartnerKey> = {}): PartnerKey => ({
  id: `key_${hash()}`,
  partner: of,
  label: 'first',
  hash: hash(),
  last_four: 'abcd',
  scopes: ['messages:write'],
  created_at: NOW,
  created_by: 'anna',
  ...over,
});

/** What every directory must do, whatever it is made of. */
function describeDirectory(make: () => { directory: Directory; source: Writable }): void {
  const fresh = aSecret({ secret: 'whsec_ZnJlc2g=', created_at: NOW + MINUTE });

  it('tells whose key it is by its hash, and knows no other', async () => {
    const { directory, source } = make();
    const mine = hash();
    await source.putPartnerKey(mine, 'demo');
    expect(await directory.callerOfKey(mine)).toEqual(partner('demo'));
    expect(await directory.callerOfKey(hash())).toBeUndefined();
    expect(await directory.callerOfKey('')).toBeUndefined();
  });

  it('tells an admin’s key from a partner’s, though they have the same name', async () => {
    const { directory, source } = make();
    const [admins, partners] = [hash(), hash()];
    await source.putAdminKey(admins, 'demo');
    await source.putPartnerKey(partners, 'demo');
    expect(await directory.callerOfKey(admins)).toEqual({ kind: 'staff', id: 'demo', role: 'admin' });
    expect(await directory.callerOfKey(partners)).toEqual(partner('demo'));
  });

  it('lets a partner have several keys', async () => {
    const { directory, source } = make();
    const keys = [hash(), hash()];
    for (const key of keys) await source.putPartnerKey(key, 'demo');
    expect(await Promise.all(keys.map((key) => directory.callerOfKey(key)))).toEqual([
      partner('demo'),
      partner('demo'),
    ]);
  });

  it('tells a partner with all its secrets, the first one first', async () => {
    const { directory, source } = make();
    const known = aPartner({
      id: `p${made}`,
      webhook_secrets: [aSecret({ secret: 'whsec_bmV3' }), aSecret({ valid_until: NOW })],
    });
    await source.putPartner(known);
    expect(await directory.partner(known.id)).toEqual(known);
  });

  it('puts other secrets in place of the ones seen, and changes nothing else', async () => {
    const { directory, source } = make();
    const seen = aPartner({ id: `rotating${made++}`, name: 'Школа' });
    await source.putPartner(seen);
    const secrets = [fresh, { ...aSecret(), valid_until: NOW + MINUTE }];
    expect(await source.replaceWebhookSecrets(seen, secrets)).toBe('written');
    expect(await directory.partner(seen.id)).toEqual({ ...seen, webhook_secrets: secrets });
  });

  it('lets one of two rotations through that saw the same secrets', async () => {
    const { source } = make();
    const seen = aPartner({ id: `twice${made++}` });
    await source.putPartner(seen);
    const rivals = ['whsec_b25l', 'whsec_dHdv'].map((secret) => [
      aSecret({ secret }),
      ...seen.webhook_secrets,
    ]);
    const written = await Promise.all(rivals.map((secrets) => source.replaceWebhookSecrets(seen, secrets)));
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    const winner = rivals[written.indexOf('written')];
    expect((await source.partner(seen.id))?.webhook_secrets).toEqual(winner);
  });

  it('puts no secrets where there is no partner', async () => {
    const { source } = make();
    const nobody = aPartner({ id: `nobody${made++}` });
    expect(await source.replaceWebhookSecrets(nobody, [fresh])).toBe('conflict');
    expect(await source.partner(nobody.id)).toBeUndefined();
  });

  it('keeps which signatures a partner chose, and changes nothing else', async () => {
    const { directory, source } = make();
    const seen = aPartner({ id: `choosing${made++}`, name: 'Школа' });
    await source.putPartner(seen);
    expect(await source.setAsymmetric(seen.id, true)).toBe(true);
    expect(await directory.partner(seen.id)).toEqual({ ...seen, asymmetric: true });
    expect(await source.replaceWebhookSecrets(seen, [fresh])).toBe('written');
    expect(await source.setAsymmetric(seen.id, false)).toBe(true);
    expect(await source.partner(seen.id)).toEqual({ ...seen, webhook_secrets: [fresh], asymmetric: false });
  });

  it('keeps no choice where there is no partner', async () => {
    const { source } = make();
    const id = `nobody${made++}`;
    expect(await source.setAsymmetric(id, true)).toBe(false);
    expect(await source.partner(id)).toBeUndefined();
  });

  it.each(['telegram.demo', 'telegram.'])('takes no partner %s, nor a key for it', async (id) => {
    const { directory, source } = make();
    const mine = hash();
    const refused = { code: 'request.invalid', issues: [{ path: 'partner' }] };
    await expect(source.putPartner(aPartner({ id }))).rejects.toMatchObject(refused);
    await expect(source.putPartnerKey(mine, id)).rejects.toMatchObject(refused);
    expect([await directory.partner(id), await directory.callerOfKey(mine)]).toEqual([undefined, undefined]);
  });

  it('takes a partner whose name only looks like a bot’s', async () => {
    const { directory, source } = make();
    await source.putPartner(aPartner({ id: 'telegram' }));
    expect((await directory.partner('telegram'))?.id).toBe('telegram');
  });

  it.each(['unknown', '', 'PARTNER', '__proto__'])('knows no partner %j', async (id) => {
    expect(await make().directory.partner(id)).toBeUndefined();
  });

  it('adds a partner with its key once, and lists both', async () => {
    const { directory, source } = make();
    const [id, key] = [`added${made}`, aKey(`added${made}`)];
    const known = aPartner({ id });
    expect(await source.addPartner(known, key)).toBe('written');
    const rival = aKey(id);
    expect(await source.addPartner(aPartner({ id, name: 'Rival' }), rival)).toBe('conflict');
    expect(await directory.callerOfKey(rival.hash)).toBeUndefined();
    expect(await directory.callerOfKey(key.hash)).toEqual({ ...partner(id), scopes: ['messages:write'] });
    expect([await source.partner(id), await source.partnerKeys(id)]).toEqual([known, [key]]);
    const ids = (await source.partners()).map((one) => one.id);
    expect(ids).toContain(id);
    expect(ids).toEqual(ids.toSorted());
  });

  it('removes a key with all that it opens, and no other', async () => {
    const { directory, source } = make();
    const id = `keys${made}`;
    const [old, fresh] = [aKey(id), aKey(id)];
    await source.addPartner(aPartner({ id }), old);
    await source.addPartnerKey(fresh);
    expect(await source.removePartnerKey(old)).toBe(true);
    expect(await source.removePartnerKey(old)).toBe(false);
    expect(await source.partnerKeys(id)).toEqual([fresh]);
    expect([await directory.callerOfKey(old.hash), (await directory.callerOfKey(fresh.hash))?.kind]).toEqual([
      undefined,
      'partner',
    ]);
  });

  it('names and switches a partner, whose keys, by hand ones too, then open nothing', async () => {
    const { source } = make();
    const id = `switched${made}`;
    const [byHand, known] = [hash(), aPartner({ id })];
    await source.addPartner(known, aKey(id));
    await source.putPartnerKey(byHand, id);
    expect(await source.renamePartner(id, 'Renamed')).toEqual({ ...known, name: 'Renamed' });
    expect((await source.switchPartner(id, NOW))?.disabled_at).toBe(NOW);
    expect((await source.switchPartner(id, NOW + 1))?.disabled_at).toBe(NOW);
    const { directory } = { directory: source as unknown as Directory };
    expect(await directory.callerOfKey(byHand)).toBeUndefined();
    expect(await source.switchPartner(id, undefined)).toEqual({ ...known, name: 'Renamed' });
    expect(await directory.callerOfKey(byHand)).toEqual(partner(id));
    for (const nobody of [source.renamePartner('nobody', 'x'), source.switchPartner('nobody', NOW)])
      expect(await nobody).toBeUndefined();
  });

  it('sees a partner that is put after somebody asked for it in vain', async () => {
    const { directory, source } = make();
    const id = `late${made++}`;
    expect(await directory.partner(id)).toBeUndefined();
    await source.putPartner(aPartner({ id }));
    expect((await directory.partner(id))?.id).toBe(id);
  });
}

describe('a directory in memory', () => {
  describeDirectory(() => {
    const source = new MemoryDirectory();
    return { directory: source, source };
  });
});

describe('a directory that remembers', () => {
  describeDirectory(() => {
    const source = new MemoryDirectory();
    return { directory: new CachedDirectory(source, new FixedClock()), source };
  });

  it('asks again after a minute of wall time, so that a key can be taken back', async () => {
    const source = new MemoryDirectory();
    const clock = new FixedClock();
    const directory = new CachedDirectory(source, clock);
    const key = hash();
    await source.putPartnerKey(key, 'before');
    await directory.callerOfKey(key);
    await source.putPartnerKey(key, 'after');
    clock.advanceBusiness(30 * MINUTE);
    clock.advanceWall(MINUTE - 1);
    expect(await directory.callerOfKey(key)).toEqual(partner('before'));
    clock.advanceWall(1);
    expect(await directory.callerOfKey(key)).toEqual(partner('after'));
  });

  it('takes the key of a disabled partner for a minute of wall time at most', async () => {
    const [clock, source] = [new FixedClock(), new MemoryDirectory()];
    const directory = new CachedDirectory(source, clock);
    const key = aKey('switched');
    await source.addPartner(aPartner({ id: 'switched' }), key);
    expect(await directory.callerOfKey(key.hash)).toBeDefined();
    await source.switchPartner('switched', NOW);
    clock.advanceWall(MINUTE);
    expect(await directory.callerOfKey(key.hash)).toBeUndefined();
  });

  it('does not take a partner’s id for a key, nor the other way round', async () => {
    const source = new MemoryDirectory();
    const directory = new CachedDirectory(source, new FixedClock());
    await source.putPartner(aPartner({ id: 'same' }));
    await directory.partner('same');
    expect(await directory.callerOfKey('same')).toBeUndefined();
  });
});

describe('a directory in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeDirectory(() => {
    const source = new DynamoDirectory(real.table);
    return { directory: source, source };
  });

  it('knows no key for clients of a bot, whoever has written it there', async () => {
    const mine = hash();
    await real.table.put({ ...keys.callerKey(mine), partner: 'telegram.demo' });
    expect(await new DynamoDirectory(real.table).callerOfKey(mine)).toBeUndefined();
  });
});
