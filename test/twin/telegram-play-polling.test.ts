import { describe, expect, it, onTestFinished } from 'vitest';
import { startTelegramPolling } from '../../local/telegram-polling.ts';
import { type Door, listening, openReceiver, type PlayServer, refusal, servePlay } from './telegram.ts';

const TOKEN = `7:${'a'.repeat(35)}`;
const ANNA = 5_001;
const BORIS = 5_002;

async function playWithoutWebhook(): Promise<PlayServer> {
  const play = await servePlay();
  await play.ask('PUT', '/bots', { token: TOKEN, username: 'polled_bot' });
  return play;
}

describe('getUpdates', () => {
  it('gives what waits, again until it is confirmed', async () => {
    const play = await playWithoutWebhook();
    const api = play.api(TOKEN);
    const first = await play.act(ANNA, { text: '1' });
    await play.act(BORIS, { text: '2' });
    await play.act(ANNA, { text: '3' });
    const texts = async (asked: object) => (await api.getUpdates(asked)).map(({ message }) => message?.text);

    expect(await texts({})).toEqual(['1', '2', '3']);
    expect(await texts({ limit: 2 })).toEqual(['1', '2']);
    expect(await texts({ offset: first.update_id + 1 })).toEqual(['2', '3']);
    expect(await texts({})).toEqual(['2', '3']);
    expect(await texts({ offset: -1 })).toEqual(['3']);
    expect(await texts({})).toEqual(['3']);
  });

  it('waits for an update, and no longer than it is asked to', async () => {
    const play = await playWithoutWebhook();
    const first = play.api(TOKEN).getUpdates({ timeout: 30 });
    await waiting(play);
    await play.act(ANNA, { text: '1' });
    expect(await first).toMatchObject([{ message: { text: '1' } }]);

    const second = play.api(TOKEN).getUpdates({ timeout: 30, offset: (await first)[0]!.update_id + 1 });
    await waiting(play, 2);
    play.time.pass(30_000);
    expect(await second).toEqual([]);
  });

  it('ends another that waits', async () => {
    const play = await playWithoutWebhook();
    const first = refusal(play.api(TOKEN).getUpdates({ timeout: 30 }));
    await waiting(play);
    await play.api(TOKEN).getUpdates();
    expect(await first).toMatchObject({
      error_code: 409,
      description: expect.stringMatching(/^Conflict: terminated by other getUpdates request/),
    });
  });

  it('is refused while there is a webhook', async () => {
    const play = await playWithoutWebhook();
    await play.api(TOKEN).setWebhook('http://127.0.0.1:9/x');
    expect(await refusal(play.api(TOKEN).getUpdates())).toMatchObject({
      error_code: 409,
      description: expect.stringMatching(/^Conflict: can't use getUpdates method while webhook is active/),
    });
  });

  it('forgets an update after a day', async () => {
    const play = await playWithoutWebhook();
    await play.act(ANNA, { text: '1' });
    play.time.pass(24 * 3_600_000);
    expect(await play.api(TOKEN).getUpdates()).toEqual([]);
  });
});

/** Resolves when so many calls of getUpdates have come. */
async function waiting(play: PlayServer, calls = 1): Promise<void> {
  await expect
    .poll(async () => (await play.ask('GET', '/stats')).body.by_method.getUpdates)
    .toBeGreaterThanOrEqual(calls);
}

interface Poller {
  pauses: number[];
  lines: string[];
  /** Ends the pause that is under way. */
  goOn(): void;
  close(): Promise<void>;
}

function polling(apiUrl: string, door: Pick<Door, 'url'>, token = TOKEN): Poller {
  const pauses: number[] = [];
  const lines: string[] = [];
  let goOn = (): void => undefined;
  const { close } = startTelegramPolling({
    token,
    apiUrl,
    door: door.url,
    log: (line) => lines.push(line),
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        pauses.push(ms);
        goOn = () => resolve(undefined);
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
  onTestFinished(close);
  return { pauses, lines, goOn: () => goOn(), close };
}

const textsAt = (door: Door) => door.taken.map(({ update }) => update.message.text);

describe('polling', () => {
  it('hands updates on to the door, in order, with the secret, and confirms them', async () => {
    const play = await playWithoutWebhook();
    const door = await openReceiver();
    await play.act(ANNA, { text: '1' });
    await play.act(BORIS, { text: '2' });
    const poller = polling(`${play.base}/_local/telegram`, door);
    await expect.poll(() => textsAt(door)).toEqual(['1', '2']);
    await play.act(ANNA, { text: '3' });
    await expect.poll(() => textsAt(door)).toEqual(['1', '2', '3']);
    expect(door.taken[0]!.headers['x-telegram-bot-api-secret-token']).toBe('local-telegram-secret');
    await expect.poll(async () => (await play.api(TOKEN).getWebhookInfo()).pending_update_count).toBe(0);
    expect(poller.lines).toEqual([]);
  });

  it('wants the kinds of updates that the desk reads', async () => {
    const play = await playWithoutWebhook();
    polling(`${play.base}/_local/telegram`, await openReceiver());
    await expect
      .poll(async () => (await play.api(TOKEN).getWebhookInfo()).allowed_updates)
      .toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member']);
  });

  it('confirms nothing that the door has not taken', async () => {
    const play = await playWithoutWebhook();
    const door = await openReceiver();
    await play.act(ANNA, { text: '1' });
    await play.act(ANNA, { text: '2' });
    door.answer = ({ message }) => (message.text === '2' ? 500 : 200);
    const poller = polling(`${play.base}/_local/telegram`, door);

    await expect.poll(() => poller.pauses).toEqual([1_000]);
    poller.goOn();
    await expect.poll(() => poller.pauses).toEqual([1_000, 2_000]);
    expect(textsAt(door)).toEqual(['1', '2', '2']);
    await poller.close();
    expect((await play.api(TOKEN).getUpdates()).map(({ message }) => message?.text)).toEqual(['1', '2']);

    const again = await openReceiver();
    polling(`${play.base}/_local/telegram`, again);
    await expect.poll(() => textsAt(again)).toEqual(['1', '2']);
  });

  it('does what the door’s answer asks for', async () => {
    const play = await playWithoutWebhook();
    const door = await openReceiver();
    door.answer = ({ callback_query: { id: callback_query_id } }) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'answerCallbackQuery', callback_query_id }),
    });
    await play.act(ANNA, { callback_data: 'yes', message_id: 1 });
    const poller = polling(`${play.base}/_local/telegram`, door);
    await expect
      .poll(async () => (await play.ask('GET', '/stats')).body.by_method.answerCallbackQuery)
      .toBe(1);
    const [{ update }] = door.taken as [Door['taken'][0]];
    const again = await refusal(play.api(TOKEN).answerCallbackQuery(update.callback_query.id));
    expect(again.error_code).toBe(400);
    expect(poller.lines).toEqual([]);
  });

  it('goes on though what the door asks for is refused', async () => {
    const play = await playWithoutWebhook();
    const door = await openReceiver();
    door.answer = () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"method":"answerCallbackQuery","callback_query_id":"7"}',
    });
    for (const text of ['1', '2']) await play.act(ANNA, { text });
    const poller = polling(`${play.base}/_local/telegram`, door);
    await expect.poll(() => textsAt(door)).toEqual(['1', '2']);
    expect(poller.lines).toEqual([]);
  });

  it('obeys the door’s Retry-After, and says a trouble once', async () => {
    const play = await playWithoutWebhook();
    const door = await openReceiver();
    door.answer = () => ({ status: 503, headers: { 'retry-after': '17' } });
    const { update_id } = await play.act(ANNA, { text: '1' });
    const poller = polling(`${play.base}/_local/telegram`, door);
    for (const pauses of [1, 2]) {
      await expect.poll(() => poller.pauses).toHaveLength(pauses);
      poller.goOn();
    }
    await expect.poll(() => poller.pauses).toEqual([17_000, 17_000, 17_000]);
    expect(poller.lines).toEqual([`Update ${update_id} was not taken: 503`]);
    door.answer = () => 200;
    poller.goOn();
    await expect.poll(() => poller.lines.at(-1)).toBe('Telegram is all right again.');
  });

  it('leaves a webhook of somebody else alone, and asks again', async () => {
    const play = await playWithoutWebhook();
    const door = await openReceiver();
    await play.api(TOKEN).setWebhook('http://127.0.0.1:9/x');
    const poller = polling(`${play.base}/_local/telegram`, door);
    await expect.poll(() => poller.pauses).toEqual([1_000]);
    expect(poller.lines[0]).toMatch(/webhook is active/);
    expect((await play.api(TOKEN).getWebhookInfo()).url).not.toBe('');

    await play.api(TOKEN).deleteWebhook();
    await play.act(ANNA, { text: '1' });
    poller.goOn();
    await expect.poll(() => textsAt(door)).toEqual(['1']);
  });

  it('waits as long as the Bot API says', async () => {
    const play = await playWithoutWebhook();
    await play.ask('PUT', '/behaviour', { status: 429, retry_after: 33, times: 1 });
    const poller = polling(`${play.base}/_local/telegram`, await openReceiver());
    await expect.poll(() => poller.pauses).toEqual([33_000]);
  });

  it.each([{ failure: 'reset' }, { failure: 'garbage' }, { status: 502 }])(
    'goes on after %j, ever more patiently',
    async (behaviour) => {
      const play = await playWithoutWebhook();
      const door = await openReceiver();
      await play.act(ANNA, { text: '1' });
      await play.ask('PUT', '/behaviour', { ...behaviour, times: 7 });
      const poller = polling(`${play.base}/_local/telegram`, door);
      for (let pauses = 1; pauses <= 7; pauses += 1) {
        await expect.poll(() => poller.pauses).toHaveLength(pauses);
        poller.goOn();
      }
      await expect.poll(() => textsAt(door)).toEqual(['1']);
      expect(poller.pauses.map((ms) => ms / 1_000)).toEqual([1, 2, 4, 8, 16, 32, 60]);

      // An answer makes all of it forgotten; the one that is waited for comes with the next update.
      await play.ask('PUT', '/behaviour', { ...behaviour, times: 1 });
      await play.act(ANNA, { text: '2' });
      await expect.poll(() => poller.pauses.at(-1)).toBe(1_000);
    },
  );

  it('stops with a token that is none, and never shows it', async () => {
    const play = await playWithoutWebhook();
    const token = `9:${'z'.repeat(35)}`;
    const poller = polling(`${play.base}/_local/telegram`, await openReceiver(), token);
    await expect.poll(() => poller.lines).toEqual(['Telegram gives no updates: Unauthorized']);
    expect(poller.pauses).toEqual([]);

    const nowhere = polling('http://127.0.0.1:9', await openReceiver(), token);
    await expect.poll(() => nowhere.lines.length).toBe(1);
    expect([...poller.lines, ...nowhere.lines].join()).not.toContain('zzz');
  });

  it('ends at once, while it waits for the Bot API and for its door', async () => {
    const silent = await listening(() => undefined);
    await polling(silent, { url: silent }).close();

    const play = await playWithoutWebhook();
    await play.act(ANNA, { text: '1' });
    const door = await openReceiver();
    door.answer = () => new Promise(() => undefined);
    const poller = polling(`${play.base}/_local/telegram`, door);
    await expect.poll(() => door.taken).toHaveLength(1);
    await poller.close();
  });
});
