import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO, DEMO_STAFF } from '../../local/seed.ts';
import { callerOf } from './caller.ts';
import { customerOf } from './customer.ts';
import { openDesk } from './desk.ts';
import type { Seat } from './seat.ts';
import { violationsOf } from './violations.ts';

const desk = openDesk();
const [{ id: OLGA }, { id: PAVEL }] = DEMO_STAFF;

const customer = (id: string, name?: string) => customerOf(desk.twin(), id, name);
const says = ({ page }: Seat, words: string) => page.getByRole('log').getByText(words).waitFor();
const press = async ({ page }: Seat, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const button = ({ page }: Seat, name: string) => page.getByRole('button', { name, exact: true });

describe('the inbox', () => {
  it('is worked by the keyboard alone: found, taken, answered, noted and closed', async () => {
    const anna = customer('anna');
    await anna.writes('Верните деньги за вчерашний урок');
    const seat = await desk.seat({ as: OLGA });
    await seat.open('/inbox');
    await press(seat, 'j', 'Enter');
    await says(seat, 'Верните деньги за вчерашний урок');
    await press(seat, 't');
    await button(seat, 'Отдать боту').waitFor();
    await press(seat, 'r');
    await seat.page.keyboard.type('Деньги вернём сегодня');
    await press(seat, 'Enter', 'Escape', 'n');
    await seat.page.keyboard.type('Обещали вернуть');
    await press(seat, 'ControlOrMeta+Enter', 'Escape');
    await says(seat, 'Обещали вернуть');
    expect(await anna.heard()).toContain('Деньги вернём сегодня');
    await seat.page.locator('[data-delivery="delivered"]').nth(1).waitFor();
    await press(seat, '?');
    const sheet = seat.page.getByRole('dialog');
    await sheet.getByText('Написать заметку').waitFor();
    // What stands in front of the screen has the keys.
    await press(seat, 'e', 'Escape');
    await sheet.waitFor({ state: 'detached' });
    await press(seat, 'e');
    await seat.page.getByRole('log').waitFor({ state: 'detached' });
    expect(new URL(seat.page.url()).pathname).toBe('/inbox');
  });

  it('goes on with whoever waits when one is closed, and takes a closing back', async () => {
    const [first, second] = [customer('boris'), customer('clara')];
    await first.writes('Верните деньги, это обман');
    await second.writes('Верните деньги, мы уходим');
    const seat = await desk.seat({ as: OLGA });
    await seat.open(first.path);
    await press(seat, 'e');
    await says(seat, 'Верните деньги, мы уходим');
    await button(seat, 'Вернуть').click();
    await seat.open(first.path);
    await button(seat, 'Взять').waitFor();
    expect(await button(seat, 'Закрыть').count()).toBe(1);
  });

  it('shows what a customer writes and who else is there while it is open, and calls by the title', async () => {
    const dina = customer('dina');
    await dina.writes('Хочу пожаловаться на преподавателя');
    const [mine, other] = [await desk.seat({ as: OLGA }), await desk.seat({ as: PAVEL })];
    await mine.open(dina.path);
    await other.open(dina.path);
    await mine.page.getByText(`Смотрят: ${PAVEL}`).waitFor();
    await press(other, 'r');
    await other.page.keyboard.type('Пи');
    await mine.page.getByText(`${PAVEL} пишет…`).waitFor();
    await dina.writes('И ещё: урок начался позже');
    await says(mine, 'И ещё: урок начался позже');
    expect(await mine.page.title()).toMatch(/^\(\d+\+?\) /);
  });

  it('keeps what was begun to be written over a reload', async () => {
    const egor = customer('egor');
    await egor.writes('Верните деньги за курс');
    const seat = await desk.seat({ as: OLGA });
    await seat.open(egor.path);
    await press(seat, 'r');
    await seat.page.keyboard.type('Здравствуйте, Его');
    await seat.page.reload();
    const field = seat.page.getByRole('textbox', { name: 'Ответ клиенту' });
    await field.waitFor();
    expect(await field.inputValue()).toBe('Здравствуйте, Его');
  });

  it('sends no reply past a message that was not seen, shows the message, and sends when asked again', async () => {
    const fedor = customer('fedor');
    await fedor.writes('Верните деньги');
    const seat = await desk.seat({ as: OLGA });
    await seat.open(fedor.path);
    // As on a slow line: what is shown is older than what is there.
    const reads = `**/api${fedor.path.replace('/inbox/', '/conversations/')}`;
    await seat.page.route(reads, (route) => route.abort());
    await fedor.writes('Нет, не надо');
    await press(seat, 'r');
    await seat.page.keyboard.type('Вернём');
    await press(seat, 'Enter');
    const refused = seat.page.getByRole('alert').filter({ hasText: 'клиент написал ещё' });
    await refused.getByText('«Нет, не надо»').waitFor();
    expect(await fedor.heard()).not.toContain('Вернём');
    await seat.page.unroute(reads);
    await refused.getByRole('button', { name: 'Отправить всё равно' }).click();
    await refused.waitFor({ state: 'detached' });
    await says(seat, 'Вернём');
    expect(await fedor.heard()).toContain('Вернём');
    // The reading that was kept away, and the refusal.
    seat.complaints.splice(0);
  });

  it('sends what was given up again, when the way is free', async () => {
    const gleb = customer('gleb');
    await gleb.answers({ status: 404 });
    await gleb.writes('Пришлите ссылку на урок');
    await callerOf(desk.twin().url)('POST', '/_local/clock/advance', { seconds: 600 });
    const seat = await desk.seat({ as: OLGA });
    await seat.open(gleb.path);
    await seat.page.getByText('сервер партнёра отказывал').first().waitFor();
    await gleb.answers({ status: 200 });
    await button(seat, 'Отправить снова').click();
    await seat.page.locator('[data-delivery="delivered"]').waitFor();
    expect(await gleb.heard()).toHaveLength(1);
  });

  it('keeps a correction of how a message was understood', async () => {
    const hanna = customer('hanna');
    await hanna.writes('Где мой бонус за отзыв?');
    const seat = await desk.seat({ as: OLGA });
    await seat.open(hanna.path);
    await press(seat, 'f');
    const form = seat.page.getByRole('dialog');
    await form.getByRole('button', { name: 'Неверно' }).click();
    await form.getByRole('combobox', { name: 'Что на самом деле' }).click();
    await form.getByRole('option', { name: 'Приведи друга' }).click();
    await form.getByRole('textbox', { name: 'Комментарий' }).fill('про друга');
    await form.getByRole('button', { name: 'Отправить оценку' }).click();
    await says(seat, 'Исправлено: Приведи друга');
    await seat.open(hanna.path);
    await says(seat, 'Исправлено: Приведи друга');
  });

  it('puts in a canned reply, as this client reads it, by a slash', async () => {
    const irma = customer('irma', 'Ирма');
    await irma.writes('Верните деньги за занятие');
    await keepCannedReplies();
    const seat = await desk.seat({ as: OLGA });
    await seat.open(irma.path);
    await press(seat, 'r', '/');
    await seat.page.getByRole('combobox', { name: 'Найти готовый ответ' }).fill('счет');
    await seat.page.getByText('Как прочтёт клиент').waitFor();
    await press(seat, 'Enter');
    const field = seat.page.getByRole('textbox', { name: 'Ответ клиенту' });
    await expect.poll(() => field.inputValue()).toBe('Здравствуйте, Ирма! Счёт придёт сегодня.');
    await expect.poll(() => field.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  });

  it('stays where one reads when older pages come in above, or something new below', async () => {
    const kira = customer('kira');
    await kira.writes('Верните деньги за лето');
    const seat = await desk.seat({ as: OLGA });
    const call = callerOf(desk.twin().url);
    const headers = { authorization: `Bearer ${await tokenOf(OLGA)}` };
    const path = `/api${kira.path.replace('/inbox/', '/conversations/')}/note`;
    for (let n = 0; n < 60; n += 1)
      await call('POST', path, { text: `№${n}. ${'Клиент недоволен. '.repeat(n % 7)}` }, headers);
    await seat.open(kira.path);
    const log = seat.page.getByRole('log');
    await log.evaluate((box) => box.scrollTo(0, 0));
    const read = log.getByRole('article').first();
    const words = /№\d+\./.exec(await read.innerText())?.[0] ?? '';
    const placeOf = async () =>
      (await log.getByRole('article').filter({ hasText: words }).boundingBox())?.y ?? 0;
    const before = await placeOf();
    await button(seat, 'Показать раньше').click();
    await says(seat, 'Верните деньги за лето');
    expect(Math.abs((await placeOf()) - before)).toBeLessThan(2);
    await kira.writes('Ну так что?');
    await button(seat, 'Новые сообщения').waitFor();
    expect(Math.abs((await placeOf()) - before)).toBeLessThan(2);
    await button(seat, 'Новые сообщения').click();
    await log.getByText('Ну так что?').waitFor();
  });

  it('keeps filters under a name, in the address and for the next visit', async () => {
    const seat = await desk.seat({ as: PAVEL });
    await seat.open('/inbox?priority=critical&assignee=none');
    await button(seat, 'Сохранённые фильтры').click();
    await seat.page.getByRole('menuitem', { name: 'Сохранить этот фильтр' }).click();
    await seat.page.getByRole('textbox', { name: 'Название' }).fill('Горит');
    await button(seat, 'Сохранить').click();
    await seat.page.getByText('Фильтр сохранён.').waitFor();
    await seat.open('/inbox');
    await button(seat, 'Сохранённые фильтры').focus();
    await press(seat, 'Enter');
    await seat.page.getByRole('menuitem', { name: 'Горит' }).waitFor();
    await seat.page.locator('[role="menuitem"]:focus').waitFor();
    await press(seat, 'ArrowDown', 'Enter');
    await expect.poll(() => new URL(seat.page.url()).search).toBe('?assignee=none&priority=critical');
  });
});

describe('a conversation on paper', () => {
  it('has what was said, and what the desk noted for itself only if asked for; the tools stay on the screen', async () => {
    const kira = customer('kira', 'Кира');
    await kira.writes('Верните деньги за курс');
    const headers = { authorization: `Bearer ${await tokenOf(OLGA)}` };
    const path = kira.path.replace('/inbox/', '/api/conversations/');
    await callerOf(desk.twin().url)('POST', `${path}/note`, { text: 'Обещали скидку' }, headers);
    const seat = await desk.seat({ as: OLGA });
    const { page } = seat;
    await seat.open(kira.path);
    await press(seat, 'p');
    await page.getByRole('heading', { name: 'Переписка: Кира' }).waitFor();
    await page.getByText('Верните деньги за курс').waitFor();
    expect(await page.getByText('Обещали скидку').count()).toBe(0);
    await page.getByLabel('С внутренними заметками').check();
    await page.getByText('Обещали скидку').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await button(seat, 'Распечатать').isVisible()).toBe(false);
    expect(await page.getByText('Верните деньги за курс').isVisible()).toBe(true);
  });
});

describe('what opens over the inbox', () => {
  let seat: Seat;
  beforeAll(async () => {
    const jana = customer('jana');
    await jana.writes('Верните деньги за курс');
    await keepCannedReplies();
    seat = await desk.lastingSeat({ as: DEMO.admin });
    await seat.open(jana.path);
  });

  it.each(['Сохранённые фильтры', 'Фильтры', 'Уведомления', 'Готовые ответы', 'Назначить'])(
    '%s can be used by everybody, by day and by night, and Escape leads back',
    async (name) => {
      const { page } = seat;
      const over = page.getByRole(name === 'Сохранённые фильтры' ? 'menu' : 'dialog');
      await button(seat, name).click();
      await over.waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await press(seat, 'Escape');
      await over.waitFor({ state: 'hidden' });
      expect(new URL(page.url()).pathname).toBe(customer('jana').path);
    },
  );
});

async function tokenOf(operator_id: string): Promise<string> {
  const credentials = { operator_id, password: DEMO.password };
  const call = callerOf(desk.twin().url);
  return (await call<{ access_token: string }>('POST', '/api/auth/login', credentials)).access_token;
}

async function keepCannedReplies(): Promise<void> {
  const call = callerOf(desk.twin().url);
  const headers = { authorization: `Bearer ${await tokenOf(DEMO.admin)}` };
  const text = 'Здравствуйте[, {client_name}]! Счёт придёт сегодня.';
  await call('PUT', '/api/canned-replies/bill', { title: 'Счёт', text }, headers);
  await call('PUT', '/api/canned-replies/wait', { title: 'Минуту', text: 'Одну минуту, смотрю.' }, headers);
}
