import { describe, expect, it } from 'vitest';
import { partnerOfBot } from '../../shared/domain/bot.ts';
import { conversationId, digestOf } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { acceptUpdate, groupKey } from '../../shared/usecases/accept-update.ts';
import { DAY, NOW, SECOND } from '../builders.ts';
import { shipped } from '../domain/said.ts';
import { aChatDesk, aReading, BOT, CHAT, IN_CHAT } from './chat.ts';

describe('a message of a chat', () => {
  it('is taken in as the bot’s, with the chat to answer to and what is known of the client', async () => {
    const { takes, head, desk } = aChatDesk();
    expect(await takes(aReading({ note: { message: 7, forwarded: true } }))).toEqual({
      message_id: expect.stringMatching(/^msg_/),
    });
    expect(await head()).toMatchObject({
      partner: 'telegram.demo',
      client_id: '42',
      channel: { platform: 'telegram', bot: BOT, chat_id: '42' },
    });
    const { pending } = await head();
    const [message] = await desk.conversations.messages(IN_CHAT, pending);
    expect(message).toMatchObject({ text: 'Не открывается урок', chat: { message: 7, forwarded: true } });
    expect(await desk.conversations.profile(IN_CHAT)).toEqual({ client_name: 'Ольга', locale: 'ru' });
    expect(desk.inbound.take()).toEqual([{ signal: { conversation_id: IN_CHAT }, delayS: 0 }]);
  });

  it('is taken once, however often its update comes, and whatever it says the second time', async () => {
    const { takes, head } = aChatDesk();
    await takes(aReading(), 5);
    await takes(aReading(), 5);
    await takes(aReading({ text: 'Другое' }), 5);
    expect((await head()).pending).toHaveLength(1);
  });

  it.each([
    [LIMITS.updateKept - 1, 1],
    [LIMITS.updateKept, 2],
  ])(
    'whose number comes again after %d ms counts %d times: numbers begin anew some day',
    async (ms, times) => {
      const { takes, head, desk } = aChatDesk();
      await takes(aReading(), 5);
      desk.clock.advance(ms);
      await takes(aReading({ text: 'Другое' }), 5);
      expect((await head()).pending).toHaveLength(times);
    },
  );

  it('of the same words is a message of its own, because a chat does not repeat itself', async () => {
    const { takes, head } = aChatDesk();
    await takes(aReading());
    await takes(aReading());
    expect((await head()).pending).toHaveLength(2);
  });

  it('is never refused for rate: a thousand of them wait as one burst or for room', async () => {
    const { takes, head, answers, ports } = aChatDesk();
    const pause = ports.pause;
    // Somebody answers while the door waits.
    ports.pause = async (ms) => {
      await pause(ms);
      await answers();
    };
    for (let at = 0; at < 1000; at++) await takes(aReading({ text: `№ ${at}` }));
    await answers();
    expect((await head()).pending).toEqual([]);
  });

  it('for which there is no room for a while comes again', async () => {
    const { takes, pauses, desk } = aChatDesk();
    for (let at = 0; at < LIMITS.pendingInChat; at++) await takes(aReading({ text: `№ ${at}` }));
    const before = desk.clock.wall();
    await expect(takes(aReading({ text: 'ещё' }))).rejects.toMatchObject({
      code: 'conversation.backlog_full',
      retryable: true,
    });
    expect(desk.clock.wall() - before).toBe(LIMITS.roomForUpdateWall);
    expect(pauses.every((ms) => ms === LIMITS.roomLookedForWall)).toBe(true);
  });

  it('opens the channel again that its client had closed', async () => {
    const { takes, head } = aChatDesk();
    await takes(aReading());
    await takes({ kind: 'blocked', chat: CHAT, at: NOW });
    expect((await head()).channel.closed_at).toBeTypeOf('number');
    await takes(aReading({ text: 'Я вернулась' }));
    expect((await head()).channel.closed_at).toBeUndefined();
  });
});

it.each(['/stop', ' /STOP@school_bot '])('%s asks for no broadcasts, until it begins anew', async (text) => {
  const { takes, desk } = aChatDesk();
  const wanted = async () => (await desk.conversations.profile(IN_CHAT))?.notices;
  await takes(aReading({ text: 'не надо /stop писать' }));
  expect(await wanted()).toBeUndefined();
  await takes(aReading({ text }));
  expect(await wanted()).toBe(false);
  await takes(aReading({ text: 'Спасибо' }));
  expect(await wanted()).toBe(false);
  await takes(aReading({ text: '/start', command: { kind: 'start' } }));
  expect(await wanted()).toBe(true);
});

it('the parts of an album are answered as one, even where nothing else is waited for', async () => {
  const { takes, answers, texts, desk } = aChatDesk('immediate');
  const photo = { type: 'photo', file: { id: 'f' } } as const;
  for (const message of [1, 2, 3])
    await takes(aReading({ text: '', attachments: [photo], note: { message, album: 'a' } }));
  await answers();
  expect(await texts()).toEqual([]);
  desk.clock.advance(LIMITS.burstQuiet);
  await answers();
  expect(await texts()).toHaveLength(1);
});

