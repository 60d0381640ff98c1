import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { partnerOfBot } from '../../shared/domain/bot.ts';
import { destinationOf } from '../../shared/domain/conversation.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { readUpdate } from '../../shared/domain/telegram/read-update.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { aPartner, MINUTE, PARTNER, SECOND } from '../builders.ts';
import { shipped } from '../domain/said.ts';
import { UPDATES } from '../domain/telegram/updates.ts';
import { aChatDesk, aReading, BOT, CHAT, chatResult } from '../usecases/chat.ts';
import { HOOK } from '../usecases/desk.ts';
import { aStory } from './story.ts';

const MODEL = fileURLToPath(new URL('../../shared/classification/model', import.meta.url));

describe('P3: a reply to a chat goes there, once, and nowhere else', () => {
  it('although two processes work on it and its update comes twice', async () => {
    const chat = aChatDesk();
    await chat.takes(aReading(), 7);
    await chat.takes(aReading(), 7);
    await Promise.all([chat.answers(), chat.answers()]);
    await Promise.all([chat.delivers(), chat.delivers()]);
    await chat.delivers();
    expect(chat.desk.sender.sent).toHaveLength(1);
    expect(chat.desk.sender.sent[0]?.channel).toMatchObject({
      platform: 'telegram',
      bot: 'demo',
      chat_id: '42',
    });
  });
});

describe('F11: what is shown in a chat is understood by what was asked for:', () => {
  it('a screenshot after a technical problem goes to a technician', async () => {
    const chat = aChatDesk();
    await chat.takes(aReading());
    await chat.answers();
    await chat.takes(aReading({ text: '', attachments: [{ type: 'photo', file: { id: 'f' } }] }));
    await chat.answers();
    expect((await chat.texts()).at(-1)).toBe(shipped('TECH_SUPPORT_BASIC_MEDIA'));
    expect((await chat.head()).escalation).toMatchObject({ reason: 'media_received', priority: 'high' });
  });

  it('a certificate after an absence is confirmed, and the conversation goes on', async () => {
    const chat = aChatDesk();
    chat.desk.classifier.answers.set('Заболели, не придём', { scenario: 'ABSENCE_REQUEST' });
    await chat.takes(aReading({ text: 'Заболели, не придём' }));
    await chat.answers();
    await chat.takes(aReading({ text: '', attachments: [{ type: 'document', file: { id: 'f' } }] }));
    await chat.answers();
    expect((await chat.texts()).at(-1)).toBe(shipped('ABSENCE_REQUEST_MEDIA'));
    expect((await chat.head()).status).toBe('escalated');
  });
});

describe('F20: whatever a customer sends gets an answer and, where nobody understands it, an operator', () => {
  it.each([
    ['a voice message', ''],
    ['an audio', ''],
    ['a video note', ''],
    ['a sticker', ''],
    ['a location', ''],
    ['a venue', 'Школа № 5, ул. Ленина, 1'],
    ['a contact', 'Пётр Иванов, +79161234567'],
    ['a poll', 'Когда удобнее?'],
    ['a die', ''],
    ['an animation', ''],
    ['only emoji', '👍🏽👨‍👩‍👧‍👦🇰🇿'],
  ] as const)('%s, of which the words are: %j', async (kind, words) => {
    const { texts, outcomes, head, desk, takes, answers, delivers } = aChatDesk();
    desk.classifier.usual = { scenario: 'UNKNOWN', band: 'refuse', confidence: 1 };
    const reading = readUpdate(UPDATES[kind]);
    await takes('chat' in reading ? { ...reading, chat: CHAT } : reading);
    await answers();
    await delivers();
    expect(desk.classifier.heard).toEqual([words]);
    expect([await texts(), await outcomes()]).toEqual([
      [expect.stringContaining(shipped('UNKNOWN'))],
      ['delivered'],
    ]);
    expect((await head()).escalation).toMatchObject({ reason: 'unknown_scenario' });
  });

  it('the shipped model understands nothing in what has no words', async () => {
    expect(await new BuiltInClassifier(MODEL).classify('')).toMatchObject({
      classification: { scenario: 'UNKNOWN' },
    });
  });

  it('429 is waited for as long as it says, and costs the text nothing', async () => {
    const chat = aChatDesk();
    await chat.takes(aReading());
    await chat.answers();
    chat.desk.sender.next.push(chatResult('refused', { reason: 'flood', retry_after: 17 }));
    await chat.delivers();
    chat.desk.clock.advance(16 * SECOND);
    await chat.delivers();
    expect(chat.desk.sender.sent).toHaveLength(1);
    chat.desk.clock.advance(MINUTE);
    await chat.delivers();
    expect(await chat.outcomes()).toEqual(['delivered']);
  });

  it('who has blocked the bot is written to no more, and again after it writes', async () => {
    const chat = aChatDesk();
    await chat.takes(aReading());
    await chat.answers();
    chat.desk.sender.next.push(chatResult('refused', { reason: 'blocked' }));
    await chat.delivers();
    chat.desk.clock.advance(2 * SECOND);
    await chat.takes(aReading({ text: 'Я снова здесь' }));
    await chat.answers();
    await chat.delivers();
    expect(await chat.outcomes()).toEqual(['dead', 'delivered']);
  });
});

describe('N3: no partner makes the bot write to a chat', () => {
  it('whatever its headers say', async () => {
    const story = await aStory();
    await story.post('Не открывается урок', { 'x-platform': 'telegram', 'x-chat-id': '42' });
    await story.passes(MINUTE);
    const { channel } = await story.head();
    expect(channel).toMatchObject({ platform: 'telegram', chat_id: '42' });
    expect([destinationOf(await story.head()), story.sender.sent]).toEqual([undefined, []]);
  });

  it('by the name of one of its clients, whose conversation is another one than the chat', async () => {
    const chat = aChatDesk();
    await chat.takes(aReading());
    const said = {
      text: 'Не открывается урок',
      attachments: [],
      channel: { webhook_url: HOOK },
      profile: {},
    };
    await acceptMessage(chat.ports, { ...said, partner: PARTNER, client_id: String(CHAT) });
    const { channel, pending } = await chat.head();
    expect([channel.bot, pending.length]).toEqual([BOT, 1]);
    expect(await chat.desk.conversations.head(conversationId(PARTNER, String(CHAT)))).toMatchObject({
      channel: { webhook_url: HOOK },
    });
  });

  it('under the bot’s own name, which no partner gets', async () => {
    const directory = new MemoryDirectory();
    const id = partnerOfBot(BOT);
    await expect(directory.putPartner(aPartner({ id }))).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(directory.putPartnerKey('hash', id)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
