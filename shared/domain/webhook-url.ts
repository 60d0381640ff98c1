import { isPublicAddress } from './network-address.ts';

/** Longest webhook URL, in characters, as given and as normalised. */
const MAX_WEBHOOK_URL_LENGTH = 2_048;

/** Why a webhook URL is refused. `not_found` is for whoever resolves the host: it cannot be told from the spelling. */
export type WebhookUrlCode =
  | 'webhook_url.malformed'
  | 'webhook_url.too_long'
  | 'webhook_url.not_https'
  | 'webhook_url.credentials'
  | 'webhook_url.port'
  | 'webhook_url.special_use_name'
  | 'webhook_url.non_public_address'
  | 'webhook_url.not_found';

/** One sentence for each refusal, for the caller to read. */
export const WEBHOOK_URL_MESSAGES: Readonly<Record<WebhookUrlCode, string>> = {
  'webhook_url.malformed': 'is not a plain absolute URL',
  'webhook_url.too_long': `is longer than ${MAX_WEBHOOK_URL_LENGTH} characters`,
  'webhook_url.not_https': 'must begin with https://',
  'webhook_url.credentials': 'must not contain a user name or password',
  'webhook_url.port': 'must use port 443 or 8443',
  'webhook_url.special_use_name': 'names a host that is not on the public internet',
  'webhook_url.non_public_address': 'points to a non-public address',
  'webhook_url.not_found': 'names a host that does not exist',
};

export type WebhookUrlVerdict =
  | {
      ok: true;
      /** Normalised, without fragment; what is stored and called. */
      url: string;
      /** Lower case, no brackets, no trailing dot. */
      host: string;
      /** The host is an IP address, so there is nothing to resolve. */
      literal: boolean;
      loopback: boolean;
    }
  | { ok: false; code: WebhookUrlCode; message: string };

const PORTS = ['', '443', '8443'];
const SPECIAL_USE = ['localhost', 'local', 'internal', 'invalid', 'test', 'onion', 'home.arpa'];
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::[1-9]\d{0,4})?(?:[/?#]|$)/;
/** What URL parsers silently drop or turn into something else. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\s\\]/u;
const LABEL = /^[a-z0-9_-]{1,63}$/;

/**
 * Judges a webhook URL by its spelling alone; what its host resolves to is judged at the door and again at connect.
 * @param options.loopbackAllowed additionally allows exactly `http://localhost[:port]` and `http://127.0.0.1[:port]`,
 *   with any path, in no other spelling. For the local twin only.
 */
export function judgeWebhookUrl(raw: string, options: { loopbackAllowed: boolean }): WebhookUrlVerdict {
  if (raw.length > MAX_WEBHOOK_URL_LENGTH) return refuse('webhook_url.too_long');
  const url = DECEPTIVE.test(raw) ? null : URL.parse(raw);
  if (!url) return refuse('webhook_url.malformed');
  url.hash = '';
  const loopback = options.loopbackAllowed && LOOPBACK.test(raw);
  return loopback ? accept(url, { literal: url.hostname !== 'localhost', loopback }) : judgePublic(raw, url);
}

function judgePublic(raw: string, url: URL): WebhookUrlVerdict {
  if (url.protocol !== 'https:') return refuse('webhook_url.not_https');
  const authority = /^https:\/\/([^/?#]+)/i.exec(raw)?.[1];
  if (authority === undefined) return refuse('webhook_url.malformed');
  if (authority.includes('@')) return refuse('webhook_url.credentials');
  if (!PORTS.includes(url.port)) return refuse('webhook_url.port');
  return isLiteral(url.hostname) ? judgeLiteral(url) : judgeName(url);
}

// The URL parser has already turned octal, hex, short and dword spellings into dotted decimals.
function isLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(hostname);
}

function judgeLiteral(url: URL): WebhookUrlVerdict {
  const isPublic = isPublicAddress(hostOf(url));
  return isPublic
    ? accept(url, { literal: true, loopback: false })
    : refuse('webhook_url.non_public_address');
}

function judgeName(url: URL): WebhookUrlVerdict {
  const name = url.hostname.replace(/\.$/, '');
  const labels = name.split('.');
  if (name.length > 253 || !labels.every((label) => LABEL.test(label)))
    return refuse('webhook_url.malformed');
  if (labels.length === 1 || isSpecialUse(name)) return refuse('webhook_url.special_use_name');
  url.hostname = name;
  return accept(url, { literal: false, loopback: false });
}

function isSpecialUse(name: string): boolean {
  return SPECIAL_USE.some((special) => name === special || name.endsWith(`.${special}`));
}

function accept(url: URL, kind: { literal: boolean; loopback: boolean }): WebhookUrlVerdict {
  if (url.href.length > MAX_WEBHOOK_URL_LENGTH) return refuse('webhook_url.too_long');
  return { ok: true, url: url.href, host: hostOf(url), ...kind };
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function refuse(code: WebhookUrlCode): WebhookUrlVerdict {
  return { ok: false, code, message: WEBHOOK_URL_MESSAGES[code] };
}
