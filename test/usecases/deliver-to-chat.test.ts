import { describe, expect, it } from 'vitest';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import { MemoryDeadDeliveries } from '../../shared/adapters/memory/dead-deliveries.ts';
import { partnerOfBot } from '../../shared/domain/bot.ts';
import { destinationOf } from '../../shared/domain/conversation.ts';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { type AddBotPorts, addBot } from '../../shared/usecases/add-bot.ts';
import { replayDeath } from '../../shared/usecases/redrive-deaths.ts';
import { replayText } from '../../shared/usecases/replay-text.ts';
import { runFollowUps } from '../../shared/usecases/run-follow-ups.ts';
import { workOnJob } from '../../shared/usecases/work-on-job.ts';
import { DAY, MINUTE, NOW, SECOND } from '../builders.ts';
import { aChatDesk, aReading, BOT, CHAT, chatResult, IN_CHAT } from './chat.ts';
import { keptBeside } from './deaths.ts';
import { Crash } from './desk.ts';
import { PlayedBotApi } from './played-bot-api.ts';

type ChatDesk = ReturnType<typeof aChatDesk>;

/** A chat whose first message has its answer on the head. */
async function answered(pace: 'natural' | 'immediate' = 'immediate'): Promise<ChatDesk> {
  const chat = aChatDesk(pace);
  await chat.takes(aReading());
  if (pace === 'natural') chat.desk.clock.advance(LIMITS.burstQuiet);
  await chat.answers();
  chat.desk.outbound.take();
  return chat;
}

const outbox = async ({ head }: ChatDesk) => Object.values((await head()).outbox);

describe('a text for a chat', () => {
  it('is sent to it by the bot, once', async () => {
    const chat = await answered();
    chat.desk.sender.next.push(chatResult('taken'));
    await chat.delivers();
    await chat.delivers();
    expect(chat.desk.sender.sent).toMatchObject([
      { partner: 'telegram.demo', channel: { bot: 'demo', chat_id: String(CHAT) } },
    ]);
    expect(await chat.outcomes()).toEqual(['delivered']);
  });

  it('keeps its distance from the one before, whoever sent that', async () => {
    const chat = await answered();
    chat.desk.sender.next.push(chatResult('taken'), chatResult('taken'));
    await chat.delivers();
    await chat.takes(aReading({ text: 'и ещё' }));
    await chat.answers();
    chat.desk.clock.advanceWall(300);
    const before = chat.desk.clock.wall();
    await chat.delivers();
    expect(chat.desk.clock.wall() - before).toBe(LIMITS.chatSpacingWall - 300);
    expect(await chat.outcomes()).toEqual(['delivered', 'delivered']);
  });

  it('shows that somebody writes until it is due', async () => {
    const chat = aChatDesk('natural');
    await chat.takes(aReading());
    chat.desk.clock.advance(LIMITS.burstQuiet);
    await chat.answers();
    expect(chat.desk.outbound.take()).toMatchObject([{ delayS: 0 }]);
    await chat.delivers();
    expect(chat.desk.sender.writing).toMatchObject([{ chat_id: String(CHAT) }]);
    expect(chat.desk.sender.sent).toEqual([]);
    expect(chat.desk.outbound.take()).toMatchObject([{ delayS: 5 }]);
  });

  it('does not show that somebody writes while the bot is told to wait', async () => {
    const chat = aChatDesk('natural');
    const { endpoints, clock } = chat.desk;
    await chat.takes(aReading());
    clock.advance(LIMITS.burstQuiet);
    await chat.answers();
    const bot = freshEndpoint(partnerOfBot('demo'), destinationOf(await chat.head()) ?? '');
    await endpoints.save(undefined, { ...bot, not_before: clock.business() + MINUTE });
    await chat.delivers();
    expect(chat.desk.sender.writing).toEqual([]);
  });

  it('of which only a part arrived goes on behind that part', async () => {
    const chat = await answered();
    const flood = { parts: { sent: 1, of: 3 }, reason: 'flood', retry_after: 3 } as const;
    chat.desk.sender.next.push(chatResult('refused', flood), chatResult('taken'));
    await chat.delivers();
    expect(await outbox(chat)).toMatchObject([{ parts_sent: 1 }]);
    chat.desk.clock.advance(MINUTE);
    await chat.delivers();
    expect(chat.desk.sender.sent.map(({ parts_sent }) => parts_sent)).toEqual([undefined, 1]);
    expect(await chat.outcomes()).toEqual(['delivered']);
  });
});

