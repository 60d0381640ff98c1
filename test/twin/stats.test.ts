import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import type { ConversationItem } from '../../shared/contracts/inbox-responses.ts';
import type {
  DeliveryStatsBody,
  MessageStatsBody,
  OperatorStatsBody,
  ScenarioStatsBody,
} from '../../shared/contracts/stats-responses.ts';
import { postMessage } from './crm.ts';

describe('statistics of the twin', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', log: () => undefined });
  });
  afterAll(() => twin.close());

  const ask = async <Body>(path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<Body> => {
    const headers = { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${twin.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBeLessThan(300);
    await twin.quiet();
    return (await answer.json()) as Body;
  };
  const advance = (seconds: number) => ask('/_local/clock/advance', { seconds });

  it('say of each kind what really happened, while it does and days later', async () => {
    await postMessage(twin.url, { client_id: 'olga', content: 'Верните деньги, мы недовольны занятиями!' });
    await postMessage(twin.url, { client_id: 'pavel', content: 'Здравствуйте, у нас не открывается урок' });
    await twin.quiet();
    await advance(600);
    const { items } = await ask<{ items: ConversationItem[] }>('/api/conversations?status=escalated');
    const one = `/api/conversations/${items[0]?.id}`;
    await ask(`${one}/take`, {});
    await ask(`${one}/reply`, { text: 'Здравствуйте, это Мария. Деньги вернём завтра.' });
    await advance(60);

    const today = async () => {
      const span = `from=${new Date(Date.now() - 86_400_000).toISOString()}`;
      const { total: said, partial } = await ask<MessageStatsBody>(`/api/stats/messages?${span}`);
      const { total: about } = await ask<ScenarioStatsBody>(`/api/stats/scenarios?${span}`);
      const { total: sent } = await ask<DeliveryStatsBody>(`/api/stats/deliveries?${span}`);
      const { total: people } = await ask<OperatorStatsBody>(`/api/stats/operators?${span}`);
      expect(partial).toBe(false);
      return { said, about, sent, people };
    };
    const first = await today();
    expect(first.said).toMatchObject({ messages: 2, texts: { ai_bot: 2, operator: 1 } });
    expect(first.said.answered_by_bot_in.count).toBe(2);
    expect(first.about.scenarios).toMatchObject([
      { scenario: 'COMPLAINT', turns: 1, answered_alone: 0, escalated: 1 },
      { scenario: 'TECH_SUPPORT_BASIC', turns: 1, answered_alone: 1, escalated: 0 },
    ]);
    expect(first.people.operators).toMatchObject([{ replies: 1, takes: 1 }]);
    for (const times of [first.people.taken_in, first.people.answered_in]) {
      expect(times.count).toBe(1);
      expect(times.median_s).toBeGreaterThanOrEqual(590);
    }

    await advance(5 * 86_400);
    const later = await today();
    expect(later.about).toEqual(first.about);
    expect(later.said).toMatchObject({ messages: 2, texts: { reminder: 3 } });
    expect(later.sent.texts.filter(({ source }) => source === 'reminder')).toMatchObject([{ delivered: 3 }]);
    // Pavel after the reminders; Olga, whom the operator has answered, if the bot has her again.
    expect(later.sent.texts.find(({ source }) => source === 'farewell')?.delivered).toBeGreaterThanOrEqual(1);
    expect(await today()).toEqual(later);
  });
});
