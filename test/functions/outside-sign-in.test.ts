import { createPublicKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedInWith } from '../../shared/adapters/signed-in.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { OutsideIssuer } from '../../shared/domain/outside-issuer.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { MINUTE, NOW } from '../builders.ts';
import { openAuthDoor } from '../contracts/auth-door.ts';
import { type OpenOperatorDoor, openOperatorDoor } from '../contracts/operator-door.ts';
import { verdictOf } from '../contracts/partner-door.ts';
import { anOperator, aStaffRoom, STAGE, type StaffRoom } from '../staff.ts';
import { anOperatorsDesk } from '../usecases/deaths.ts';
import type { FixedClock } from '../usecases/desk.ts';
import { type IssuerKey, issuerKey, type LocalIssuer, startIssuer } from './outside-issuer.ts';

const HOST = Symbol.for('firstline.host');
const AUDIENCE = 'firstline';

let issuer: LocalIssuer;
let key: IssuerKey;
let other: IssuerKey;
beforeAll(async () => {
  // The twin's word: on AWS nothing on this machine would be asked.
  Object.assign(globalThis, { [HOST]: { loopbackWebhooks: true } });
  issuer = await startIssuer();
  [key, other] = await Promise.all([issuerKey('first'), issuerKey('second', 'ES256')]);
});
afterAll(async () => {
  Reflect.deleteProperty(globalThis, HOST);
  await issuer[Symbol.asyncDispose]();
});

interface Desk {
  door: OpenOperatorDoor;
  room: StaffRoom;
  clock: FixedClock;
  /** What a path of operators says to whoever shows this. */
  ask(token: string, path?: string): Promise<string>;
  /** A token as it should be, with these claims in it. */
  token(claims?: object, signing?: { key?: IssuerKey; header?: Record<string, unknown> }): Promise<string>;
}

/** A desk that takes the issuer's tokens; *olga* works there, *anna* is an admin, *boris* lost access. */
async function aDesk(over: Partial<OutsideIssuer> = {}): Promise<Desk> {
  issuer.keys = [key.published];
  issuer.asked = [];
  issuer.answer = undefined;
  const desk = anOperatorsDesk();
  const room = aStaffRoom(desk);
  await room.operators.addOperator(anOperator({ id: 'olga' }));
  await room.operators.addOperator(anOperator({ id: 'anna', role: 'admin' }));
  await room.operators.addOperator(anOperator({ id: 'boris', disabled_at: NOW }));
  const trusted = { issuer: issuer.url, audience: AUDIENCE, operatorClaim: 'sub', ...over };
  const stores = { operators: room.operators, tokenKeys: room.stored };
  const signedIn = signedInWith(stores, desk.clock, STAGE, trusted);
  const door = await openOperatorDoor({ signedIn, callers: new CallerRates(undefined) }, desk);
  const now = () => Math.floor(desk.clock.wall() / 1000);
  return {
    door,
    room,
    clock: desk.clock,
    async ask(token, path = '/api/policy') {
      const headers = { authorization: `Bearer ${token}` };
      const { status, code } = verdictOf(await door.ask({ method: 'GET', path, headers }));
      return code === undefined ? String(status) : `${status} ${code}`;
    },
    token: (claims = {}, { key: by = key, header } = {}) =>
      issuer.sign(
        { iss: issuer.url, aud: AUDIENCE, sub: 'olga', iat: now(), exp: now() + 600, ...claims },
        by,
        header,
      ),
  };
}

