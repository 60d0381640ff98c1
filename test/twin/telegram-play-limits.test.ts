import { beforeEach, describe, expect, it } from 'vitest';
import { type PlayServer, refusal, servePlay } from './telegram.ts';

const TOKEN = `7:${'a'.repeat(35)}`;
const GROUP = -400;

let play: PlayServer;

async function start(limits: boolean): Promise<void> {
  play = await servePlay({ limits });
  await play.ask('PUT', '/bots', { token: TOKEN, username: 'limits_bot' });
  for (const chat of [...chats(70), GROUP]) await play.act(chat, { text: 'hello' });
}

const chats = (count: number) => Array.from({ length: count }, (_, index) => 100 + index);
const send = (chat: number) => play.api(TOKEN).sendMessage(chat, 'x');
const stats = async () => (await play.ask('GET', '/stats')).body;

describe('limits', () => {
  beforeEach(() => start(true));

  it('let one message a second into a chat', async () => {
    await send(100);
    play.pass(940);
    const error = await refusal(send(100));
    expect(error).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    play.pass(1_000);
    await send(100);
    play.pass(960);
    await send(100);
    expect(await play.sent(100)).toHaveLength(3);
  });

  it('let thirty a second out of a bot, in any second', async () => {
    for (const chat of chats(15)) await send(chat);
    play.pass(900);
    for (const chat of chats(30).slice(15)) await send(chat);
    expect((await refusal(send(140))).parameters.retry_after).toBe(1);
    // The fifteen of the first moment are over, those that came later are not.
    play.pass(1_000);
    for (const chat of chats(70).slice(40)) await send(chat);
    expect(await stats()).toMatchObject({ sent: 60, refused_429: 1 });
  });

  it('do not begin anew with each second', async () => {
    play.pass(990);
    for (const chat of chats(30)) await send(chat);
    play.pass(20);
    expect((await refusal(send(140))).error_code).toBe(429);
  });

  it('let twenty a minute into a group', async () => {
    for (let sent = 0; sent < 20; sent += 1) {
      await send(GROUP);
      play.pass(1_000);
    }
    expect((await refusal(send(GROUP))).parameters.retry_after).toBe(40);
    play.pass(40_000);
    await send(GROUP);
    play.pass(1_000);
    await send(GROUP);
  });

  it('tell a caller by a header, too', async () => {
    await send(100);
    const answer = await fetch(`${play.base}/_local/telegram/bot${TOKEN}/sendMessage?chat_id=100&text=x`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('refuse every send of the bot, to whatever chat, until the wait is over, and count them', async () => {
    await send(100);
    await refusal(send(100));
    play.pass(500);
    expect((await refusal(send(101))).parameters.retry_after).toBe(1);
    await refusal(send(999));
    expect(await stats()).toEqual({
      sent: 1,
      refused_429: 3,
      within_retry_after: 2,
      by_method: { sendMessage: 4 },
    });
    // Another bot, and another method, have nothing to do with it.
    const other = `8:${'b'.repeat(35)}`;
    await play.ask('PUT', '/bots', { token: other, username: 'other_bot' });
    await play.ask('POST', '/chats/100?bot=other_bot', { text: 'hello' });
    await play.api(other).sendMessage(100, 'x');
    await play.api(TOKEN).sendChatAction(100, 'typing');
    play.pass(460);
    await send(101);
    expect(await stats()).toMatchObject({ sent: 3, within_retry_after: 2 });
  });

  it('count no message that was refused for something else', async () => {
    await refusal(play.api(TOKEN).sendMessage(100, 'x'.repeat(5_000)));
    await send(100);
    expect(await stats()).toMatchObject({ sent: 1, refused_429: 0 });
  });

  it('go by the wall: business time that is moved on makes no room', async () => {
    await send(100);
    play.advance(10_000);
    expect((await refusal(send(100))).error_code).toBe(429);
  });

  it('hold a bot that was refused by business time, whatever the wall says', async () => {
    await play.ask('PUT', '/behaviour', { status: 429, retry_after: 60, times: 1 });
    await refusal(send(100));
    play.time.pass(3_600_000);
    expect((await refusal(send(101))).parameters.retry_after).toBe(60);
    play.advance(59_000);
    expect((await refusal(send(101))).parameters.retry_after).toBe(1);
    play.advance(1_000);
    await send(101);
    expect(await stats()).toMatchObject({ sent: 1, refused_429: 3, within_retry_after: 2 });
  });

  it('forget their counts on request', async () => {
    await send(100);
    await play.ask('DELETE', '/stats');
    expect(await stats()).toEqual({ sent: 0, refused_429: 0, within_retry_after: 0, by_method: {} });
  });
});

describe('without limits', () => {
  beforeEach(() => start(false));

  it('a bot sends as fast as it likes', async () => {
    for (let sent = 0; sent < 40; sent += 1) await send(100);
    expect(await stats()).toMatchObject({ sent: 40, refused_429: 0 });
  });

  it('it is still counted who does not wait', async () => {
    await play.ask('PUT', '/behaviour', { status: 429, retry_after: 5, times: 1 });
    await refusal(send(100));
    await send(100);
    expect(await stats()).toMatchObject({ sent: 1, refused_429: 1, within_retry_after: 1 });
  });
});
