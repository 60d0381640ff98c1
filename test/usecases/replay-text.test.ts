import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { laneGroup } from '../../shared/usecases/bring-back.ts';
import { replayText } from '../../shared/usecases/replay-text.ts';
import { anAdmission, anEntry, anId, HOUR, NOW } from '../builders.ts';
import { anOperatorsDesk, end, type OperatorsDesk, textOf, write } from './deaths.ts';
import { Crash, crashing, HOOK } from './desk.ts';

const TEXT = { n: 1 };
const ID = textOf(TEXT);

async function given(outcome: 'dead' | 'delivered' | 'cancelled' | 'stored' | 'unknown') {
  const desk = anOperatorsDesk();
  await write(desk.conversations, TEXT);
  const { conversation_id } = await end(desk.conversations, TEXT, outcome);
  return { desk, conversation_id };
}

const codeOf = (attempt: Promise<unknown>) =>
  attempt.catch((error: unknown) => (error instanceof Fault ? error.code : error));

async function entryOf(desk: OperatorsDesk, conversation_id: string) {
  return (await desk.conversations.head(conversation_id))?.outbox[ID];
}

describe('a dead text', () => {
  it('goes out again at once under its own number, with a new ladder, and leaves the dead', async () => {
    const { desk, conversation_id } = await given('dead');
    desk.clock.advance(HOUR);
    expect(await replayText(desk.replay, ID)).toBe('scheduled');
    expect(await entryOf(desk, conversation_id)).toEqual(anEntry({ due: NOW + HOUR, replay_after: 1 }));
    expect(desk.conversations.dead).toEqual([]);
    const signal = { conversation_id };
    expect(desk.outbound.sent).toEqual([
      { signal, delayS: 10 },
      { signal, delayS: 0 },
    ]);
  });

  it('whose endpoint is disabled is said to be held once it is', async () => {
    const { desk, conversation_id } = await given('dead');
    await replayText(desk.replay, ID);
    const channel = { webhook_url: HOOK };
    const seen = await desk.conversations.head(conversation_id);
    const window = { start: 1, count: 1 };
    await desk.conversations.admit(seen, anAdmission({ conversation_id, channel, window }));
    const head = await desk.conversations.head(conversation_id);
    if (!head) throw new Error('the conversation is gone');
    const rule = 'endpoint.disabled';
    const deferral = { endpoint_id: laneGroup(head), rule, until: NOW + HOUR, since: NOW, times: 1 };
    await desk.conversations.defer(head, ID, deferral);
    expect(await replayText(desk.replay, ID)).toBe('held');
  });

  it('asked for twice goes out once; whoever asks again only signals', async () => {
    const { desk, conversation_id } = await given('dead');
    await replayText(desk.replay, ID);
    const before = await entryOf(desk, conversation_id);
    desk.clock.advance(HOUR);
    desk.signalled();
    expect(await replayText(desk.replay, ID)).toBe('already_scheduled');
    expect(await entryOf(desk, conversation_id)).toEqual(before);
    expect(desk.signalled()).toEqual([conversation_id]);
  });

  it('asked for by twenty at the same time goes out once', async () => {
    const { desk } = await given('dead');
    const said = await Promise.all(Array.from({ length: 20 }, () => replayText(desk.replay, ID)));
    expect(said.filter((status) => status === 'scheduled')).toHaveLength(1);
  });

  it('that dies again goes out again, as often as it is asked for', async () => {
    const { desk, conversation_id } = await given('dead');
    for (let death = 2; death <= 4; death++) {
      expect(await replayText(desk.replay, ID)).toBe('scheduled');
      expect(await entryOf(desk, conversation_id)).toMatchObject({ replay_after: death - 1, attempts: 0 });
      // Even in the very millisecond in which it died before.
      await end(desk.conversations, TEXT);
    }
    expect(desk.conversations.dead).toMatchObject([{ text_id: ID, attempts: 4 }]);
  });

  it('of the bot stays dead while an operator has the conversation', async () => {
    const { desk, conversation_id } = await given('dead');
    const { conversations } = desk;
    const taken = async (id: string) => {
      const head = await conversations.head(id);
      return head && { ...head, handler: 'operator' as const };
    };
    const ports = {
      ...desk.replay,
      conversations: { head: taken, text: conversations.text.bind(conversations) },
    };
    expect(await codeOf(replayText(ports, ID))).toBe('conversation.with_operator');
    expect(await entryOf(desk, conversation_id)).toBeUndefined();
    expect(conversations.dead).toHaveLength(1);
    expect(desk.signalled()).toEqual([]);
  });

  it('stays dead while too many texts of its conversation wait', async () => {
    const { desk } = await given('dead');
    const { conversations } = desk;
    const full = async (id: string) => {
      const head = await conversations.head(id);
      const waiting = Array.from({ length: LIMITS.outboxTexts }, (_, at) => [`${at}`, anEntry()]);
      return head && { ...head, outbox: Object.fromEntries(waiting) };
    };
    const ports = {
      ...desk.replay,
      conversations: { head: full, text: conversations.text.bind(conversations) },
    };
    expect(await codeOf(replayText(ports, ID))).toBe('conversation.backlog_full');
    expect(conversations.dead).toHaveLength(1);
  });

  it('whose row has expired is not among the dead any more', async () => {
    const { desk } = await given('dead');
    desk.conversations.dead.splice(0);
    expect(await codeOf(replayText(desk.replay, ID))).toBe('delivery.not_dead');
  });

  it('under a conversation that never stands still is given up on, not replayed twice', async () => {
    const { desk } = await given('dead');
    let number = 1;
    const outbox = {
      attempts: async () => [
        { ...(await desk.conversations.attempts('', ID))[0], number: number++, outcome: 'dead' },
      ],
      revive: async () => 'conflict',
    };
    expect(await codeOf(replayText({ ...desk.replay, outbox: outbox as never }, ID))).toBe(
      'conversation.busy',
    );
  });
});

