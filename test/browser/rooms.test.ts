import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import type { Twin } from '../../local/twin.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { callerOf } from './caller.ts';
import { openDesk } from './desk.ts';
import { fillDesk } from './ready-desk.ts';
import { LANGUAGES, type Seat } from './seat.ts';
import { violationsOf } from './violations.ts';

/** Every page there is, and one there is not. */
const PATHS = [
  '/inbox',
  `/inbox/${conversationId(DEMO.partner, 'pavel')}`,
  '/search',
  '/deliveries/dead',
  '/deliveries/held',
  '/deliveries/endpoints',
  '/incidents',
  '/analytics',
  '/admin/templates',
  '/admin/templates/GREETING',
  '/admin/policy',
  '/admin/keywords',
  '/admin/canned',
  '/admin/people',
  '/admin/partners',
  '/admin/bots',
  '/admin/clients',
  '/admin/settings',
  '/admin/audit',
  `/print/${conversationId(DEMO.partner, 'pavel')}`,
  '/sandbox',
  '/no-such-page',
];

const desk = openDesk(async (twin) => {
  await fillDesk(twin);
  await openIncident(twin);
});
/** Known once it is open. */
let incident = '';

describe.each(LANGUAGES)('in %s', (language) => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await desk.lastingSeat({ as: DEMO.admin, language });
  });

  it.each(PATHS)('%s can be used by everybody, by day and by night', async (path) => {
    await seat.open(path);
    expect(await seat.page.getAttribute('html', 'lang')).toBe(language);
    expect(await violationsOf(seat.page)).toEqual([]);
  });

  it('an incident can be used by everybody, by day and by night', async () => {
    await seat.open(`/incidents/${incident}`);
    await seat.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await violationsOf(seat.page)).toEqual([]);
  });

  it('the sign-in can be used by everybody, by day and by night', async () => {
    const { page, open } = await desk.seat({ language });
    await open('/');
    expect(await violationsOf(page)).toEqual([]);
  });
});

/** Every other page shows its banner from then on. */
async function openIncident({ url }: Pick<Twin, 'url'>): Promise<void> {
  const call = callerOf(url);
  const credentials = { operator_id: DEMO.admin, password: DEMO.password };
  const { access_token } = await call<{ access_token: string }>('POST', '/api/auth/login', credentials);
  const headers = { authorization: `Bearer ${access_token}` };
  incident = (await call<{ id: string }>('POST', '/api/incidents', { kinds: ['lesson_room'] }, headers)).id;
}
