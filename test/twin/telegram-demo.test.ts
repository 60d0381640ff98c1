import { describe, expect, it, vi } from 'vitest';
import { BOT_API_URL, botIdOf, DEMO_BOT, telegramOf } from '../../local/telegram-demo.ts';
import { startTwin } from '../../local/twin.ts';

const TOKEN = `777:${'x'.repeat(35)}`;

const NONE = [
  '777',
  ':',
  `x:${'x'.repeat(35)}`,
  `0:${'x'.repeat(35)}`,
  `777:${'x'.repeat(20)} y`,
  `${TOKEN}\n`,
];

describe('the Bot API of the functions', () => {
  it.each([undefined, ''])('is the one that the twin plays when the token is %j', (token) => {
    expect(telegramOf({ port: 3000, token })).toEqual({
      apiUrl: 'http://127.0.0.1:3000/_local/telegram',
      demoToken: DEMO_BOT.token,
      demoWebhook: 'http://127.0.0.1:3000/api/telegram/demo/webhook',
      real: false,
    });
  });

  it('is the real one when there is a token', () => {
    const ends = telegramOf({ port: 3000, token: TOKEN });
    expect(ends).toMatchObject({ apiUrl: BOT_API_URL, demoToken: TOKEN, real: true });
  });
});

describe('a bot’s id', () => {
  it.each([
    [TOKEN, 777],
    [DEMO_BOT.token, 42],
  ])('is what its token begins with: %s', (token, id) => {
    expect(botIdOf(token)).toBe(id);
  });

  it.each(NONE)('is not in %j', (token) => {
    expect(() => botIdOf(token)).toThrow('TELEGRAM_BOT_TOKEN is no token of a bot');
  });
});

it('a start with a token that is none ends with one sentence, which does not show it', async () => {
  vi.stubEnv('TELEGRAM_BOT_TOKEN', 'CANARY:x');
  const error = await startTwin({ port: 0, log: () => undefined }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(/^Error: TELEGRAM_BOT_TOKEN is no token of a bot: [^\n]*\.$/);
  expect(String(error)).not.toContain('CANARY');
});
