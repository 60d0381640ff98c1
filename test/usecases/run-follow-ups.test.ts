import { describe, expect, it } from 'vitest';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import {
  handBackConversation,
  replyToClient,
  takeConversation,
} from '../../shared/usecases/operate-conversation.ts';
import { runFollowUps } from '../../shared/usecases/run-follow-ups.ts';
import { CONVERSATION, DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';
import { aDesk, crashing, type Desk, incoming, SIGNAL, status } from './desk.ts';

/** A client wrote, and the bot's reply was delivered just now. */
async function answered(scenario: 'GREETING' | 'REFERRAL' | 'FAREWELL' | 'COMPLAINT' = 'GREETING') {
  const desk = aDesk({ pace: 'immediate' });
  desk.classifier.answers.set('words', { scenario });
  await say(desk);
  return desk;
}

async function say(desk: Desk): Promise<void> {
  await acceptMessage(desk.accept, incoming({ text: 'words', idempotency_key: `${desk.clock.business()}` }));
  await answerConversation(desk.answer, SIGNAL);
  await deliverOutbound(desk.deliver, SIGNAL);
}

/** Lets time pass, and whoever is to come by come by. */
async function later(desk: Desk, milliseconds: number): Promise<void> {
  desk.clock.advance(milliseconds);
  await runFollowUps(desk.follow, SIGNAL);
  await deliverOutbound(desk.deliver, SIGNAL);
}

const said = (desk: Desk) => desk.sender.sent.map(({ text }) => text.source);
const lastArmed = (desk: Desk) => desk.wakeUps.armed.at(-1)?.at;
const armedTimes = (desk: Desk) => desk.wakeUps.armed.map(({ at }) => at);

describe('a client who falls silent after a greeting', () => {
  it('is reminded 15 min, 30 min and a day after the delivery, told goodbye, and the conversation is closed', async () => {
    const desk = await answered();
    expect(desk.wakeUps.armed).toEqual([{ conversation_id: CONVERSATION, at: NOW + 15 * MINUTE }]);
    const told: [string, number][] = [];
    for (const at of [15 * MINUTE, 30 * MINUTE, DAY, DAY + 2 * MINUTE, DAY + 3 * MINUTE]) {
      await later(desk, NOW + at - 1 - desk.clock.business());
      told.push(['before', said(desk).length]);
      await later(desk, 1);
      told.push([said(desk).at(-1) ?? '', said(desk).length]);
    }
    expect(told).toEqual([
      ['before', 1],
      ['reminder', 2],
      ['before', 2],
      ['reminder', 3],
      ['before', 3],
      ['reminder', 4],
      ['before', 4],
      ['farewell', 5],
      ['before', 5],
      ['farewell', 5],
    ]);
    expect(await desk.head()).toMatchObject({ status: 'closed', outbox: {} });
  });

  it('is reminded in the language it was answered in', async () => {
    const desk = await answered();
    await later(desk, 15 * MINUTE);
    expect(desk.sender.sent[1]?.text.text).toMatch(
      desk.sender.sent[0]?.text.text.match(/[а-я]/i) ? /[а-я]/i : /[a-z]/i,
    );
  });

  it('is not reminded once it has written again; the new reply starts anew', async () => {
    const desk = await answered();
    desk.clock.advance(14 * MINUTE);
    await say(desk);
    await later(desk, MINUTE);
    expect(said(desk)).toEqual(['ai_bot', 'ai_bot']);
    await later(desk, 14 * MINUTE);
    expect(said(desk)).toEqual(['ai_bot', 'ai_bot', 'reminder']);
  });

  it('is not reminded of what never arrived', async () => {
    const desk = aDesk({ pace: 'immediate' });
    desk.sender.next.push(status(503));
    await say(desk);
    expect(desk.wakeUps.armed).toEqual([]);
    await later(desk, 20 * MINUTE);
    expect(said(desk)).not.toContain('reminder');
  });
});

it.each([
  ['REFERRAL', [2 * MINUTE, 'farewell'], [3 * MINUTE, 'closed']],
  ['FAREWELL', [2 * MINUTE, 'ai_bot'], [3 * MINUTE, 'closed']],
] as const)('a %s is followed by: %j, %j', async (scenario, [first, source], [second, state]) => {
  const desk = await answered(scenario);
  await later(desk, first);
  expect(said(desk).at(-1)).toBe(source);
  await later(desk, second - first);
  expect((await desk.head()).status).toBe(state);
});

it('a client who waits for a human gets nothing, and the promise is told of when it is overdue', async () => {
  const desk = await answered('COMPLAINT');
  expect(desk.followUps.sent).toEqual([{ signal: SIGNAL, delayS: 0 }]);
  await runFollowUps(desk.follow, SIGNAL);
  expect(lastArmed(desk)).toBe(NOW + HOUR);
  await later(desk, HOUR);
  await later(desk, 2 * DAY);
  expect(said(desk)).toEqual(['ai_bot']);
  expect(await desk.head()).toMatchObject({ status: 'escalated', escalation: { overdue: true } });
  expect(desk.journal.of('escalation.overdue')).toHaveLength(1);
});

it('what follows a reply is armed for without a note on the head: the next reply is in time by it, or notes its own', async () => {
  const desk = await answered();
  const spent = async (minutes: number, act: () => Promise<void>) => {
    desk.clock.advance(minutes * MINUTE);
    await act();
    const { armed = 0 } = await desk.head();
    return [armedTimes(desk), armed].flat().map((at) => (at - NOW) / MINUTE);
  };
  const write = () => say(desk);
  const wake = () => runFollowUps(desk.follow, SIGNAL);
  expect(await spent(14, write)).toEqual([15, 15]);
  expect(await spent(1, wake)).toEqual([15, 29, 15]);
  expect(await spent(13, write)).toEqual([15, 29, 43, 43]);
  expect(await spent(1, wake)).toEqual([15, 29, 43, 43]);
});

it('a promise alone is watched without a note on the head, by one wake-up however often somebody comes by', async () => {
  const desk = await answered('COMPLAINT');
  await runFollowUps(desk.follow, SIGNAL);
  await later(desk, MINUTE);
  expect(armedTimes(desk)).toEqual([NOW + HOUR, NOW + HOUR]);
  expect((await desk.head()).armed).toBeUndefined();
  await say(desk);
  await runFollowUps(desk.follow, SIGNAL);
  const { owed, armed, escalation } = await desk.head();
  expect([owed.length, armed]).toEqual([1, escalation?.deadline]);
});

describe('a reminder', () => {
  it('that cannot be delivered is tried again, and not said once half an hour is over', async () => {
    const desk = await answered();
    for (let n = 0; n < 4; n++) desk.sender.next.push(status(503));
    desk.clock.advance(15 * MINUTE);
    await runFollowUps(desk.follow, SIGNAL);
    const [id = ''] = Object.keys((await desk.head()).outbox);
    for (const wait of [0, 6 * SECOND, 7 * MINUTE, 40 * MINUTE]) {
      desk.clock.advance(wait);
      await deliverOutbound(desk.deliver, SIGNAL, 'slow');
    }
    const attempts = await desk.conversations.attempts(CONVERSATION, id);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['retry', 'retry', 'retry', 'cancelled']);
    expect(attempts.at(-1)?.rule).toBe('cancelled.expired');
    expect((await desk.head()).outbox).toEqual({});
  });

  it('is left out while an earlier one is still under way', async () => {
    const desk = await answered();
    desk.clock.advance(15 * MINUTE);
    await runFollowUps(desk.follow, SIGNAL);
    desk.clock.advance(15 * MINUTE);
    await runFollowUps(desk.follow, SIGNAL);
    const head = await desk.head();
    expect(Object.values(head.outbox).map(({ source }) => source)).toEqual(['reminder']);
    expect(head.follow_up?.step).toBe(2);
  });

  it('is made once by two that are woken at once', async () => {
    const desk = await answered();
    desk.clock.advance(15 * MINUTE);
    await Promise.all([runFollowUps(desk.follow, SIGNAL), runFollowUps(desk.follow, SIGNAL)]);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(said(desk)).toEqual(['ai_bot', 'reminder']);
  });

  it('that comes due at night is said in the morning, and the next a quarter of an hour later', async () => {
    const desk = aDesk({ pace: 'immediate' });
    desk.clock.advance(5 * HOUR + 55 * MINUTE); // 20:55 in Moscow
    desk.classifier.answers.set('words', { scenario: 'GREETING' });
    await say(desk);
    await later(desk, 15 * MINUTE);
    expect(said(desk)).toEqual(['ai_bot']);
    const morning = Date.UTC(2026, 10, 25, 6);
    expect(armedTimes(desk)).toContain(morning);
    await later(desk, morning - desk.clock.business());
    expect(said(desk)).toEqual(['ai_bot', 'reminder']);
    await later(desk, 15 * MINUTE - 1);
    expect(said(desk)).toHaveLength(2);
    await later(desk, 1);
    expect(said(desk)).toHaveLength(3);
  });

  it('is not said over an operator who took the conversation', async () => {
    const desk = await answered();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await later(desk, 15 * MINUTE);
    await later(desk, DAY);
    expect(said(desk)).toEqual(['ai_bot']);
  });

  it('whose text is broken says the shipped one, and that is an alert', async () => {
    const desk = await answered();
    const published = { FOLLOW_UP_REMINDER_1: { version: 2, texts: { ru: '{oops}', en: '{oops}' } } };
    desk.handbooks.handbook = { ...SHIPPED_HANDBOOK, published };
    await later(desk, 15 * MINUTE);
    expect(desk.sender.sent[1]?.text.text).not.toMatch(/[{}]/);
    expect(desk.journal.of('template.broken')).toMatchObject([{ template: 'FOLLOW_UP_REMINDER_1' }]);
  });

  it('that cannot be said at all is left out, because the generic text would promise an operator', async () => {
    const desk = await answered();
    desk.handbooks.handbook = { ...SHIPPED_HANDBOOK, shipped: {} };
    await later(desk, 15 * MINUTE);
    expect(said(desk)).toEqual(['ai_bot']);
    expect((await desk.head()).follow_up?.step).toBe(1);
    expect(desk.journal.of('template.broken')).toMatchObject([{ fallback: true }]);
  });

  it('follows the policy that is in force', async () => {
    const desk = await answered();
    const policy = { ...SHIPPED_POLICY, follow_ups: { ...SHIPPED_POLICY.follow_ups, reminders_s: [] } };
    desk.handbooks.handbook = { ...SHIPPED_HANDBOOK, policy };
    await later(desk, 2 * MINUTE);
    expect(said(desk)).toEqual(['ai_bot', 'farewell']);
  });
});

