import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import type { ConversationItem, TimelineItemBody } from '../../shared/contracts/inbox-responses.ts';
import { crmInbox, postMessage } from './crm.ts';

interface Calls {
  services: Record<string, Record<string, number>>;
}

describe('the inbox of the twin', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', log: () => undefined });
  });
  afterAll(() => twin.close());

  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${twin.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${twin.adminToken}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const list = async (query = ''): Promise<ConversationItem[]> =>
    ((await (await ask('GET', `/api/conversations${query}`)).json()) as { items: ConversationItem[] }).items;

  async function writes(client_id: string, content: string, replies: number): Promise<void> {
    const before = (await crmInbox(twin.url)).length;
    expect((await postMessage(twin.url, { client_id, content })).status).toBe(202);
    await expect
      .poll(async () => (await crmInbox(twin.url)).length, { timeout: 10_000, interval: 20 })
      .toBe(before + replies);
    await twin.quiet();
  }

  it('leads a conversation from the queue to an operator, to the CRM, back, to its end and open again', async () => {
    await writes('olga', 'Верните деньги, мы недовольны занятиями!', 1);
    const [waiting] = await list('?status=escalated');
    expect(waiting).toMatchObject({ client_id: 'olga', priority: 'high', handler: 'bot', unread: 1 });
    const one = `/api/conversations/${waiting?.id}`;
    const act = async (verb: string, body?: unknown, headers = {}): Promise<ConversationItem> => {
      const answer = await ask('POST', `${one}/${verb}`, body, headers);
      expect([verb, answer.status]).toEqual([verb, 200]);
      await twin.quiet();
      return (await answer.json()) as ConversationItem;
    };

    expect(await act('take')).toMatchObject({ handler: 'operator', status: 'escalated' });
    expect(await list('?assignee=none&status=escalated')).toEqual([]);
    const [mine] = await list('?assignee=me');
    const before = (await crmInbox(twin.url)).length;
    const key = { 'idempotency-key': 'reply-1' };
    const words = { text: 'Здравствуйте, это Мария. Деньги вернём завтра.', seen_version: mine?.version };
    for (const status of [202, 202])
      expect((await ask('POST', `${one}/reply`, words, key)).status).toBe(status);
    await expect.poll(async () => (await crmInbox(twin.url)).length, { timeout: 10_000 }).toBe(before + 1);
    await twin.quiet();
    const posted = (await crmInbox(twin.url)).at(-1);
    expect(JSON.parse(posted?.body ?? '')).toMatchObject({ source: 'operator', response_text: words.text });

    await postMessage(twin.url, { client_id: 'olga', content: 'Спасибо большое!' });
    await twin.quiet();
    expect((await ask('POST', `${one}/reply`, words)).status).toBe(409);
    expect(await act('read')).toMatchObject({ unread: 0 });
    expect((await ask('POST', `${one}/note`, { text: 'Вернуть до пятницы' })).status).toBe(201);
    expect(await act('hand-back')).toMatchObject({ handler: 'bot', assignee: null });
    expect(await act('close')).toMatchObject({ status: 'closed' });
    expect(await list('?status=closed')).toHaveLength(1);
    expect(await act('reopen')).toMatchObject({ status: 'open' });
    expect(await list()).toHaveLength(1);

    const { items } = (await (await ask('GET', `${one}/messages`)).json()) as { items: TimelineItemBody[] };
    expect(items.flatMap((item) => (item.kind === 'action' ? [item.action] : []))).toEqual([
      'reopen',
      'close',
      'hand_back',
      'take',
    ]);
    expect(items.find((item) => item.kind === 'text' && item.source === 'operator')).toMatchObject({
      delivery: 'delivered',
      attempts: [{ outcome: 'delivered' }],
    });
  });

  it('takes three questions of the table for a page and one for a conversation, however many there are', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        postMessage(twin.url, { client_id: `many-${n}`, content: 'Спасибо!' }),
      ),
    );
    await twin.quiet();
    const counted = async (path: string): Promise<Record<string, number> | undefined> => {
      await fetch(`${twin.url}/_local/calls/reset`, { method: 'POST' });
      expect((await ask('GET', path)).status).toBe(200);
      return ((await (await fetch(`${twin.url}/_local/calls`)).json()) as Calls).services['dynamodb'];
    };
    // Who asks, and which policy is in force, is remembered by now.
    await ask('GET', '/api/conversations');
    const [first] = await list();
    await ask('GET', `/api/conversations/${first?.id}`);
    expect(await counted('/api/conversations')).toEqual({ Query: 1, BatchGetItem: 2 });
    expect(await counted(`/api/conversations/${first?.id}`)).toEqual({ BatchGetItem: 2 });
    const timeline = await counted(`/api/conversations/${first?.id}/messages`);
    expect(timeline).toEqual({ GetItem: 1, Query: 1 });
  });
});
