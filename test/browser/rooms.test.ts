import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { conversationId } from '../../shared/domain/ids.ts';
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
  '/admin',
  '/sandbox',
  '/no-such-page',
];

const desk = openDesk(fillDesk);

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

  it('the sign-in can be used by everybody, by day and by night', async () => {
    const { page, open } = await desk.seat({ language });
    await open('/');
    expect(await violationsOf(page)).toEqual([]);
  });
});
