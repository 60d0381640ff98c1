import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { Conversations } from '../../shared/ports.ts';
import { acceptMessage, type IncomingMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { turnIn } from '../../shared/usecases/find-turn.ts';
import { aMessage, anAdmission, aPhoto, CONVERSATION, DAY, MINUTE, NOW, SECOND } from '../builders.ts';
import { aDesk, Crash, crashing, type Desk, incoming, SIGNAL } from './desk.ts';

let said = 0;
const say = (desk: Desk, over: Partial<IncomingMessage> = {}) =>
  acceptMessage(desk.accept, incoming({ text: `words ${said++}`, ...over }));

async function turnsOf({ conversations }: Desk): Promise<Turn[]> {
  const items = await conversations.history(CONVERSATION, { limit: 200, decisionsOnly: true });
  return items.flatMap(turnIn).reverse();
}

/** The conversations, with some of their methods replaced. */
function altered(desk: Desk, change: Partial<Conversations>): Conversations {
  const { conversations } = desk;
  return new Proxy(conversations as Conversations, {
    get: (_, name) => {
      const other: unknown = Reflect.get(change, name);
      const member: unknown = other ?? Reflect.get(conversations, name);
      return typeof member === 'function' ? member.bind(conversations) : member;
    },
  });
}

describe('a row that lands after its id was forgotten', () => {
  it('is answered: neither the 202 nor the words are lost', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const slow = altered(desk, {
      async putMessage(message) {
        // The door sleeps for more than a minute; meanwhile somebody looks at the conversation.
        desk.clock.advance(LIMITS.pendingWithoutRow + SECOND);
        await answerConversation(desk.answer, SIGNAL);
        expect((await desk.head()).pending).toEqual([]);
        return desk.conversations.putMessage(message);
      },
    });
    const { message_id } = await acceptMessage({ ...desk.accept, conversations: slow }, incoming());
    await answerConversation(desk.answer, SIGNAL);
    expect((await turnsOf(desk)).map(({ answers }) => answers)).toEqual([[message_id]]);
  });
});

describe('a picture without words', () => {
  it.each([
    ['TECH_SUPPORT_BASIC', 'media_received', 'high'],
    ['ABSENCE_REQUEST', 'media_received', 'medium'],
    ['REVIEW_BONUS', 'media_received', 'high'],
  ] as const)('after %s is what the bot asked for', async (scenario, reason, priority) => {
    const desk = aDesk({ pace: 'immediate' });
    desk.classifier.answers.set('help', { scenario });
    await say(desk, { text: 'help' });
    await answerConversation(desk.answer, SIGNAL);
    desk.clock.advance(SECOND);
    await say(desk, { text: '', attachments: [aPhoto] });
    await answerConversation(desk.answer, SIGNAL);
    const turn = (await turnsOf(desk)).at(-1);
    expect(turn?.classification.scenario).toBe(scenario);
    expect(turn?.hand_off).toEqual({ reason, priority });
  });

  it('out of the blue is not understood, and goes to an operator', async () => {
    const desk = aDesk({ pace: 'immediate' });
    desk.classifier.answers.set('', { scenario: 'UNKNOWN', band: 'refuse' });
    await say(desk, { text: '', attachments: [aPhoto] });
    await answerConversation(desk.answer, SIGNAL);
    expect((await turnsOf(desk)).map(({ hand_off }) => hand_off?.reason)).toEqual(['unknown_scenario']);
  });
});

