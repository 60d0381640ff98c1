/** The bot that the twin has from the start (design §1.2); its token opens nothing anywhere else. */
export const DEMO_BOT = {
  id: 'demo',
  token: '42:local-demo-token-0000000000000000-x',
  username: 'firstline_demo_bot',
  secret: 'local-telegram-secret',
} as const;

export const BOT_API_URL = 'https://api.telegram.org';

export interface TelegramEnds {
  /** Base URL of the Bot API, without a slash at its end. */
  apiUrl: string;
  /** Token of the bot `demo`. */
  demoToken: string;
  /** Where the bot's updates are posted to. */
  demoWebhook: string;
  /** The token is one of the real Bot API, which the play must then not stand in for. */
  real: boolean;
}

const TOKEN = /^(?<id>[1-9]\d{0,14}):[A-Za-z0-9_-]{30,64}$/;

/**
 * The bot's id at Telegram, which its token begins with.
 * @throws Error in one sentence, which does not repeat the token.
 */
export function botIdOf(token: string): number {
  const id = TOKEN.exec(token)?.groups?.['id'];
  if (id !== undefined) return Number(id);
  throw new Error(
    'TELEGRAM_BOT_TOKEN is no token of a bot: it looks like 123456:AAE…, a number, a colon and 35 letters, digits, _ or -.',
  );
}

/**
 * Which Bot API the functions talk to: the one that the twin plays or, if there is a token for it, the real one.
 * @param port of the twin's door.
 * @throws Error in one sentence, if that token is none.
 */
export function telegramOf({ port, token }: { port: number; token?: string | undefined }): TelegramEnds {
  const door = `http://127.0.0.1:${port}`;
  const real = token !== undefined && token !== '';
  if (real) botIdOf(token);
  return {
    apiUrl: real ? BOT_API_URL : `${door}/_local/telegram`,
    demoToken: real ? token : DEMO_BOT.token,
    demoWebhook: `${door}/api/telegram/${DEMO_BOT.id}/webhook`,
    real,
  };
}
