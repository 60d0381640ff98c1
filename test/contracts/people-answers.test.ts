import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { MINUTE } from '../builders.ts';
import { anOperator, OPERATOR } from '../staff.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const PATH = '/api/admin/operators';
const list: Request = { method: 'GET', path: PATH };
const add = (over: object | string = {}): Request => ({
  path: PATH,
  body: typeof over === 'string' ? over : { id: OPERATOR, role: 'operator', ...over },
});
const change = (body: unknown = { name: 'Olga' }, id = OPERATOR): Request => ({
  method: 'PUT',
  path: `${PATH}/${id}`,
  body,
});
const does = (verb: string, id = OPERATOR): Request => ({ path: `${PATH}/${id}/${verb}` });
const disable = (id?: string) => does('disable', id);
const reset = (body?: unknown): Request => ({
  ...does('reset-password'),
  ...(body !== undefined && { body }),
});
const rotate = (body?: unknown): Request => ({
  path: '/api/admin/token-keys/rotate',
  ...(body !== undefined && { body }),
});

const AT = '2026-11-24T12:00:00.000Z';
const OLGA = {
  id: OPERATOR,
  name: 'Olga',
  role: 'operator',
  created_at: AT,
  created_by: ADMIN,
  disabled_at: null,
  password_change_required: true,
  sessions: 0,
};

/** A desk at which Olga works, and an admin who can sign in. */
async function aDeskWithOlga(): Promise<OpenOperatorDoor> {
  const door = await openOperatorDoor();
  await door.staff.operators.addOperator(anOperator());
  await door.staff.operators.addOperator(anOperator({ id: 'anna', role: 'admin' }));
  return door;
}

describe('people', () => {
  it('are added with a password that is made up and shown once', async () => {
    const door = await openOperatorDoor();
    const made = await ask(door, add({ name: ' Olga ' }));
    expect([made.statusCode, JSON.parse(made.body)]).toEqual([
      201,
      { ...OLGA, initial_password: expect.stringMatching(/^(\w{5}-){3}\w{5}$/) },
    ]);
    expect(made.headers['cache-control']).toBe('no-store');
    const { initial_password } = JSON.parse(made.body);
    const all = await ask(door, list);
    expect(JSON.parse(all.body)).toEqual({ items: [OLGA], next: null });
    expect(all.body).not.toContain(initial_password);
    expect(verdictOf(await ask(door, add()))).toEqual({ status: 409, code: 'operator.exists' });
  });

  it('are added with a password that was chosen, which is not shown', async () => {
    const door = await openOperatorDoor();
    const made = await parsed(ask(door, add({ password: 'chosen by the admin' })));
    expect(made.initial_password).toBeNull();
  });

  it('get another name or role', async () => {
    const door = await aDeskWithOlga();
    expect(await parsed(ask(door, change({ role: 'admin', name: 'Olya' })))).toMatchObject({
      role: 'admin',
      name: 'Olya',
    });
    expect(await parsed(ask(door, change({ role: null })))).toMatchObject({ role: 'admin', name: 'Olya' });
  });

  it('lose their access with every session, and get it back without one', async () => {
    const door = await aDeskWithOlga();
    await door.staff.signIn();
    expect((await parsed(ask(door, list))).items).toMatchObject([
      { id: 'anna' },
      { id: OPERATOR, sessions: 1 },
    ]);
    expect(await parsed(ask(door, disable()))).toMatchObject({ disabled_at: AT, sessions: 0 });
    expect(await parsed(ask(door, does('enable')))).toMatchObject({ disabled_at: null, sessions: 0 });
  });

  it('get a password for the first time again, and are signed out', async () => {
    const door = await aDeskWithOlga();
    await door.staff.signIn();
    const made = await parsed(ask(door, reset()));
    expect(made).toMatchObject({ password_change_required: true, sessions: 0 });
    expect(made.initial_password).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect(await parsed(ask(door, reset({ password: 'chosen by the admin' })))).toMatchObject({
      initial_password: null,
    });
  });

  it('are signed out everywhere', async () => {
    const door = await aDeskWithOlga();
    await door.staff.signIn();
    expect(await parsed(ask(door, does('end-sessions')))).toMatchObject({ id: OPERATOR, sessions: 0 });
    expect((await door.staff.operators.operator(OPERATOR))?.sessions).toEqual({});
  });

  it('have an admin among them, whatever an admin does', async () => {
    const door = await aDeskWithOlga();
    for (const request of [disable('anna'), change({ role: 'operator' }, 'anna')])
      expect(verdictOf(await ask(door, request))).toEqual({ status: 409, code: 'operator.last_admin' });
    await ask(door, change({ role: 'admin' }));
    expect(verdictOf(await ask(door, disable('anna'))).status).toBe(200);
  });

  it('have an admin among them even if two take each other’s rights at the same moment', async () => {
    const door = await aDeskWithOlga();
    await ask(door, change({ role: 'admin' }));
    const both = [ask(door, change({ role: 'operator' })), ask(door, disable('anna'))];
    const verdicts = (await Promise.all(both)).map(verdictOf).toSorted((a, b) => a.status - b.status);
    expect(verdicts).toEqual([
      expect.objectContaining({ status: 200 }),
      { status: 409, code: 'operator.last_admin' },
    ]);
  });

  it('that others change at the same moment are told of as described, once it goes on for too long', async () => {
    const door = await aDeskWithOlga();
    door.staff.operators.saveOperator = async () => 'conflict';
    for (const request of [change(), disable(), does('enable'), reset()])
      expect(verdictOf(await ask(door, request))).toEqual({ status: 409, code: 'operator.changed' });
  });
});