describe('a burst', () => {
  it('is waited for until it has been quiet for two seconds', async () => {
    const desk = aDesk();
    await say(desk);
    desk.inbound.take();
    desk.clock.advance(2 * SECOND - 1);
    await answerConversation(desk.answer, SIGNAL);
    expect(desk.inbound.take()).toEqual([{ signal: SIGNAL, delayS: 1 }]);
    expect(await turnsOf(desk)).toEqual([]);
    desk.clock.advance(1);
    await answerConversation(desk.answer, SIGNAL);
    expect(await turnsOf(desk)).toHaveLength(1);
    expect(desk.inbound.take()).toEqual([]);
  });

  it('that goes on is cut after six seconds', async () => {
    const desk = aDesk();
    for (let n = 0; n < 4; n++) {
      await say(desk);
      desk.clock.advance(1500);
      await answerConversation(desk.answer, SIGNAL);
    }
    const turns = await turnsOf(desk);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.answers).toHaveLength(4);
  });

  it('is answered at once at the immediate pace', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    await answerConversation(desk.answer, SIGNAL);
    expect(await turnsOf(desk)).toHaveLength(1);
  });

  it('is understood as one request, captions included, and gets one answer to all of it', async () => {
    const desk = aDesk();
    const ids = [];
    for (const [n, text] of ['Здравствуйте', 'не грузится урок', ''].entries()) {
      const attachments = n === 2 ? [{ ...aPhoto, caption: 'вот' }] : [];
      ids.push((await say(desk, { text, attachments })).message_id);
      desk.clock.advance(SECOND);
    }
    desk.clock.advance(SECOND);
    for (const _ of ids) await answerConversation(desk.answer, SIGNAL);
    expect(desk.classifier.heard).toEqual(['Здравствуйте\nне грузится урок\nвот']);
    const turns = await turnsOf(desk);
    expect(turns.map(({ answers }) => answers)).toEqual([ids]);
    expect(turns[0]?.in_reply_to).toBe(ids.at(-1));
  });

  it('is classified from a bounded amount of text', async () => {
    const desk = aDesk({ rate: undefined });
    for (let n = 0; n < 6; n++) await say(desk, { text: `${n}`.repeat(5000) });
    desk.clock.advance(6 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    expect(desk.classifier.heard[0]).toHaveLength(LIMITS.turnTextCharacters);
  });

  it('never makes a signal wait longer than a lane can hold it', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(gaps, async (pauses) => {
        const desk = aDesk();
        for (const pause of pauses) {
          await say(desk);
          desk.clock.advance(pause);
          await answerConversation(desk.answer, SIGNAL);
        }
        for (const { delayS } of [...desk.inbound.sent, ...desk.outbound.sent]) {
          expect(Number.isInteger(delayS)).toBe(true);
          expect(delayS).toBeGreaterThanOrEqual(0);
          expect(delayS).toBeLessThanOrEqual(LIMITS.laneDelaySeconds);
        }
        // And with whatever the lane brings back, everything is answered exactly once.
        for (let n = 0; n < 20; n++) {
          desk.clock.advance(SECOND);
          await answerConversation(desk.answer, SIGNAL);
        }
        const answered = (await turnsOf(desk)).flatMap(({ answers }) => answers);
        expect(answered).toHaveLength(pauses.length);
        expect(new Set(answered).size).toBe(pauses.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('answers', () => {
  it('greet a client exactly once, over any number of turns', async () => {
    const desk = aDesk({ pace: 'immediate', rate: undefined });
    for (let n = 0; n < 4; n++) {
      await say(desk);
      await answerConversation(desk.answer, SIGNAL);
      desk.clock.advance(10 * MINUTE);
    }
    const greetings = (await turnsOf(desk)).map(({ text }) => text.split('Здравствуйте').length - 1);
    expect(greetings).toEqual([1, 0, 0, 0]);
  });

  it('never fall due before an earlier one', async () => {
    const desk = aDesk({ rate: undefined });
    desk.classifier.answers.set('long', { scenario: 'ABSENCE_REQUEST' });
    desk.classifier.answers.set('short', { scenario: 'FAREWELL' });
    for (const text of ['short', 'long', 'short']) {
      await say(desk, { text });
      desk.clock.advance(2 * SECOND);
      await answerConversation(desk.answer, SIGNAL);
      desk.clock.advance(500);
    }
    const dues = (await turnsOf(desk)).map(({ due }) => due);
    expect(dues).toEqual(dues.toSorted((a, b) => a - b));
    expect((await turnsOf(desk)).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('are signalled for delivery when they are due', async () => {
    const desk = aDesk();
    await say(desk);
    desk.clock.advance(2 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    expect(desk.outbound.take()).toEqual([{ signal: SIGNAL, delayS: 5 }]);
  });

  it('find nothing to do on a second signal but to signal what waits', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    await answerConversation(desk.answer, SIGNAL);
    const head = await desk.head();
    await answerConversation(desk.answer, SIGNAL);
    expect(await desk.head()).toEqual(head);
    expect(desk.classifier.heard).toHaveLength(1);
  });

  it('are none for a conversation that does not exist', async () => {
    const desk = aDesk();
    await answerConversation(desk.answer, SIGNAL);
    expect([...desk.inbound.sent, ...desk.outbound.sent]).toEqual([]);
  });

  it('tell ids and outcomes to the journal, and no word of the client', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk, { text: 'CANARY +7 916 123-45-67', profile: { client_name: 'CANARY' } });
    desk.classifier.answers.set('CANARY +7 916 123-45-67', { scenario: 'LESSON_LINK', reasons: ['CANARY'] });
    await answerConversation(desk.answer, SIGNAL);
    expect(desk.journal.of('turn.committed')).toMatchObject([
      { scenario: 'LESSON_LINK', missing: ['lesson_link'] },
    ]);
    expect(JSON.stringify(desk.journal.lines)).not.toContain('CANARY');
  });
});

describe('a row that lands late', () => {
  it('is still seen and answered, although later messages were answered before it', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const late = aMessage({ id: `${(await say(desk)).message_id.slice(0, -1)}Z` });
    const seen = await desk.head();
    await desk.conversations.admit(seen, anAdmission({ id: late.id, window: { start: NOW, count: 2 } }));
    await answerConversation(desk.answer, SIGNAL);
    expect((await desk.head()).pending).toEqual([late.id]);
    await desk.conversations.putMessage(late);
    await answerConversation(desk.answer, SIGNAL);
    const turns = await turnsOf(desk);
    expect(turns.map(({ answers }) => answers.length)).toEqual([1, 1]);
    expect(turns.flatMap(({ answers }) => answers)).toContain(late.id);
  });

  it('is answered too if a draft that does not know it yet is taken up again after a crash', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await say(desk);
    const late = aMessage({ id: `${message_id.slice(0, -1)}Z` });
    await desk.conversations.admit(
      await desk.head(),
      anAdmission({ id: late.id, window: { start: NOW, count: 2 } }),
    );
    const dies = altered(desk, { commitTurn: () => Promise.reject(new Crash()) });
    await expect(answerConversation({ ...desk.answer, conversations: dies }, SIGNAL)).rejects.toThrow(Crash);
    await desk.conversations.putMessage(late);
    // The signal of the late message is the only one there is.
    await answerConversation(desk.answer, SIGNAL);
    expect((await desk.head()).pending).toEqual([]);
    const answered = (await turnsOf(desk)).flatMap(({ answers }) => answers);
    expect(answered.toSorted()).toEqual([message_id, late.id].toSorted());
  });
});

it('a draft that is taken up again after its message has come once more is followed up all the same', async () => {
  const desk = aDesk({ pace: 'immediate' });
  const { message_id } = await say(desk);
  const dies = altered(desk, { commitTurn: () => Promise.reject(new Crash()) });
  await expect(answerConversation({ ...desk.answer, conversations: dies }, SIGNAL)).rejects.toThrow(Crash);
  const again = anAdmission({ id: message_id, window: { start: NOW, count: 2 } });
  await desk.conversations.admit(await desk.head(), again);
  await answerConversation(desk.answer, SIGNAL);
  const { epoch, outbox } = await desk.head();
  expect(Object.values(outbox).map(({ sequel }) => sequel?.epoch)).toEqual([epoch]);
});

describe('a pending id without a row', () => {
  async function admitted(desk: Desk, age: number): Promise<string> {
    const entry = anAdmission({ at: NOW - age });
    await desk.conversations.admit(undefined, entry);
    return entry.id;
  }

  it.each([
    [MINUTE, true],
    [MINUTE + 1, false],
  ])('after %i ms is still waited for: %s', async (age, kept) => {
    const desk = aDesk({ pace: 'immediate' });
    const id = await admitted(desk, age);
    await answerConversation(desk.answer, SIGNAL);
    expect((await desk.head()).pending).toEqual(kept ? [id] : []);
  });

  it('holds up nobody: what has a row is answered', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const ghost = await admitted(desk, SECOND);
    const { message_id } = await say(desk);
    await answerConversation(desk.answer, SIGNAL);
    expect((await turnsOf(desk)).map(({ answers }) => answers)).toEqual([[message_id]]);
    expect((await desk.head()).pending).toEqual([ghost]);
  });

  it('is dropped by the turn that answers the others when it is old enough', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await admitted(desk, 2 * MINUTE);
    await say(desk);
    await answerConversation(desk.answer, SIGNAL);
    expect((await desk.head()).pending).toEqual([]);
    expect(await turnsOf(desk)).toHaveLength(1);
  });

  it('does not end what follows a reply: what was put off for its sake is looked at again', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await admitted(desk, SECOND);
    await say(desk);
    await answerConversation(desk.answer, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(await desk.head()).toMatchObject({ follow_up: { step: 0 }, pending: [expect.any(String)] });
    desk.clock.advance(DAY);
    desk.followUps.take();
    await answerConversation(desk.answer, SIGNAL);
    expect((await desk.head()).pending).toEqual([]);
    expect(desk.followUps.take()).toMatchObject([{ signal: SIGNAL }]);
  });

  it('does not hide a reply that was committed and never signalled', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    const dies = { ...desk.answer, outbound: { send: () => Promise.reject(new Crash()) } };
    await expect(answerConversation(dies, SIGNAL)).rejects.toThrow(Crash);
    const head = await desk.head();
    await desk.conversations.admit(head, anAdmission({ at: NOW + 1, window: { start: NOW, count: 2 } }));
    await answerConversation(desk.answer, SIGNAL);
    expect(desk.outbound.sent).toEqual([{ signal: SIGNAL, delayS: 0 }]);
  });
});

describe('a crash', () => {
  const steps = [1, 2, 3, 4, 5, 6].flatMap((k) => [
    { k, when: 'before' as const },
    { k, when: 'after' as const },
  ]);

  it.each(steps)('$when step $k, and the redelivered signal finishes with one reply', async ({ k, when }) => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await say(desk, { profile: { locale: 'ru' } });
    const dying = crashing(desk.answer, k, when);
    await answerConversation(dying.ports, SIGNAL).catch((error: unknown) =>
      expect(error).toBeInstanceOf(Crash),
    );
    desk.chance.next = 0.9;
    desk.clock.advance(MINUTE);
    desk.outbound.take();
    await answerConversation(desk.answer, SIGNAL);
    const turns = await turnsOf(desk);
    expect(turns.map(({ answers }) => answers)).toEqual([[message_id]]);
    expect((await desk.head()).pending).toEqual([]);
    expect(desk.outbound.sent).toEqual([{ signal: SIGNAL, delayS: 0 }]);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.ids()).toEqual([turns[0]?.id]);
  });

  it('covers every step that there is', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    const counted = crashing(desk.answer, 1000, 'before');
    await answerConversation(counted.ports, SIGNAL);
    expect(counted.calls()).toBe(6);
  });

  it('after the draft keeps the first decision, also if the classifier would decide otherwise now', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk, { text: 'ambiguous' });
    const dies = altered(desk, { commitTurn: () => Promise.reject(new Crash()) });
    await expect(answerConversation({ ...desk.answer, conversations: dies }, SIGNAL)).rejects.toThrow(Crash);
    desk.classifier.answers.set('ambiguous', { scenario: 'COMPLAINT' });
    desk.clock.advance(10 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    const [turn] = await turnsOf(desk);
    expect(turn?.classification.scenario).toBe('TECH_SUPPORT_BASIC');
    expect(turn?.decided_at).toBe(NOW);
  });

  it('shows no draft that was never committed as something that was said', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    const dies = altered(desk, { commitTurn: () => Promise.reject(new Crash()) });
    await expect(answerConversation({ ...desk.answer, conversations: dies }, SIGNAL)).rejects.toThrow(Crash);
    await say(desk);
    await answerConversation(desk.answer, SIGNAL);
    expect(await turnsOf(desk)).toHaveLength(1);
  });
});

