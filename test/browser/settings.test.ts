import { describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { callerOf } from './caller.ts';
import { customerOf } from './customer.ts';
import { openDesk } from './desk.ts';

const desk = openDesk();
/** Until then what is published is in force everywhere. */
const IN_FORCE_S = 61;

describe('a text of the bot', () => {
  it('is seen as a client will read it, published, and said from then on', async () => {
    const { page, open } = await desk.seat({ as: DEMO.admin });
    await open('/admin/templates/GREETING');
    await page.getByRole('textbox', { name: 'По-русски' }).fill('Привет[, {client_name}]! Школа на связи.');
    await page.getByText('Привет, Ольга! Школа на связи.').waitFor();
    await page.getByRole('button', { name: 'Опубликовать', exact: true }).click();
    await page.getByText('Опубликовано. Действует через минуту.').waitFor();
    await callerOf(desk.twin().url)('POST', '/_local/clock/advance', { seconds: IN_FORCE_S });
    const anna = customerOf(desk.twin(), 'anna', 'Анна');
    await anna.writes('Здравствуйте');
    expect((await anna.heard())[0]).toContain('Привет, Анна! Школа на связи.');
  });
});
