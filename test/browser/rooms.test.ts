import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { openDesk } from './desk.ts';
import { incidentsAt } from './incidents.ts';
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

/** Known once it is open; every page shows the banners of both. */
let incident = '';
const desk = openDesk(async (twin) => {
  await fillDesk(twin);
  const { open } = await incidentsAt(twin.url);
  await open(['payment']);
  incident = await open(['lesson_room', 'platform']);
});

/** How an incident is made part of another one. */
const MERGING = {
  ru: { into: 'Это тот же сбой, что и', other: /^Оплата/, merge: 'Объединить' },
  en: { into: 'It is the same incident as', other: /^Payment/, merge: 'Merge' },
};

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

  it('what merges it into another one can be used by everybody, and says which one is left', async () => {
    const { page, open } = seat;
    const { into, other, merge } = MERGING[language];
    await open(`/incidents/${incident}`);
    await page.getByRole('combobox', { name: into }).click();
    await page.getByRole('option', { name: other }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('option', { name: other }).click();
    await page.getByRole('button', { name: merge }).click();
    await page.getByRole('dialog', { name: merge }).getByText(other.source.slice(1)).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('the sign-in can be used by everybody, by day and by night', async () => {
    const { page, open } = await desk.seat({ language });
    await open('/');
    expect(await violationsOf(page)).toEqual([]);
  });
});
