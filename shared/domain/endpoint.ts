import { endpointId } from './ids.ts';
import { LIMITS } from './limits.ts';

/**
 * Where a partner's webhooks go: scheme, host, port and path, without the query (design §3, Isolation). Its row holds
 * how it fares; times are epoch milliseconds of business time, but for slots, which are held by wall time.
 */
export interface Endpoint {
  id: string;
  partner: string;
  url: string;
  /** Counts the changes of the row; every write is conditional on the one it saw. */
  revision: number;
  state: EndpointState;
  /** The attempts that failed in a row, by {@link attemptKey}: a set, so that a repeated note counts once. */
  failures: string[];
  /** When the first of the failures in a row was. */
  failing_since?: number | undefined;
  /** When it was last known to be used; kept to the hour. */
  used_at: number;
  /** What the first use, or the first after a day of silence, found. */
  reachable?: { yes: boolean; at: number } | undefined;
  /** Until then it is taken for slow. */
  slow_until?: number | undefined;
  /** What the receiver asked for by `Retry-After`. */
  not_before?: number | undefined;
  /** Sends under way where they are counted, by claim: until when (wall time) each is taken for alive. */
  slots: Record<string, number>;
}

/**
 * `fresh`: nothing was delivered to it lately, so few sends at a time. `closed`: the breaker lets everything through.
 * `open`: one probe at a time. `ramping`: 1, 2, 4, 8 sends at a time after a recovery. `disabled`: nothing until a
 * person enables it.
 */
export type EndpointState =
  | { name: 'fresh' }
  | { name: 'closed' }
  | { name: 'open'; probe_at: number; openings: number }
  | { name: 'ramping'; allowed: number; left: number; openings: number }
  | { name: 'disabled'; at: number; rule: string; by?: string | undefined; reason?: string | undefined };

/** A text that waits because its endpoint is disabled. */
export interface HeldText {
  endpoint_id: string;
  conversation_id: string;
  partner: string;
  client_id: string;
  text_id: string;
  held_at: number;
  /** Then it is given up. */
  until: number;
}

/** Nothing was sent there for a day, so what was known of it is old. */
export function isSilent(usedAt: number, now: number): boolean {
  return now - usedAt > LIMITS.endpointSilence;
}

/** The endpoint behind a webhook URL, its query left out; a bot's is its own. */
export function endpointUrl(webhookUrl: string): string {
  const url = URL.parse(webhookUrl);
  return url && url.origin !== 'null' ? `${url.origin}${url.pathname}` : webhookUrl;
}

/** An endpoint that nothing is known of. */
export function freshEndpoint(partner: string, webhookUrl: string): Endpoint {
  const url = endpointUrl(webhookUrl);
  return {
    id: endpointId(partner, url),
    partner,
    url,
    revision: 0,
    state: { name: 'fresh' },
    failures: [],
    used_at: 0,
    slots: {},
  };
}
