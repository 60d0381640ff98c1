import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { rotateTokenKey } from '../../shared/usecases/token-keys.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../builders.ts';
import {
  ADMIN_STAFF,
  type Browser,
  EDGE_SECRET,
  keep,
  NEWCOMER,
  openAuthDoor,
} from '../contracts/auth-door.ts';
import { ADMIN_KEY, KEY, verdictOf } from '../contracts/partner-door.ts';
import { OPERATOR, PASSWORD } from '../staff.ts';

const said = (response: HttpResponse): string => {
  const { status, code } = verdictOf(response);
  return code === undefined ? String(status) : `${status} ${code}`;
};
const bodyOf = (response: HttpResponse) => JSON.parse(response.body);

describe('signing in', () => {
  it('gives an access token for a quarter of an hour, and a cookie that only this door gets', async () => {
    const { login } = await openAuthDoor();
    const response = await login();
    expect(bodyOf(response)).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]{86}$/),
      token_type: 'Bearer',
      expires_in: 900,
      operator: { id: OPERATOR, name: 'Olga', role: 'operator', password_change_required: false },
    });
    expect(response.cookies).toEqual([
      expect.stringMatching(
        /^firstline_refresh=operator_001\.[\w-]{22}\.[\w-]{43}; Max-Age=43200; Path=\/api\/auth; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('says in the token who gave it out, for whom, and how it is signed', async () => {
    const { browser, clock } = await openAuthDoor();
    const [header, payload] = (await browser())
      .access!.split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{43}$/) });
    const iat = clock.wall() / 1000;
    expect(payload).toEqual({
      iss: 'firstline:test',
      aud: 'firstline:test:desk',
      sub: OPERATOR,
      role: 'operator',
      sid: expect.stringMatching(/^[\w-]{22}$/),
      rev: 1,
      iat,
      nbf: iat,
      exp: iat + 900,
    });
  });

  it('takes a name however it was typed', async () => {
    const { login } = await openAuthDoor();
    expect(said(await login({ operator_id: ' Operator_001 ' }))).toBe('200');
  });

  it('does the same work, and says the same, for a wrong password, a name that is unknown and one without access', async () => {
    const { login, staff } = await openAuthDoor();
    const olga = (await staff.operators.operator(OPERATOR))!;
    const answers: [string, number][] = [];
    const tried = async (over: object) => {
      const before = staff.passwords.work;
      const { request_id: _, ...body } = bodyOf(await login(over));
      answers.push([JSON.stringify(body), staff.passwords.work - before]);
    };
    await tried({ password: 'wrong' });
    await tried({ operator_id: 'nobody' });
    await tried({ operator_id: 'No Body!' });
    await staff.operators.saveOperator(olga, { ...olga, disabled_at: 1 }, 'ended');
    await tried({});
    expect(new Set(answers.map(([body]) => body)).size).toBe(1);
    expect(answers[0]).toEqual([expect.stringContaining('auth.credentials_wrong'), 1]);
    expect(answers.map(([, work]) => work)).toEqual([1, 1, 1, 1]);
  });

  it('makes a hash anew that took less work than today’s', async () => {
    const { login, staff } = await openAuthDoor();
    const olga = (await staff.operators.operator(OPERATOR))!;
    const weak = { ...olga, password: { ...olga.password, passes: 1 } };
    await staff.operators.saveOperator(olga, weak, 'kept');
    expect(said(await login())).toBe('200');
    expect((await staff.operators.operator(OPERATOR))?.password.passes).toBe(2);
    expect(said(await login())).toBe('200');
  });

  it('keeps ten browsers of one person signed in, and of eleven the latest', async () => {
    const { browser, refresh, clock } = await openAuthDoor();
    const browsers: Browser[] = [];
    for (let one = 0; one < 11; one++) {
      browsers.push(await browser());
      clock.advance(SECOND);
    }
    const verdicts: string[] = [];
    for (const one of browsers) verdicts.push(said(await refresh(one)));
    expect(verdicts).toEqual(['401 auth.session_ended', ...Array(10).fill('200')]);
  });
});

