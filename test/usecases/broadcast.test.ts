import { describe, expect, it } from 'vitest';
import type { Broadcast } from '../../shared/domain/broadcast.ts';
import { TOLD_IN_ANSWER } from '../../shared/domain/incident.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { changeBroadcast } from '../../shared/usecases/start-broadcast.ts';
import { HOUR, MINUTE, SECOND } from '../builders.ts';
import { aDesk, type Desk, status } from './desk.ts';
import { aPlan, crashingAt, hear, INCIDENT, TEXTS, Telling } from './telling.ts';

const named = (count: number) => Array.from({ length: count }, (_, at) => `pupil-${at}`);
const told = ({ sender }: Desk) =>
  sender.sent.filter(({ text }) => text.source === 'broadcast').map(({ client_id }) => client_id);
const stateOf = async ({ broadcasts }: Desk, plan = aPlan()) =>
  (await broadcasts.broadcast(plan.id)) as Broadcast;

async function aHall(count: number): Promise<Desk> {
  const desk = aDesk({ rate: undefined });
  for (const client of named(count)) await hear(desk, client);
  desk.clock.advance(MINUTE);
  return desk;
}

describe('a broadcast', () => {
  it('tells every client who wrote in the last day on its channels once, however often they wrote', async () => {
    const desk = aDesk({ rate: undefined });
    await hear(desk, 'yesterday');
    desk.clock.advance(25 * HOUR);
    for (const client of named(60)) await hear(desk, client);
    for (let again = 0; again < 50; again++) {
      desk.clock.advance(10 * SECOND);
      await hear(desk, 'pupil-7');
    }
    await hear(desk, 'pupil-1', undefined, 'other');
    const plan = aPlan({ at: desk.clock.business() });
    const telling = new Telling(desk);
    await telling.start(plan);
    await telling.run();
    expect(told(desk).toSorted()).toEqual(named(60).toSorted());
    const { state, counts } = await stateOf(desk, plan);
    expect(state).toBe('done');
    expect(counts).toMatchObject({ found: 60, told: 60, failed: 0 });
  });

  it('leaves those out that cannot or must not be told, and says why', async () => {
    const desk = await aHall(2);
    const { conversations } = desk;
    await conversations.putProfile(await hear(desk, 'wants-none'), { notices: false }, desk.clock.business());
    await hear(desk, 'no-hook', {});
    const blocked = await hear(desk, 'blocked');
    await conversations.closeChannel((await conversations.head(blocked))!, desk.clock.business());
    const reporter = await hear(desk, 'reporter');
    const by = TOLD_IN_ANSWER;
    const at = desk.clock.business();
    await desk.broadcast.toldClients.reserve({
      incident_id: INCIDENT,
      stage: 'notice',
      conversation_id: reporter,
      at,
      by,
    });
    const telling = new Telling(desk);
    await telling.start(aPlan({ at }));
    await telling.run();
    expect(told(desk).toSorted()).toEqual(named(2));
    const skipped = { opted_out: 1, channel_closed: 1, already_told: 1, no_address: 1, not_reached: 0 };
    expect((await stateOf(desk, aPlan({ at }))).counts).toEqual({ found: 6, told: 2, failed: 0, skipped });
  });

  it('speaks in conversations that an operator has, and in closed ones', async () => {
    const desk = await aHall(1);
    const id = await hear(desk, 'with-operator');
    const head = (await desk.conversations.head(id))!;
    const take = { operator: 'op', at: desk.clock.business(), withdrawn: [], owed: [] };
    await desk.conversations.take(head, take);
    const telling = new Telling(desk);
    await telling.start(aPlan({ at: desk.clock.business() }));
    await telling.run();
    expect(told(desk)).toContain('with-operator');
  });

  it('keeps to the pace of its channel', async () => {
    const desk = await aHall(120);
    const moments: number[] = [];
    const { send } = desk.sender;
    desk.sender.send = (text) => {
      moments.push(text.text.due);
      return send.call(desk.sender, text);
    };
    const telling = new Telling(desk);
    await telling.start(aPlan({ at: desk.clock.business() }));
    await telling.run();
    const sorted = moments.toSorted((a, b) => a - b);
    expect(sorted).toHaveLength(120);
    for (const [at, moment] of sorted.entries()) {
      const second = sorted.filter((it) => it >= moment && it < moment + SECOND);
      expect(second.length, `from number ${at}`).toBeLessThanOrEqual(LIMITS.noticesASecond);
    }
  });

  it('started again under its id is the same, and a second one of the incident tells nobody twice', async () => {
    const desk = await aHall(30);
    const at = desk.clock.business();
    const telling = new Telling(desk);
    await telling.start(aPlan({ at }));
    await telling.start(aPlan({ at }));
    await telling.run();
    await hear(desk, 'elsewhere', undefined, 'other');
    const everywhere = { kind: 'active', hours: 24, channels: 'all' } as const;
    const wider = aPlan({ at: desk.clock.business(), audience: everywhere });
    await telling.start(wider);
    await telling.run();
    expect(told(desk).toSorted()).toEqual([...named(30), 'elsewhere'].toSorted());
    expect((await stateOf(desk, wider)).counts.skipped.already_told).toBe(30);
  });

  it('that nobody asked for goes to no channel but those it names', async () => {
    const desk = await aHall(1);
    for (let one = 0; one < 6; one++) await hear(desk, `throw-away-${one}`, undefined, 'victim-of-its-own');
    const audience = { kind: 'active', hours: 24, channels: ['partner:victim-of-its-own'] } as const;
    const telling = new Telling(desk);
    await telling.start(aPlan({ automatic: true, at: desk.clock.business(), audience }));
    await telling.run();
    expect(new Set(desk.sender.sent.map(({ partner }) => partner))).toEqual(new Set(['victim-of-its-own']));
    const everywhere = { kind: 'active', hours: 24, channels: 'all' } as const;
    await expect(telling.start(aPlan({ automatic: true, audience: everywhere }))).rejects.toThrow();
  });

  it('that is cancelled sends nothing that was not being sent, and tells so', async () => {
    const desk = await aHall(200);
    const at = desk.clock.business();
    const telling = new Telling(desk);
    await telling.start(aPlan({ at }));
    let atCancel = 0;
    telling.meanwhile = async () => {
      if (atCancel > 0 || told(desk).length < 60) return;
      atCancel = told(desk).length;
      await changeBroadcast(desk.broadcast as never, aPlan({ at }).id, 'cancel', 'root');
    };
    await telling.run();
    expect(atCancel).toBeGreaterThan(0);
    expect(told(desk)).toHaveLength(atCancel);
    const { state, counts } = await stateOf(desk, aPlan({ at }));
    expect(state).toBe('cancelled');
    const cancelled = desk.journal.lines.filter(({ fields }) => fields['rule'] === 'cancelled.broadcast');
    expect(cancelled).toHaveLength(counts.told - atCancel);
  });

  it('that is paused stands still until it is resumed, and then tells the rest', async () => {
    const desk = await aHall(300);
    const at = desk.clock.business();
    const { id } = aPlan({ at });
    const telling = new Telling(desk);
    await telling.start(aPlan({ at }));
    await telling.run(at + 3 * SECOND);
    await changeBroadcast(desk.broadcast as never, id, 'pause', 'root');
    await telling.run();
    const before = told(desk).length;
    expect(before).toBeLessThan(300);
    expect((await stateOf(desk, aPlan({ at }))).state).toBe('paused');
    desk.clock.advance(HOUR);
    await changeBroadcast(desk.broadcast as never, id, 'resume', 'root');
    await telling.run();
    expect(new Set(told(desk)).size).toBe(300);
    expect(told(desk)).toHaveLength(300);
  });

  it('of an incident’s end reaches those whom the notice reached, and takes back what of it did not leave', async () => {
    const desk = await aHall(3);
    const at = desk.clock.business();
    const telling = new Telling(desk);
    desk.sender.next.push(status(503));
    await telling.start(aPlan({ at }));
    await telling.run(at + 4 * SECOND);
    expect(told(desk)).toHaveLength(3);
    const restore = aPlan({
      stage: 'restore',
      at: desk.clock.business(),
      texts: { ru: 'Работает.', en: 'It works.' },
      audience: { kind: 'told', incident_id: INCIDENT },
    });
    await telling.start(restore);
    await telling.run();
    const texts = desk.sender.sent.map(({ text }) => text.text);
    expect(texts.filter((text) => text === 'Работает.')).toHaveLength(2);
    expect(texts.filter((text) => text === TEXTS.ru)).toHaveLength(3);
    expect((await stateOf(desk, restore)).counts).toMatchObject({
      found: 3,
      told: 2,
      skipped: { not_reached: 1 },
    });
    expect((await stateOf(desk, aPlan({ at }))).withdrawn_at).toBe(restore.at);
  });

  it('tells a client who is answered in English in English', async () => {
    const desk = aDesk({ rate: undefined });
    await hear(desk, 'one');
    const id = await hear(desk, 'two');
    const { conversations } = desk;
    const head = conversations.head.bind(conversations);
    conversations.head = async (which) => {
      const found = await head(which);
      return found && which === id ? { ...found, language: 'en' } : found;
    };
    desk.clock.advance(SECOND);
    const telling = new Telling(desk);
    await telling.start(aPlan({ at: desk.clock.business() }));
    await telling.run();
    expect(desk.sender.sent.map(({ client_id, text }) => [client_id, text.text]).toSorted()).toEqual([
      ['one', TEXTS.ru],
      ['two', TEXTS.en],
    ]);
  });
});

