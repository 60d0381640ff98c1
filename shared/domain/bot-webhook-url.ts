import { LIMITS } from './limits.ts';

/** The ports that the Bot API sends updates to. */
const PORTS = ['', '80', '88', '443', '8443'];
const LOOPBACK = ['localhost', '127.0.0.1'];

/**
 * What is wrong with a URL as the webhook of a bot, by its spelling alone, or undefined. Where it leads is Telegram's to
 * judge, since it is Telegram that calls it.
 * @param loopbackAllowed whether `http://localhost` and `http://127.0.0.1` will do, on any port: for the local twin only
 */
export function faultOfBotWebhookUrl(raw: string, loopbackAllowed: boolean): string | undefined {
  if (raw.length > LIMITS.urlCharacters) return `is longer than ${LIMITS.urlCharacters} characters`;
  const url = /[\s\p{Cc}\\]/u.test(raw) ? null : URL.parse(raw);
  if (!url) return 'is not a plain absolute URL';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (loopbackAllowed && url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return undefined;
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.hostname.startsWith('[')) return 'must not be an IPv6 address, which Telegram does not call';
  return PORTS.includes(url.port) ? undefined : 'must use port 443, 80, 88 or 8443';
}
