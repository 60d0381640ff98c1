import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../shared/domain/delivery.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { replayText } from '../../shared/usecases/replay-text.ts';
import { DAY, MINUTE, SECOND } from '../builders.ts';
import { Crash, fatal, status } from '../usecases/desk.ts';
import { aStory, deliveryOf, type Story } from './story.ts';

const away: SendResult = { kind: 'error', error: 'connect.refused', timing: { total_ms: 1 } };

/** A story whose webhook answers with these, and with 200 from then on. */
async function withWebhook(...next: (SendResult | Error)[]): Promise<Story> {
  const story = await aStory();
  story.sender.next.push(...next);
  return story;
}

/** ms between the attempts to deliver the first text. */
async function pausesOf(story: Story): Promise<number[]> {
  const { attempts } = await deliveryOf(story);
  const times = attempts.map(({ started_at }) => Date.parse(started_at));
  return times.slice(1).map((at, n) => at - (times[n] ?? 0));
}

describe('P3: one reply goes one way, once,', () => {
  it('whatever the platform is called, and although two processes get every signal', async () => {
    const story = await aStory({ processes: 2 });
    const { post, passes, sender, inbound, outbound } = story;
    const response = await post('Не открывается урок', {
      'x-webhook-url': 'https://crm.example.com/hook',
      'x-platform': 'telegram',
      'x-chat-id': '42',
    });
    await passes(0);
    for (const lane of [inbound, outbound]) await lane.send({ conversation_id: (await story.head()).id });
    await passes(MINUTE);
    expect(sender.sent).toHaveLength(1);
    // Whoever sent the message is told that it came, not what will be answered.
    expect(response.statusCode).toBe(202);
    expect(Object.keys(JSON.parse(response.body)).sort()).toEqual([
      'client_id',
      'message_id',
      'received_at',
      'status',
    ]);
  });
});

describe('F4: a delivery is what the webhook has confirmed', () => {
  it.each([
    ['200', 'delivered', status(200)],
    ['204', 'delivered', status(204)],
    ['302', 'waiting', status(302)],
    ['404', 'waiting', status(404)],
    ['500', 'waiting', status(500)],
    ['no connection', 'waiting', away],
    ['410', 'dead', status(410)],
  ])('%s: the reply is %s', async (_, state, answer) => {
    const story = await withWebhook(answer);
    await story.says('Не открывается урок');
    expect(await deliveryOf(story)).toMatchObject({ state, attempts: [{ rule: expect.any(String) }] });
  });

  it('and no background work: what a dying process has begun is done by the next', async () => {
    const story = await withWebhook(new Crash());
    await story.says('Не открывается урок');
    expect(await deliveryOf(story)).toMatchObject({ state: 'sending', attempts: [] });
    await story.passes(MINUTE);
    expect(await deliveryOf(story)).toMatchObject({ state: 'delivered' });
    expect(new Set(story.sender.ids()).size).toBe(1);
  });
});

describe('F5: what may pass is tried again, later and later:', () => {
  it.each([
    ['429', status(429)],
    ['500', status(500)],
    ['502', status(502)],
    ['503', status(503)],
    ['504', status(504)],
    ['no connection', away],
  ])('%s', async (_, answer) => {
    const story = await withWebhook(answer, answer, answer);
    await story.says('Не открывается урок');
    await story.passes(DAY);
    expect(await pausesOf(story)).toEqual(LADDER.slice(0, 3));
    expect(await deliveryOf(story)).toMatchObject({ state: 'delivered' });
  });

  it('and not before the webhook wants it', async () => {
    const story = await withWebhook(status(429, '120'));
    await story.says('Не открывается урок');
    await story.passes(DAY);
    expect(await pausesOf(story)).toEqual([120 * SECOND]);
  });
});

describe('F8: a delivery that failed', () => {
  it('is given up after the ladder, in sight of partner and operators, and can be sent again', async () => {
    const story = await withWebhook(...Array<SendResult>(LADDER.length + 1).fill(status(503)));
    const { conversations, says, passes, sender, outbound, clock, journal } = story;
    await says('Где ссылка?', 'COMPLAINT');
    await passes(5 * DAY);
    const [text = ''] = sender.ids();
    expect(await deliveryOf(story)).toMatchObject({ state: 'dead', rule: 'http.5xx.exhausted' });
    expect((await deliveryOf(story)).attempts).toHaveLength(LADDER.length + 1);
    expect(conversations.dead).toMatchObject([{ text_id: text, rule: 'http.5xx.exhausted' }]);
    await replayText({ conversations, outbox: conversations, outbound, clock, journal }, text);
    await passes(MINUTE);
    expect(await deliveryOf(story, text)).toMatchObject({ state: 'delivered' });
    expect(conversations.dead).toEqual([]);
  });

  it('for good is given up at once, with an alarm', async () => {
    const story = await withWebhook(fatal);
    await story.says('Не открывается урок');
    expect(await deliveryOf(story)).toMatchObject({ state: 'dead' });
    expect(story.deadLetters.sent).toMatchObject([{ signal: { text_id: story.sender.ids()[0] } }]);
  });
});

describe('P4: a reminder that failed is never marked as sent:', () => {
  const many = Array<SendResult>(20).fill(status(503));

  it.each<[string, SendResult[], string[], string, string]>([
    ['what passes is retried by the ladder', [status(503)], ['retry', 'delivered'], 'delivered', 'http.2xx'],
    ['so is a broken connection', [away, away], ['retry', 'retry', 'delivered'], 'delivered', 'http.2xx'],
    ['what is final is dead', [fatal], ['dead'], 'dead', 'error.request.invalid'],
    ['so is an endpoint that is gone', [status(410)], ['dead'], 'dead', 'http.410'],
    [
      'a refusal is tried three times',
      Array<SendResult>(3).fill(status(400)),
      ['retry', 'retry', 'dead'],
      'dead',
      'http.4xx.exhausted',
    ],
    [
      'what did not get through in half an hour expires, in sight',
      many,
      ['retry', 'retry', 'retry', 'cancelled'],
      'cancelled',
      'cancelled.expired',
    ],
  ])('%s', async (_, answers, outcomes, state, rule) => {
    const story = await aStory();
    await story.says('Не открывается урок');
    story.sender.next.push(...answers);
    await story.passes(15 * MINUTE);
    const reminder = story.sender.sent.at(-1)?.text;
    expect(reminder).toMatchObject({ source: 'reminder', number: 1 });
    await story.passes(14 * MINUTE);
    if (answers === many) await story.passes(30 * MINUTE);
    const delivery = await deliveryOf(story, reminder?.id);
    expect(delivery).toMatchObject({ state, rule });
    expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(outcomes);
  });
});
