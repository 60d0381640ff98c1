import { describe, expect, it } from 'vitest';
import { takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { runFollowUps } from '../../shared/usecases/run-follow-ups.ts';
import { CONVERSATION, DAY, HOUR, MINUTE, NOW } from '../builders.ts';
import { SIGNAL, status } from '../usecases/desk.ts';
import { aStory, deliveryOf } from './story.ts';

/** What is said to a client who stays silent after a question. */
const CHAIN = ['ai_bot', 'reminder', 'reminder', 'reminder', 'farewell'];

describe('F19: two processes that are woken at once', () => {
  it('make one reminder of each, one farewell and one close', async () => {
    const story = await aStory({ processes: 2 });
    await story.says('Не открывается урок');
    await story.passes(3 * DAY);
    expect(story.sources()).toEqual(CHAIN);
    expect(story.journal.of('conversation.closed')).toHaveLength(1);
  });
});

describe('N5: an answer of the client cancels the reminders of what was said before it,', () => {
  it('and what follows is counted from the reply to it', async () => {
    const story = await aStory();
    await story.says('Здравствуйте', 'GREETING');
    await story.passes(14 * MINUTE);
    await story.says('Это снова я', 'GREETING');
    await story.passes(15 * MINUTE - 1000);
    expect(story.sources()).toEqual(['ai_bot', 'ai_bot']);
    await story.passes(1000);
    expect(story.sources()).toEqual(['ai_bot', 'ai_bot', 'reminder']);
  });

  it('also one that is on its way', async () => {
    const story = await aStory();
    await story.says('Здравствуйте', 'GREETING');
    story.sender.next.push(status(503));
    await story.passes(15 * MINUTE);
    const reminder = story.sender.ids().at(-1);
    await story.says('Это снова я', 'GREETING');
    await story.passes(MINUTE);
    expect(story.sources()).toEqual(['ai_bot', 'reminder', 'ai_bot']);
    expect(await deliveryOf(story, reminder)).toMatchObject({ state: 'cancelled', rule: 'cancelled.epoch' });
  });
});

describe('N6: a stale reminder', () => {
  it('that fires says nothing and cancels nothing: the fresh ones come in their time', async () => {
    const story = await aStory();
    await story.says('Здравствуйте', 'GREETING');
    await story.passes(10 * MINUTE);
    await story.says('Это снова я', 'GREETING');
    const replied = story.clock.business();
    // The schedule that was armed first fires as it was armed, and once more.
    const { at } = story.wakeUps.armed[0] ?? { at: 0 };
    expect(at).toBe(NOW + 15 * MINUTE);
    await story.passes(at - replied);
    await story.followUps.send(SIGNAL);
    await story.passes(0);
    expect(story.sources()).toEqual(['ai_bot', 'ai_bot']);
    await story.passes(3 * DAY);
    const reminders = story.sender.sent.flatMap(({ text }) => (text.source === 'reminder' ? [text.due] : []));
    expect(reminders).toEqual([15 * MINUTE, 30 * MINUTE, DAY].map((after) => replied + after));
  });

  it('is none of three for every message: one chain is all there is', async () => {
    const story = await aStory();
    for (const text of ['Здравствуйте', 'Добрый день', 'Это я']) await story.says(text, 'GREETING');
    expect((await story.head()).follow_up).toMatchObject({ step: 0, epoch: 3 });
    await story.passes(3 * DAY);
    expect(story.sources()).toEqual(['ai_bot', 'ai_bot', ...CHAIN]);
  });
});

describe('N7: the scheduler', () => {
  it('does not lock itself: two processes bring every conversation to its end', async () => {
    const story = await aStory({ processes: 2 });
    for (const client_id of ['a', 'b', 'c']) await story.says('Здравствуйте', 'GREETING', { client_id });
    await story.passes(3 * DAY);
    expect(story.sources().filter((source) => source === 'farewell')).toHaveLength(3);
    expect(story.journal.of('conversation.closed')).toHaveLength(3);
  });
});

describe('N8: a conversation is closed once,', () => {
  it.each([1, 2, 3])('by however many processes: %i', async (processes) => {
    const story = await aStory({ processes });
    await story.says('Спасибо', 'FAREWELL');
    await story.passes(3 * MINUTE - 1000);
    expect((await story.head()).status).toBe('open');
    await story.passes(1000);
    expect((await story.head()).status).toBe('closed');
    await story.passes(DAY);
    expect(story.journal.of('conversation.closed')).toHaveLength(1);
    expect(story.sources()).toEqual(['ai_bot']);
  });
});

describe('N18: no farewell and no reminder comes', () => {
  it.each([
    ['COMPLAINT', 'answer'],
    ['SCHEDULE_CHANGE', 'answer'],
    ['UNKNOWN', 'refuse'],
    ['TECH_SUPPORT_BASIC', 'doubt'],
  ] as const)('while a client waits for a human because of %s (%s)', async (scenario, band) => {
    const story = await aStory();
    await story.says('Верните деньги', { scenario, band });
    await story.passes(3 * DAY);
    expect(story.sources()).toEqual(['ai_bot']);
    expect(await story.head()).toMatchObject({ status: 'escalated' });
    // What is due instead is the promise, and somebody is told that it was not kept.
    expect(story.journal.of('escalation.overdue')).toHaveLength(1);
  });

  it('when a client is handed over who was about to be reminded', async () => {
    const story = await aStory();
    await story.says('Не открывается урок');
    await story.passes(14 * MINUTE);
    await story.says('Верните деньги', 'COMPLAINT');
    await story.passes(3 * DAY);
    expect(story.sources()).toEqual(['ai_bot', 'ai_bot']);
  });

  it('while an operator has the conversation', async () => {
    const story = await aStory();
    await story.says('Не открывается урок');
    await takeConversation(story.operate, CONVERSATION, 'operator_001');
    await story.passes(3 * DAY);
    expect(story.sources()).toEqual(['ai_bot']);
  });

  it('on a closed one', async () => {
    const story = await aStory();
    await story.says('Не открывается урок');
    await story.passes(3 * DAY);
    expect(await story.head()).toMatchObject({ status: 'closed', outbox: {} });
    await story.passes(7 * DAY);
    await story.followUps.send(SIGNAL);
    await story.passes(HOUR);
    expect(story.sources()).toEqual(CHAIN);
  });
});

describe('N22: a farewell is waited for by no process:', () => {
  it('twenty that are due together are said together', async () => {
    const story = await aStory();
    const clients = Array.from({ length: 20 }, (_, n) => `client-${n}`);
    for (const client_id of clients) await story.says('Как пригласить друга?', 'REFERRAL', { client_id });
    expect(story.clock.business()).toBe(NOW);
    expect(new Set(story.wakeUps.armed.map(({ at }) => at))).toEqual(new Set([NOW + 2 * MINUTE]));
    await story.passes(2 * MINUTE);
    const farewells = story.sender.sent.filter(({ text }) => text.source === 'farewell');
    expect(farewells.map(({ text }) => text.decided_at)).toEqual(clients.map(() => NOW + 2 * MINUTE));
  });

  it('a step that comes too early returns at once, and names the time to come back', async () => {
    const story = await aStory();
    await story.says('Как пригласить друга?', 'REFERRAL');
    await story.passes(MINUTE);
    await runFollowUps(story.follow, SIGNAL);
    expect(story.clock.business()).toBe(NOW + MINUTE);
    expect(story.sources()).toEqual(['ai_bot']);
    expect(story.followUps.take()).toEqual([{ signal: SIGNAL, delayS: 60 }]);
  });
});