describe('an operator', () => {
  it('who is silent for half an hour while the client waits loses the conversation to the queue', async () => {
    const desk = await answered();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    desk.clock.advance(MINUTE);
    await acceptMessage(desk.accept, incoming({ text: 'hello?' }));
    await later(desk, 30 * MINUTE - 1);
    expect((await desk.head()).handler).toBe('operator');
    await later(desk, 1);
    expect(await desk.head()).toMatchObject({ handler: 'bot', status: 'escalated', tenure: 3 });
    expect(desk.journal.of('conversation.returned')).toEqual([
      { conversation_id: CONVERSATION, operator: 'operator_001' },
    ]);
    const [told] = await desk.conversations.timeline(CONVERSATION, { limit: 1 });
    expect(told).toMatchObject({
      kind: 'action',
      action: {
        by: 'desk',
        action: 'return',
        before: { assignee: 'operator_001' },
        after: { handler: 'bot' },
      },
    });
    expect(desk.inbound.sent.at(-1)).toEqual({ signal: SIGNAL, delayS: 0 });
  });

  it('who is about to lose it, and owes an answer, is watched over by one signal that does not make others', async () => {
    const desk = aDesk({ pace: 'natural' });
    await acceptMessage(desk.accept, incoming({ text: 'words' }));
    desk.clock.advance(LIMITS.burstQuiet);
    await answerConversation(desk.answer, SIGNAL);
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    desk.clock.advance(30 * MINUTE - 20 * SECOND);
    await desk.conversations.noteArmed(CONVERSATION, desk.clock.business());
    expect((await desk.head()).owed).toHaveLength(1);
    desk.inbound.take();
    desk.followUps.take();
    await runFollowUps(desk.follow, SIGNAL);
    for (let rounds = 0; rounds < 3; rounds++) {
      for (const _ of desk.inbound.take()) await answerConversation(desk.answer, SIGNAL);
      for (const { delayS } of desk.followUps.take())
        if (delayS === 0) await runFollowUps(desk.follow, SIGNAL);
    }
    expect([desk.inbound.take(), desk.followUps.take()]).toEqual([[], []]);
  });

  it('who writes keeps it', async () => {
    const desk = await answered();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await acceptMessage(desk.accept, incoming({ text: 'hello?' }));
    desk.clock.advance(29 * MINUTE);
    const reply = { operator: 'operator_001', text: 'Сейчас посмотрю.', key: 'k1' };
    expect(await replyToClient(desk.operate, CONVERSATION, reply)).toBe('said');
    await later(desk, 10 * HOUR);
    expect(await desk.head()).toMatchObject({ handler: 'operator', pending: [], owed: [], status: 'open' });
    expect(said(desk)).toEqual(['ai_bot', 'operator']);
  });

  it('who hands back settles the matter: a farewell, and closed', async () => {
    const desk = await answered('COMPLAINT');
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await replyToClient(desk.operate, CONVERSATION, { operator: 'operator_001', text: 'Решено.', key: 'k1' });
    await deliverOutbound(desk.deliver, SIGNAL);
    desk.clock.advance(HOUR);
    await handBackConversation(desk.operate, CONVERSATION);
    await later(desk, 2 * MINUTE);
    await later(desk, MINUTE);
    expect(said(desk)).toEqual(['ai_bot', 'operator', 'farewell']);
    expect((await desk.head()).status).toBe('closed');
  });
});