describe('a token of the outside issuer', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await aDesk();
  });

  it('lets an operator in where operators may be, and nowhere else', async () => {
    const token = await desk.token();
    expect(await desk.ask(token)).toBe('200');
    expect(await desk.ask(token, '/api/admin/operators')).toBe('403 auth.forbidden');
    expect(await desk.ask(await desk.token({ sub: 'anna' }), '/api/admin/operators')).toBe('200');
  });

  it('names the audience among others', async () => {
    expect(await desk.ask(await desk.token({ aud: ['other', AUDIENCE] }))).toBe('200');
  });

  it('makes nobody an admin by what it says of a role', async () => {
    const token = await desk.token({ role: 'admin', roles: ['admin'] });
    expect(await desk.ask(token, '/api/admin/operators')).toBe('403 auth.forbidden');
  });

  it.each<[name: string, claims: object]>([
    ['for another audience', { aud: 'another' }],
    ['for no audience', { aud: undefined }],
    ['of nobody that the desk knows', { sub: 'stranger' }],
    ['of somebody without access', { sub: 'boris' }],
    ['of a name that is none', { sub: 'Olga Smith' }],
    ['of no name', { sub: undefined }],
    ['that never ends', { exp: undefined }],
    ['that does not say when it was given out', { iat: undefined }],
    ['whose time has not come', { nbf: NOW / 1000 + 9e9 }],
  ])('%s opens nothing', async (_, claims) => {
    expect(await desk.ask(await desk.token(claims))).toBe('401 auth.invalid');
  });

  it('opens nothing half a minute after its end, or when it is older than an hour', async () => {
    const at = Math.floor(desk.clock.wall() / 1000);
    expect(await desk.ask(await desk.token({ exp: at - 29 }))).toBe('200');
    expect(await desk.ask(await desk.token({ exp: at - 31 }))).toBe('401 auth.invalid');
    expect(await desk.ask(await desk.token({ iat: at - 3_640, exp: at + 9_000 }))).toBe('401 auth.invalid');
  });

  it('of another issuer is no token of anybody’s', async () => {
    expect(await desk.ask(await desk.token({ iss: 'https://elsewhere.example.com' }))).toBe(
      '401 auth.invalid',
    );
  });

  it('that is not signed, or by nothing but the published half, opens nothing', async () => {
    const [, payload] = (await desk.token({ sub: 'anna' })).split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(await desk.ask(`${unsigned}.${payload}.`)).toBe('401 auth.invalid');
    const pem = createPublicKey({ key: key.published as never, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    for (const secret of [Buffer.from(pem), Buffer.from(JSON.stringify(key.published))]) {
      const confused = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
      expect(await desk.ask(await confused)).toBe('401 auth.invalid');
    }
  });

  it('that was changed, or brings its own key, opens nothing', async () => {
    const [head, , signature] = (await desk.token()).split('.');
    const [, payload] = (await desk.token({ sub: 'anna' })).split('.');
    expect(await desk.ask(`${head}.${payload}.${signature}`)).toBe('401 auth.invalid');
    const own = { key: other, header: { jwk: other.published } };
    expect(await desk.ask(await desk.token({}, own))).toBe('401 auth.invalid');
    expect(await desk.ask(await desk.token({}, { key: other, header: { kid: 'first' } }))).toBe(
      '401 auth.invalid',
    );
  });

  it('that is far too long opens nothing', async () => {
    expect(await desk.ask(await desk.token({ padding: 'x'.repeat(9_000) }))).toBe('401 auth.invalid');
  });

  it('opens nothing within a minute after access was taken away', async () => {
    const token = await desk.token();
    expect(await desk.ask(token)).toBe('200');
    const olga = (await desk.room.operators.operator('olga'))!;
    await desk.room.operators.saveOperator(olga, { ...olga, disabled_at: NOW }, 'ended');
    desk.clock.advanceWall(MINUTE);
    expect(await desk.ask(token)).toBe('401 auth.invalid');
  });
});

describe('a role that the issuer gives, where it is asked', () => {
  it.each<[who: string, said: unknown, asked: string, admins: string]>([
    ['anna', 'admin', '200', '200'],
    ['anna', ['viewer', 'operator', 'admin'], '200', '200'],
    ['anna', 'operator', '200', '403 auth.forbidden'],
    ['olga', 'admin', '200', '403 auth.forbidden'],
    ['olga', 'owner', '401 auth.invalid', '401 auth.invalid'],
    ['olga', undefined, '401 auth.invalid', '401 auth.invalid'],
  ])('lets %s with %j do what both say', async (sub, desk_role, asked, admins) => {
    const desk = await aDesk({ roleClaim: 'desk_role' });
    const token = await desk.token({ sub, desk_role });
    expect([await desk.ask(token), await desk.ask(token, '/api/admin/operators')]).toEqual([asked, admins]);
  });
});

