import { LIMITS } from '../../shared/domain/limits.ts';
import type { Channel } from '../../shared/domain/message.ts';
import { invalid } from '../../shared/edge/request-body.ts';
import type { Door } from './routes.ts';
import { admitWebhookUrl } from './webhook-url.ts';

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
  const webhook_url =
    given === undefined ? undefined : await admitWebhookUrl(door, given, 'header.x-webhook-url');
  return { ...(webhook_url && { webhook_url }), ...(platform && { platform }), ...(chat_id && { chat_id }) };
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
