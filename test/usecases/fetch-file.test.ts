import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { BotApiAnswer, Download } from '../../shared/ports.ts';
import { type FilePorts, fetchFile, fileOfLink, linkToFile } from '../../shared/usecases/fetch-file.ts';
import { aChatDesk, aReading, IN_CHAT } from './chat.ts';
import { answerOf, LOST, PlayedBotApi, refusal, UNSENT } from './played-bot-api.ts';

const TOKEN = '42:secret';
const BYTES = new TextEncoder().encode('a picture');
const TOLD = { file_path: 'photos/1.jpg', file_size: BYTES.length };

async function aPhotoInChat(file: { id: string; size?: number } = { id: 'file-1', size: 9 }) {
  const chat = aChatDesk();
  await chat.takes(aReading({ text: '', attachments: [{ type: 'photo', file }] }));
  const [message = ''] = (await chat.head()).pending;
  const botApi = new PlayedBotApi();
  botApi.answerWith('getFile', answerOf(TOLD));
  botApi.holds(TOLD.file_path, BYTES);
  const { clock, conversations } = chat.desk;
  const tokens = { token: async (bot: string) => (bot === 'demo' ? TOKEN : undefined) };
  const ports: FilePorts = { conversations, tokens, botApi, clock };
  const link = async () => (await linkToFile(ports, message, 0)).ticket;
  const follow = async (ticket: string) => {
    const found = await fileOfLink(ports, ticket);
    return found && fetchFile(ports, found);
  };
  return { message, ports, botApi, clock, conversations, link, follow };
}

describe('a link to a file', () => {
  it('leads to it for a few minutes, and says nothing of the token', async () => {
    const { message, ports, botApi, clock, follow } = await aPhotoInChat();
    const { ticket, until } = await linkToFile(ports, message, 0);
    expect(until - clock.business()).toBe(LIMITS.fileLinkKept);
    expect(ticket).not.toContain('secret');
    clock.advance(LIMITS.fileLinkKept);
    expect((await fileOfLink(ports, ticket))?.attachment.type).toBe('photo');
    expect(await follow(ticket)).toEqual(BYTES);
    expect(botApi.asked).toEqual([{ token: TOKEN, method: 'getFile', parameters: { file_id: 'file-1' } }]);
    expect(botApi.downloads).toEqual([{ token: TOKEN, path: TOLD.file_path, most: LIMITS.fileBytes }]);
    clock.advance(1);
    await expect(follow(ticket)).rejects.toMatchObject({ code: 'file.unknown' });
  });

  it.each([
    ['another file of the message', (ticket: string) => ticket.replace('.0.', '.1.')],
    ['a later end', (ticket: string) => ticket.replace(/\.(\d{13})\./, (_, at) => `.${Number(at) + 1}.`)],
    ['another signature', (ticket: string) => `${ticket.slice(0, -1)}${ticket.endsWith('A') ? 'B' : 'A'}`],
    ['nothing that is one', () => 'x'],
    ['too much', (ticket: string) => `${ticket}A`],
  ])('that was changed to %s leads nowhere', async (_, change) => {
    const { ports, botApi, link } = await aPhotoInChat();
    expect(await fileOfLink(ports, change(await link()))).toBeUndefined();
    expect(botApi.asked).toEqual([]);
  });

  it('of a bot that is gone cannot be told from one that was never made', async () => {
    const { ports, link } = await aPhotoInChat();
    const ticket = await link();
    expect(await fileOfLink({ ...ports, tokens: { token: async () => undefined } }, ticket)).toBeUndefined();
  });
});

it.each([
  ['a message that there is none of', 'msg_0', 0],
  ['a place without a file', undefined, 1],
])('there is no link to %s', async (_, id, number) => {
  const { message, ports } = await aPhotoInChat();
  await expect(linkToFile(ports, id ?? message, number)).rejects.toMatchObject({ code: 'file.unknown' });
});

it('to what is too large, as its message says, there is no link, and an old one leads nowhere', async () => {
  const { link, follow, conversations, botApi } = await aPhotoInChat({
    id: 'file-1',
    size: LIMITS.fileBytes,
  });
  const ticket = await link();
  const { messages } = conversations;
  conversations.messages = async (...asked) =>
    (await messages.apply(conversations, asked)).map((message) => ({
      ...message,
      attachments: [{ type: 'photo', file: { id: 'file-1', size: LIMITS.fileBytes + 1 } }],
    }));
  await expect(link()).rejects.toMatchObject({ code: 'file.too_large' });
  await expect(follow(ticket)).rejects.toMatchObject({ code: 'file.too_large' });
  expect(botApi.asked).toEqual([]);
});

describe('a link whose file', () => {
  it.each<[string, BotApiAnswer, string, number?]>([
    ['is too large', answerOf({ ...TOLD, file_size: LIMITS.fileBytes + 1 }), 'file.too_large'],
    ['is too large for bots', refusal(400, 'Bad Request: file is too big'), 'file.too_large'],
    [
      'is gone',
      refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable'),
      'file.unknown',
    ],
    ['is told without a path', answerOf({ file_id: 'file-1' }), 'file.unknown'],
    ['is told as nothing', answerOf(null), 'file.unknown'],
    ['is of a bot whose token was revoked', refusal(401, 'Unauthorized'), 'bot.api_refused'],
    ['is of a bot that is no more', refusal(404, 'Not Found'), 'bot.api_refused'],
    [
      'is asked for too often',
      refusal(429, 'Too Many Requests: retry after 7', 7),
      'dependency.unavailable',
      7,
    ],
    ['meets trouble at Telegram', refusal(502, 'Bad Gateway'), 'dependency.unavailable', 1],
    ['is asked for in vain', LOST, 'dependency.unavailable', 1],
    ['cannot be asked for', UNSENT, 'dependency.unavailable', 1],
  ])('%s says so', async (_, answer, code, retryAfterS) => {
    const { botApi, link, follow } = await aPhotoInChat({ id: 'file-1' });
    const ticket = await link();
    botApi.answerWith('getFile', answer);
    await expect(follow(ticket)).rejects.toMatchObject({ code, retryAfterS });
    expect(botApi.downloads).toEqual([]);
  });

  it.each<[string, Download, string, number?]>([
    ['is not there', { kind: 'missing' }, 'file.unknown'],
    ['is larger than it was told', { kind: 'too_large' }, 'file.too_large'],
    ['breaks off', { kind: 'failed', why: 'response.truncated' }, 'dependency.unavailable', 5],
  ])('%s when it is fetched says so', async (_, download, code, retryAfterS) => {
    const { botApi, link, follow } = await aPhotoInChat({ id: 'file-1' });
    botApi.downloadsEndWith = download;
    await expect(follow(await link())).rejects.toMatchObject({ code, retryAfterS });
  });
});

it('a file of a partner’s client is none', async () => {
  const { ports, message, conversations } = await aPhotoInChat();
  const head = await conversations.head(IN_CHAT);
  expect(head?.channel.bot).toBe('demo');
  const strange: FilePorts = {
    ...ports,
    conversations: {
      messages: ports.conversations.messages.bind(conversations),
      head: async () => head && { ...head, channel: {} },
    },
  };
  await expect(linkToFile(strange, message, 0)).rejects.toMatchObject({ code: 'file.unknown' });
});
