import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO, openReceiver, type PlayServer, refusal, servePlay } from './telegram.ts';

const OTHER = `77:${'b'.repeat(35)}`;
const ANNA = 5_001;
const GROUP = -400;
const SUPERGROUP = -1_001_234_567_890;

let play: PlayServer;

beforeEach(async () => {
  const door = await openReceiver();
  play = await servePlay({ demoWebhook: door.url });
});

describe('a bot', () => {
  it('tells who it is', async () => {
    expect(await play.api().getMe()).toMatchObject({
      id: 42,
      is_bot: true,
      username: 'firstline_demo_bot',
    });
  });

  it.each(['1:short', OTHER, 'no-token'])('with the unknown token %s is unauthorized', async (token) => {
    const answer = await fetch(`${play.base}/_local/telegram/bot${token}/getMe`);
    if (token.includes(':')) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
    } else expect(answer.status).toBe(404);
  });

  it('is added, renamed, given another token, and revoked', async () => {
    expect(await play.ask('PUT', '/bots', { token: OTHER, username: 'second_bot' })).toEqual({
      status: 200,
      body: { id: 77, username: 'second_bot', revoked: false, webhook: null },
    });
    await play.act(ANNA, { text: 'hello' });
    expect(await refusal(play.api(OTHER).sendMessage(ANNA, 'x'))).toMatchObject({
      description: 'Bad Request: chat not found',
    });

    const next = `77:${'c'.repeat(35)}`;
    await play.ask('PUT', '/bots', { token: next, username: 'renamed_bot' });
    expect((await refusal(play.api(OTHER).getMe())).error_code).toBe(401);
    expect(await play.api(next).getMe()).toMatchObject({ id: 77, username: 'renamed_bot' });

    await play.ask('DELETE', '/bots/77');
    expect((await refusal(play.api(next).getMe())).error_code).toBe(401);
    const { items } = (await play.ask('GET', '/bots')).body;
    expect(items.map((bot: { id: number; revoked: boolean }) => [bot.id, bot.revoked])).toEqual([
      [42, false],
      [77, true],
    ]);
    expect(JSON.stringify(items)).not.toContain('ccc');
  });

  it.each([
    {},
    null,
    { token: 'x', username: 'some_bot' },
    { token: OTHER, username: '' },
    { token: `${OTHER}b`, username: 'some_bot' },
    { token: `0:${'b'.repeat(35)}`, username: 'some_bot' },
  ])('is refused as %j', async (body) => {
    expect((await play.ask('PUT', '/bots', body)).status).toBe(422);
  });

  it.each(['sendRocket', 'sendMessag', 'constructor'])('has no method %s', async (method) => {
    const answer = await fetch(`${play.base}/_local/telegram/bot${DEMO}/${method}`, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
  });
});

