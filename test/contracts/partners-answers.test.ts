import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { aPartner, DAY, PARTNER } from '../builders.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { KEY, type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const PATH = '/api/admin/partners';
const get = (path: string, query: Record<string, string> = {}): Request => ({ method: 'GET', path, query });
const list = get(PATH);
const add = (over: object | string = {}): Request => ({
  path: PATH,
  body: typeof over === 'string' ? over : { id: 'acme', ...over },
});
const one = (id = 'acme') => get(`${PATH}/${id}`);
const rename = (body: unknown = { name: 'Acme School' }, id = 'acme'): Request => ({
  method: 'PUT',
  path: `${PATH}/${id}`,
  body,
});
const does = (verb: string, id = 'acme'): Request => ({ path: `${PATH}/${id}/${verb}` });
const keysOf = (id = 'acme') => get(`${PATH}/${id}/keys`);
const addKey = (body?: unknown, id = 'acme'): Request => ({
  path: `${PATH}/${id}/keys`,
  ...(body !== undefined && { body }),
});
const removeKey = (key: string, id = 'acme'): Request => ({
  method: 'DELETE',
  path: `${PATH}/${id}/keys/${key}`,
});
const audit = (query: Record<string, string> = {}) => get('/api/admin/audit', query);
const settings = get('/api/admin/settings');

const AT = '2026-11-24T12:00:00.000Z';
const ACME = {
  id: 'acme',
  name: 'acme',
  created_at: AT,
  created_by: ADMIN,
  disabled_at: null,
  asymmetric: false,
};