describe('a text that is not dead', () => {
  it.each(['delivered', 'cancelled', 'stored', 'unknown'] as const)('but %s stays so', async (outcome) => {
    const { desk, conversation_id } = await given(outcome);
    expect(await codeOf(replayText(desk.replay, ID))).toBe('delivery.not_dead');
    expect(await entryOf(desk, conversation_id)).toBeUndefined();
    expect(desk.signalled()).toEqual([]);
  });

  it('but on its way stays as it is, and its conversation is looked at again', async () => {
    const desk = anOperatorsDesk();
    const { conversation_id } = await write(desk.conversations, TEXT);
    const before = await desk.conversations.head(conversation_id);
    expect(await replayText(desk.replay, ID)).toBe('already_scheduled');
    expect(await desk.conversations.head(conversation_id)).toEqual(before);
    expect(desk.signalled()).toEqual([conversation_id]);
  });

  it.each([
    ['was never sent', anId(NOW + 9, 9)],
    ['is a client’s message', anId(NOW)],
    ['is no id at all', 'nonsense'],
    ['is empty', ''],
  ])('because it %s is unknown', async (_, id) => {
    const { desk } = await given('dead');
    expect(await codeOf(replayText(desk.replay, id))).toBe('message.unknown');
    expect(desk.signalled()).toEqual([]);
  });
});

describe('whatever call of a replay crashes', () => {
  const CALLS = 6;
  const POINTS = Array.from({ length: CALLS }, (_, at) => at + 1).flatMap((k) =>
    (['before', 'after'] as const).map((when) => ({ k, when })),
  );

  it('there are so many of them', async () => {
    const { desk } = await given('dead');
    const { ports, calls } = crashing(desk.replay, Number.POSITIVE_INFINITY, 'before');
    await replayText(ports, ID);
    expect(calls()).toBe(CALLS);
  });

  it.each(POINTS)('$when call $k, it is still dead, or signalled', async ({ k, when }) => {
    const { desk, conversation_id } = await given('dead');
    await expect(replayText(crashing(desk.replay, k, when).ports, ID)).rejects.toThrow(Crash);
    const waits = (await entryOf(desk, conversation_id)) !== undefined;
    expect(desk.conversations.dead).toHaveLength(waits ? 0 : 1);
    if (waits) expect(desk.signalled()).toContain(conversation_id);
  });

  it.each(POINTS)('$when call $k, the one who asks again gets it out, once', async ({ k, when }) => {
    const { desk, conversation_id } = await given('dead');
    await expect(replayText(crashing(desk.replay, k, when).ports, ID)).rejects.toThrow(Crash);
    await replayText(desk.replay, ID);
    expect(await entryOf(desk, conversation_id)).toMatchObject({ replay_after: 1 });
    expect((await desk.dead.on('2026-11-23', { order: 'oldest', limit: 9 })).length).toBe(0);
    expect(desk.signalled()).toContain(conversation_id);
  });
});