describe('a message to a chat', () => {
  it('is there, at business time, and comes back as a message', async () => {
    const { message_id } = await play.act(ANNA, { text: 'Здравствуйте' });
    const message = await play.api().sendMessage(ANNA, 'Добрый день 👋', { disable_notification: true });

    expect(message).toMatchObject({
      message_id: message_id + 1,
      from: { id: 42, is_bot: true },
      chat: { id: ANNA, type: 'private' },
      text: 'Добрый день 👋',
    });
    expect(await play.sent(ANNA)).toEqual([
      {
        at: '2031-05-01T12:00:00.000Z',
        method: 'sendMessage',
        bot: 'firstline_demo_bot',
        chat_id: ANNA,
        message_id: message.message_id,
        text: 'Добрый день 👋',
        disable_notification: true,
      },
    ]);
  });

  it('is listed oldest first, and by bot', async () => {
    await play.ask('PUT', '/bots', { token: OTHER, username: 'second_bot' });
    await play.act(ANNA, { text: 'to the first' });
    await play.ask('POST', `/chats/${ANNA}?bot=second_bot`, { text: 'to the second' });
    await play.api().sendMessage(ANNA, 'one');
    await play.api(OTHER).sendMessage(ANNA, 'two');

    expect((await play.sent(ANNA)).map(({ text }: { text: string }) => text)).toEqual(['one', 'two']);
    const { items } = (await play.ask('GET', `/chats/${ANNA}?bot=second_bot`)).body;
    expect(items).toMatchObject([{ text: 'two', bot: 'second_bot', message_id: 2 }]);
  });

  it.each([
    ['GET', 'query', undefined],
    ['POST', 'query', undefined],
    ['POST', 'form', 'application/x-www-form-urlencoded'],
    ['POST', 'json', 'application/json; charset=utf-8'],
  ])('may come by %s, its parameters in the %s', async (method, where, type) => {
    await play.act(ANNA, { text: 'hello' });
    const markup = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] };
    const fields = { chat_id: String(ANNA), text: 'как дела?', reply_markup: JSON.stringify(markup) };
    const form = new URLSearchParams(fields).toString();
    const query = where === 'query' ? `?${form}` : '';
    const body = where === 'form' ? form : JSON.stringify(fields);

    const answer = await fetch(`${play.base}/_local/telegram/bot${DEMO}/SENDMESSAGE${query}`, {
      method,
      ...(type !== undefined && { body, headers: { 'content-type': type } }),
    });

    expect(await answer.json()).toMatchObject({ ok: true, result: { reply_markup: markup } });
    expect(await play.sent(ANNA)).toMatchObject([{ text: 'как дела?', reply_markup: markup }]);
  });

  it.each([
    ['4096 characters', 'ж'.repeat(4_096)],
    ['4096 units of emoji', '😀'.repeat(2_048)],
    ['right to left', 'مرحبا ‮abc'],
  ])('holds %s', async (_, text) => {
    await play.act(ANNA, { text: 'hello' });
    expect((await play.api().sendMessage(ANNA, text)).text).toBe(text);
  });

  it.each([
    ['too long a text', { text: 'x'.repeat(4_097) }, 'message is too long'],
    ['too many units', { text: `${'😀'.repeat(2_048)}x` }, 'message is too long'],
    ['no text', { text: '' }, 'message text is empty'],
    ['blanks', { text: ' \n\t ' }, 'message text is empty'],
    ['half an emoji', { text: 'so \ud83d' }, 'strings must be encoded in UTF-8'],
    ['no chat', { chat_id: '' }, 'chat_id is empty'],
    ['a chat that never wrote', { chat_id: 99 }, 'chat not found'],
    ['a name for a chat', { chat_id: '@anna' }, 'chat not found'],
    ['a markup that is none', { reply_markup: 'x' }, 'object expected as reply markup'],
    [
      'a button that carries too much',
      { reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'д'.repeat(33) }]] } },
      'BUTTON_DATA_INVALID',
    ],
    [
      'a button without words',
      { reply_markup: { inline_keyboard: [[{ text: '', callback_data: 'yes' }]] } },
      'BUTTON_DATA_INVALID',
    ],
    [
      'buttons in no rows',
      { reply_markup: { inline_keyboard: [{ text: 'Да', callback_data: 'yes' }] } },
      "can't parse reply keyboard markup JSON object",
    ],
  ])('is refused with %s', async (_, fields, description) => {
    await play.act(ANNA, { text: 'hello' });
    const asked = { chat_id: ANNA, text: 'hello', ...fields };
    const error = await refusal(play.api().raw.sendMessage(asked as never));
    expect(error).toMatchObject({ error_code: 400, description: `Bad Request: ${description}` });
    expect(await play.sent(ANNA)).toEqual([]);
  });

  it('is refused with a body that is no JSON', async () => {
    const answer = await fetch(`${play.base}/_local/telegram/bot${DEMO}/sendMessage`, {
      method: 'POST',
      body: '{"chat_id":',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
  });

  it.each([
    [ANNA, { block: true }, 'Forbidden: bot was blocked by the user'],
    [GROUP, { block: true }, 'Forbidden: bot was kicked from the group chat'],
    [SUPERGROUP, { block: true }, 'Forbidden: bot was kicked from the supergroup chat'],
    [ANNA, { deactivate: true }, 'Forbidden: user is deactivated'],
  ])('is forbidden in %d after %j', async (chat, closing, description) => {
    await play.act(chat, { text: 'hello' });
    await play.act(chat, closing);

    const error = await refusal(play.api().sendMessage(chat, 'x'));
    expect(error).toMatchObject({ error_code: 403, description });
    expect((await refusal(play.api().sendChatAction(chat, 'typing'))).error_code).toBe(403);
  });

  it('goes again when the customer lets the bot back in', async () => {
    await play.act(ANNA, { text: 'hello' });
    await play.act(ANNA, { block: true });
    await play.act(ANNA, { unblock: true });
    expect((await play.api().sendMessage(ANNA, 'x')).text).toBe('x');
  });

  it('is sent on to the supergroup that its group has become', async () => {
    await play.act(GROUP, { text: 'hello' });
    await play.act(GROUP, { migrate_to: SUPERGROUP });

    const error = await refusal(play.api().sendMessage(GROUP, 'x'));
    expect(error).toMatchObject({
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: SUPERGROUP },
    });
    const moved = await play.api().sendMessage(SUPERGROUP, 'x');
    expect(moved.chat).toMatchObject({ id: SUPERGROUP, type: 'supergroup' });
  });
});