describe('what the Bot API asks to wait for', () => {
  it('is waited for by all texts of the bot, and costs none of their tries', async () => {
    const chat = await answered();
    chat.desk.sender.next.push(chatResult('refused', { reason: 'flood', retry_after: 30 }));
    await chat.delivers();
    const [entry] = await outbox(chat);
    expect([entry?.attempts, entry?.uncounted]).toEqual([1, 1]);
    chat.desk.clock.advance(29 * SECOND);
    await chat.delivers();
    expect(chat.desk.sender.sent).toHaveLength(1);
    chat.desk.clock.advance(31 * SECOND);
    await chat.delivers();
    expect(await chat.outcomes()).toEqual(['delivered']);
  });
});

describe('a send of which nobody knows whether it arrived', () => {
  it('is not repeated: operators see it, and what comes behind it goes on', async () => {
    const chat = await answered();
    await chat.takes(aReading({ text: 'и ещё' }));
    await chat.answers();
    chat.desk.sender.next.push(chatResult('unknown'), chatResult('taken'));
    await chat.delivers();
    await chat.delivers();
    expect(await chat.outcomes()).toEqual(['unknown', 'delivered']);
    expect(chat.desk.sender.sent).toHaveLength(2);
    expect(chat.desk.conversations.dead).toMatchObject([{ conversation_id: IN_CHAT, unknown: true }]);
    expect(chat.desk.deadLetters.sent).toHaveLength(1);
    chat.desk.clock.advance(4 * DAY);
    await chat.delivers();
    expect(chat.desk.sender.sent).toHaveLength(2);
  });

  it('is sent again neither one by one nor in bulk', async () => {
    const chat = await answered();
    chat.desk.sender.next.push(chatResult('unknown'));
    await chat.delivers();
    const { conversations } = chat.desk;
    const [dead] = conversations.dead;
    if (!dead) throw new Error('nothing was given up');
    const ports = { ...chat.desk, outbox: conversations, dead: new MemoryDeadDeliveries(conversations) };
    await expect(replayText(ports, dead.text_id)).rejects.toMatchObject({ code: 'delivery.not_dead' });
    expect(await replayDeath(ports, dead)).toBe('skipped');
    await chat.delivers();
    expect([chat.desk.sender.sent.length, conversations.dead.length]).toEqual([1, 1]);
  });

  it('may be that of a process that died: its claim ran out, and it left no word', async () => {
    const chat = await answered();
    chat.desk.sender.next.push(new Crash());
    await expect(chat.delivers()).rejects.toThrow(Crash);
    chat.desk.clock.advance(LIMITS.claimWall + 1);
    await chat.delivers();
    expect(chat.desk.sender.sent).toHaveLength(1);
    expect(await chat.outcomes()).toEqual(['unknown']);
    expect(chat.desk.conversations.dead).toMatchObject([{ rule: 'telegram.unknown.crash' }]);
  });
});