describe('guessing passwords', () => {
  const wrong = { password: 'guess' };

  it.each([OPERATOR, 'nobody'])(
    'ends after five tries for %s, and goes on after a quarter of an hour',
    async (operator_id) => {
      const { login, clock, staff } = await openAuthDoor();
      for (let guess = 0; guess < 5; guess++)
        expect(said(await login({ ...wrong, operator_id }))).toBe('401 auth.credentials_wrong');
      const work = staff.passwords.work;
      const locked = await login({ operator_id });
      expect([said(locked), locked.headers['retry-after']]).toEqual(['429 limit.sign_in', '900']);
      expect(staff.passwords.work).toBe(work);
      clock.advanceBusiness(DAY);
      expect(said(await login({ operator_id }))).toBe('429 limit.sign_in');
      clock.advanceWall(15 * MINUTE);
      expect(said(await login({ operator_id }))).toBe(
        operator_id === OPERATOR ? '200' : '401 auth.credentials_wrong',
      );
    },
  );

  it('is locked for somebody without access, too, whoever knows the password', async () => {
    const { login, staff } = await openAuthDoor();
    const olga = (await staff.operators.operator(OPERATOR))!;
    await staff.operators.saveOperator(olga, { ...olga, disabled_at: 1 }, 'ended');
    for (let tries = 0; tries < 5; tries++) expect(said(await login())).toBe('401 auth.credentials_wrong');
    expect(said(await login())).toBe('429 limit.sign_in');
  });

  it('many at the same moment is no more than one after the other', async () => {
    const { login, staff } = await openAuthDoor();
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(wrong)));
    expect(staff.passwords.work).toBeLessThanOrEqual(5);
    expect(answers.filter((answer) => said(answer).startsWith('429')).length).toBeGreaterThanOrEqual(15);
  });

  it('does not concern other names, and a success forgets it', async () => {
    const { login } = await openAuthDoor();
    for (let guess = 0; guess < 4; guess++) await login(wrong);
    expect(said(await login())).toBe('200');
    for (let guess = 0; guess < 5; guess++) await login(wrong);
    expect(said(await login())).toBe('429 limit.sign_in');
    expect(said(await login({ operator_id: ADMIN_STAFF }))).toBe('200');
  });

  it('at many names from one address ends after thirty tries, however often one of them succeeds', async () => {
    const { login, clock } = await openAuthDoor();
    for (let guess = 0; guess < 30; guess++) {
      expect(said(await login({ operator_id: `name-${guess}` }, '2001:db8::1'))).toBe(
        '401 auth.credentials_wrong',
      );
      if (guess % 10 === 0) expect(said(await login({}, '2001:db8::2'))).toBe('200');
      clock.advance(2 * SECOND);
    }
    expect(said(await login({}, '2001:db8::3'))).toBe('429 limit.sign_in');
    expect(said(await login({}, '192.0.2.9'))).toBe('200');
  });
});

describe('refreshing', () => {
  it('gives another access token and another cookie, as long as one comes back within half a day', async () => {
    const { browser, refresh, clock } = await openAuthDoor();
    const one = await browser();
    const cookies = new Set([one.cookie]);
    for (let hour = 0; hour < 14; hour++) {
      clock.advance(11 * HOUR);
      expect(said(await refresh(one))).toBe('200');
      cookies.add(one.cookie);
    }
    expect(cookies.size).toBe(15);
    // 14 × 11 hours are nearly a week: no session is older.
    clock.advance(14 * HOUR);
    expect(said(await refresh(one))).toBe('401 auth.session_ended');
  });

  it('ends when nobody came back for half a day, whatever the twin’s clock says', async () => {
    const { browser, refresh, clock } = await openAuthDoor();
    const one = await browser();
    clock.advanceBusiness(30 * DAY);
    expect(said(await refresh(one))).toBe('200');
    clock.advanceWall(12 * HOUR);
    expect(said(await refresh(one))).toBe('401 auth.session_ended');
  });

  it('with a cookie that was used before ends the session, for the thief and for the person', async () => {
    const { browser, refresh, by, clock, journal } = await openAuthDoor();
    const person = await browser();
    const thief = { ...person };
    clock.advance(HOUR);
    await refresh(person);
    clock.advance(11 * SECOND);
    expect(said(await refresh(thief))).toBe('401 auth.session_ended');
    expect(said(await refresh(person))).toBe('401 auth.session_ended');
    clock.advance(MINUTE);
    expect(said(await by(person, 'GET', '/api/auth/me'))).toBe('401 auth.invalid');
    expect(journal.lines.map(({ event }) => event)).toContain('session.copied');
  });

  it('by two tabs at the same moment gives both an access token, and one of them the cookie', async () => {
    const { browser, refresh, clock } = await openAuthDoor();
    const one = await browser();
    const [first, second] = await Promise.all([refresh({ ...one }), refresh({ ...one })]);
    expect([said(first), said(second)]).toEqual(['200', '200']);
    expect([first, second].map(({ cookies }) => cookies?.length ?? 0).toSorted()).toEqual([0, 1]);
    clock.advance(10 * SECOND);
    const late = await refresh({ ...one });
    expect([said(late), late.cookies]).toEqual(['200', undefined]);
    const kept = keep(one, first.cookies ? first : second);
    expect(said(await refresh(kept))).toBe('200');
  });

  it('with a made-up cookie of a session that is known ends nothing', async () => {
    const { browser, refresh, ask } = await openAuthDoor();
    const one = await browser();
    const { sid } = JSON.parse(Buffer.from(one.access!.split('.')[1]!, 'base64url').toString());
    for (const made of [
      `${OPERATOR}.${sid}.secret`,
      `${OPERATOR}.family.secret`,
      'nobody.a.b',
      '',
      'x'.repeat(9000),
    ]) {
      const cookie = `firstline_refresh=${made}`;
      expect(said(await ask({ path: '/api/auth/refresh', headers: { cookie } }))).toBe(
        '401 auth.session_ended',
      );
    }
    expect(said(await refresh(one))).toBe('200');
  });

  it('is over with the access of the person', async () => {
    const { browser, refresh, staff } = await openAuthDoor();
    const one = await browser();
    const olga = (await staff.operators.operator(OPERATOR))!;
    await staff.operators.saveOperator(olga, { ...olga, disabled_at: 1 }, 'kept');
    expect(said(await refresh(one))).toBe('401 auth.session_ended');
  });
});

