import { describe, expect, it } from 'vitest';
import { DEMO, DEMO_STAFF } from '../../local/seed.ts';
import { openDesk } from './desk.ts';
import type { Seat } from './seat.ts';

const [{ id: OLGA, name }] = DEMO_STAFF;
const desk = openDesk();

async function enter({ page }: Seat, password: string): Promise<void> {
  await page.getByLabel('Идентификатор').fill(OLGA);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
}

const account = ({ page }: Seat) => page.getByRole('button', { name: `Профиль: ${name}` });

describe('whoever comes to the desk', () => {
  it('is told of a wrong password, comes in by the right one, is still there after a reload, and leaves', async () => {
    const seat = await desk.seat();
    const { page, open } = seat;
    await open('/');
    await enter(seat, 'not-the-password');
    await page.getByRole('alert').getByText('Неверный идентификатор или пароль').waitFor();

    await enter(seat, DEMO.password);
    await account(seat).waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox');

    await page.reload();
    await account(seat).click();
    await page.getByRole('menuitem', { name: 'Выйти', exact: true }).click();
    await page.getByRole('button', { name: 'Войти' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Войти' }).waitFor();
  });

  it('lands on the page that was asked for', async () => {
    const seat = await desk.seat();
    await seat.open('/deliveries/endpoints');
    await enter(seat, DEMO.password);
    await account(seat).waitFor();
    expect(new URL(seat.page.url()).pathname).toBe('/deliveries/endpoints');
  });

  it('speaks their own language, and changes it for good', async () => {
    const { page, open } = await desk.seat({ as: OLGA, language: 'en' });
    await open('/inbox');
    await page.getByRole('button', { name: `Account: ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Language: Русский' }).click();
    await page.getByRole('navigation', { name: 'Разделы' }).waitFor();
    await page.reload();
    await page.getByRole('navigation', { name: 'Разделы' }).waitFor();
  });

  it('does not see what is for admins', async () => {
    const { page, open } = await desk.seat({ as: OLGA });
    await open('/inbox');
    const rooms = page.getByRole('navigation', { name: 'Разделы' });
    await rooms.getByRole('link', { name: 'Обращения' }).waitFor();
    expect(await rooms.getByRole('link', { name: 'Настройки' }).count()).toBe(0);
  });
});