describe('two consumers at once', () => {
  it('make one reply', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    await say(desk);
    await Promise.all(Array.from({ length: 5 }, () => answerConversation(desk.answer, SIGNAL)));
    expect(await turnsOf(desk)).toHaveLength(1);
    expect(Object.keys((await desk.head()).outbox)).toHaveLength(1);
  });

  it('and a message that comes in between: nothing is lost, nothing is answered twice', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    let interrupted = false;
    const busy = altered(desk, {
      async commitTurn(...input) {
        if (!interrupted) {
          interrupted = true;
          await say(desk);
        }
        return desk.conversations.commitTurn(...input);
      },
    });
    await answerConversation({ ...desk.answer, conversations: busy }, SIGNAL);
    const turns = await turnsOf(desk);
    expect(turns.map(({ answers }) => answers.length)).toEqual([2]);
    expect((await desk.head()).pending).toEqual([]);
  });

  it('that never get through leave a signal behind that counts as work done', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await say(desk);
    desk.inbound.take();
    const never = altered(desk, { commitTurn: async () => 'conflict' });
    await answerConversation({ ...desk.answer, conversations: never }, { ...SIGNAL, hops: 3 });
    expect(desk.inbound.sent).toEqual([{ signal: { ...SIGNAL, hops: 4 }, delayS: 2 }]);
  });
});