describe('a page of another site', () => {
  const strange = [
    'https://evil.example.com',
    'https://desk.example.com.evil.example',
    'http://desk.example.com',
    'null',
    '',
  ];

  it.each(strange)('that says it is %j may use no cookie', async (origin) => {
    const { browser, ask, refresh } = await openAuthDoor();
    const one = await browser();
    for (const path of ['/api/auth/refresh', '/api/auth/logout'])
      expect(said(await ask({ path, headers: { cookie: one.cookie, origin } }))).toBe(
        '403 auth.origin_refused',
      );
    expect(said(await refresh(one))).toBe('200');
  });

  it.each(strange)('that says it is %j may sign nobody in', async (origin) => {
    const { ask, staff } = await openAuthDoor();
    const body = { operator_id: OPERATOR, password: PASSWORD };
    expect(said(await ask({ path: '/api/auth/login', body, headers: { origin } }))).toBe(
      '403 auth.origin_refused',
    );
    expect(staff.passwords.work).toBe(0);
  });

  it('cannot send a form in place of JSON either', async () => {
    const { ask } = await openAuthDoor();
    const form = { path: '/api/auth/login', body: '{}', headers: { 'content-type': 'text/plain' } };
    expect(said(await ask(form))).toBe('415 body.not_json');
  });

  it('that hides whose it is tells of the fetch nevertheless, and may use no cookie', async () => {
    const { browser, ask } = await openAuthDoor();
    const { cookie } = await browser();
    const headers = { cookie, origin: undefined, 'sec-fetch-site': 'cross-site' };
    expect(said(await ask({ path: '/api/auth/refresh', headers }))).toBe('403 auth.origin_refused');
  });

  it('is the host that was asked, where the distribution brings the request, and nobody else may say so', async () => {
    const { ask } = await openAuthDoor();
    const body = { operator_id: OPERATOR, password: PASSWORD };
    const headers = {
      origin: 'https://desk.example',
      'x-firstline-host': 'desk.example',
      'x-firstline-viewer': '203.0.113.9',
    };
    const by = (secret: string) =>
      ask({ path: '/api/auth/login', body, headers: { ...headers, 'x-firstline-edge': secret } });
    expect(said(await by(EDGE_SECRET))).toBe('200');
    expect(said(await by('guessed'))).toBe('403 auth.origin_refused');
  });

  it('is not asked of whoever is no browser', async () => {
    const { browser, ask } = await openAuthDoor();
    const { cookie } = await browser();
    const body = { operator_id: OPERATOR, password: PASSWORD };
    const headers = { origin: undefined };
    expect(said(await ask({ path: '/api/auth/login', body, headers }))).toBe('200');
    expect(said(await ask({ path: '/api/auth/refresh', headers: { ...headers, cookie } }))).toBe('200');
  });
});