describe('a client who has blocked the bot', () => {
  it('closes the channel: this text and the next are given up', async () => {
    const chat = await answered();
    await chat.takes(aReading({ text: 'и ещё' }));
    await chat.answers();
    chat.desk.sender.next.push(chatResult('refused', { reason: 'blocked' }));
    await chat.delivers();
    expect((await chat.head()).channel.closed_at).toBeTypeOf('number');
    await chat.delivers();
    expect(await chat.outcomes()).toEqual(['dead', 'dead']);
    expect(chat.desk.conversations.dead.map(({ rule }) => rule)).toEqual([
      'telegram.blocked',
      'channel.closed',
    ]);
    expect(chat.desk.sender.sent).toHaveLength(1);
  });

  it.each([
    ['is reminded no more', chatResult('refused', { reason: 'blocked' }), ['delivered', 'dead']],
    ['is reminded and said goodbye to, if it has not', chatResult('taken'), Array(5).fill('delivered')],
  ])('%s', async (_, result, outcomes) => {
    const chat = await answered();
    chat.desk.sender.next.push(chatResult('taken'), result);
    await chat.delivers();
    for (let passed = 0; passed < 2 * DAY; passed += 10 * MINUTE) {
      chat.desk.clock.advance(10 * MINUTE);
      await runFollowUps(chat.desk.follow, { conversation_id: IN_CHAT });
      await chat.delivers();
    }
    expect([await chat.outcomes(), (await chat.head()).status]).toEqual([outcomes, 'closed']);
    expect(chat.desk.sender.sent).toHaveLength(outcomes.length);
  });

  it('and has written again meanwhile is not cut off by a process that died before', async () => {
    const chat = await answered();
    chat.desk.sender.next.push(chatResult('refused', { reason: 'blocked' }));
    const { bury } = chat.desk.conversations;
    chat.desk.conversations.bury = () => Promise.reject(new Crash());
    await expect(chat.delivers()).rejects.toThrow(Crash);
    chat.desk.conversations.bury = bury.bind(chat.desk.conversations);
    await chat.takes(aReading({ text: 'Я здесь' }));
    chat.desk.clock.advance(LIMITS.claimWall + 1);
    await chat.delivers();
    expect((await chat.head()).channel.closed_at).toBeUndefined();
    expect(chat.desk.conversations.dead).toMatchObject([{ rule: 'telegram.blocked' }]);
  });

  it('gets nothing that was on its way', async () => {
    const chat = await answered();
    await chat.takes({ kind: 'blocked', chat: CHAT, at: NOW });
    await chat.delivers();
    expect(chat.desk.sender.sent).toEqual([]);
    expect(chat.desk.conversations.dead).toMatchObject([{ rule: 'channel.closed' }]);
  });

  it('is not reminded, and its conversation closes in the end', async () => {
    const chat = await answered();
    await chat.delivers();
    await chat.takes({ kind: 'blocked', chat: CHAT, at: NOW });
    chat.desk.clock.advance(2 * DAY);
    await runFollowUps(chat.desk.follow, { conversation_id: IN_CHAT });
    await chat.delivers();
    expect((await chat.head()).status).toBe('closed');
    expect(chat.desk.sender.sent).toHaveLength(1);
  });
});

it('a bot whose token is refused keeps its texts until it has another, and then they go', async () => {
  const chat = await answered();
  chat.desk.sender.next.push(chatResult('refused', { reason: 'token' }));
  await chat.delivers();
  chat.desk.clock.advance(MINUTE);
  await chat.delivers();
  expect(chat.desk.sender.sent).toHaveLength(1);
  expect(await outbox(chat)).toMatchObject([{ deferral: { rule: 'endpoint.disabled' } }]);
  expect(chat.desk.journal.of('endpoint.disabled')).toMatchObject([{ rule: 'telegram.token' }]);

  const botApi = new PlayedBotApi();
  const token = `42:${'t'.repeat(35)}`;
  botApi.knows(token, { id: 42, username: 'demo_bot' });
  const stores = { bots: new MemoryBots(), tokens: new MemoryBotTokens() };
  const ports: AddBotPorts = { ...chat.desk, ...stores, botApi, endpoints: chat.desk };
  await addBot(ports, { id: BOT, token, by: 'root' });
  const { conversations, jobLane, clock } = chat.desk;
  const dead = new MemoryDeadDeliveries(conversations);
  const work = { ...chat.desk, ...keptBeside(chat.desk), outbox: conversations, dead };
  for (let [next] = jobLane.take(); next; [next] = jobLane.take()) {
    clock.advance(next.delayS * SECOND);
    await workOnJob(work, next.signal);
  }
  await chat.delivers();
  expect(await chat.outcomes()).toEqual(['delivered']);
  expect(chat.desk.sender.sent).toHaveLength(2);
});

it('a group that has moved is spoken to there from then on', async () => {
  const chat = await answered();
  chat.desk.sender.next.push(chatResult('taken', { moved_to: '-1007' }));
  await chat.delivers();
  expect((await chat.head()).channel.chat_id).toBe('-1007');
  expect(await chat.outcomes()).toEqual(['delivered']);
});

it('quick replies go with a question, and with nothing else', async () => {
  const chat = aChatDesk();
  chat.desk.classifier.answers.set('Привет', { scenario: 'GREETING' });
  await chat.takes(aReading({ text: 'Привет' }));
  await chat.answers();
  await chat.delivers();
  await chat.takes(aReading());
  await chat.answers();
  await chat.delivers();
  const choices = chat.desk.sender.sent.map(({ text }) =>
    text.source === 'ai_bot' ? text.choices?.length : 0,
  );
  expect(choices).toEqual([5, undefined]);
});
