import { HttpError } from 'grammy';
import { beforeEach, describe, expect, it } from 'vitest';
import { type PlayServer, refusal, servePlay } from './telegram.ts';

const TOKEN = `7:${'a'.repeat(35)}`;
const ANNA = 5_001;

let play: PlayServer;

beforeEach(async () => {
  play = await servePlay();
  await play.ask('PUT', '/bots', { token: TOKEN, username: 'some_bot' });
  await play.act(ANNA, { text: 'hello' });
});

const send = () => play.api(TOKEN).sendMessage(ANNA, 'x');
const behave = (behaviour: unknown) => play.ask('PUT', '/behaviour', behaviour);

describe('misbehaviour', () => {
  it.each([
    [{ status: 403 }, 403, 'Forbidden: bot was blocked by the user', {}],
    [{ status: 400 }, 400, 'Bad Request: chat not found', {}],
    [{ status: 401 }, 401, 'Unauthorized', {}],
    [{ status: 429, retry_after: 7 }, 429, 'Too Many Requests: retry after 7', { retry_after: 7 }],
    [{ status: 500 }, 500, 'Internal Server Error', {}],
    [{ status: 502 }, 502, 'Bad Gateway', {}],
    [{ status: 400, description: 'Bad Request: TOPIC_CLOSED' }, 400, 'Bad Request: TOPIC_CLOSED', {}],
  ])('%j refuses and sends nothing', async (behaviour, error_code, description, parameters) => {
    await behave({ ...behaviour, times: 1 });
    expect(await refusal(send())).toMatchObject({ error_code, description, parameters });
    expect(await play.sent(ANNA)).toEqual([]);
    play.pass(10_000);
    expect((await send()).text).toBe('x');
  });

  it('counts calls, but no typing actions, which suffer with them', async () => {
    await behave({ status: 503, times: 2 });
    await refusal(play.api(TOKEN).sendChatAction(ANNA, 'typing'));
    await refusal(send());
    await refusal(play.api(TOKEN).getMe());
    await send();
    expect((await play.ask('GET', '/behaviour')).body).toEqual({ status: 200, delay_ms: 0 });
  });

  it('lasts until it is changed without a number', async () => {
    await behave({ status: 500 });
    for (let times = 0; times < 4; times += 1) expect((await refusal(send())).error_code).toBe(500);
    await behave({});
    await send();
  });

  it('makes a bot wait that was told to', async () => {
    await behave({ status: 429, retry_after: 7, times: 1 });
    await refusal(send());
    play.pass(3_000);
    expect((await refusal(send())).parameters.retry_after).toBe(4);
    play.pass(4_000);
    await send();
    expect((await play.ask('GET', '/stats')).body).toMatchObject({ refused_429: 2, within_retry_after: 1 });
  });

  it('lets a bot go on that was not told to wait yet', async () => {
    await behave({ status: 429, retry_after: 7, times: 1, delay_ms: 500 });
    const told = refusal(send());
    await expect.poll(async () => (await play.ask('GET', '/stats')).body.by_method.sendMessage).toBe(1);
    await send();
    play.time.pass(500);
    await told;
    expect((await refusal(send())).parameters.retry_after).toBe(7);
    expect((await play.ask('GET', '/stats')).body).toMatchObject({ sent: 1, within_retry_after: 1 });
  });

  it('cuts a connection before anything is done', async () => {
    await behave({ failure: 'reset', times: 1 });
    await expect(send()).rejects.toBeInstanceOf(HttpError);
    expect(await play.sent(ANNA)).toEqual([]);
    await send();
  });

  it('cuts a connection after the message is in the chat', async () => {
    await behave({ failure: 'reset_after_write', times: 1 });
    await expect(send()).rejects.toBeInstanceOf(HttpError);
    expect(await play.sent(ANNA)).toMatchObject([{ text: 'x' }]);
  });

  it('stays silent', async () => {
    await behave({ failure: 'hang', times: 1 });
    const silent = play.api(TOKEN).sendMessage(ANNA, 'x', {}, AbortSignal.timeout(50) as never);
    await expect(silent).rejects.toBeInstanceOf(HttpError);
    expect(await play.sent(ANNA)).toEqual([]);
  });

  it('answers with a page', async () => {
    await behave({ failure: 'garbage', times: 1 });
    await expect(send()).rejects.toBeInstanceOf(HttpError);
    expect(await play.sent(ANNA)).toEqual([]);
  });

  it('is slow with its answer, not with the message', async () => {
    await behave({ delay_ms: 20_000, times: 1 });
    let answered = false;
    const sending = send().then(() => {
      answered = true;
    });
    await expect.poll(() => play.sent(ANNA)).toHaveLength(1);
    play.time.pass(19_000);
    await play.sent(ANNA);
    expect(answered).toBe(false);
    play.time.pass(1_000);
    await sending;
  });

  it.each([
    { status: 99 },
    { status: 302 },
    { times: -1 },
    { delay_ms: 1e9 },
    { retry_after: '7' },
    { description: 7 },
    { failure: 'sulk' },
    'x',
    null,
  ])('is refused when it is %j', async (behaviour) => {
    expect((await behave(behaviour)).status).toBe(422);
    await send();
  });
});
