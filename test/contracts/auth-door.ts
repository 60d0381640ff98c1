import { authDoor } from '../../functions/auth/auth-door.ts';
import type { AuthDoor } from '../../functions/auth/routes.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { lambdaContext, PARTNER } from '../builders.ts';
import { anOperator, aStaffRoom, OPERATOR, PASSWORD, type StaffRoom } from '../staff.ts';
import { FixedClock, RecordingJournal } from '../usecases/desk.ts';
import { ADMIN_KEY, eventOf, KEY, type Request } from './partner-door.ts';

const ORIGIN = 'https://desk.example.com';

/** What the distribution in front of this door shows. */
export const EDGE_SECRET = 'made-at-deployment';
export const ADMIN_STAFF = 'admin_001';
/** Somebody whose password has to be changed first. */
export const NEWCOMER = 'operator_002';

/** What a browser keeps and sends by itself. */
export interface Browser {
  cookie?: string | undefined;
  access?: string | undefined;
}

export interface OpenAuthDoor {
  door: AuthDoor;
  clock: FixedClock;
  journal: RecordingJournal;
  staff: StaffRoom;
  /** As a page of the desk asks, from this address. */
  ask(request: Request, address?: string): Promise<HttpResponse>;
  login(over?: { operator_id?: string; password?: string }, address?: string): Promise<HttpResponse>;
  /** A browser in which somebody has signed in. */
  browser(operator_id?: string): Promise<Browser>;
  refresh(browser: Browser): Promise<HttpResponse>;
  /** With the browser's access token. */
  by(browser: Browser, method: string, path: string, body?: unknown): Promise<HttpResponse>;
}

/** The door of sign-ins in front of three people in memory, with the deployed limits. */
export async function openAuthDoor(over: Partial<AuthDoor> = {}): Promise<OpenAuthDoor> {
  const clock = new FixedClock();
  const journal = new RecordingJournal();
  const staff = aStaffRoom({ clock, journal });
  await staff.operators.addOperator(anOperator());
  await staff.operators.addOperator(anOperator({ id: ADMIN_STAFF, role: 'admin' }));
  await staff.operators.addOperator(anOperator({ id: NEWCOMER, must_change: true }));
  const directory = new MemoryDirectory();
  await directory.putAdminKey(hashKey(ADMIN_KEY), 'root');
  await directory.putPartnerKey(hashKey(KEY), PARTNER);
  const door: AuthDoor = {
    ...staff.ports,
    directory,
    signedIn: staff.signedIn,
    publicUrl: `${ORIGIN}/`,
    socketUrl: 'wss://sockets.example.com/live',
    edgeSecret: EDGE_SECRET,
    callers: new CallerRates(DEFAULT_RATES),
    ...over,
  };
  const handle = authDoor(door);
  const ask = async (request: Request, address = '192.0.2.1'): Promise<HttpResponse> => {
    const { cookie, ...headers }: Request['headers'] & object = { origin: ORIGIN, ...request.headers };
    const event = eventOf({ body: '', ...request, headers: { authorization: undefined, ...headers } });
    event.requestContext.http.sourceIp = address;
    return handle({ ...event, ...(cookie && { cookies: ['theme=dark', cookie] }) }, lambdaContext);
  };
  const login: OpenAuthDoor['login'] = ({ operator_id = OPERATOR, password = PASSWORD } = {}, address) =>
    ask({ path: '/api/auth/login', body: { operator_id, password } }, address);
  return {
    door,
    clock,
    journal,
    staff,
    ask,
    login,
    browser: async (operator_id) => keep({}, await login({ ...(operator_id && { operator_id }) })),
    refresh: async (browser) => {
      const response = await ask({ path: '/api/auth/refresh', headers: { cookie: browser.cookie } });
      keep(browser, response);
      return response;
    },
    by: (browser, method, path, body = '') =>
      ask({ method, path, body, headers: { authorization: `Bearer ${browser.access}` } }),
  };
}

/** What a browser keeps of an answer. */
export function keep(browser: Browser, { statusCode, body, cookies = [] }: HttpResponse): Browser {
  const [cookie] = cookies;
  if (cookie !== undefined) browser.cookie = cookie.split(';')[0];
  if (statusCode === 200) browser.access = (JSON.parse(body) as { access_token?: string }).access_token;
  return browser;
}