it('an outbox that is full keeps further answers waiting, and brings the signal back', async () => {
  const desk = aDesk({ pace: 'immediate', rate: undefined });
  for (let n = 0; n < LIMITS.outboxTexts; n++) {
    desk.classifier.answers.set(`question ${n}`, { scenario: 'REVIEW_BONUS' });
    await say(desk, { text: `question ${n}` });
    await answerConversation(desk.answer, SIGNAL);
  }
  expect(Object.keys((await desk.head()).outbox)).toHaveLength(LIMITS.outboxTexts);
  const { message_id } = await say(desk);
  desk.inbound.take();
  await answerConversation(desk.answer, SIGNAL);
  expect((await desk.head()).pending).toEqual([message_id]);
  expect(desk.inbound.sent).toEqual([{ signal: SIGNAL, delayS: LIMITS.laneDelaySeconds }]);
});

describe('the words of a burst', () => {
  const firstTurn = async (text: string, scenario: Scenario, over: Partial<IncomingMessage> = {}) => {
    const desk = aDesk({ pace: 'immediate' });
    desk.classifier.usual = { scenario };
    await say(desk, { text, ...over });
    await answerConversation(desk.answer, SIGNAL);
    const [turn] = await turnsOf(desk);
    if (!turn) throw new Error('there is no turn');
    return turn;
  };

  it.each([
    ['Позовите оператора!', 'COMPLAINT', 'client_asked_for_human'],
    ['Позовите оператора', 'GREETING', 'client_asked_for_human'],
    ['Преподаватель нагрубил ребёнку на уроке, это ужасно, позовите оператора', 'COMPLAINT', 'complaint'],
  ] as const)('%j, which the model takes for %s, is handed over as %s', async (text, scenario, reason) => {
    expect((await firstTurn(text, scenario)).hand_off?.reason).toBe(reason);
  });

  it('are read for what they name', async () => {
    const text = 'Мой сын Саша заболел, 15 декабря в 18:30 не придём. Телефон 8 916 123-45-67, заказ № A-17';
    const { entities } = await firstTurn(text, 'ABSENCE_REQUEST');
    expect(entities).toEqual({
      child_name: 'Саша',
      date: '2026-12-15',
      time: '18:30',
      phones: ['+79161234567'],
      reason: 'illness',
      order_number: expect.stringMatching(/17/),
    });
  });

  it.each([
    ['My son is ill and cannot come tomorrow', undefined, 'en', /Thank you/],
    ['Сын заболел', 'en', 'ru', /Спасибо/],
    ['👍', 'en-GB', 'en', /Thank you/],
    ['👍', undefined, 'ru', /Спасибо/],
  ] as const)(
    '%j of a client with the locale %s are answered in %s',
    async (text, locale, language, reply) => {
      const turn = await firstTurn(text, 'ABSENCE_REQUEST', { profile: locale ? { locale } : {} });
      expect(turn.language).toBe(language);
      expect(turn.text).toMatch(reply);
    },
  );
});

it('a model that cannot be asked keeps nobody waiting: a person is called, and somebody is told', async () => {
  const desk = aDesk({ pace: 'immediate' });
  desk.classifier.classify = async () => {
    throw new TypeError('CANARY');
  };
  await say(desk);
  await answerConversation(desk.answer, SIGNAL);
  const [turn] = await turnsOf(desk);
  expect(turn?.hand_off).toEqual({ reason: 'system_error', priority: 'medium' });
  expect(turn?.text).toMatch(/специалист/);
  expect(desk.journal.of('classifier.failed')).toMatchObject([{ error: 'TypeError' }]);
});
