import { describe, expect, it } from 'vitest';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { changeIncident, openIncident } from '../../shared/usecases/change-incident.ts';
import { turnIn } from '../../shared/usecases/find-turn.ts';
import { takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { workOnIncident } from '../../shared/usecases/work-on-incident.ts';
import { HOUR, MINUTE, PARTNER } from '../builders.ts';
import { aSuspicion } from '../incidents.ts';
import { Crash, crashing, incoming } from './desk.ts';
import { anIncidentDesk, type IncidentDesk } from './incident-desk.ts';

const ANNA = { by: 'anna' };
const NOTICE = SHIPPED_TEXTS.MASS_OUTAGE.ru;
const GOES_ON = SHIPPED_TEXTS.MASS_OUTAGE_GOES_ON.ru;
const CHANNEL = `partner:${PARTNER}`;

const withOutages = (desk: IncidentDesk, over: Partial<Policy['outages']>) => {
  const { policy } = SHIPPED_HANDBOOK;
  const outages = { ...policy.outages, ...over };
  desk.handbooks.handbook = { ...SHIPPED_HANDBOOK, policy: { ...policy, outages } };
};

async function resolved(desk: IncidentDesk): Promise<string> {
  const { id } = await desk.open();
  await changeIncident(desk.change, id, ANNA, { deed: 'resolve' });
  await desk.workAll();
  return id;
}

describe('an outage', () => {
  it('is confirmed by the sixth client, who is the first to get its text', async () => {
    const desk = anIncidentDesk();
    const turns = await desk.outage();
    expect(turns.map(({ classification }) => classification.scenario)).toEqual([
      ...Array(5).fill('TECH_SUPPORT_BASIC'),
      'MASS_OUTAGE',
    ]);
    expect(turns[5]).toMatchObject({ hand_off: undefined, priority: 'critical' });
    expect(turns[5]?.text).toContain(NOTICE);
    expect(await desk.open()).toMatchObject({
      state: 'confirmed',
      kinds: ['sign_in'],
      channels: [CHANNEL],
      opened_by: 'sensing',
      evidence: { reporters: 6 },
    });
  });

  it('tells the clients of its channel once, and links whoever had reported it before', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    await desk.workAll();
    const { id } = await desk.open();
    expect(desk.broadcaster.plans).toEqual([
      expect.objectContaining({
        incident_id: id,
        stage: 'notice',
        automatic: true,
        texts: { ru: NOTICE, en: SHIPPED_TEXTS.MASS_OUTAGE.en },
        audience: { kind: 'active', hours: 24, channels: [CHANNEL] },
      }),
    ]);
    expect(await desk.links.count(id)).toBe(6);
    await desk.outage({ from: 6, of: 20 });
    await desk.workAll();
    expect(desk.broadcaster.plans).toHaveLength(1);
    expect(await desk.links.count(id)).toBe(26);
  });

  it('that only an operator may confirm tells nobody until one does', async () => {
    const desk = anIncidentDesk();
    withOutages(desk, { confirm: 'operator' });
    const turns = await desk.outage({ of: 8 });
    expect(new Set(turns.map(({ classification }) => classification.scenario))).toEqual(
      new Set(['TECH_SUPPORT_BASIC']),
    );
    await desk.workAll();
    expect(desk.broadcaster.plans).toEqual([]);
    const { id } = await desk.open();
    await changeIncident(desk.change, id, ANNA, { deed: 'confirm' });
    await desk.workAll();
    expect(desk.broadcaster.plans).toHaveLength(1);
    desk.clock.advanceWall(LIMITS.boardRememberedWall);
    expect((await desk.clientSays('reporter-99')).classification.scenario).toBe('MASS_OUTAGE');
  });

  it('has related kinds join it, without another broadcast', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    await desk.sensed.suspect(aSuspicion({ kind: 'platform', at: desk.clock.business() }));
    await desk.workAll();
    expect((await desk.incidents.board()).open).toHaveLength(1);
    expect((await desk.open()).kinds).toEqual(['sign_in', 'platform']);
    expect(desk.broadcaster.plans).toHaveLength(1);
  });

  it('of another matter is another incident, which tells no channel a second time within six hours', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    await desk.sensed.suspect(aSuspicion({ kind: 'payment', at: desk.clock.business() }));
    await desk.workAll();
    expect((await desk.incidents.board()).open.map(({ kinds }) => kinds)).toEqual([['sign_in'], ['payment']]);
    expect(desk.broadcaster.plans).toHaveLength(1);
    desk.clock.advance(LIMITS.toldAgain);
    await desk.sensed.suspect(aSuspicion({ kind: 'mail', at: desk.clock.business() }));
    await desk.workAll();
    expect(desk.broadcaster.plans).toHaveLength(2);
  });

  it('is opened once although two suspect it at the same moment', async () => {
    const desk = anIncidentDesk();
    const at = desk.clock.business();
    await Promise.all([desk.sensed.suspect(aSuspicion({ at })), desk.sensed.suspect(aSuspicion({ at }))]);
    await desk.workAll();
    expect((await desk.incidents.board()).open).toHaveLength(1);
    expect(desk.broadcaster.plans).toHaveLength(1);
  });
});

