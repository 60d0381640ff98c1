import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { crmInbox, postMessage, verified } from './crm.ts';

describe('the partners’ door, at natural pace and with its limits', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin({ port: 0, log: () => undefined });
  });
  afterAll(() => twin.close());

  async function advance(seconds: number): Promise<void> {
    const body = JSON.stringify({ seconds });
    expect((await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body })).status).toBe(200);
  }

  async function repliesTo(client: string) {
    return (await crmInbox(twin.url)).map(verified).filter(({ client_id }) => client_id === client);
  }

  it('gives one reply to a burst of three', async () => {
    for (const content of ['Здравствуйте', 'у нас урок', 'и он не открывается']) {
      expect((await postMessage(twin.url, { client_id: 'burst', content })).status).toBe(202);
    }
    await advance(20);

    const replies = await repliesTo('burst');
    expect(replies).toHaveLength(1);
    expect(replies[0]!.response_text.match(/Здравствуйте/g)).toHaveLength(1);
  });

  it('greets a client once', async () => {
    for (const content of ['Добрый день!', 'Не открывается урок', 'Спасибо, до свидания']) {
      await postMessage(twin.url, { client_id: 'greeted', content });
      await advance(60);
    }
    const greetings = (await repliesTo('greeted')).map(({ response_text }) =>
      /^Здравствуйте/.test(response_text),
    );
    expect(greetings).toEqual([true, false, false]);
  });

  it('waits for the outcome if asked to, and tells it in the shape of the original', async () => {
    const answer = await postMessage(
      twin.url,
      { client_id: 'patient', content: 'Верните деньги за занятия!' },
      { Prefer: 'wait=20' },
    );
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      status: 'escalated',
      original_message_id: expect.stringMatching(/^msg_/),
      client_id: 'patient',
      is_first_message: true,
      priority: 'high',
      escalation_reason: 'complaint',
      classification: {
        scenario: 'COMPLAINT',
        confidence: expect.any(Number),
        reasoning: expect.any(String),
      },
      response: { text: expect.stringMatching(/^Здравствуйте/), type: 'bot_escalated' },
      webhook: { scheduled: true },
    });
  });

  it('makes 20 messages of 1,000 posts under 20 keys, however many come at once, and answers each key alike', {
    timeout: 90_000,
  }, async () => {
    const post = async (n: number) => {
      const key = `key-${n % 20}`;
      const answer = await postMessage(
        twin.url,
        { client_id: key, content: `Вопрос ${key}` },
        { 'Idempotency-Key': key },
      );
      expect(answer.status).toBe(202);
      return [key, await answer.text()] as const;
    };
    const answers: (readonly [string, string])[] = [];
    for (let from = 0; from < 1000; from += 100) {
      answers.push(...(await Promise.all(Array.from({ length: 100 }, (_, n) => post(from + n)))));
    }
    expect(new Set(answers.map(([key, body]) => `${key} ${body}`)).size).toBe(20);
    await advance(60);
    for (let key = 0; key < 20; key++) expect(await repliesTo(`key-${key}`)).toHaveLength(1);
  });

  it('pings a webhook, signed so that any library verifies it, and tells what came back', async () => {
    const ping = (inbox: string) =>
      fetch(`${twin.url}/api/webhooks/test`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': 'fl_local_demo_key' },
        body: JSON.stringify({ url: `${twin.url}/_local/crm/${inbox}` }),
      });
    const told = (await (await ping('demo')).json()) as { webhook_id: string };
    expect(told).toMatchObject({ delivered: true, rule: 'http.2xx', status: 200, signatures: 1 });
    const pinged = (await crmInbox(twin.url)).find(
      ({ headers }) => headers['webhook-id'] === told.webhook_id,
    );
    expect(verified(pinged!)).toMatchObject({ type: 'webhook.test', message_id: told.webhook_id });

    await fetch(`${twin.url}/_local/crm/broken/behaviour`, { method: 'PUT', body: '{"status":503}' });
    expect(await (await ping('broken')).json()).toMatchObject({ delivered: false, status: 503 });
  });

  it('takes ten messages of a client in a minute and says when the next may come', async () => {
    const post = (n: number) => postMessage(twin.url, { client_id: 'hasty', content: `Сообщение ${n}` });
    for (let n = 0; n < 10; n++) expect((await post(n)).status).toBe(202);
    const refused = await post(10);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(30);
    await advance(seconds);
    expect((await post(11)).status).toBe(202);
  });
});