describe('typing', () => {
  it('is no message', async () => {
    await play.act(ANNA, { text: 'hello' });
    expect(await play.api().sendChatAction(ANNA, 'typing')).toBe(true);
    expect(await play.sent(ANNA)).toEqual([]);
    expect((await play.ask('GET', `/chats/${ANNA}/actions`)).body.items).toMatchObject([
      { method: 'sendChatAction', action: 'typing', at: '2031-05-01T12:00:00.000Z' },
    ]);
  });

  it.each([
    [99, 'typing', 'chat not found'],
    [ANNA, 'dancing', 'wrong parameter action in request'],
  ])('in %d, as %s, is refused', async (chat, action, description) => {
    await play.act(ANNA, { text: 'hello' });
    const error = await refusal(play.api().sendChatAction(chat, action as 'typing'));
    expect(error.description).toBe(`Bad Request: ${description}`);
  });
});

describe('a file', () => {
  it.each([
    ['photo', true, 'photos/file_'],
    ['document', { file_name: 'справка.pdf' }, 'documents/file_'],
    ['voice', { duration: 9 }, 'voice/file_'],
    ['video', true, 'videos/file_'],
    ['video_note', true, 'video_notes/file_'],
    ['audio', true, 'music/file_'],
    ['animation', true, 'animations/file_'],
    ['sticker', true, 'stickers/file_'],
  ])('of kind %s is fetched', async (kind, said, path) => {
    const door = await openReceiver();
    await play.api().setWebhook(door.url);
    const content = Buffer.from(`the bytes of a ${kind}`);
    const fields = said === true ? {} : said;
    await play.act(ANNA, { [kind]: { ...fields, content: content.toString('base64') }, caption: 'вот' });
    await play.settled();

    const { message } = door.taken[0]!.update;
    expect(message).toMatchObject({ caption: 'вот', chat: { id: ANNA } });
    const file = kind === 'photo' ? message.photo.at(-1) : message[kind];
    expect(file).toMatchObject({ ...fields, file_size: content.length });
    expect(file).not.toHaveProperty('content');
    const found = await play.api().getFile(file.file_id);
    expect(found).toMatchObject({ file_id: file.file_id, file_unique_id: file.file_unique_id });
    expect(found.file_path).toContain(path);
    const bytes = await fetch(`${play.base}/_local/telegram/file/bot${DEMO}/${found.file_path}`);
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(content);
  });

  it('has a content of its own where none is given', async () => {
    const door = await openReceiver();
    await play.api().setWebhook(door.url);
    await play.act(ANNA, { photo: true });
    await play.settled();
    const sizes = door.taken[0]!.update.message.photo;
    expect(sizes.map(({ width }: { width: number }) => width)).toEqual([100, 200, 800]);
    const { file_path } = await play.api().getFile(sizes[0].file_id);
    const bytes = await fetch(`${play.base}/_local/telegram/file/bot${DEMO}/${file_path}`);
    expect(
      Buffer.from(await bytes.arrayBuffer())
        .subarray(0, 3)
        .toString('hex'),
    ).toBe('ffd8ff');
  });

  it('is refused when it is unknown or too big', async () => {
    const door = await openReceiver();
    await play.api().setWebhook(door.url);
    await play.act(ANNA, { document: { file_size: 21 * 1024 * 1024 } });
    await play.settled();
    const { file_id } = door.taken[0]!.update.message.document;
    expect((await refusal(play.api().getFile(file_id))).description).toBe('Bad Request: file is too big');
    expect((await refusal(play.api().getFile('x'))).description).toMatch(/wrong file_id/);
  });

  it('is nobody else’s', async () => {
    const answers = await Promise.all(
      [OTHER, DEMO].map((token) => fetch(`${play.base}/_local/telegram/file/bot${token}/photos/file_1.jpg`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 404]);
  });
});

describe('a tap on a button', () => {
  const reply_markup = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] };

  it('comes with the message above it, and is answered once', async () => {
    const door = await openReceiver();
    await play.api().setWebhook(door.url);
    await play.act(ANNA, { text: 'hello' });
    const { message_id } = await play.api().sendMessage(ANNA, 'Всё верно?', { reply_markup });
    await play.act(ANNA, { callback_data: 'yes' });
    await play.act(ANNA, { callback_data: 'yes', message_id });
    await play.act(ANNA, { callback_data: 'yes', message_id: 999 });
    await play.settled();

    const taps = door.taken.slice(1).map(({ update }) => update.callback_query);
    const shown = { message_id, text: 'Всё верно?', reply_markup, from: { id: 42 } };
    expect(taps).toMatchObject([
      { data: 'yes', from: { id: ANNA }, message: shown },
      { data: 'yes', message: shown },
      { data: 'yes', message: { message_id: 999, date: 0, chat: { id: ANNA } } },
    ]);
    expect(await play.api().answerCallbackQuery(taps[0].id)).toBe(true);
    const error = await refusal(play.api().answerCallbackQuery(taps[0].id));
    expect(error.description).toMatch(/^Bad Request: query is too old/);
  });
});