describe('six accounts at one partner', () => {
  it('are no reason to tell another’s clients, nor to answer them so', async () => {
    const desk = anIncidentDesk();
    const other = await desk.clientSays('somebody', { partner: 'other', text: 'не могу войти' });
    await desk.outage();
    const later = await desk.clientSays('else', { partner: 'other', text: 'не открывается' });
    await desk.workAll();
    expect(desk.broadcaster.plans.map(({ audience }) => audience)).toEqual([
      { kind: 'active', hours: 24, channels: [CHANNEL] },
    ]);
    expect([other, later].map(({ classification }) => classification.scenario)).toEqual([
      'TECH_SUPPORT_BASIC',
      'TECH_SUPPORT_BASIC',
    ]);
  });

  it('do not keep the other’s clients from being told once enough of them report it themselves', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    const turns = await desk.outage({ partner: 'other', of: LIMITS.channelReporters });
    await desk.workAll();
    expect(turns.at(-1)?.classification.scenario).toBe('MASS_OUTAGE');
    expect(desk.broadcaster.plans.map(({ audience }) => audience)).toEqual([
      { kind: 'active', hours: 24, channels: [CHANNEL] },
      { kind: 'active', hours: 24, channels: ['partner:other'] },
    ]);
  });
});

describe('a reporter', () => {
  it('who writes again hears that it goes on, and hands nothing over however often', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    const first = await desk.clientSays('again', { text: 'не могу войти' });
    expect(first.text).toContain(NOTICE);
    for (let n = 0; n < 5; n++) {
      desk.clock.advance(MINUTE);
      const next = await desk.clientSays('again', { text: `всё ещё не работает ${n}` });
      expect(next).toMatchObject({ text: GOES_ON, hand_off: undefined, left: false });
    }
    expect((await desk.headOf('again')).status).toBe('open');
  });

  it('counts as told, so that no broadcast tells it again; one whom a broadcast told hears that it goes on', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    const { id } = await desk.open();
    const told = (client: string) => ({
      incident_id: id,
      stage: 'notice' as const,
      conversation_id: desk.idOf(client),
      at: desk.clock.business(),
      by: 'brd_1',
    });
    expect(await desk.links.reserve(told('reporter-5'))).toMatchObject({ by: 'answer' });
    expect(await desk.links.reserve(told('reporter-0'))).toBeUndefined();
    expect((await desk.clientSays('reporter-0', { text: 'и сейчас' })).text).toBe(GOES_ON);
  });

  it('is told once, whichever call of its answer crashes', async () => {
    for (let k = 1, crashed = true; crashed; k++) {
      const desk = anIncidentDesk();
      await desk.outage();
      await acceptMessage(desk.accept, incoming({ client_id: 'unlucky', text: 'не могу войти' }));
      const signal = { conversation_id: desk.idOf('unlucky') };
      const { ports } = crashing(desk.answer, k, k % 2 ? 'before' : 'after');
      const { ports: reporters } = crashing(
        desk.answer.incidents ?? ({} as never),
        k,
        k % 2 ? 'after' : 'before',
      );
      crashed = false;
      for (const tried of [ports, { ...desk.answer, incidents: reporters }])
        await answerConversation(tried, signal).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
          crashed = true;
        });
      await answerConversation(desk.answer, signal);
      const said = await desk.conversations.history(signal.conversation_id, {
        limit: 9,
        decisionsOnly: true,
      });
      expect(said.flatMap(turnIn).map(({ text }) => text.includes(NOTICE))).toEqual([true]);
      const told = await desk.links.amongst((await desk.open()).id, 'notice', [signal.conversation_id]);
      expect(told.map(({ by }) => by)).toEqual(['answer']);
    }
  });

  it('who writes on before it is answered is told by the turn that comes true', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    const { id } = await desk.open();
    const conversation_id = desk.idOf('quick');
    const told = { incident_id: id, stage: 'notice' as const, conversation_id, at: desk.clock.business() };
    // A turn has reserved it that never was committed.
    await desk.links.reserve({ ...told, by: 'answer' });
    expect((await desk.clientSays('quick', { text: 'не могу войти' })).text).toContain(NOTICE);
  });

  it('gets the incident’s own words, in their language', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    const { id } = await desk.open();
    const texts = { notice: { en: 'The lessons are down until noon.' } };
    await changeIncident(desk.change, id, ANNA, { deed: 'update', texts });
    desk.clock.advanceWall(LIMITS.boardRememberedWall);
    expect((await desk.clientSays('ann', { text: 'I cannot sign in' })).text).toContain(texts.notice.en);
    expect((await desk.clientSays('anya', { text: 'не пускает' })).text).toContain(NOTICE);
  });

  it('who surely wants something else, or a person, is answered as ever', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    desk.classifier.answers.set('верните деньги', { scenario: 'COMPLAINT' });
    const angry = await desk.clientSays('angry', { text: 'верните деньги' });
    expect(angry).toMatchObject({
      classification: { scenario: 'COMPLAINT' },
      hand_off: { reason: 'complaint' },
    });
    const asks = await desk.clientSays('asks', { text: 'не могу войти, позовите оператора' });
    expect(asks).toMatchObject({
      classification: { scenario: 'MASS_OUTAGE' },
      hand_off: { reason: 'client_asked_for_human' },
    });
  });

  it('of something else that does not work gets its usual answer', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    desk.kinds.set('не слышно учителя', 'sound_video');
    const turn = await desk.clientSays('deaf', { text: 'не слышно учителя' });
    expect(turn.classification.scenario).toBe('TECH_SUPPORT_BASIC');
  });
});

