import { isKeptForBots } from './bot.ts';
import { Fault } from './errors.ts';
import type { WebhookSecret } from './webhook-secret.ts';

/** A partner: who may post messages, and how its webhooks are signed. */
export interface Partner {
  id: string;
  name: string;
  /** Newest first; the newest has no end, so there is always one to sign with. */
  webhook_secrets: WebhookSecret[];
  /** Set if its webhooks carry a `v1a` signature of the desk's key, too. */
  asymmetric?: boolean;
}

/** Whose key a request shows. */
export type Caller = { kind: 'partner'; partner: string } | { kind: 'admin'; admin: string };

/** @throws Fault request.invalid for a name that a bot's clients go by */
export function checkPartnerId(id: string): void {
  if (!isKeptForBots(id)) return;
  throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path: 'partner', message: 'must not begin as the names do that are kept for bots' }],
  });
}