describe('signing out', () => {
  it('ends the session of this browser and no other, takes the cookie away, and may be asked twice', async () => {
    const { browser, refresh, ask, by, clock } = await openAuthDoor();
    const [here, there] = [await browser(), await browser()];
    const logout = () => ask({ path: '/api/auth/logout', headers: { cookie: here.cookie } });
    const response = await logout();
    expect([response.statusCode, response.cookies]).toEqual([
      204,
      ['firstline_refresh=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Strict'],
    ]);
    expect(said(await logout())).toBe('204');
    expect(said(await refresh(here))).toBe('401 auth.session_ended');
    clock.advance(MINUTE);
    expect(said(await by(here, 'GET', '/api/auth/me'))).toBe('401 auth.invalid');
    expect(said(await refresh(there))).toBe('200');
  });

  it('everywhere ends all', async () => {
    const { browser, refresh, by } = await openAuthDoor();
    const [here, there] = [await browser(), await browser()];
    expect(said(await by(here, 'POST', '/api/auth/logout-everywhere'))).toBe('204');
    expect([said(await refresh(here)), said(await refresh(there))]).toEqual(
      Array(2).fill('401 auth.session_ended'),
    );
  });
});

describe('a password that others know', () => {
  const change = { current_password: PASSWORD, new_password: 'nobody else knows it' };

  it('has to be changed before anything else', async () => {
    const { browser, by, refresh } = await openAuthDoor();
    const newcomer = await browser(NEWCOMER);
    expect(bodyOf(await by(newcomer, 'GET', '/api/auth/me'))).toMatchObject({
      password_change_required: true,
    });
    expect(said(await by(newcomer, 'POST', '/api/auth/ws-ticket'))).toBe('403 auth.password_change_required');
    expect(said(await refresh(newcomer))).toBe('200');
    keep(newcomer, await by(newcomer, 'POST', '/api/auth/password', change));
    expect(bodyOf(await by(newcomer, 'GET', '/api/auth/me'))).toMatchObject({
      password_change_required: false,
    });
    expect(said(await by(newcomer, 'POST', '/api/auth/ws-ticket'))).toBe('200');
  });

  it('once changed opens nothing, and every other session ends', async () => {
    const { browser, by, refresh, login, clock } = await openAuthDoor();
    const [here, there] = [await browser(), await browser()];
    keep(here, await by(here, 'POST', '/api/auth/password', change));
    expect([said(await refresh(here)), said(await refresh(there))]).toEqual([
      '200',
      '401 auth.session_ended',
    ]);
    clock.advance(MINUTE);
    expect(said(await by(there, 'GET', '/api/auth/me'))).toBe('401 auth.invalid');
    expect(said(await login())).toBe('401 auth.credentials_wrong');
    expect(said(await login({ password: change.new_password }))).toBe('200');
  });

  it('cannot be guessed from an open browser', async () => {
    const { browser, by, login } = await openAuthDoor();
    const here = await browser();
    const guess = { ...change, current_password: 'guess' };
    for (let tries = 0; tries < 5; tries++)
      expect(said(await by(here, 'POST', '/api/auth/password', guess))).toBe('422 request.invalid');
    expect(said(await by(here, 'POST', '/api/auth/password', change))).toBe('429 limit.sign_in');
    expect(said(await login())).toBe('429 limit.sign_in');
  });

  it.each(['short', PASSWORD, `not ${OPERATOR}`])('may not become %j', async (new_password) => {
    const { browser, by } = await openAuthDoor();
    const refused = await by(await browser(), 'POST', '/api/auth/password', { ...change, new_password });
    expect([said(refused), bodyOf(refused).errors[0].path]).toEqual(['422 request.invalid', 'new_password']);
  });
});