describe('the end of an incident', () => {
  it('is told once to whoever was told of it, and closes what waited for nothing else', async () => {
    const desk = anIncidentDesk();
    for (let n = 0; n < 2; n++) await desk.clientSays('escalated', { text: `урок не открывается ${n}` });
    expect((await desk.headOf('escalated')).status).toBe('escalated');
    await desk.outage({ of: 5 });
    await desk.workAll();
    await desk.clientSays('escalated', { text: 'и опять' });
    for (const client of ['mixed', 'taken', 'plain'])
      await desk.clientSays(client, { text: 'не могу войти' });
    desk.classifier.answers.set('и перенесите урок', { scenario: 'SCHEDULE_CHANGE' });
    desk.kinds.clear();
    desk.clock.advance(MINUTE);
    await desk.clientSays('mixed', { text: 'и перенесите урок' });
    await takeConversation(desk.operate, desk.idOf('taken'), 'anna');
    const id = await resolved(desk);
    expect(desk.broadcaster.plans.map(({ stage, audience }) => [stage, audience])).toEqual([
      ['notice', { kind: 'active', hours: 24, channels: [CHANNEL] }],
      ['restore', { kind: 'told', incident_id: id }],
    ]);
    const status = async (client: string) => (await desk.headOf(client)).status;
    expect(await status('escalated')).toBe('closed');
    expect(await status('plain')).toBe('closed');
    expect(await status('mixed')).toBe('escalated');
    expect((await desk.headOf('taken')).handler).toBe('operator');
    const incident = await desk.incidents.incident(id);
    expect(incident?.settled?.linked).toBeGreaterThan(3);
    expect((await desk.incidents.board()).open).toEqual([]);
  });

  it('leaves whoever was told of nothing in the queue', async () => {
    const desk = anIncidentDesk();
    for (let n = 0; n < 2; n++) await desk.clientSays('untold', { text: `не открывается ${n}` });
    await desk.outage({ of: 5 });
    await desk.workAll();
    expect((await desk.headOf('untold')).incident?.id).toBe((await desk.open()).id);
    await resolved(desk);
    expect((await desk.headOf('untold')).status).toBe('escalated');
  });

  it('is worked off in steps, whichever call of them crashes', async () => {
    for (let k = 1, crashed = true; crashed; k++) {
      const desk = anIncidentDesk();
      await desk.outage({ of: 12 });
      await desk.workAll();
      const { id } = await desk.open();
      await changeIncident(desk.change, id, ANNA, { deed: 'resolve' });
      crashed = false;
      for (let sent = desk.incidentLane.take(); sent.length > 0; sent = desk.incidentLane.take())
        for (const { signal } of sent) {
          const { ports } = crashed
            ? { ports: desk.work }
            : crashing(desk.work, k, k % 2 ? 'before' : 'after');
          await workOnIncident(ports, signal).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
            crashed = true;
            desk.incidentLane.sent.push({ signal, delayS: 0 });
          });
        }
      expect((await desk.incidents.incident(id))?.settled).toMatchObject({ linked: 12 });
      expect(desk.broadcaster.plans.filter(({ stage }) => stage === 'restore')).toHaveLength(1);
      expect((await desk.headOf('reporter-7')).status).toBe('closed');
      if (k > 400) throw new Error('it never ends');
    }
  });

  it('that nobody could signal is found: it was signalled before, for later', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    await desk.workAll();
    const { id } = await desk.open();
    const { ports } = crashing(desk.change, 5, 'before');
    await expect(changeIncident(ports, id, ANNA, { deed: 'resolve' })).rejects.toThrow(Crash);
    expect(desk.incidentLane.sent).toEqual([
      { signal: { incident_id: id }, delayS: LIMITS.incidentFoundAfter / 1000 },
    ]);
    await desk.workAll();
    expect((await desk.incidents.incident(id))?.settled).toBeDefined();
  });
});