it('the keys of tokens change on command, once every two minutes unless one leaked', async () => {
  const door = await openOperatorDoor();
  const first = await parsed(ask(door, rotate()));
  expect(first).toMatchObject({ rotated: true, keys: [{ created_at: expect.any(String) }] });
  expect((await parsed(ask(door, rotate()))).keys).toHaveLength(2);
  expect(await parsed(ask(door, rotate({ leaked: false })))).toMatchObject({ rotated: false });
  expect((await parsed(ask(door, rotate({ leaked: true })))).keys).toHaveLength(1);
  door.desk.clock.advance(MINUTE);
  expect(JSON.stringify(await parsed(ask(door, rotate())))).not.toMatch(/"d":/);
});

it('no password is ever logged', async () => {
  const door = await openOperatorDoor();
  const { initial_password } = await parsed(ask(door, add()));
  await ask(door, reset({ password: 'CANARY of the admin' }));
  const log = JSON.stringify(door.desk.journal.lines);
  expect(log).toContain('operator.added');
  for (const secret of [initial_password, 'CANARY']) expect(log).not.toContain(secret);
});

itRefusesStrangers(book, [
  list,
  add(),
  change(),
  disable(),
  does('enable'),
  reset(),
  does('end-sessions'),
  rotate(),
]);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  const bodies: [(body: string) => Request, bad: Request][] = [
    [add, add({ role: 'owner' })],
    [change, change({ name: '' })],
    [reset, reset({ password: 'short' })],
    [rotate, rotate({ leaked: 'yes' })],
  ];

  it.each<[Request, FaultCode]>([
    ...bodies.flatMap(([of, bad]): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
      [bad, 'request.invalid'],
    ]),
    [add({ id: 'Olga' }), 'request.invalid'],
    [add({ password: 'short' }), 'request.invalid'],
    [change({}, 'nobody'), 'operator.unknown'],
    [change({}, 'No%20Body'), 'operator.unknown'],
    [disable('nobody'), 'operator.unknown'],
    [does('enable', 'nobody'), 'operator.unknown'],
    [does('reset-password', 'nobody'), 'operator.unknown'],
    [does('end-sessions', 'nobody'), 'operator.unknown'],
  ])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await aDeskWithOlga(), request)).code).toBe(code);
  });
});

it('a desk that is full takes nobody in', async () => {
  const door = await aDeskWithOlga();
  for (let one = 0; one < 198; one++) await door.staff.operators.addOperator(anOperator({ id: `id-${one}` }));
  expect(verdictOf(await ask(door, add({ id: 'one-more' }))).code).toBe('request.invalid');
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('people'));
});
