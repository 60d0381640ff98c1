import { isKeptForBots } from './bot.ts';
import { Fault } from './errors.ts';
import type { Staff } from './operator.ts';
import type { Scope } from './partner-key.ts';
import type { WebhookSecret } from './webhook-secret.ts';

/** A partner: who may post messages, and how its webhooks are signed. */
export interface Partner {
  id: string;
  name: string;
  /** Newest first; the newest has no end, so there is always one to sign with. */
  webhook_secrets: WebhookSecret[];
  /** Set if its webhooks carry a `v1a` signature of the desk's key, too. */
  asymmetric?: boolean;
  /** When and by whom it was added, epoch milliseconds; unknown of one that was put into the table by hand. */
  created_at?: number;
  created_by?: string;
  /** Since when its keys open nothing; undefined: they do. */
  disabled_at?: number | undefined;
}

/** Who asks: whose key a request shows, or who has signed in. */
export type Caller = PartnerCaller | StaffCaller;

export interface PartnerCaller {
  kind: 'partner';
  partner: string;
  /** What its key may open; everything if there are none. */
  scopes?: readonly Scope[] | undefined;
}

export interface StaffCaller extends Staff {
  kind: 'staff';
  /** The session of an access token; a key has none. */
  session?: string | undefined;
  /** Set if the password has to be changed before anything else. */
  must_change?: true | undefined;
  /** The one path that it may ask for: the key of a machine. */
  only?: string | undefined;
}

/** @throws Fault request.invalid for a name that a bot's clients go by */
export function checkPartnerId(id: string): void {
  if (!isKeptForBots(id)) return;
  throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path: 'partner', message: 'must not begin as the names do that are kept for bots' }],
  });
}