describe('a dismissed incident', () => {
  it('is not opened again by what was reported before, nor by what goes on as it was', async () => {
    const desk = anIncidentDesk();
    withOutages(desk, { confirm: 'operator' });
    await desk.outage({ of: 8 });
    const { id } = await desk.open();
    await changeIncident(desk.change, id, ANNA, { deed: 'dismiss' });
    await desk.outage({ of: 3, from: 8 });
    expect((await desk.incidents.board()).open).toEqual([]);
    const suspect = (reporters: number) => {
      const at = desk.clock.business();
      return desk.sensed.suspect(aSuspicion({ reporters, at, since: at - 5 * MINUTE }));
    };
    desk.clock.advance(11 * MINUTE);
    await suspect(8);
    expect((await desk.incidents.board()).open).toEqual([]);
    await suspect(12);
    expect((await desk.incidents.board()).open).toHaveLength(1);
  });

  it('is forgotten after a while', async () => {
    const desk = anIncidentDesk();
    withOutages(desk, { confirm: 'operator' });
    await desk.outage();
    await changeIncident(desk.change, (await desk.open()).id, ANNA, { deed: 'dismiss' });
    desk.clock.advance(2 * HOUR);
    await desk.outage({ from: 6 });
    expect((await desk.incidents.board()).open).toHaveLength(1);
  });

  it('of which clients were told already tells them that everything works', async () => {
    const desk = anIncidentDesk();
    await desk.outage();
    await desk.workAll();
    await changeIncident(desk.change, (await desk.open()).id, ANNA, { deed: 'dismiss' });
    await desk.workAll();
    expect(desk.broadcaster.plans.map(({ stage }) => stage)).toEqual(['notice', 'restore']);
  });
});

