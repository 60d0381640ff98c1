import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { crmInbox, postMessage } from './crm.ts';

/** In six ways that the platform is down. */
const REPORTS = [
  'Не могу войти в личный кабинет, пишет ошибку сервера',
  'Сайт не открывается вообще, белый экран',
  'У нас не грузится платформа, что случилось?',
  'Не заходит в кабинет уже полчаса, крутится загрузка',
  'Platform is down, I cannot log in to my account',
  'Не получается зайти на сайт, ошибка 502',
];

describe('an outage that six clients report in their own words', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', log: () => undefined });
  });
  afterAll(() => twin.close());

  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await fetch(`${twin.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBeLessThan(300);
    return JSON.parse(await response.text());
  };
  const report = async (client_id: string, content: string) => {
    expect((await postMessage(twin.url, { client_id, content })).status).toBe(202);
    await twin.quiet();
  };
  /** What a client has been sent, in order. */
  const heardBy = async (client_id: string): Promise<string[]> => {
    const bodies = (await crmInbox(twin.url)).map(({ body }) => JSON.parse(body));
    return bodies.filter((body) => body.client_id === client_id).map((body) => body.response_text);
  };
  const pass = (seconds: number) =>
    fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body: JSON.stringify({ seconds }) });

  it('is an incident whose text the seventh gets; everybody is told once, and told once that it is over', async () => {
    await report('bystander', 'Спасибо за урок, до свидания!');
    for (const [n, content] of REPORTS.entries()) await report(`reporter-${n}`, content);
    const { items } = await ask('GET', '/api/incidents');
    expect(items).toMatchObject([{ state: 'confirmed', channels: ['partner:demo'], opened_by: 'sensing' }]);
    await report('seventh', 'Ничего не открывается, сайт лежит');
    expect((await heardBy('seventh')).join()).toContain(SHIPPED_TEXTS.MASS_OUTAGE.ru);
    await pass(120);
    const [{ id }] = items;
    await ask('POST', `/api/incidents/${id}/resolve`);
    await pass(120);
    const over = [SHIPPED_TEXTS.MASS_OUTAGE_OVER.ru, SHIPPED_TEXTS.MASS_OUTAGE_OVER.en];
    const notices = [SHIPPED_TEXTS.MASS_OUTAGE.ru, SHIPPED_TEXTS.MASS_OUTAGE.en];
    for (const client of ['bystander', 'seventh', ...REPORTS.map((_, n) => `reporter-${n}`)]) {
      const heard = await heardBy(client);
      expect(
        heard.filter((text) => notices.some((it) => text.includes(it))),
        client,
      ).toHaveLength(1);
      expect(
        heard.filter((text) => over.includes(text)),
        client,
      ).toHaveLength(1);
    }
    const incident = await ask('GET', `/api/incidents/${id}`);
    expect(incident).toMatchObject({ state: 'resolved', settled: { linked: 7 } });
    const linked = await ask('GET', `/api/incidents/${id}/conversations`);
    expect(linked.items).toHaveLength(7);
    expect(JSON.stringify(await ask('GET', '/api/stats/scenarios'))).toContain('"scenario":"MASS_OUTAGE"');
  }, 120_000);
});