/** Whose key opens something at this desk. */
const isOpen = async ({ ask: knock }: OpenOperatorDoor, key: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${key}` };
  const { code } = verdictOf(await knock({ method: 'GET', path: '/api/policy', headers }));
  return code === 'auth.forbidden';
};

describe('partners', () => {
  it('are added with a key and a webhook secret, each shown once and kept nowhere in full', async () => {
    const door = await openOperatorDoor();
    const made = await ask(door, add());
    const { first_key, webhook_secret, ...partner } = JSON.parse(made.body);
    expect([made.statusCode, partner]).toEqual([201, ACME]);
    expect(made.headers['cache-control']).toBe('no-store');
    expect(first_key.key).toMatch(/^fl_[\w-]{43}$/);
    expect(webhook_secret).toMatch(/^whsec_/);
    expect(await isOpen(door, first_key.key)).toBe(true);
    const shown = [await ask(door, list), await ask(door, one()), await ask(door, keysOf())];
    for (const secret of [first_key.key, webhook_secret]) expect(JSON.stringify(shown)).not.toContain(secret);
    expect(JSON.parse(shown[0]!.body).items.map(({ id }: { id: string }) => id)).toEqual(['acme', PARTNER]);
    expect(verdictOf(await ask(door, add()))).toEqual({ status: 409, code: 'partner.exists' });
  });

  it('get another name', async () => {
    const door = await openOperatorDoor();
    await ask(door, add({ name: ' Acme ' }));
    expect(await parsed(ask(door, one()))).toEqual({ ...ACME, name: 'Acme' });
    expect(await parsed(ask(door, rename()))).toEqual({ ...ACME, name: 'Acme School' });
  });

  it('open nothing with any of their keys while they are disabled', async () => {
    const door = await openOperatorDoor();
    const { first_key } = await parsed(ask(door, add()));
    expect(await parsed(ask(door, does('disable')))).toMatchObject({ disabled_at: AT });
    door.desk.clock.advance(DAY);
    expect(await parsed(ask(door, does('disable')))).toMatchObject({ disabled_at: AT });
    expect([await isOpen(door, first_key.key), await isOpen(door, KEY)]).toEqual([false, true]);
    expect(await parsed(ask(door, does('enable')))).toEqual(ACME);
    expect(await isOpen(door, first_key.key)).toBe(true);
  });

  it('change their keys without a gap', async () => {
    const door = await openOperatorDoor();
    const { first_key } = await parsed(ask(door, add()));
    const second = await parsed(ask(door, addKey({ label: 'second', scopes: ['messages:read'] })));
    expect(second).toMatchObject({ label: 'second', scopes: ['messages:read'], created_by: ADMIN });
    expect(second.last_four).toBe(second.key.slice(-4));
    for (const { key } of [first_key, second]) expect(await isOpen(door, key)).toBe(true);
    expect((await ask(door, removeKey(first_key.id))).statusCode).toBe(204);
    expect([await isOpen(door, first_key.key), await isOpen(door, second.key)]).toEqual([false, true]);
    const { key: _key, ...listed } = second;
    expect(await parsed(ask(door, keysOf()))).toEqual({ items: [listed], next: null });
    expect(verdictOf(await ask(door, removeKey(first_key.id))).code).toBe('partner_key.unknown');
  });

  it('keep their keys from others: a key is removed by its own partner’s path alone', async () => {
    const door = await openOperatorDoor();
    const { first_key } = await parsed(ask(door, add()));
    expect(verdictOf(await ask(door, removeKey(first_key.id, PARTNER))).code).toBe('partner_key.unknown');
    expect(await isOpen(door, first_key.key)).toBe(true);
  });

  it('have ten keys at most, and a desk has room for so many partners', async () => {
    const door = await openOperatorDoor();
    await ask(door, add());
    for (let key = 0; key < 9; key++) await ask(door, addKey());
    expect(verdictOf(await ask(door, addKey())).code).toBe('request.invalid');
    const { partners } = door.door.partners as unknown as {
      partners: { putPartner(it: object): Promise<void> };
    };
    for (let made = 0; made < 198; made++) await partners.putPartner(aPartner({ id: `p${made}` }));
    expect(verdictOf(await ask(door, add({ id: 'one-more' }))).code).toBe('request.invalid');
  });
});

describe('the audit log', () => {
  it('tells who changed what, to which, from what to what, newest first', async () => {
    const door = await openOperatorDoor();
    await ask(door, { ...add(), headers: { 'x-request-id': 'asked-1' } });
    door.desk.clock.advance(1);
    await ask(door, rename());
    const { items, next } = await parsed(ask(door, audit()));
    expect(next).toBeNull();
    expect(items).toMatchObject([
      {
        what: 'partner.renamed',
        by: ADMIN,
        target: 'acme',
        outcome: 'done',
        before: { name: 'acme' },
        after: { name: 'Acme School' },
      },
      { at: AT, what: 'partner.added', target: 'acme', request_id: 'asked-1', before: null },
    ]);
  });

  it('is asked for by time, person and kind, page by page', async () => {
    const door = await openOperatorDoor();
    await ask(door, add());
    for (let month = 0; month < 5; month++) {
      door.desk.clock.advance(31 * DAY);
      await ask(door, addKey());
    }
    const whats = async (query: Record<string, string>) =>
      (await parsed(ask(door, audit(query)))).items.map(({ what }: { what: string }) => what);
    expect(await whats({ what: 'partner' })).toEqual(['partner.added']);
    expect(await whats({ what: 'partner_key.added' })).toHaveLength(5);
    expect(await whats({ by: 'somebody-else' })).toEqual([]);
    expect(await whats({ to: AT })).toEqual(['partner.added']);
    expect(await whats({ from: '2027-03-01T00:00:00Z' })).toHaveLength(2);
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await parsed(ask(door, audit({ limit: '2', ...(cursor && { cursor }) })));
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([6, 6]);
  });

  it('has no entry of a change that was refused', async () => {
    const door = await openOperatorDoor();
    for (const refused of [add({ id: 'No' }), rename(), does('disable'), addKey()])
      expect((await ask(door, refused)).statusCode).toBeGreaterThanOrEqual(400);
    expect(door.audit.entries.size).toBe(0);
  });

  it('lets nothing change that it cannot keep', async () => {
    const door = await openOperatorDoor();
    door.audit.put = () => Promise.reject(Object.assign(new Error(), { name: 'ThrottlingException' }));
    expect(verdictOf(await ask(door, add())).code).toBe('dependency.unavailable');
    expect((await parsed(ask(door, list))).items).toHaveLength(1);
  });

  it('keeps what was begun and fell down half-way, as of unknown outcome', async () => {
    const door = await openOperatorDoor();
    door.door.partners.partners.addPartner = () => Promise.reject(new Error('half-way'));
    expect(verdictOf(await ask(door, add())).code).toBe('internal');
    expect((await parsed(ask(door, audit()))).items).toMatchObject([
      { what: 'partner.added', outcome: 'unknown', after: null },
    ]);
  });

  it('does not take back what was answered because its end cannot be noted', async () => {
    const door = await openOperatorDoor();
    const put = door.audit.put.bind(door.audit);
    door.audit.put = (entry) => (entry.outcome === 'done' ? Promise.reject(new Error()) : put(entry));
    expect((await ask(door, add())).statusCode).toBe(201);
    expect((await parsed(ask(door, audit()))).items).toMatchObject([{ outcome: 'unknown' }]);
    expect(JSON.stringify(door.desk.journal.lines)).toContain('audit.unfinished');
  });
});

it('how the desk is set is told, and holds no secret', async () => {
  const door = await openOperatorDoor();
  expect(await parsed(ask(door, settings))).toEqual(door.door.settings);
});

itRefusesStrangers(book, [
  list,
  add(),
  one(),
  rename(),
  does('disable'),
  does('enable'),
  keysOf(),
  addKey(),
  removeKey('key_1'),
  audit(),
  settings,
]);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  const bodies: [(body: string) => Request, bad: Request][] = [
    [add, add({ id: 'telegram.mine' })],
    [rename, rename({ name: '' })],
    [addKey, addKey({ scopes: ['everything'] })],
  ];

  it.each<[Request, FaultCode]>([
    ...bodies.flatMap(([of, bad]): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
      [bad, 'request.invalid'],
    ]),
    [addKey({ scopes: [] }), 'request.invalid'],
    [one('nobody'), 'partner.unknown'],
    [rename({ name: 'x' }, 'nobody'), 'partner.unknown'],
    [does('disable', 'nobody'), 'partner.unknown'],
    [does('enable', 'nobody'), 'partner.unknown'],
    [keysOf('nobody'), 'partner.unknown'],
    [addKey({}, 'nobody'), 'partner.unknown'],
    [removeKey('key_1', 'nobody'), 'partner.unknown'],
    [audit({ what: 'something' }), 'request.invalid'],
    [audit({ cursor: 'nonsense' }), 'request.invalid'],
  ])('is said as described (%#): $1', async (request, code) => {
    const door = await openOperatorDoor();
    await ask(door, add());
    expect(verdictOf(await ask(door, request)).code).toBe(code);
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('partners'));
});
