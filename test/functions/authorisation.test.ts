import { beforeAll, describe, expect, it } from 'vitest';
import { CREDENTIAL_ROUTES, SIGNED_IN_ROUTES } from '../../functions/auth/routes.ts';
import { OPEN_ROUTES, PARTNER_ROUTES } from '../../functions/ingest/routes.ts';
import { LINK_ROUTES, OPERATOR_ROUTES } from '../../functions/operator-api/routes.ts';
import { STATUS_ROUTES } from '../../functions/status/routes.ts';
import type { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { signedInWith } from '../../shared/adapters/signed-in.ts';
import { AUDITED } from '../../shared/domain/audit.ts';
import { SCOPES } from '../../shared/domain/partner-key.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { CLIENT, MINUTE, NOW } from '../builders.ts';
import { openAuthDoor } from '../contracts/auth-door.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { ADMIN_KEY, KEY, OTHER_KEY, openDoor, type Request, verdictOf } from '../contracts/partner-door.ts';
import { aStaffRoom, STAGE, type StaffRoom } from '../staff.ts';
import { anOperatorsDesk } from '../usecases/deaths.ts';
import { aDesk, type FixedClock } from '../usecases/desk.ts';
import { HOSTILE, peopleWithTokens, token } from './hostile-tokens.ts';

/** A door at which people of this room are known, and nobody is counted. */
interface Guarded {
  room: StaffRoom;
  clock: FixedClock;
  ask(request: Request): Promise<HttpResponse>;
}

const callers = new CallerRates(undefined);

const DOORS: Record<string, () => Promise<Guarded>> = {
  'the operators’ door': async () => {
    const { staff, desk, ask } = await openOperatorDoor({ callers });
    return { room: staff, clock: desk.clock, ask };
  },
  'the door of sign-ins': async () => {
    const { staff, clock, ask } = await openAuthDoor({ callers });
    return { room: staff, clock, ask };
  },
  'the partners’ door': async () => {
    const desk = aDesk();
    const room = aStaffRoom(desk);
    const { ask } = await openDoor({ callers, signedIn: room.signedIn }, desk);
    return { room, clock: desk.clock, ask };
  },
};

interface Entry {
  door: string;
  method: string;
  path: string;
  /** Who may ask, of the people of the desk. */
  for: 'operator' | 'admin' | 'partner';
  /** May be asked before the password was changed. */
  unsettled?: true | undefined;
}

/** Every route that asks who is there, from the routers themselves. */
const ROUTES: Entry[] = [
  ...OPERATOR_ROUTES.map((route) => ({ ...route, door: 'the operators’ door' })),
  ...SIGNED_IN_ROUTES.map((route) => ({ ...route, door: 'the door of sign-ins', for: 'operator' as const })),
  ...PARTNER_ROUTES.map((route) => ({
    ...route,
    door: 'the partners’ door',
    // What became of a text the desk may ask, too.
    for: route.path === '/api/deliveries/{message_id}' ? ('operator' as const) : ('partner' as const),
  })),
];

const said = (response: HttpResponse): string => {
  const { status, code } = verdictOf(response);
  return code === undefined ? String(status) : `${status} ${code}`;
};

describe.each(Object.keys(DOORS))('%s', (door) => {
  const routes = ROUTES.filter((route) => route.door === door);
  let guarded: Guarded;
  let made: Awaited<ReturnType<typeof peopleWithTokens>>;
  beforeAll(async () => {
    guarded = await DOORS[door]!();
    made = await peopleWithTokens(guarded.room, guarded.clock);
  });

  /** What the route says to whoever shows this. */
  const verdict = async ({ method, path }: Entry, shown: string | undefined): Promise<string> => {
    const authorization = shown === undefined ? undefined : `Bearer ${shown}`;
    const filled = path.replace(/\{\w+\}/g, 'x');
    return said(await guarded.ask({ method, path: filled, body: '', headers: { authorization } }));
  };
  /** The verdicts of all routes that are not the one that is expected. */
  const others = async (
    shown: string | undefined,
    expected: string | ((route: Entry) => string),
  ): Promise<string[]> => {
    const strays: string[] = [];
    for (const route of routes) {
      const wanted = typeof expected === 'string' ? expected : expected(route);
      const found = await verdict(route, shown);
      const fits = wanted === 'let in' ? !/^40[13] auth/.test(found) : found === wanted;
      if (!fits) strays.push(`${route.method} ${route.path}: ${found}, and not ${wanted}`);
    }
    return strays;
  };

  it('refuses whoever shows nothing, on every route', async () => {
    expect(await others(undefined, '401 auth.missing')).toEqual([]);
  });

  it.each(Object.keys(HOSTILE))('refuses %s on every route', async (name) => {
    expect(await others(await HOSTILE[name]!(made), '401 auth.invalid')).toEqual([]);
  });

  it('lets an operator in where operators may be, and nowhere else', async () => {
    const of = (route: Entry) => (route.for === 'operator' ? 'let in' : '403 auth.forbidden');
    expect(await others(await token(made), of)).toEqual([]);
  });

  it('judges an operator by the row, whatever the token says of the role', async () => {
    const of = (route: Entry) => (route.for === 'operator' ? 'let in' : '403 auth.forbidden');
    expect(await others(await token(made, { claims: { role: 'admin' } }), of)).toEqual([]);
  });

  it('lets an admin in wherever people of the desk may be', async () => {
    const of = (route: Entry) => (route.for === 'partner' ? '403 auth.forbidden' : 'let in');
    expect(await others(await token(made, { who: 'admin' }), of)).toEqual([]);
  });

  it('takes the key of an admin for the same, but that a key has no password to change', async () => {
    const of = ({ for: whom, path }: Entry) =>
      whom === 'partner' || path === '/api/auth/password' ? '403 auth.forbidden' : 'let in';
    expect(await others(ADMIN_KEY, of)).toEqual([]);
  });

  it('lets whoever has to change a password do that alone', async () => {
    const of = ({ unsettled, for: whom }: Entry) => {
      if (whom === 'partner') return '403 auth.forbidden';
      return unsettled ? 'let in' : '403 auth.password_change_required';
    };
    expect(await others(await token(made, { who: 'settling' }), of)).toEqual([]);
  });

  it('lets the key of a partner in where partners may be, and nowhere else', async () => {
    const of = () => (door === 'the partners’ door' ? 'let in' : '403 auth.forbidden');
    expect(await others(KEY, of)).toEqual([]);
  });

  it('takes a token in no other place than Authorization', async () => {
    const good = await token(made);
    for (const { method, path } of routes) {
      const request = { method, path: path.replace(/\{\w+\}/g, 'x'), body: '' };
      const headers = { authorization: undefined, 'x-api-key': good };
      expect(said(await guarded.ask({ ...request, headers })), path).toBe('401 auth.invalid');
      const query = { access_token: good };
      const without = { authorization: undefined };
      expect(said(await guarded.ask({ ...request, headers: without, query })), path).toBe('401 auth.missing');
    }
  });

  it('says of a path that there is not that it is unknown, to whoever may know', async () => {
    const at = { method: 'GET', path: '/api/nothing/here' };
    const asked = async (authorization: string | undefined) =>
      said(await guarded.ask({ ...at, headers: { authorization } }));
    expect(await asked(undefined)).toBe('401 auth.missing');
    expect(await asked(`Bearer ${await token(made)}`)).toBe('404 route.unknown');
  });
});

it('every route of every door is in the table, or is open by intent', () => {
  const open = [...OPEN_ROUTES, ...STATUS_ROUTES, ...LINK_ROUTES, ...CREDENTIAL_ROUTES].map(
    ({ path }) => path,
  );
  expect(open).toEqual([
    '/health',
    '/health/full',
    '/openapi.json',
    '/.well-known/jwks.json',
    '/status',
    '/status.json',
    '/api/files/{ticket}',
    '/api/auth/login',
    '/api/auth/refresh',
    '/api/auth/logout',
  ]);
});

it('what changes the desk itself is for admins', () => {
  const admins = OPERATOR_ROUTES.filter((route) => route.for === 'admin').map(({ path }) => path);
  const missing = OPERATOR_ROUTES.filter(({ path }) => path.startsWith('/api/admin/')).filter(
    ({ path }) => !admins.includes(path),
  );
  expect(missing).toEqual([]);
  const changes = OPERATOR_ROUTES.filter(
    ({ method, path }) =>
      /^\/api\/(policy|templates|keywords|settings)/.test(path) &&
      method !== 'GET' &&
      !/\/(preview|dry-run)$/.test(path),
  );
  expect(changes.length).toBeGreaterThan(5);
  expect(changes.filter((route) => route.for !== 'admin')).toEqual([]);
});

it('what changes the desk itself is audited, and what is not audited is none of the desk’s own', () => {
  const changes = OPERATOR_ROUTES.filter(({ method }) => method !== 'GET');
  const audited = changes.flatMap(({ audit }) => audit ?? []);
  // A broadcast is begun in two places, and is the same thing.
  expect([...new Set(audited)].toSorted()).toEqual(AUDITED.toSorted());
  const others = changes.filter(({ audit }) => audit === undefined).map(({ path }) => path);
  expect(others.filter((path) => !/\/(preview|dry-run)$/.test(path))).toEqual([
    '/api/conversations/{conversation_id}/reply',
    '/api/conversations/{conversation_id}/note',
    '/api/conversations/{conversation_id}/take',
    '/api/conversations/{conversation_id}/assign',
    '/api/conversations/{conversation_id}/release',
    '/api/conversations/{conversation_id}/hand-back',
    '/api/conversations/{conversation_id}/close',
    '/api/conversations/{conversation_id}/reopen',
    '/api/conversations/{conversation_id}/read',
    // One's own, which nobody else sees.
    '/api/views/{view_id}',
    '/api/views/{view_id}',
    // Kept with the delivery, the job, the conversation or the turn.
    '/api/deliveries/redrive',
    '/api/deliveries/redrive/{job_id}/cancel',
    '/api/deliveries/{message_id}/retry',
    '/api/reminders/{reminder_id}/cancel',
    '/api/reminders/{reminder_id}/send',
    '/api/feedback',
    // A part of a file decides nothing before the model is published.
    '/api/admin/models/{model_id}/parts/{part}',
  ]);
});

it('a key opens what its scopes are for, on every route of partners', async () => {
  const { door, ask } = await openDoor({ callers });
  const directory = door.directory as MemoryDirectory;
  const made = { partner: 'demo', label: 'x', last_four: 'abcd', created_at: NOW, created_by: 'anna' };
  for (const scope of SCOPES)
    await directory.addPartnerKey({ ...made, id: scope, hash: hashKey(scope), scopes: [scope] });
  for (const { method, path } of PARTNER_ROUTES)
    for (const scope of SCOPES) {
      const headers = { authorization: `Bearer ${scope}` };
      const request = { method, path: path.replace(/\{\w+\}/g, 'x'), body: '', headers };
      const open = scope === (method === 'GET' ? 'messages:read' : 'messages:write');
      expect(said(await ask(request)) === '403 auth.forbidden', `${scope} ${method} ${path}`).toBe(!open);
    }
});

describe('somebody signed in costs', () => {
  /** A door whose stores of people and keys count how often they are asked. */
  async function aCountedDoor() {
    const desk = anOperatorsDesk();
    const room = aStaffRoom(desk);
    const made = await peopleWithTokens(room, desk.clock);
    let reads = 0;
    const read = <T>(asked: Promise<T>): Promise<T> => {
      reads++;
      return asked;
    };
    const operators = { operator: (id: string) => read(room.operators.operator(id)) };
    const tokenKeys = { ...room.tokenKeys, tokenKeys: () => read(room.stored.tokenKeys()) };
    const signedIn = signedInWith({ operators, tokenKeys }, desk.clock, STAGE);
    const { ask } = await openOperatorDoor({ callers, signedIn }, desk);
    const asked = async (shown: string) =>
      said(await ask({ method: 'GET', path: '/api/policy', headers: { authorization: `Bearer ${shown}` } }));
    return { room, made, clock: desk.clock, asked, reads: () => reads };
  }

  it('one read of the person and one of the keys in a minute', async () => {
    const { made, clock, asked, reads } = await aCountedDoor();
    const good = await token(made);
    for (let times = 0; times < 50; times++) expect(await asked(good)).toBe('200');
    expect(reads()).toBe(2);
    clock.advance(MINUTE);
    for (let times = 0; times < 50; times++) await asked(good);
    expect(reads()).toBe(4);
  });

  it('no more where the token opens nothing', async () => {
    const { made, asked, reads } = await aCountedDoor();
    const earlier = { iat: made.now - 60, nbf: 0 };
    const hostile = await Promise.all([
      token(made, { who: 'disabled' }),
      token(made, { who: 'signed_out', claims: earlier }),
      token(made, { header: { kid: 'unknown' } }),
    ]);
    for (let times = 0; times < 20; times++)
      for (const shown of hostile) expect(await asked(shown)).toBe('401 auth.invalid');
    expect(reads()).toBe(3);
  });

  it('at most a minute of access after it was taken away', async () => {
    const { room, made, clock, asked } = await aCountedDoor();
    const good = await token(made);
    expect(await asked(good)).toBe('200');
    const operator = (await room.operators.operator('operator'))!;
    await room.operators.saveOperator(operator, { ...operator, disabled_at: NOW }, 'ended');
    clock.advance(MINUTE);
    expect(await asked(good)).toBe('401 auth.invalid');
  });
});

it('a partner reads nothing of another one’s', async () => {
  const { ask } = await openDoor();
  const posted = JSON.parse((await ask({ body: { client_id: CLIENT, content: 'CANARY' } })).body);
  const headers = { authorization: `Bearer ${OTHER_KEY}` };
  for (const { method, path } of PARTNER_ROUTES.filter((route) => route.method === 'GET')) {
    const filled = path.replace('{client_id}', CLIENT).replace('{message_id}', posted.message_id);
    const response = await ask({ method, path: filled, headers });
    expect(['200', '404 message.unknown'], path).toContain(said(response));
    if (response.statusCode === 200) expect(JSON.parse(response.body), path).toEqual([]);
  }
});
