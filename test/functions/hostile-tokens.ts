import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { makeTokenKeyPair } from '../../shared/adapters/access-tokens.ts';
import {
  familyFrom,
  newSession,
  refreshToken,
  type Session,
  sessionIdOf,
} from '../../shared/domain/session.ts';
import type { TokenKey } from '../../shared/domain/token-key.ts';
import { DAY, HOUR } from '../builders.ts';
import { anOperator, STAGE, type StaffRoom } from '../staff.ts';
import type { FixedClock } from '../usecases/desk.ts';

/** Whoever shows these tokens: the first two are as they should be. */
const PEOPLE = ['operator', 'admin', 'settling', 'disabled', 'signed_out'] as const;
type Person = (typeof PEOPLE)[number];

const family = familyFrom(new Uint8Array(16).fill(7));
const SESSION_ID = sessionIdOf(family);
const spent = (id: string) => refreshToken(id, family, new Uint8Array(32).fill(8));

/** People who are signed in, all but one, and the keys that sign for them. */
export async function peopleWithTokens(room: StaffRoom, clock: FixedClock) {
  const now = clock.wall();
  const session: Session = { ...newSession(spent('operator'), now), started_at: now - HOUR };
  for (const id of PEOPLE)
    await room.operators.addOperator(
      anOperator({
        id,
        role: id === 'admin' ? 'admin' : 'operator',
        must_change: id === 'settling',
        ...(id === 'disabled' && { disabled_at: now }),
        sessions: id === 'signed_out' ? {} : { [SESSION_ID]: session },
      }),
    );
  const key: TokenKey = { ...makeTokenKeyPair(), created_at: now - DAY, signs_from: now - DAY };
  const retired: TokenKey = { ...makeTokenKeyPair(), created_at: now - 9 * DAY, signs_from: now - 9 * DAY };
  await room.stored.replaceTokenKeys([], [key, retired]);
  return { key, retired, now: now / 1000 };
}
type Made = Awaited<ReturnType<typeof peopleWithTokens>>;

interface Bent {
  who?: Person;
  header?: Record<string, unknown>;
  claims?: JWTPayload;
  /** Claims that are left out. */
  without?: readonly string[];
  key?: TokenKey | Uint8Array;
}

/** A token as the desk would make it, but for what is bent. */
export async function token({ key, now }: Made, bent: Bent = {}): Promise<string> {
  const sub = bent.who ?? 'operator';
  const whole: JWTPayload = {
    iss: `firstline:${STAGE}`,
    aud: `firstline:${STAGE}:desk`,
    sub,
    sid: SESSION_ID,
    role: sub === 'admin' ? 'admin' : 'operator',
    rev: 1,
    iat: now,
    nbf: now,
    exp: now + 900,
    ...bent.claims,
  };
  const left = Object.entries(whole).filter(([name]) => !bent.without?.includes(name));
  const signer = bent.key ?? key;
  return new SignJWT(Object.fromEntries(left))
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, ...bent.header } as { alg: string })
    .sign(signer instanceof Uint8Array ? signer : jwkOf(signer));
}

const jwkOf = ({ x, y, d }: TokenKey) => ({ kty: 'EC', crv: 'P-256', x, y, d });
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token with other claims and its old signature. */
function tampered(good: string, over: JWTPayload): string {
  const [header, payload = '', signature] = good.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
  return [header, part({ ...claims, ...over }), signature].join('.');
}

/** HMAC with what anybody may know of the key, however an implementation would spell it. */
function confused(made: Made, spelling: 'jwk' | 'pem' | 'raw'): Promise<string> {
  const { x, y } = made.key;
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const spelt = {
    jwk: () => Buffer.from(JSON.stringify(jwk)),
    pem: () =>
      Buffer.from(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })),
    raw: () => Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
  };
  return token(made, { header: { alg: 'HS256' }, key: new Uint8Array(spelt[spelling]()), who: 'admin' });
}

/** A token that names its own key. */
async function selfSigned(made: Made): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty: _kty, crv: _crv, ...own } = privateKey.export({ format: 'jwk' });
  const key = { ...made.key, ...own } as TokenKey;
  return token(made, { who: 'admin', header: { jwk: publicKey.export({ format: 'jwk' }) }, key });
}

/** Tokens that must open nothing anywhere. */
export const HOSTILE: Record<string, (made: Made) => Promise<string>> = {
  'an expired token': (made) => token(made, { claims: { iat: made.now - 960, nbf: 0, exp: made.now - 60 } }),
  'a token whose time has not come': (made) => token(made, { claims: { nbf: made.now + 60 } }),
  'a token given out in the future': (made) => token(made, { claims: { iat: made.now + 60 } }),
  'a token that never ends': (made) => token(made, { without: ['exp'] }),
  'a token that lives for too long': (made) =>
    token(made, { claims: { iat: made.now - 1000, exp: made.now + 9e6 } }),
  'a token for another audience': (made) => token(made, { claims: { aud: 'firstline:prod:desk' } }),
  'a token for no audience': (made) => token(made, { without: ['aud'] }),
  'a token of another issuer': (made) => token(made, { claims: { iss: 'firstline:prod' } }),
  'a token of no issuer': (made) => token(made, { without: ['iss'] }),
  'a JWT of another kind': (made) => token(made, { header: { typ: 'JWT' } }),
  'a JWT of no kind': (made) => token(made, { header: { typ: undefined } }),
  'a token of no session': (made) => token(made, { without: ['sid'] }),
  'a token of another session': (made) => token(made, { claims: { sid: 'x'.repeat(22) } }),
  'a token of nobody': (made) => token(made, { claims: { sub: 'nobody' } }),
  'a token with a role that there is not': (made) => token(made, { claims: { role: 'owner' } }),
  'a token whose person was changed': async (made) => tampered(await token(made), { sub: 'admin' }),
  'a token whose role was changed': async (made) => tampered(await token(made), { role: 'admin' }),
  'a token whose end was changed': async (made) => tampered(await token(made), { exp: made.now + 901 }),
  'a token whose signature was changed': async (made) => {
    const good = await token(made);
    const at = good.length - 10;
    return good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
  },
  'a token without its signature': async (made) => (await token(made)).replace(/[^.]+$/, ''),
  'a token that is not signed (none)': async (made) => {
    const [, payload] = (await token(made, { who: 'admin' })).split('.');
    return `${part({ alg: 'none', typ: 'at+jwt', kid: made.key.kid })}.${payload}.`;
  },
  'HS256 with the public key as JWK': (made) => confused(made, 'jwk'),
  'HS256 with the public key as PEM': (made) => confused(made, 'pem'),
  'HS256 with the public key as it is': (made) => confused(made, 'raw'),
  'a token that brings its own key': selfSigned,
  'a token of an unknown key': (made) => token(made, { header: { kid: 'unknown' } }),
  'a token of no key': (made) => token(made, { header: { kid: undefined } }),
  'a token signed by a key that is not the one it names': (made) =>
    token(made, { key: { ...made.key, ...makeTokenKeyPair() } }),
  'a token of a key that signs no more': (made) =>
    token(made, { key: made.retired, header: { kid: made.retired.kid } }),
  'a token of somebody without access': (made) => token(made, { who: 'disabled' }),
  'a token of somebody who has signed out': (made) => token(made, { who: 'signed_out' }),
  'a refresh token': async () => spent('operator'),
  'a token that is far too long': (made) => token(made, { claims: { padding: 'x'.repeat(9000) } }),
};
