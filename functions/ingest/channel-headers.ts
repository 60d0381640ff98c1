import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Channel } from '../../shared/domain/message.ts';
import {
  judgeWebhookUrl,
  WEBHOOK_URL_MESSAGES,
  type WebhookUrlCode,
} from '../../shared/domain/webhook-url.ts';
import { invalid } from '../../shared/edge/request-body.ts';
import type { Door } from './routes.ts';

const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * Where the caller wants the answers, as its headers say.
 * @throws Fault webhook_url.refused, request.invalid
 */
export async function readChannel(
  door: Pick<Door, 'hosts' | 'loopbackAllowed' | 'clock'>,
  headers: Record<string, string | undefined>,
): Promise<Channel> {
  const platform = readPlain(headers, 'x-platform', LIMITS.platformCharacters);
  const chat_id = readPlain(headers, 'x-chat-id', LIMITS.chatIdCharacters);
  const given = headers['x-webhook-url'];
  const webhook_url = given === undefined ? undefined : await readUrl(door, given);
  return { ...(webhook_url && { webhook_url }), ...(platform && { platform }), ...(chat_id && { chat_id }) };
}

async function readUrl(
  door: Pick<Door, 'hosts' | 'loopbackAllowed' | 'clock'>,
  given: string,
): Promise<string> {
  const judged = judgeWebhookUrl(given, { loopbackAllowed: door.loopbackAllowed() });
  if (!judged.ok) throw refusedUrl(judged.code);
  if (judged.literal || judged.loopback) return judged.url;
  const verdict = await door.hosts.check(judged.host, door.clock.business());
  if (verdict === 'not_found') throw refusedUrl('webhook_url.not_found');
  if (verdict === 'non_public') throw refusedUrl('webhook_url.non_public_address');
  return judged.url;
}

function refusedUrl(code: WebhookUrlCode): Fault {
  return new Fault('webhook_url.refused', `the webhook URL ${WEBHOOK_URL_MESSAGES[code]}`, {
    issues: [{ path: 'header.x-webhook-url', message: WEBHOOK_URL_MESSAGES[code] }],
  });
}

function readPlain(
  headers: Record<string, string | undefined>,
  name: string,
  most: number,
): string | undefined {
  const value = headers[name];
  if (value === undefined || value === '') return undefined;
  if (value.length <= most && PRINTABLE.test(value)) return value;
  throw invalid([{ path: `header.${name}`, message: `must be 1 to ${most} printable ASCII characters` }]);
}
