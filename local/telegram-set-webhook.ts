import { badRequest, done, type MethodAnswer } from './telegram-answer.ts';
import type { MethodCall } from './telegram-methods.ts';
import { booleanParameter, integerParameter, jsonParameter, textParameter } from './telegram-parameters.ts';
import type { WebhookSettings } from './telegram-webhook.ts';

const CONNECTIONS = { usual: 40, most: 100 };
const LONGEST_SECRET = 256;
const PORTS = ['', '80', '88', '443', '8443'];

export function setWebhook(call: MethodCall): MethodAnswer {
  const { bot, parameters } = call;
  const url = textParameter(parameters, 'url').trim();
  if (url === '') return deleteWebhook(call);
  const secret = textParameter(parameters, 'secret_token');
  const wrong = urlProblem(url) ?? secretProblem(secret);
  if (wrong !== undefined) return badRequest(wrong);
  const ip = textParameter(parameters, 'ip_address');
  const asked = integerParameter(parameters, 'max_connections') ?? CONNECTIONS.usual;
  const settings: WebhookSettings = {
    url,
    connections: Math.min(CONNECTIONS.most, Math.max(1, asked)),
    ...(secret !== '' && { secret }),
    ...(ip !== '' && { ip }),
  };
  allow(call);
  if (booleanParameter(parameters, 'drop_pending_updates')) bot.inbox.drop();
  const same = JSON.stringify(bot.inbox.webhook()) === JSON.stringify(settings);
  if (!same) bot.inbox.setWebhook(settings);
  return done(true, same ? 'Webhook is already set' : 'Webhook was set');
}

export function deleteWebhook({ bot, parameters }: MethodCall): MethodAnswer {
  if (booleanParameter(parameters, 'drop_pending_updates')) bot.inbox.drop();
  if (!bot.inbox.webhook()) return done(true, 'Webhook is already deleted');
  bot.inbox.setWebhook(undefined);
  return done(true, 'Webhook was deleted');
}

/** Kinds of updates stay as they were set last, if nothing is said of them. */
function allow({ bot, parameters }: MethodCall): void {
  const kinds = jsonParameter(parameters, 'allowed_updates');
  if (Array.isArray(kinds)) bot.inbox.setAllowed(kinds.filter((kind) => typeof kind === 'string'));
}

/** The real one takes public addresses only; the play takes this machine's too, without TLS and on any port. */
function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'invalid webhook URL specified';
  const { protocol, hostname, port } = new URL(text);
  if (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')) return undefined;
  if (protocol !== 'https:') return 'bad webhook: An HTTPS URL must be provided for webhook';
  return PORTS.includes(port)
    ? undefined
    : 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443';
}

function secretProblem(secret: string): string | undefined {
  if (secret.length > LONGEST_SECRET) return 'secret token is too long';
  return /^[A-Za-z0-9_-]*$/.test(secret) ? undefined : 'secret token contains unallowed characters';
}