describe('an incident that an operator opens', () => {
  it('answers its reporters everywhere once it is confirmed, and starts no broadcast', async () => {
    const desk = anIncidentDesk();
    const { id } = await openIncident(desk.change, ANNA, { kinds: ['platform'], texts: {} });
    await changeIncident(desk.change, id, ANNA, { deed: 'confirm' });
    const turn = await desk.clientSays('first', { partner: 'other', text: 'не могу войти' });
    expect(turn.classification.scenario).toBe('MASS_OUTAGE');
    await desk.workAll();
    expect(desk.broadcaster.plans).toEqual([]);
  });

  it('does so also where the desk does not sense any, and counts nothing for it', async () => {
    const desk = anIncidentDesk();
    withOutages(desk, { sense: false });
    const { id } = await openIncident(desk.change, ANNA, { kinds: ['platform'], texts: {} });
    await changeIncident(desk.change, id, ANNA, { deed: 'confirm' });
    const turn = await desk.clientSays('first', { text: 'не могу войти' });
    expect([turn.classification.scenario, desk.reports.rows()]).toEqual(['MASS_OUTAGE', 0]);
  });

  it('is not changed by whoever has seen another version, and once it is over not at all', async () => {
    const desk = anIncidentDesk();
    const { id, version } = await openIncident(desk.change, ANNA, { kinds: ['mail'], texts: {} });
    const wish = { deed: 'update' as const, everywhere: false };
    await changeIncident(desk.change, id, { ...ANNA, version }, wish);
    await expect(changeIncident(desk.change, id, { ...ANNA, version }, wish)).rejects.toMatchObject({
      code: 'incident.changed',
      current: {
        id,
        version: version + 1,
        state: 'suspected',
        news: [expect.objectContaining({ by: 'anna', deed: 'changed' })],
      },
    });
    await expect(changeIncident(desk.change, id, ANNA, { deed: 'resolve' })).rejects.toMatchObject({
      code: 'incident.suspected',
    });
    await changeIncident(desk.change, id, ANNA, { deed: 'dismiss' });
    await changeIncident(desk.change, id, ANNA, { deed: 'dismiss' });
    await expect(changeIncident(desk.change, id, ANNA, wish)).rejects.toMatchObject({
      code: 'incident.over',
    });
  });
});

it('what a reporter costs does not depend on how many there are', async () => {
  const desk = anIncidentDesk();
  await desk.outage();
  const writes = async (client: string) => {
    let count = 0;
    const counting = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return (...input: unknown[]) => {
            if (['link', 'reserve', 'record', 'change', 'keep'].includes(String(name))) count += 1;
            return Reflect.apply(member, target, input);
          };
        },
      });
    const links = counting(desk.links);
    desk.answer.incidents = { ...desk.answer.incidents, links, toldClients: links } as never;
    await desk.clientSays(client, { text: 'не могу войти' });
    return count;
  };
  const few = await writes('tenth');
  await desk.outage({ from: 20, of: 300 });
  expect(await writes('thousandth')).toBe(few);
  expect(few).toBe(2);
});