describe('a command', () => {
  it.each([
    [{ kind: 'start' } as const, `${shipped('GREETING')} ${shipped('FIRST_QUESTION')}`],
    [{ kind: 'help' } as const, `${shipped('GREETING')}\n\n${shipped('CHAT_HELP')}`],
  ])('%j is answered by its own text', async (command, text) => {
    const { takes, answers, texts } = aChatDesk();
    await takes(aReading({ text: '', command, client: { locale: 'ru' } }));
    await answers();
    expect(await texts()).toEqual([text]);
  });

  it('says less than words that came with it', async () => {
    const { takes, answers, texts } = aChatDesk();
    await takes(aReading({ text: '', command: { kind: 'start' } }));
    await takes(aReading());
    await answers();
    expect((await texts())[0]).toContain(shipped('TECH_SUPPORT_BASIC'));
  });

  it('start remembers by which link the client came', async () => {
    const { takes, desk } = aChatDesk();
    await takes(aReading({ text: '', command: { kind: 'start', payload: 'friend_7' } }));
    expect(await desk.conversations.profile(IN_CHAT)).toMatchObject({ came_by: 'friend_7' });
  });
});

describe('a button that is tapped', () => {
  const tap = (data: string) =>
    ({ kind: 'tap', tap: 'q1', chat: CHAT, data, client: {}, message: 3 }) as const;

  it('asks for what it says, and is answered so that it stops waiting', async () => {
    const { takes, answers, texts } = aChatDesk();
    expect(await takes(tap('choice:LESSON_LINK'))).toEqual({
      tap: 'q1',
      message_id: expect.stringMatching(/^msg_/),
    });
    await answers();
    expect((await texts())[0]).toContain('в личном кабинете');
  });

  it('can call a person', async () => {
    const { takes, answers, texts, head } = aChatDesk();
    await takes(tap('choice:UNKNOWN'));
    await answers();
    expect((await texts())[0]).toContain(shipped('ASKED_FOR_HUMAN'));
    expect((await head()).escalation).toMatchObject({ reason: 'client_asked_for_human' });
  });

  it('and is none of ours is shown to operators, and answered all the same', async () => {
    const { takes, parked, desk } = aChatDesk();
    expect(await takes(tap('pay:100'))).toEqual({ tap: 'q1' });
    expect([...parked.all.values()]).toMatchObject([{ bot: BOT, why: 'tap.unknown' }]);
    expect(await desk.conversations.head(IN_CHAT)).toBeUndefined();
  });
});

it('in a group the bot says once that it does not serve there', async () => {
  const { takes, answers, texts, head, desk } = aChatDesk();
  await takes({ kind: 'group', chat: CHAT });
  await answers();
  expect(await texts()).toEqual([shipped('CHAT_GROUP')]);
  await takes({ kind: 'group', chat: CHAT });
  desk.clock.advance(5 * SECOND);
  await takes({ kind: 'group', chat: CHAT });
  expect((await head()).pending).toEqual([]);
  const { status, escalation } = await head();
  expect([status, escalation]).toEqual(['open', undefined]);
});

describe('what a client says of the bot itself', () => {
  const says = (kind: 'blocked' | 'unblocked', at: number) => ({ kind, chat: CHAT, at: NOW + at }) as const;

  it('is noted although the store failed before, as often as it takes', async () => {
    const { takes, head, ports } = aChatDesk();
    await takes(aReading());
    const { noteStanding } = ports.conversations;
    for (let tries = 0; tries < 3; tries++) {
      ports.conversations.noteStanding = () => Promise.reject(new Error('throttled'));
      await expect(takes(says('blocked', 0), 9)).rejects.toThrow('throttled');
    }
    ports.conversations.noteStanding = noteStanding.bind(ports.conversations);
    await takes(says('blocked', 0), 9);
    expect((await head()).channel.closed_at).toBeTypeOf('number');
  });

  it('before it ever wrote does not come true when it comes again', async () => {
    const { takes, head } = aChatDesk();
    await takes(says('blocked', -SECOND), 1);
    await takes(aReading({ sent_at: NOW }), 2);
    await takes(says('blocked', -SECOND), 1);
    expect((await head()).channel.closed_at).toBeUndefined();
  });

  it.each([
    ['again, after it has written', [['blocked', 0, 9], 'writes', ['blocked', 0, 9]], false],
    [
      'late',
      [
        ['unblocked', 2 * SECOND, 11],
        ['blocked', 0, 9],
      ],
      false,
    ],
    [
      'once more',
      [
        ['blocked', 0, 9],
        ['unblocked', SECOND, 10],
        ['blocked', 2 * SECOND, 11],
      ],
      true,
    ],
    [
      'twice in a second',
      [
        ['blocked', 0, 9],
        ['unblocked', 0, 10],
      ],
      false,
    ],
    [
      'under a number that began anew',
      [
        ['blocked', 0, 900],
        ['unblocked', 9 * DAY, 3],
      ],
      false,
    ],
  ] as const)('counts if it comes %s', async (_, steps, closed) => {
    const { takes, head } = aChatDesk();
    await takes(aReading(), 1);
    for (const step of steps)
      if (step === 'writes') await takes(aReading({ text: 'Я здесь' }), 50);
      else await takes(says(step[0], step[1]), step[2]);
    expect((await head()).channel.closed_at !== undefined).toBe(closed);
  });
});

