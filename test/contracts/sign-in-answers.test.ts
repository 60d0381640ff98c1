import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { MINUTE, SECOND } from '../builders.ts';
import { OPERATOR, PASSWORD } from '../staff.ts';
import { AnswerBook } from './answer-book.ts';
import { type Browser, NEWCOMER, type OpenAuthDoor, openAuthDoor } from './auth-door.ts';
import { ADMIN_KEY, KEY, type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenAuthDoor, request: Request) => book.ask(door, request);
const codeOf = async (door: OpenAuthDoor, request: Request) => verdictOf(await ask(door, request)).code;

const login = (over: object | string = {}): Request => ({
  path: '/api/auth/login',
  body: typeof over === 'string' ? over : { operator_id: OPERATOR, password: PASSWORD, ...over },
});
const refresh = ({ cookie }: Browser = {}): Request => ({ path: '/api/auth/refresh', headers: { cookie } });
const logout = ({ cookie }: Browser = {}): Request => ({ path: '/api/auth/logout', headers: { cookie } });
const everywhere: Request = { path: '/api/auth/logout-everywhere' };
const me: Request = { method: 'GET', path: '/api/auth/me' };
const ticket: Request = { path: '/api/auth/ws-ticket' };
const CHANGE = { current_password: PASSWORD, new_password: 'nobody else knows it' };
const password = (over: object | string = {}): Request => ({
  path: '/api/auth/password',
  body: typeof over === 'string' ? over : { ...CHANGE, ...over },
});
const SIGNED_IN = [me, ticket, password(), everywhere];

const by = ({ access }: Browser, request: Request): Request => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${access}` },
});
const foreign = (request: Request): Request => ({
  ...request,
  headers: { ...request.headers, origin: 'https://evil.example.com' },
});

it('signs in, tells who it is, gives a ticket, changes the password and signs out, as described', async () => {
  const door = await openAuthDoor();
  expect((await ask(door, login())).statusCode).toBe(200);
  const here = await door.browser();
  for (const request of [me, ticket]) expect((await ask(door, by(here, request))).statusCode).toBe(200);
  expect((await ask(door, refresh(here))).statusCode).toBe(200);
  expect((await ask(door, by(here, password()))).statusCode).toBe(200);
  expect((await ask(door, logout(here))).statusCode).toBe(204);
  expect((await ask(door, by(here, everywhere))).statusCode).toBe(204);
});

describe('what refuses a request that shows a password or a cookie', () => {
  const broken = (error: Error) => {
    const fail = new Proxy({}, { get: () => () => Promise.reject(error) });
    return openAuthDoor({ operators: fail as never });
  };
  const throttled = Object.assign(new Error(), { name: 'ThrottlingException' });
  const made = { cookie: `firstline_refresh=${OPERATOR}.family.secret` };

  it.each([login(), refresh(made), logout(made)])('$path', async (request) => {
    const door = await openAuthDoor();
    expect(await codeOf(door, foreign(request))).toBe('auth.origin_refused');
    for (let knock = 2; knock <= 60; knock++) await door.ask(foreign(request));
    expect(await codeOf(door, foreign(request))).toBe('limit.address');
    expect(await codeOf(await broken(throttled), request)).toBe('dependency.unavailable');
    expect(await codeOf(await broken(new TypeError('unforeseen')), request)).toBe('internal');
  });

  it('credentials that are wrong, too often', async () => {
    const door = await openAuthDoor();
    for (let tries = 0; tries < 5; tries++)
      expect(await codeOf(door, login({ password: 'wrong' }))).toBe('auth.credentials_wrong');
    expect(await codeOf(door, login())).toBe('limit.sign_in');
  });

  it('no session', async () => {
    const door = await openAuthDoor();
    expect(await codeOf(door, refresh())).toBe('auth.session_ended');
  });
});

describe.each(SIGNED_IN)('$path', (request) => {
  it('is refused as described to whoever has not signed in', async () => {
    const door = await openAuthDoor();
    const strange = { access: 'nope' };
    expect(await codeOf(door, request)).toBe('auth.missing');
    for (let knock = 2; knock <= 60; knock++) await door.ask(by(strange, me));
    expect(await codeOf(door, by(strange, request))).toBe('limit.address');
    door.clock.advance(MINUTE);
    expect(await codeOf(door, by(strange, request))).toBe('auth.invalid');
    expect(await codeOf(door, by({ access: KEY }, request))).toBe('auth.forbidden');
  });

  it('is refused as described to whoever asks too often', async () => {
    const door = await openAuthDoor();
    const here = { access: ADMIN_KEY };
    for (let knock = 0; knock < 100; knock++) await door.ask(by(here, me));
    expect(await codeOf(door, by(here, request))).toBe('limit.key');
    door.clock.advance(SECOND);
    expect(await codeOf(door, by(here, request))).not.toBe('limit.key');
  });

  it('is refused as described if a part does not answer, or fails in a way nobody foresaw', async () => {
    const failing = (error: Error) =>
      openAuthDoor({ directory: { callerOfKey: () => Promise.reject(error) } });
    const throttled = Object.assign(new Error(), { name: 'ThrottlingException' });
    const withKey = by({ access: ADMIN_KEY }, request);
    expect(await codeOf(await failing(throttled), withKey)).toBe('dependency.unavailable');
    expect(await codeOf(await failing(new TypeError('unforeseen')), withKey)).toBe('internal');
  });
});

it('a ticket is refused as described until a password that others know is changed', async () => {
  const door = await openAuthDoor();
  const newcomer = await door.browser(NEWCOMER);
  expect(await codeOf(door, by(newcomer, ticket))).toBe('auth.password_change_required');
});

it('a change of the password is refused as described if somebody else changes the person, or guesses', async () => {
  const door = await openAuthDoor();
  const here = await door.browser();
  const { saveOperator } = door.staff.operators;
  door.staff.operators.saveOperator = async () => 'conflict';
  expect(await codeOf(door, by(here, password()))).toBe('operator.changed');
  door.staff.operators.saveOperator = saveOperator;
  for (let tries = 0; tries < 5; tries++) await door.ask(by(here, password({ current_password: 'guess' })));
  expect(await codeOf(door, by(here, password()))).toBe('limit.sign_in');
});

describe('what is wrong with a body', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  const bodies: [(body: string) => Request, bad: Request][] = [
    [login, login({ password: '' })],
    [login, login({ operator_id: 'x'.repeat(65) })],
    [password, password({ new_password: 'short' })],
    [password, password({ current_password: 'x'.repeat(129) })],
  ];

  it.each<[Request, FaultCode]>(
    bodies.flatMap(([of, bad]): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
      [bad, 'request.invalid'],
    ]),
  )('is said as described (%#): $1', async (request, code) => {
    const door = await openAuthDoor();
    const here = await door.browser();
    const refused = await ask(door, by(here, request));
    expect(verdictOf(refused).code).toBe(code);
    // What was typed is never repeated.
    expect(refused.body).not.toContain('xxxx');
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('sign-in'));
});
