import { describe, expect, it } from 'vitest';
import { begun } from '../../shared/domain/broadcast.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { changeIncident, mergeIncident, openIncident } from '../../shared/usecases/change-incident.ts';
import { countAudience } from '../../shared/usecases/count-audience.ts';
import { startBroadcast } from '../../shared/usecases/start-broadcast.ts';
import { tellAudience } from '../../shared/usecases/tell-audience.ts';
import { workOnIncident } from '../../shared/usecases/work-on-incident.ts';
import { PARTNER } from '../builders.ts';
import { aSuspicion } from '../incidents.ts';
import { Crash, crashing } from './desk.ts';
import { anIncidentDesk, type IncidentDesk } from './incident-desk.ts';

const ANNA = { by: 'anna' };
const NOTICE = SHIPPED_TEXTS.MASS_OUTAGE.ru;
const GOES_ON = SHIPPED_TEXTS.MASS_OUTAGE_GOES_ON.ru;
const PAYS = 'не проходит оплата';

/** A desk on which clients cannot sign in, and of which somebody knows that payment does not work. */
async function aDeskOfTwo() {
  const desk = anIncidentDesk();
  desk.kinds.set(PAYS, 'payment');
  const { id: payment } = await openIncident(desk.change, ANNA, { kinds: ['payment'], texts: {} });
  await changeIncident(desk.change, payment, ANNA, { deed: 'confirm' });
  desk.clock.advanceWall(LIMITS.boardRememberedWall);
  await desk.clientSays('payer', { text: PAYS });
  await desk.outage();
  await desk.workAll();
  const { open } = await desk.incidents.board();
  const signIn = open.find(({ id }) => id !== payment)?.id ?? '';
  return { desk, payment, signIn };
}

async function merge(desk: IncidentDesk, from: string, into: string) {
  const merged = await mergeIncident(desk.change, from, ANNA, { into });
  desk.clock.advanceWall(LIMITS.boardRememberedWall);
  await desk.workAll();
  return merged;
}

/** The broadcast of the incident's end, as far as whom it finds. */
async function audienceOf(desk: IncidentDesk): Promise<string[]> {
  const restore = desk.broadcaster.plans.find(({ stage }) => stage === 'restore');
  if (!restore) throw new Error('its end is told to nobody');
  let seen = begun(restore);
  const ports = { ...desk.broadcast, toldClients: desk.links };
  for (let done = await countAudience(ports, seen); done.cursor; done = await countAudience(ports, seen))
    seen = { ...seen, cursor: done.cursor, step: seen.step + 1 };
  const { items } = await ports.audiences.page(restore.id, { limit: 1000 });
  return items;
}

describe('an incident that is merged into another', () => {
  it('gives it its kinds, channels and reporters, and is over without a word', async () => {
    const { desk, payment, signIn } = await aDeskOfTwo();
    const told = desk.broadcaster.plans.length;
    expect(await merge(desk, signIn, payment)).toMatchObject({ state: 'merged', merged_into: payment });
    expect(desk.broadcaster.plans).toHaveLength(told);
    expect((await desk.incidents.board()).open).toEqual([
      expect.objectContaining({
        id: payment,
        kinds: ['payment', 'sign_in'],
        channels: [`partner:${PARTNER}`],
        merged: [signIn],
      }),
    ]);
    const turn = await desk.clientSays('late', { text: 'не могу войти' });
    expect(turn.text).toContain(NOTICE);
    expect((await desk.headOf('late')).incident?.id).toBe(payment);
  });

  it('leaves what it was to tell, and whom it was to link, to the other', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    const { id } = await desk.open();
    const { id: into } = await openIncident(desk.change, ANNA, { kinds: ['mail'], texts: {} });
    await changeIncident(desk.change, into, ANNA, { deed: 'confirm' });
    await merge(desk, id, into);
    expect(desk.broadcaster.plans).toEqual([
      expect.objectContaining({ incident_id: into, stage: 'notice', automatic: true }),
    ]);
    expect((await desk.links.linkedAmongst(into, [desk.idOf('reporter-0')])).length).toBe(1);
  });

  it('that nobody had confirmed is told on its channels by the other', async () => {
    const desk = anIncidentDesk();
    const { id: into } = await openIncident(desk.change, ANNA, { kinds: ['mail'], texts: {} });
    await changeIncident(desk.change, into, ANNA, { deed: 'confirm' });
    const outages = { ...desk.handbooks.handbook.policy.outages, confirm: 'operator' as const };
    const { policy } = desk.handbooks.handbook;
    desk.handbooks.handbook = { ...desk.handbooks.handbook, policy: { ...policy, outages } };
    await desk.sensed.suspect(aSuspicion({ at: desk.clock.business() }));
    const suspected = (await desk.incidents.board()).open.find(({ id }) => id !== into)?.id ?? '';
    await expect(mergeIncident(desk.change, into, ANNA, { into: suspected })).rejects.toMatchObject({
      code: 'incident.suspected',
    });
    await merge(desk, suspected, into);
    expect(desk.broadcaster.plans.map(({ incident_id, audience }) => [incident_id, audience])).toEqual([
      [into, { kind: 'active', hours: 24, channels: [`partner:${PARTNER}`] }],
    ]);
  });
});

