import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import { changeIncident, mergeIncident, openIncident } from '../../shared/usecases/change-incident.ts';
import { readStatus } from '../../shared/usecases/read-status.ts';
import { DAY, HOUR } from '../builders.ts';
import { anIncidentDesk } from './incident-desk.ts';

const CANARY = 'KANAREIKA';
const ANNA = { by: `${CANARY}-anna`, note: `${CANARY} звонит бухгалтерия` };

function aDeskWithPage() {
  const desk = anIncidentDesk();
  const opened = async (kind: 'payment' | 'mail' = 'payment') => {
    const { id } = await openIncident(desk.change, ANNA, { kinds: [kind], texts: {} });
    return id;
  };
  const does = (id: string, deed: 'confirm' | 'dismiss' | 'resolve') =>
    changeIncident(desk.change, id, ANNA, { deed });
  return { desk, opened, does, status: () => readStatus(desk) };
}

describe('how the service fares', () => {
  it('is that all is well, as long as nothing is more than suspected', async () => {
    const { opened, status } = aDeskWithPage();
    await opened();
    expect(await status()).toMatchObject({ open: [], resolved: [] });
  });

  it('follows an incident through its stages, a week over its end', async () => {
    const { desk, opened, does, status } = aDeskWithPage();
    const id = await opened();
    await does(id, 'confirm');
    expect((await status()).open).toMatchObject([{ kinds: ['payment'], state: 'confirmed' }]);
    await changeIncident(desk.change, id, ANNA, { deed: 'update', state: 'identified' });
    expect((await status()).open).toMatchObject([{ state: 'identified' }]);
    desk.clock.advance(HOUR);
    await does(id, 'resolve');
    expect(await status()).toMatchObject({ open: [], resolved: [{ state: 'resolved' }] });
    desk.clock.advance(7 * DAY);
    expect(await status()).toMatchObject({ open: [], resolved: [] });
  });

  it('forgets what was none', async () => {
    const { opened, does, status } = aDeskWithPage();
    const id = await opened();
    await does(id, 'confirm');
    await does(id, 'dismiss');
    expect(await status()).toMatchObject({ open: [], resolved: [] });
  });

  it('has of merged incidents the one that is left, with the kinds of all', async () => {
    const { desk, opened, does, status } = aDeskWithPage();
    const [payment, mail] = [await opened('payment'), await opened('mail')];
    for (const id of [payment, mail]) await does(id, 'confirm');
    await mergeIncident(desk.change, mail, ANNA, { into: payment });
    expect((await status()).open.map(({ kinds }) => kinds)).toEqual([['payment', 'mail']]);
  });

  it('tells of no client, operator, note, channel or id', async () => {
    const { desk, does, status } = aDeskWithPage();
    await desk.outage({ partner: CANARY.toLowerCase() });
    const { id } = await desk.open();
    await changeIncident(desk.change, id, ANNA, { deed: 'update', everywhere: true });
    const open = JSON.stringify(await status());
    await does(id, 'resolve');
    const told = `${open}${JSON.stringify(await status())}`;
    expect(open).toContain('"state":"confirmed"');
    expect(told.toLowerCase()).not.toContain(CANARY.toLowerCase());
    expect(told).not.toMatch(/inc_|cnv_|brd_|reporter|sensing/);
  });

  it('costs the board, what is open, and one page, however many incidents there were', async () => {
    const { desk, opened, does, status } = aDeskWithPage();
    for (let n = 0; n < 60; n++) {
      const id = await opened();
      await does(id, 'confirm');
      await does(id, 'resolve');
      desk.clock.advance(HOUR);
    }
    await does(await opened(), 'confirm');
    const asked: string[] = [];
    const { incidents } = desk;
    const counted = new Proxy(incidents, {
      get: (_, name: 'board' | 'incident' | 'incidents') => (of: never) => {
        asked.push(name === 'incidents' ? `page of ${(of as { limit: number }).limit}` : name);
        return incidents[name](of);
      },
    });
    const { open, resolved } = await readStatus({ ...desk, incidents: counted });
    expect(asked).toEqual([
      'board',
      'incident',
      `page of ${LIMITS.statusIncidents - 1 + LIMITS.incidentsOpen}`,
    ]);
    expect([open.length, resolved.length]).toEqual([1, LIMITS.statusIncidents - 1]);
    expect(resolved[0]?.opened_at).toBeGreaterThan(resolved[1]?.opened_at ?? 0);
    expect(await status()).toMatchObject({ open: [{ state: 'confirmed' }] });
  });
});
