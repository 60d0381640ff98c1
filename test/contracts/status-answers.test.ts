import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { changeIncident, openIncident } from '../../shared/usecases/change-incident.ts';
import { MINUTE, NOW } from '../builders.ts';
import { AnswerBook } from './answer-book.ts';
import { type Request, verdictOf } from './partner-door.ts';
import { openStatusDoor } from './status-door.ts';

const book = new AnswerBook();
const PAGE: Request = { method: 'GET', path: '/status' };
const JSON_PAGE: Request = { method: 'GET', path: '/status.json' };
const ANNA = { by: 'anna' };

/** A door of a desk on which clients were told that payment does not work, in these words. */
async function aDisruptedDoor(ru = 'Чиним оплату.') {
  const { desk, ask } = openStatusDoor();
  const texts = { notice: { ru } };
  const { id } = await openIncident(desk.change, ANNA, { kinds: ['payment'], texts });
  await changeIncident(desk.change, id, ANNA, { deed: 'confirm' });
  return { desk, id, ask: (request: Request) => book.ask({ ask }, request) };
}

describe('GET /status.json', () => {
  it('says that all is well', async () => {
    const { ask } = openStatusDoor();
    const response = await book.ask({ ask }, JSON_PAGE);
    const at = new Date(NOW).toISOString();
    expect(JSON.parse(response.body)).toEqual({ status: 'ok', at, incidents: [], resolved: [] });
    expect(response.headers).toMatchObject({
      'cache-control': 'public, max-age=30',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('says what does not work, and what was resolved lately', async () => {
    const { desk, id, ask } = await aDisruptedDoor();
    const at = new Date(NOW).toISOString();
    const opened = { kinds: ['payment'], opened_at: at };
    const text = { ru: 'Чиним оплату.', en: SHIPPED_TEXTS.MASS_OUTAGE.en };
    expect(JSON.parse((await ask(JSON_PAGE)).body)).toEqual({
      status: 'incident',
      at,
      incidents: [{ ...opened, state: 'confirmed', ended_at: null, text }],
      resolved: [],
    });
    await changeIncident(desk.change, id, ANNA, { deed: 'resolve' });
    desk.clock.advance(MINUTE);
    expect(JSON.parse((await ask(JSON_PAGE)).body)).toMatchObject({
      status: 'ok',
      incidents: [],
      resolved: [{ ...opened, state: 'resolved', ended_at: at, text: SHIPPED_TEXTS.MASS_OUTAGE_OVER }],
    });
  });
});

describe('GET /status', () => {
  it.each<[asks: string, request: Partial<Request>, language: 'ru' | 'en']>([
    ['nothing: the desk’s own language', {}, 'ru'],
    ['English in the browser', { headers: { 'accept-language': 'en-GB,en;q=0.9' } }, 'en'],
    ['what it likes best of ours', { headers: { 'accept-language': 'de, ru;q=0.4, en;q=0.6' } }, 'en'],
    ['Russian first', { headers: { 'accept-language': 'ru-RU, ru, en' } }, 'ru'],
    ['anything but Russian', { headers: { 'accept-language': 'ru;q=0, en;q=0.1' } }, 'en'],
    ['nothing of ours', { headers: { 'accept-language': 'de, fr' } }, 'ru'],
    ['nonsense', { headers: { 'accept-language': ';;q=x,en;q=x,,' } }, 'ru'],
    [
      '?lang, whatever the browser likes',
      { query: { lang: 'en' }, headers: { 'accept-language': 'ru' } },
      'en',
    ],
    ['a ?lang that there is not', { query: { lang: 'de' }, headers: { 'accept-language': 'en' } }, 'en'],
  ])('answers whoever asks for %s', async (_asks, request, language) => {
    const { ask } = openStatusDoor();
    const response = await book.ask({ ask }, { ...PAGE, ...request });
    expect(response.headers).toMatchObject({ 'content-language': language, vary: 'Accept-Language' });
    expect(response.body).toContain(`<html lang="${language}">`);
    expect(response.body).toContain(language === 'ru' ? 'Всё работает' : 'Everything works');
  });

  it('shows what clients are told, in words', async () => {
    const { ask } = await aDisruptedDoor();
    const { body } = await ask(PAGE);
    for (const words of [
      'Сейчас не всё работает',
      'Оплата',
      'разбираемся',
      'Чиним оплату.',
      '24 ноября в 15:00',
      'Других сбоев не было.',
    ])
      expect(body).toContain(words);
    expect((await ask({ ...PAGE, query: { lang: 'en' } })).body).toContain(SHIPPED_TEXTS.MASS_OUTAGE.en);
  });

  it('runs nothing, loads nothing, and writes the desk’s words as text', async () => {
    const { ask } = await aDisruptedDoor(`<script>alert("1")</script><img src=x onerror='x'> & co`);
    const { body, headers } = await ask(PAGE);
    expect(body).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt; &amp; co',
    );
    expect(body).not.toMatch(/<(script|img|link|iframe|form|object)|\s(on\w+|style|src)="/);
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? '';
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  it('reads what there is once in ten seconds', async () => {
    const { desk, id, ask } = await aDisruptedDoor();
    await ask(PAGE);
    await changeIncident(desk.change, id, ANNA, { deed: 'dismiss' });
    desk.clock.advance(9_999);
    expect((await ask(JSON_PAGE)).body).toContain('"incident"');
    desk.clock.advance(1);
    expect((await ask(JSON_PAGE)).body).toContain('"ok"');
  });
});

describe.each([PAGE, JSON_PAGE])('$path', ({ path = '' }) => {
  it('answers HEAD, and with a slash at its end', async () => {
    const { ask } = openStatusDoor();
    expect((await book.ask({ ask }, { method: 'HEAD', path })).statusCode).toBe(200);
    expect((await book.ask({ ask }, { method: 'GET', path: `${path}/` })).statusCode).toBe(200);
  });

  it('takes GET alone', async () => {
    const { ask } = openStatusDoor();
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await ask({ method, path });
      expect(verdictOf(response)).toEqual({ status: 405, code: 'method.not_allowed' });
      expect(response.headers['allow']).toBe('GET');
    }
  });

  it('answers an address sixty times a minute, whatever key it shows', async () => {
    const { desk, ask } = openStatusDoor();
    for (let times = 0; times < 60; times++) expect((await ask({ path })).statusCode).toBe(200);
    const refused = await book.ask(
      { ask },
      { method: 'GET', path, headers: { authorization: 'Bearer key' } },
    );
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60']);
    desk.clock.advance(MINUTE);
    expect((await ask({ path })).statusCode).toBe(200);
  });

  it.each([
    [503, Object.assign(new Error('CANARY'), { name: 'TimeoutError' })],
    [500, new Error('CANARY')],
  ])('says %i and no more if nobody knows how it is', async (status, error) => {
    const { ask } = openStatusDoor({ status: { current: () => Promise.reject(error) } });
    const response = await book.ask({ ask }, { method: 'GET', path });
    expect(response.statusCode).toBe(status);
    expect(response.body).not.toContain('CANARY');
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('status'));
});
