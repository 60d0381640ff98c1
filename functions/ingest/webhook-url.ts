import { Fault } from '../../shared/domain/errors.ts';
import {
  judgeWebhookUrl,
  WEBHOOK_URL_MESSAGES,
  type WebhookUrlCode,
} from '../../shared/domain/webhook-url.ts';
import type { Door } from './routes.ts';

/**
 * The URL as it is called, if webhooks may go there.
 * @param path where in the request it stands
 * @throws Fault webhook_url.refused
 */
export async function admitWebhookUrl(
  door: Pick<Door, 'hosts' | 'loopbackAllowed' | 'clock'>,
  given: string,
  path: string,
): Promise<string> {
  const judged = judgeWebhookUrl(given, { loopbackAllowed: door.loopbackAllowed() });
  if (!judged.ok) throw refusedUrl(judged.code, path);
  if (judged.literal || judged.loopback) return judged.url;
  const verdict = await door.hosts.check(judged.host, door.clock.business());
  if (verdict === 'not_found') throw refusedUrl('webhook_url.not_found', path);
  if (verdict === 'non_public') throw refusedUrl('webhook_url.non_public_address', path);
  return judged.url;
}

function refusedUrl(code: WebhookUrlCode, path: string): Fault {
  return new Fault('webhook_url.refused', `the webhook URL ${WEBHOOK_URL_MESSAGES[code]}`, {
    issues: [{ path, message: WEBHOOK_URL_MESSAGES[code] }],
  });
}