describe('a customer', () => {
  it.each([
    ['a body that is no object', '[]', /JSON object/],
    ['an update that is none', '{"update":7}', /update/],
    ['an update with a strange id', '{"update":{"update_id":"x"}}', /update_id/],
    ['a tap with nothing', '{"callback_data":7}', /callback_data/],
    ['a move to no supergroup', '{"migrate_to":-7}', /migrate_to/],
  ])('does nothing by %s', async (_, body, detail) => {
    const answer = await fetch(`${play.base}/_local/telegram/chats/${ANNA}`, { method: 'POST', body });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { detail: string }).detail).toMatch(detail);
  });

  it('finds no bot that is not there', async () => {
    expect((await play.ask('POST', `/chats/${ANNA}?bot=nobody`, { text: 'x' })).status).toBe(404);
  });

  it('sends no more than 1 MiB', async () => {
    const answer = await play.ask('POST', `/chats/${ANNA}`, { text: 'x'.repeat(1_024 * 1_024) });
    expect(answer.status).toBe(413);
  });
});

describe('other paths', () => {
  it('are left to others', async () => {
    expect((await fetch(`${play.base}/_local/crm/demo`)).status).toBe(418);
  });

  it.each(['/', '/chats/x', '/chats', `/bot${DEMO}`, '/nothing'])('%s is not there', async (path) => {
    expect((await play.ask('GET', path)).status).toBe(404);
  });

  it('tolerate a slash at the end', async () => {
    expect((await play.ask('GET', `/chats/${ANNA}/`)).body).toEqual({ items: [] });
  });
});