describe('a group', () => {
  const GROUP = -500;
  const MOVED = -1_001;
  const group = (chat: number) => ({ kind: 'group', chat }) as const;
  const headOf = ({ desk }: ReturnType<typeof aChatDesk>, chat: number) =>
    desk.conversations.head(conversationId(partnerOfBot(BOT), String(chat)));

  it('is told once that it is not served, whoever writes how often', async () => {
    const chat = aChatDesk();
    for (const update of [5, 6, 5, 7]) await chat.takes(group(GROUP), update);
    expect((await headOf(chat, GROUP))?.pending).toHaveLength(1);
  });

  it('is told so although the first update was not through with it', async () => {
    const chat = aChatDesk();
    const { putMessage } = chat.ports.conversations;
    chat.ports.conversations.putMessage = () => Promise.reject(new Error('throttled'));
    await expect(chat.takes(group(GROUP), 5)).rejects.toThrow('throttled');
    chat.ports.conversations.putMessage = putMessage.bind(chat.ports.conversations);
    await chat.takes(group(GROUP), 6);
    const { pending = [] } = (await headOf(chat, GROUP)) ?? {};
    const messages = await chat.desk.conversations.messages(
      conversationId(partnerOfBot(BOT), String(GROUP)),
      pending,
    );
    expect([pending.length, messages.length, chat.desk.inbound.take().length]).toEqual([1, 1, 1]);
  });

  it('is not told again because the desk has erased it', async () => {
    const chat = aChatDesk();
    const { desk } = chat;
    const partner = partnerOfBot(BOT);
    await chat.takes(group(GROUP), 5);
    desk.conversations.removeRow(conversationId(partner, String(GROUP)), 'HEAD');
    await desk.requests.markErased(partner, digestOf(groupKey(GROUP)));
    await chat.takes(group(GROUP), 6);
    desk.clock.advance(3 * LIMITS.updateKept);
    await chat.takes(group(GROUP), 7);
    expect(await headOf(chat, GROUP)).toBeUndefined();
  });

  it('that became another is spoken to there, and not told again', async () => {
    const chat = aChatDesk();
    await chat.takes(group(GROUP));
    await chat.takes({ kind: 'migrated', from: GROUP, to: MOVED });
    await chat.takes(group(MOVED));
    expect((await headOf(chat, GROUP))?.channel.chat_id).toBe(String(MOVED));
    expect(await headOf(chat, MOVED)).toBeUndefined();
  });
});

describe('an update that is not understood', () => {
  it('is kept where operators see it, cut if it is long', async () => {
    const { ports, parked } = aChatDesk();
    const body = 'я'.repeat(LIMITS.parkedCharacters + 1);
    const reading = { kind: 'unreadable', why: 'update.no_kind' } as const;
    await acceptUpdate(ports, { bot: BOT, update: 9, reading, body });
    const [kept] = [...parked.all.values()];
    expect(kept).toMatchObject({ bot: BOT, update: 9, why: 'update.no_kind' });
    expect(kept?.body).toBe(`${'я'.repeat(LIMITS.parkedCharacters)}…`);
  });

  it('is kept once, however often it comes', async () => {
    const { takes, parked, desk } = aChatDesk();
    await takes({ kind: 'unreadable', why: 'update.no_kind' }, 9);
    desk.clock.advance(SECOND);
    await takes({ kind: 'unreadable', why: 'update.no_kind' }, 9);
    expect(parked.all.size).toBe(1);
  });

  it('comes again if it cannot be kept, whatever that is for', async () => {
    const { takes, parked } = aChatDesk();
    parked.park = () => Promise.reject(new TypeError('unforeseen'));
    await expect(takes({ kind: 'unreadable', why: 'update.no_kind' })).rejects.toMatchObject({
      code: 'dependency.unavailable',
      retryable: true,
    });
  });

  it('of which there is nothing to know leaves nothing behind', async () => {
    const { takes, parked, desk } = aChatDesk();
    await takes({ kind: 'ignored', why: 'update.poll' });
    await takes({ kind: 'blocked', chat: CHAT, at: NOW });
    expect(parked.all.size).toBe(0);
    expect(await desk.conversations.head(IN_CHAT)).toBeUndefined();
  });
});