describe('a ticket', () => {
  it('is for one socket within half a minute of wall time', async () => {
    const { browser, by, staff, clock } = await openAuthDoor();
    const here = await browser();
    const { ticket, ...rest } = bodyOf(await by(here, 'POST', '/api/auth/ws-ticket'));
    expect(rest).toEqual({ expires_in: 30, url: `wss://sockets.example.com/live?ticket=${ticket}` });
    expect(ticket).toMatch(/^tkt_[\w-]{43}$/);
    const { hashOfTicket } = await import('../../shared/domain/ticket.ts');
    clock.advanceBusiness(DAY);
    const hash = hashOfTicket(ticket);
    expect(await staff.tickets.redeem(hash, clock.wall())).toEqual({ operator: OPERATOR, role: 'operator' });
    expect(await staff.tickets.redeem(hash, clock.wall())).toBeUndefined();
    const { ticket: other } = bodyOf(await by(here, 'POST', '/api/auth/ws-ticket'));
    expect(await staff.tickets.redeem(hashOfTicket(other), clock.wall() + 30 * SECOND)).toBeUndefined();
  });
});

describe('the keys of tokens', () => {
  it('change every thirty days without anybody noticing', async () => {
    const { browser, refresh, by, clock, staff } = await openAuthDoor();
    const before = await browser();
    clock.advance(30 * DAY);
    const here = await browser();
    expect((await staff.stored.tokenKeys()).length).toBe(2);
    for (let minute = 0; minute < 40; minute += 5) {
      expect(said(await by(here, 'GET', '/api/auth/me'))).toBe('200');
      clock.advance(5 * MINUTE);
      await refresh(here);
    }
    expect(said(await refresh(before))).toBe('401 auth.session_ended');
  });

  it('that leaked sign nothing any more that is taken, within a minute', async () => {
    const { browser, refresh, by, clock, staff } = await openAuthDoor();
    const here = await browser();
    await rotateTokenKey({ ...staff.ports, tokenKeys: staff.stored }, true);
    clock.advance(MINUTE);
    expect(said(await by(here, 'GET', '/api/auth/me'))).toBe('401 auth.invalid');
    expect(said(await refresh(here))).toBe('200');
    expect(said(await by(here, 'GET', '/api/auth/me'))).toBe('200');
  });
});

it('a key asks for itself, and has neither password nor session', async () => {
  const { ask } = await openAuthDoor();
  const withKey = (method: string, path: string, body?: unknown, key = ADMIN_KEY) =>
    ask({ method, path, ...(body !== undefined && { body }), headers: { authorization: `Bearer ${key}` } });
  expect(bodyOf(await withKey('GET', '/api/auth/me'))).toEqual({
    id: 'root',
    name: 'root',
    role: 'admin',
    password_change_required: false,
  });
  const change = { current_password: PASSWORD, new_password: 'nobody else knows it' };
  expect(said(await withKey('POST', '/api/auth/password', change))).toBe('403 auth.forbidden');
  expect(said(await withKey('GET', '/api/auth/me', undefined, KEY))).toBe('403 auth.forbidden');
  expect(said(await withKey('GET', '/api/auth/nothing'))).toBe('404 route.unknown');
  expect(said(await withKey('GET', '/api/auth/login'))).toBe('405 method.not_allowed');
  expect(said(await ask({ method: 'GET', path: '/api/auth/nothing' }))).toBe('401 auth.missing');
});

it('no line of the log has a password, a token, a cookie or a ticket in it', async () => {
  const { login, browser, refresh, by, ask, journal, clock } = await openAuthDoor();
  await login({ password: 'CANARY-password' });
  await login({ operator_id: 'CANARY-typed-for-a-name', password: PASSWORD });
  const here = await browser();
  const thief = { ...here };
  const secrets = [here.access!, here.cookie!.split('=')[1]!];
  await refresh(here);
  secrets.push(here.access!, here.cookie!.split('=')[1]!);
  const { ticket } = bodyOf(await by(here, 'POST', '/api/auth/ws-ticket'));
  secrets.push(ticket);
  const change = { current_password: PASSWORD, new_password: 'CANARY the new one' };
  keep(here, await by(here, 'POST', '/api/auth/password', change));
  secrets.push(here.access!, here.cookie!.split('=')[1]!);
  clock.advance(MINUTE);
  await refresh(thief);
  await ask({ path: '/api/auth/logout', headers: { cookie: here.cookie } });
  const log = JSON.stringify(journal.lines);
  expect(journal.lines.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['sign_in.refused', 'sign_in.granted', 'password.changed', 'session.ended']),
  );
  for (const secret of [...secrets, 'CANARY', 'canary', PASSWORD]) expect(log).not.toContain(secret);
  // Nor the parts of which a token is made.
  for (const part of secrets.flatMap((secret) => secret.split('.'))) {
    if (part.length > 20) expect(log).not.toContain(part);
  }
});