describe('the keys of the outside issuer', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await aDesk();
  });

  it('are read where its description says, once in ten minutes, and by all who come meanwhile', async () => {
    const token = await desk.token();
    const all = await Promise.all(Array.from({ length: 20 }, () => desk.ask(token)));
    expect(new Set(all)).toEqual(new Set(['200']));
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    desk.clock.advanceWall(LIMITS.outsideKeysRememberedWall);
    await desk.ask(await desk.token());
    expect(issuer.asked).toHaveLength(4);
  });

  it('may be named by the deployment, and then nothing is asked before', async () => {
    const named = await aDesk({ jwksUrl: `${issuer.url}/keys` });
    expect(await named.ask(await named.token())).toBe('200');
    expect(issuer.asked).toEqual(['/keys']);
  });

  it('are read again for one that is not known, and at most twice a minute', async () => {
    expect(await desk.ask(await desk.token())).toBe('200');
    issuer.keys = [other.published, key.published];
    const rotated = await desk.token({}, { key: other });
    expect(await desk.ask(rotated)).toBe('401 auth.invalid');
    desk.clock.advanceWall(LIMITS.outsideKeysLookedForWall);
    expect(await desk.ask(rotated)).toBe('200');
    issuer.asked = [];
    for (let n = 0; n < 20; n++)
      expect(await desk.ask(await desk.token({}, { header: { kid: `made-up-${n}` } }))).toBe(
        '401 auth.invalid',
      );
    expect(issuer.asked).toEqual([]);
  });

  it('open nothing any more once they are taken back', async () => {
    const token = await desk.token({}, {});
    expect(await desk.ask(token)).toBe('200');
    issuer.keys = [other.published];
    desk.clock.advanceWall(LIMITS.outsideKeysRememberedWall);
    expect(await desk.ask(await desk.token())).toBe('401 auth.invalid');
  });

  const FAULTY: [string, (response: import('node:http').ServerResponse) => void][] = [
    ['does not answer', (response) => response.destroy()],
    ['fails', (response) => response.writeHead(500).end('{}')],
    ['leads elsewhere', (response) => response.writeHead(302, { location: 'https://example.com/' }).end()],
    ['says nothing that can be read', (response) => response.end('keys: none')],
    [
      'says too much',
      (response) => response.end(`{"keys":[],"more":"${'x'.repeat(LIMITS.outsideAnswerBytes)}"}`),
    ],
    [
      'has too many keys',
      (response) => response.end(JSON.stringify({ keys: Array(33).fill(key.published) })),
    ],
    ['has no list of keys', (response) => response.end('{"keys":{}}')],
  ];

  it.each(FAULTY)('cannot be read if it %s: nobody is let in, and nobody blamed', async (_, answer) => {
    const named = await aDesk({ jwksUrl: `${issuer.url}/keys` });
    issuer.answer = answer;
    const token = await named.token();
    expect(await named.ask(token)).toBe('503 dependency.unavailable');
    for (let n = 0; n < 5; n++) await named.ask(token);
    expect(issuer.asked).toHaveLength(1);
    issuer.answer = undefined;
    named.clock.advanceWall(LIMITS.outsideKeysLookedForWall);
    expect(await named.ask(await named.token())).toBe('200');
  });

  it('hold for ten minutes and no longer, if it does not answer', async () => {
    expect(await desk.ask(await desk.token())).toBe('200');
    issuer.answer = (response) => response.destroy();
    desk.clock.advanceWall(LIMITS.outsideKeysRememberedWall - 1);
    expect(await desk.ask(await desk.token())).toBe('200');
    desk.clock.advanceWall(1);
    expect(await desk.ask(await desk.token())).toBe('503 dependency.unavailable');
  });

  it('are of nobody if its description is of another issuer', async () => {
    issuer.answer = (response) =>
      response.end(
        JSON.stringify({ issuer: 'https://elsewhere.example.com', jwks_uri: `${issuer.url}/keys` }),
      );
    expect(await desk.ask(await desk.token())).toBe('503 dependency.unavailable');
  });

  it('that are secrets verify nothing', async () => {
    const secret = Buffer.alloc(32, 7);
    issuer.keys = [{ kty: 'oct', k: secret.toString('base64url'), alg: 'HS256', kid: 'first' }];
    const now = Math.floor(desk.clock.wall() / 1000);
    const claims = { iss: issuer.url, aud: AUDIENCE, sub: 'anna', iat: now, exp: now + 600 };
    const signed = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
    expect(await desk.ask(await signed)).toBe('401 auth.invalid');
  });
});

it('somebody known by an outside token is told who that is, gets a ticket for a socket, and has no password here', async () => {
  const desk = await aDesk();
  const { signedIn } = desk.door.door;
  const auth = await openAuthDoor({ signedIn, operators: desk.room.operators });
  const access = await desk.token({ sub: 'anna' });
  const me = await auth.by({ access }, 'GET', '/api/auth/me');
  expect(JSON.parse(me.body)).toMatchObject({ id: 'anna', role: 'admin' });
  expect((await auth.by({ access }, 'POST', '/api/auth/ws-ticket')).statusCode).toBe(200);
  const change = { current_password: 'x'.repeat(12), new_password: 'y'.repeat(12) };
  expect((await auth.by({ access }, 'POST', '/api/auth/password', change)).statusCode).toBe(403);
});

it('on AWS no issuer on a private address is asked', async () => {
  Reflect.deleteProperty(globalThis, HOST);
  const desk = await aDesk();
  expect(await desk.ask(await desk.token())).toBe('503 dependency.unavailable');
  expect(issuer.asked).toEqual([]);
  Object.assign(globalThis, { [HOST]: { loopbackWebhooks: true } });
});

it('a desk without an outside issuer knows none of its tokens', async () => {
  const desk = await aDesk();
  const door = await openOperatorDoor();
  const headers = { authorization: `Bearer ${await desk.token()}` };
  expect(verdictOf(await door.ask({ method: 'GET', path: '/api/policy', headers })).status).toBe(401);
  expect(issuer.asked).toEqual([]);
});