describe('a crash', () => {
  const clients = named(LIMITS.noticeBatch + 2);

  async function tellWith(number: number, when: 'before' | 'after') {
    const desk = await aHall(clients.length);
    await desk.conversations.putProfile(await hear(desk, 'none'), { notices: false }, desk.clock.business());
    const at = desk.clock.business();
    const { ports, calls } = crashingAt(desk.broadcast, number, when);
    const telling = new Telling(desk, ports);
    await telling.start(aPlan({ at }));
    await telling.run();
    return { desk, telling, calls: calls(), broadcast: await stateOf(desk, aPlan({ at })) };
  }

  it.each(['before', 'after'] as const)(
    '%s any call leaves every client with one notice, and the counts right',
    { timeout: 30_000 },
    async (when) => {
      const { calls } = await tellWith(0, when);
      expect(calls).toBeGreaterThan(clients.length * 4);
      for (let number = 1; number <= calls; number++) {
        const { desk, broadcast } = await tellWith(number, when);
        expect(told(desk).toSorted(), `call ${number}`).toEqual(clients.toSorted());
        const { found, told: count, failed, skipped } = broadcast.counts;
        expect([broadcast.state, found, count, failed, skipped.opted_out]).toEqual([
          'done',
          clients.length + 1,
          clients.length,
          0,
          1,
        ]);
      }
    },
  );

  it('goes on although the write that kept a step was repeated, and its repeat refused', async () => {
    const desk = await aHall(60);
    const { broadcasts } = desk;
    const save = broadcasts.save.bind(broadcasts);
    broadcasts.save = async (seen, next) => {
      await save(seen, next);
      return save(seen, next);
    };
    const at = desk.clock.business();
    const telling = new Telling(desk);
    await telling.start(aPlan({ at }));
    await telling.run();
    expect(told(desk).toSorted()).toEqual(named(60).toSorted());
    expect((await stateOf(desk, aPlan({ at }))).counts).toMatchObject({ found: 60, told: 60 });
  });

  it('twice at every step, with every signal twice, changes nothing of that', async () => {
    const desk = await aHall(60);
    const { broadcastLane } = desk;
    const send = broadcastLane.send.bind(broadcastLane);
    broadcastLane.send = async (signal, delayS, group) => {
      await send(signal, delayS, group);
      await send(signal, (delayS ?? 0) + 1, group);
    };
    const at = desk.clock.business();
    const telling = new Telling(desk);
    await telling.start(aPlan({ at }));
    await telling.run();
    expect(told(desk).toSorted()).toEqual(named(60).toSorted());
    expect((await stateOf(desk, aPlan({ at }))).counts).toMatchObject({ found: 60, told: 60 });
  });
});
