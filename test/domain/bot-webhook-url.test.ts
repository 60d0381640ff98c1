import { describe, expect, it } from 'vitest';
import { faultOfBotWebhookUrl } from '../../shared/domain/bot-webhook-url.ts';

describe('the URL of a bot’s webhook', () => {
  it.each([
    'https://desk.example.com/api/telegram/school/webhook',
    'https://desk.example.com:443/x',
    'https://desk.example.com:80/x',
    'https://desk.example.com:88/x',
    'https://desk.example.com:8443/x?y=z',
    'https://203.0.113.7/x',
  ])('may be %s', (url) => expect(faultOfBotWebhookUrl(url, false)).toBeUndefined());

  it.each([
    ['', /plain absolute/],
    ['desk', /plain absolute/],
    ['https://', /plain absolute/],
    ['https://desk.example.com/a b', /plain absolute/],
    ['https://desk.example.com\\@evil.example', /plain absolute/],
    ['https://desk.example.com/\u0000', /plain absolute/],
    ['http://desk.example.com/x', /https/],
    ['ftp://desk.example.com/x', /https/],
    ['http://localhost:3000/x', /https/],
    ['https://desk.example.com:444/x', /port/],
    ['https://desk.example.com:3000/x', /port/],
    ['https://me:pass@desk.example.com/x', /password/],
    ['https://me@desk.example.com/x', /user name/],
    ['https://[2001:db8::1]/x', /IPv6/],
    [`https://desk.example.com/${'x'.repeat(2048)}`, /2048/],
  ])('may not be %s', (url, message) => expect(faultOfBotWebhookUrl(url, false)).toMatch(message));

  it('may be plain http on the twin’s own machine, and nowhere else', () => {
    for (const url of ['http://localhost:3000/x', 'http://127.0.0.1/x'])
      expect(faultOfBotWebhookUrl(url, true)).toBeUndefined();
    for (const url of ['http://desk.example.com/x', 'http://localhost.example.com/x', 'http://127.0.0.2/x'])
      expect(faultOfBotWebhookUrl(url, true), url).toMatch(/https/);
    expect(faultOfBotWebhookUrl('http://a@localhost/x', true)).toMatch(/user name/);
  });
});