describe('whoever was told of one of two merged incidents', () => {
  it.each(['the one', 'the other'])('hears of no other notice (%s goes on)', async (which) => {
    const { desk, payment, signIn } = await aDeskOfTwo();
    const [from, into] = which === 'the one' ? [signIn, payment] : [payment, signIn];
    await merge(desk, from, into);
    for (const text of [PAYS, 'не могу войти']) {
      expect((await desk.clientSays('payer', { text })).text).toBe(GOES_ON);
      expect((await desk.clientSays('reporter-5', { text })).text).toBe(GOES_ON);
    }
  });

  it.each(['the one', 'the other'])('is left out by a broadcast of %s', async (which) => {
    const { desk, payment, signIn } = await aDeskOfTwo();
    await merge(desk, signIn, payment);
    const ports = {
      ...desk.broadcast,
      incidents: desk.incidents,
      toldClients: desk.links,
    };
    const plan = desk.broadcaster.plans[0];
    if (!plan) throw new Error('nothing was told');
    const incident_id = which === 'the one' ? signIn : payment;
    const seen = await startBroadcast(ports as never, { ...plan, id: `brd_${which}`, incident_id });
    for (const client of ['payer', 'reporter-5', 'reporter-0'])
      await ports.audiences.add(seen.id, desk.idOf(client), 0);
    expect((await tellAudience(ports, { ...seen, phase: 'running' })).verdicts?.toSorted()).toEqual([
      'already_told',
      'already_told',
      'told',
    ]);
  });

  it('is told once of the end, and what waited for it is closed', async () => {
    const { desk, payment, signIn } = await aDeskOfTwo();
    await merge(desk, payment, signIn);
    await changeIncident(desk.change, signIn, ANNA, { deed: 'resolve' });
    await desk.workAll();
    expect(desk.broadcaster.plans.filter(({ stage }) => stage === 'restore')).toHaveLength(1);
    expect(await audienceOf(desk)).toEqual(
      ['payer', 'reporter-5'].map((client) => desk.idOf(client)).toSorted(),
    );
    for (const client of ['payer', 'reporter-5']) expect((await desk.headOf(client)).status).toBe('closed');
    expect((await desk.incidents.incident(signIn))?.settled).toEqual({ linked: 7, closed: 2 });
  });

  it('of a chain of them hears so, too', async () => {
    const { desk, payment, signIn } = await aDeskOfTwo();
    const { id: last } = await openIncident(desk.change, ANNA, { kinds: ['mail'], texts: {} });
    await changeIncident(desk.change, last, ANNA, { deed: 'confirm' });
    await merge(desk, payment, signIn);
    await merge(desk, signIn, last);
    expect((await desk.clientSays('payer', { text: PAYS })).text).toBe(GOES_ON);
    await changeIncident(desk.change, last, ANNA, { deed: 'resolve' });
    await desk.workAll();
    expect(await audienceOf(desk)).toContain(desk.idOf('payer'));
    expect((await desk.headOf('payer')).status).toBe('closed');
  });
});

describe('a merge', () => {
  it('that is asked for twice, or by two, happens once', async () => {
    const { desk, payment, signIn } = await aDeskOfTwo();
    await Promise.allSettled([
      mergeIncident(desk.change, payment, ANNA, { into: signIn }),
      mergeIncident(desk.change, signIn, ANNA, { into: payment }),
      mergeIncident(desk.change, payment, ANNA, { into: signIn }),
    ]);
    const { open } = await desk.incidents.board();
    expect(open).toHaveLength(1);
    const [left] = open;
    expect([payment, signIn].toSorted()).toEqual([left?.id, ...(left?.merged ?? [])].toSorted());
  });

  it('loses nothing, whichever call of it crashes', async () => {
    for (let k = 1, crashed = true; crashed; k++) {
      const { desk, payment, signIn } = await aDeskOfTwo();
      const { ports } = crashing(desk.change, k, k % 2 ? 'before' : 'after');
      crashed = false;
      await mergeIncident(ports, payment, ANNA, { into: signIn }).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        crashed = true;
      });
      await merge(desk, payment, signIn);
      await changeIncident(desk.change, signIn, ANNA, { deed: 'resolve' });
      let restarted = false;
      for (let sent = desk.incidentLane.take(); sent.length > 0; sent = desk.incidentLane.take())
        for (const { signal } of sent) {
          const step = restarted ? desk.work : crashing(desk.work, k, k % 2 ? 'after' : 'before').ports;
          await workOnIncident(step, signal).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
            restarted = true;
            crashed = true;
            desk.incidentLane.sent.push({ signal, delayS: 0 });
          });
        }
      expect((await desk.incidents.incident(signIn))?.settled?.linked).toBe(7);
      expect(desk.broadcaster.plans.map(({ stage }) => stage).toSorted()).toEqual(['notice', 'restore']);
      for (const client of ['payer', 'reporter-5']) expect((await desk.headOf(client)).status).toBe('closed');
      if (k > 400) throw new Error('it never ends');
    }
  });
});