it('a new message reopens what was closed', async () => {
  const desk = await answered('FAREWELL');
  await later(desk, 3 * MINUTE);
  expect((await desk.head()).status).toBe('closed');
  await say(desk);
  expect((await desk.head()).status).toBe('open');
  await later(desk, 3 * MINUTE);
  expect((await desk.head()).status).toBe('closed');
});

describe('a crash at any call', () => {
  it.each([15 * MINUTE, 2 * DAY])(
    'leaves one reminder, and something armed for what comes next (%i ms)',
    async (wait) => {
      for (let k = 1; k <= 12; k++)
        for (const when of ['before', 'after'] as const) {
          const desk = await answered();
          desk.clock.advance(wait);
          const { ports } = crashing(desk.follow, k, when);
          await runFollowUps(ports, SIGNAL).catch(() => undefined);
          await runFollowUps(desk.follow, SIGNAL);
          await deliverOutbound(desk.deliver, SIGNAL);
          const reminders = said(desk).filter((source) => source === 'reminder').length;
          if (wait === 15 * MINUTE) {
            expect(reminders).toBe(1);
            expect(armedTimes(desk)).toContain(NOW + 30 * MINUTE);
          } else {
            expect(reminders).toBeLessThanOrEqual(1);
            expect((await desk.head()).status).toBe('closed');
          }
        }
    },
  );
});
