import { beforeAll, describe, expect, it } from 'vitest';
import { openDesk } from './desk.ts';
import { incidentsAt } from './incidents.ts';
import { LANGUAGES } from './seat.ts';
import { violationsOf } from './violations.ts';

/** What only the status page says, whatever there is. */
const WORDS = {
  ru: { well: 'Всё работает', unwell: 'Сейчас не всё работает', payment: 'Оплата', other: 'English' },
  en: { well: 'Everything works', unwell: 'Not everything works', payment: 'Payment', other: 'Русский' },
};
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

const desk = openDesk();

/** What was read before is remembered for ten seconds. */
const forget = (url: string) =>
  fetch(`${url}/_local/clock/advance`, { method: 'POST', body: JSON.stringify({ seconds: 10 }) });

describe.each(['well', 'unwell'] as const)('the status page of a service that is %s', (how) => {
  beforeAll(async () => {
    const { url } = desk.twin();
    if (how === 'unwell') await openIncidents(url);
    await forget(url);
  });

  it.each(LANGUAGES)(
    'can be used by everybody who reads %s, by day and by night, on a phone',
    async (language) => {
      for (const size of SIZES) {
        const { page, open } = await desk.seat({ language, size });
        await open('/status');
        const { [how]: verdict, payment } = WORDS[language];
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(verdict);
        expect(await page.getByRole('heading', { level: 3, name: payment }).count()).toBe(
          how === 'well' ? 0 : 4,
        );
        expect(await page.content()).not.toContain('KANAREIKA');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
        expect(await violationsOf(page)).toEqual([]);
      }
    },
  );
});

it('the status page asks for nothing but itself, in either language', async () => {
  const { page, open } = await desk.seat({ language: 'ru' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await open('/status');
  await page.getByRole('link', { name: WORDS.ru.other }).click();
  await page.getByRole('link', { name: WORDS.en.other }).waitFor();
  expect(await page.getAttribute('html', 'lang')).toBe('en');
  expect(asked).toEqual(['/status', '/status']);
});

/** One in each stage that anybody may know of. */
async function openIncidents(url: string): Promise<void> {
  const { open, does } = await incidentsAt(url);
  for (const [deed, body] of [
    ['confirm', {}],
    ['update', { state: 'identified' }],
    ['update', { state: 'monitoring' }],
    ['resolve', {}],
  ] as const) {
    const id = await open(['payment'], 'KANAREIKA');
    await does(id, 'confirm');
    await does(id, deed, body);
  }
}
