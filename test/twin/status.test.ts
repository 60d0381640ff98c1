import { describe, expect, it, onTestFinished } from 'vitest';
import { DEMO, DEMO_STAFF } from '../../local/seed.ts';
import { startTwin, type TwinOptions } from '../../local/twin.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { postMessage } from './crm.ts';

const CANARY = 'KANAREIKA';

async function aTwin(options: TwinOptions = {}) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const twin = await startTwin({ port: 0, pace: 'immediate', verbose: true, log, ...options });
  onTestFinished(() => twin.close());
  return { ...twin, lines };
}

describe('the status page', () => {
  it('tells anybody of what an operator opens and resolves, and of nobody who has to do with it', async () => {
    const { url, quiet, lines } = await aTwin({ statusPage: 'on' });
    const [{ id: operator_id }] = DEMO_STAFF;
    const post = async (path: string, body: object, token?: string) => {
      const headers = {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      };
      const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      expect(answer.status, path).toBeLessThan(300);
      return JSON.parse(await answer.text());
    };
    const { access_token } = await post('/api/auth/login', { operator_id, password: DEMO.password });
    const asOperator = (path: string, body: object = {}) => post(path, body, access_token);
    const pages: string[] = [];
    /** Both shapes in all languages, once what was remembered is forgotten. */
    const looked = async () => {
      await quiet();
      await post('/_local/clock/advance', { seconds: 10 });
      const [ru = '', en = '', json = ''] = await Promise.all(
        ['/status?lang=ru', '/status?lang=en', '/status.json'].map(async (path) => {
          const answer = await fetch(url + path);
          expect(answer.status).toBe(200);
          return answer.text();
        }),
      );
      pages.push(ru, en, json);
      return { ru, en, json: JSON.parse(json) };
    };

    expect(await looked()).toMatchObject({
      ru: expect.stringContaining('Всё работает'),
      json: { status: 'ok', incidents: [], resolved: [] },
    });
    const spoken = { client_id: CANARY, client_name: CANARY, content: `Не проходит оплата ${CANARY}` };
    await postMessage(url, spoken);
    const opened = { kinds: ['payment'], note: `${CANARY} звонит бухгалтерия` };
    const { id } = await asOperator('/api/incidents', opened);
    expect((await looked()).json).toMatchObject({ status: 'ok' });
    await asOperator(`/api/incidents/${id}/confirm`, { note: CANARY });
    await asOperator(`/api/incidents/${id}/update`, {
      owner: operator_id,
      state: 'identified',
      note: CANARY,
    });
    const now = await looked();
    expect(now.json).toMatchObject({
      status: 'incident',
      incidents: [{ kinds: ['payment'], state: 'identified' }],
    });
    expect(now.ru).toContain('причина найдена');
    expect(now.en).toContain(SHIPPED_TEXTS.MASS_OUTAGE.en);
    await asOperator(`/api/incidents/${id}/resolve`, { note: CANARY });
    const after = await looked();
    expect(after.json).toMatchObject({ status: 'ok', incidents: [], resolved: [{ state: 'resolved' }] });
    expect(after.ru).toContain(SHIPPED_TEXTS.MASS_OUTAGE_OVER.ru);

    const shown = pages.join('\n').toLowerCase();
    const secrets = [CANARY, id, operator_id, DEMO.partner, 'inc_', 'cnv_', 'partner:', 'sensing'];
    expect(secrets.filter((secret) => shown.includes(secret.toLowerCase()))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('status') && line.includes(CANARY))).toEqual([]);
    expect(lines.some((line) => line.startsWith('status'))).toBe(true);

    const head = await fetch(`${url}/status`, { method: 'HEAD' });
    expect([head.status, head.headers.get('cache-control'), await head.text()]).toEqual([
      200,
      'public, max-age=30',
      '',
    ]);
    const led = await fetch(`${url}/status/?lang=en`);
    expect([new URL(led.url).pathname, await led.text()]).toEqual([
      '/status',
      expect.stringContaining('Everything works'),
    ]);
    let status = 200;
    // Each of a few processes counts sixty in a minute.
    for (let times = 0; times < 400 && status === 200; times++) ({ status } = await fetch(`${url}/status`));
    expect(status).toBe(429);
  }, 90_000);

  it('is not there unless it is asked for: the path is the console’s like any other', async () => {
    const { url, functions } = await aTwin();
    const [page, other, file] = await Promise.all(
      ['/status', '/no-such-page', '/status.json'].map(async (path) => {
        const answer = await fetch(url + path);
        return {
          status: answer.status,
          policy: answer.headers.get('content-security-policy'),
          text: await answer.text(),
        };
      }),
    );
    expect(page).toEqual(other);
    expect(file?.status).toBe(404);
    expect(Object.keys(functions())).not.toContain('status');
  });
});
