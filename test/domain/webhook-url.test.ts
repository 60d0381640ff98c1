import { describe, expect, it } from 'vitest';
import { judgeWebhookUrl, WEBHOOK_URL_MESSAGES } from '../../shared/domain/webhook-url.ts';
import { HOSTILE_URLS, LOOPBACK_LOOKALIKES } from '../adapters/http/hostile-urls.ts';

const AWS = { loopbackAllowed: false };
const TWIN = { loopbackAllowed: true };

describe('a hostile URL', () => {
  it('comes from a table of at least 300', () => {
    expect(new Set(HOSTILE_URLS.map(({ url }) => url)).size).toBeGreaterThanOrEqual(300);
  });

  it.each(HOSTILE_URLS)('$url is refused everywhere', ({ url, code }) => {
    for (const options of [AWS, TWIN]) {
      const verdict = judgeWebhookUrl(url, options);
      expect(verdict).toMatchObject({
        ok: false,
        code: expect.stringMatching(code),
        message: expect.stringMatching(/\w/),
      });
    }
  });

  it.each(LOOPBACK_LOOKALIKES)('%s is not one of the two loopback spellings', (url) => {
    expect(judgeWebhookUrl(url, TWIN).ok).toBe(false);
    expect(judgeWebhookUrl(url, AWS).ok).toBe(false);
  });
});

describe('a public URL', () => {
  it.each([
    ['https://example.com', 'https://example.com/', 'example.com'],
    ['https://example.com/hook?a=1&b=2', 'https://example.com/hook?a=1&b=2', 'example.com'],
    ['HTTPS://Example.COM/Hook', 'https://example.com/Hook', 'example.com'],
    ['https://example.com./hook', 'https://example.com/hook', 'example.com'],
    ['https://example.com:443/hook', 'https://example.com/hook', 'example.com'],
    ['https://example.com:8443/hook', 'https://example.com:8443/hook', 'example.com'],
    ['https://example.com/hook#fragment', 'https://example.com/hook', 'example.com'],
    ['https://example.com/@user', 'https://example.com/@user', 'example.com'],
    ['https://example.com?to=http://127.0.0.1', 'https://example.com/?to=http://127.0.0.1', 'example.com'],
    ['https://my_crm.example.com/', 'https://my_crm.example.com/', 'my_crm.example.com'],
    ['https://школа.рф/хук', 'https://xn--80atdl2c.xn--p1ai/%D1%85%D1%83%D0%BA', 'xn--80atdl2c.xn--p1ai'],
    ['https://localhost.example.com/', 'https://localhost.example.com/', 'localhost.example.com'],
    ['https://contest.com/', 'https://contest.com/', 'contest.com'],
    ['https://mylocal.ru/', 'https://mylocal.ru/', 'mylocal.ru'],
    ['https://127.0.0.1.nip.io/', 'https://127.0.0.1.nip.io/', '127.0.0.1.nip.io'],
  ])('%s is accepted', (raw, url, host) => {
    expect(judgeWebhookUrl(raw, AWS)).toEqual({ ok: true, url, host, literal: false, loopback: false });
  });

  it.each([
    ['https://93.184.216.34/', 'https://93.184.216.34/', '93.184.216.34'],
    ['https://0x5d.184.216.34/', 'https://93.184.216.34/', '93.184.216.34'],
    ['https://[2606:4700:4700::1111]:8443/', 'https://[2606:4700:4700::1111]:8443/', '2606:4700:4700::1111'],
  ])('%s is accepted as a literal address', (raw, url, host) => {
    expect(judgeWebhookUrl(raw, AWS)).toEqual({ ok: true, url, host, literal: true, loopback: false });
  });

  it('may have 2,048 characters and no more', () => {
    const url = 'https://example.com/'.padEnd(2_048, 'a');
    expect(judgeWebhookUrl(url, AWS).ok).toBe(true);
    expect(judgeWebhookUrl(`${url}a`, AWS)).toMatchObject({ code: 'webhook_url.too_long' });
  });
});

describe('a loopback URL', () => {
  it.each([
    ['http://localhost', 'http://localhost/', false],
    ['http://localhost:3000/_local/crm/demo', 'http://localhost:3000/_local/crm/demo', false],
    ['http://localhost?x=1', 'http://localhost/?x=1', false],
    ['http://127.0.0.1', 'http://127.0.0.1/', true],
    ['http://127.0.0.1:65535/hook?x=1#y', 'http://127.0.0.1:65535/hook?x=1', true],
  ])('%s is accepted by the twin alone', (raw, url, literal) => {
    const host = new URL(url).hostname;
    expect(judgeWebhookUrl(raw, TWIN)).toEqual({ ok: true, url, host, literal, loopback: true });
    expect(judgeWebhookUrl(raw, AWS)).toMatchObject({ ok: false, code: 'webhook_url.not_https' });
  });
});

it('every refusal explains itself', () => {
  expect(Object.values(WEBHOOK_URL_MESSAGES).filter((message) => message.length < 10)).toEqual([]);
});
