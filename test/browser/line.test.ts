import { describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { callerOf } from './caller.ts';
import { openDesk } from './desk.ts';
import type { Seat } from './seat.ts';

const desk = openDesk();
const PROBE = '/health';

const isLive = ({ page }: Seat) => page.locator('[data-live="live"]').waitFor();
const shown = ({ page }: Seat, words: string) => page.getByText(words).first().waitFor();

async function passMinute({ page }: Seat): Promise<void> {
  await page.clock.fastForward(60_000);
  // Whatever that sets off has been asked for when this is answered.
  await page.evaluate(`fetch('${PROBE}').then(() => undefined)`);
}

const complain = (client_id: string, content: string) =>
  callerOf(desk.twin().url)(
    'POST',
    '/api/messages',
    { client_id, content },
    {
      authorization: `Bearer ${DEMO.key}`,
      'x-webhook-url': `${desk.twin().url}/_local/crm/${DEMO.partner}`,
    },
  );

describe('the line to a screen', () => {
  it('brings what a customer writes, without a reload and without asking again and again', async () => {
    const seat = await desk.seat({ as: 'operator_001' });
    await seat.page.clock.install();
    await seat.open('/inbox');
    await isLive(seat);
    await complain('vera', 'Верните деньги за вчерашний урок');
    await shown(seat, 'Верните деньги за вчерашний урок');
    await desk.twin().quiet();
    // What was still to be read of it is read now; then nothing is, for longer than anything waits while the line is down.
    await passMinute(seat);
    const asked: string[] = [];
    seat.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await passMinute(seat);
    expect(asked).toEqual([PROBE]);
  });

  it('comes back by itself after the server cut it, with what was missed', async () => {
    const seat = await desk.seat({ as: 'operator_002' });
    await seat.open('/inbox');
    await isLive(seat);
    const tickets: string[] = [];
    seat.page.on('request', (one) => one.url().endsWith('/ws-ticket') && tickets.push(one.url()));
    const cut = seat.page.locator('[data-live="away"]').waitFor();
    await callerOf(desk.twin().url)('POST', '/_local/sockets/end');
    await cut;
    await complain('gleb', 'Верните деньги за занятие, которого не было');
    await isLive(seat);
    await shown(seat, 'Верните деньги за занятие, которого не было');
    expect(tickets).toHaveLength(1);
  });
});
