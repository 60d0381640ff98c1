import type { SendErrorClass, SendResult } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import { nextDelayMs } from './ladder.ts';
import { LIMITS } from './limits.ts';
import { parseRetryAfter } from './retry-after.ts';

/** What happens to a message after an attempt. `rule` names the row that decided and is stored with the attempt. */
export type Disposition = (
  | { next: 'delivered' }
  | {
      next: 'retry' /** Business time in ms. */;
      at: number /** It costs the message none of its tries. */;
      uncounted: boolean;
    }
  | { next: 'dead' }
  /** It may have arrived or not, and to send it again would be to guess. */
  | { next: 'unknown' }
) & { rule: string; endpoint: EndpointNote };

/** What an attempt tells about its endpoint, whatever becomes of the message. */
export interface EndpointNote {
  id: string;
  /**
   * `refused`: the endpoint is there and did not want this message. `ours`: it failed before the endpoint could do anything
   * about it, so it says nothing of the endpoint.
   */
  verdict: 'delivered' | 'refused' | 'failed' | 'ours';
  /** No message before then: what the receiver asked for. */
  not_before?: number | undefined;
  /** Why nothing is sent there any more until a person enables it again. */
  disable?: string | undefined;
}

export interface DispositionContext {
  /** 1-based, the attempt that just ended; those that cost no try are not among them. */
  attempt: number;
  /** Attempts that cost no try, so far. */
  uncounted: number;
  /** Business time of the message's first attempt, ms. */
  first_attempt_at: number;
  /** Business time, ms. */
  now: number;
  /** 0 to 1, drawn by the caller. */
  jitter: number;
  /** The endpoint as it was seen before the attempt. */
  endpoint: Pick<Endpoint, 'id' | 'failures' | 'failing_since' | 'used_at' | 'not_before'>;
}

/**
 * `ladder`: retried until the ladder ends. `brief`: at most 3 tries within the hour, because the receiver refused
 * and will hardly change its mind. `again`: our own fault, so it is repeated soon and costs no try. `dead`: no retry can
 * help. `dead_and_disable`: nor for any other message.
 */
export type Policy = 'delivered' | 'ladder' | 'brief' | 'again' | 'dead' | 'dead_and_disable';

export interface StatusRow {
  from: number;
  to: number;
  rule: string;
  policy: Policy;
  reason: string;
}

/** Every status from 100 to 599 falls into one row; the first that holds it decides. */
export const STATUS_TABLE: readonly StatusRow[] = [
  { from: 100, to: 199, rule: 'http.1xx', policy: 'ladder', reason: 'not a final answer' },
  { from: 200, to: 299, rule: 'http.2xx', policy: 'delivered', reason: 'accepted' },
  { from: 300, to: 399, rule: 'http.3xx', policy: 'brief', reason: 'redirects are never followed' },
  { from: 408, to: 408, rule: 'http.408', policy: 'ladder', reason: 'the receiver timed out' },
  {
    from: 410,
    to: 410,
    rule: 'http.410',
    policy: 'dead_and_disable',
    reason: 'the endpoint is gone for good',
  },
  { from: 425, to: 425, rule: 'http.425', policy: 'ladder', reason: 'too early' },
  { from: 429, to: 429, rule: 'http.429', policy: 'ladder', reason: 'too many requests' },
  { from: 400, to: 499, rule: 'http.4xx', policy: 'brief', reason: 'the receiver refused the request' },
  { from: 500, to: 599, rule: 'http.5xx', policy: 'ladder', reason: 'the receiver failed' },
];

const OUT_OF_RANGE: StatusRow = {
  from: 600,
  to: 999,
  rule: 'http.other',
  policy: 'brief',
  reason: 'not a status of HTTP',
};

/** Every class of failed attempt; its rule id is `error.` and the class. */
export const ERROR_TABLE: Readonly<Record<SendErrorClass, { policy: Policy; reason: string }>> = {
  'url.forbidden': { policy: 'dead', reason: 'the URL breaks the rules for webhook URLs' },
  'address.forbidden': { policy: 'dead', reason: 'the host is or resolves to a non-public address' },
  'dns.not_found': { policy: 'ladder', reason: 'the host name does not exist' },
  'dns.no_address': { policy: 'ladder', reason: 'the host name has no address' },
  'dns.timeout': { policy: 'ladder', reason: 'name servers did not answer in time' },
  'dns.failure': { policy: 'ladder', reason: 'name servers failed or refused' },
  'connect.refused': { policy: 'ladder', reason: 'nothing listens at the address' },
  'connect.timeout': { policy: 'ladder', reason: 'no connection within the deadline' },
  'connect.unreachable': { policy: 'ladder', reason: 'no route to the address' },
  'connect.reset': { policy: 'ladder', reason: 'the connection was reset while it was opened' },
  'connect.denied': { policy: 'ladder', reason: 'a local rule forbids the connection' },
  'connect.failure': { policy: 'ladder', reason: 'the connection failed for another reason' },
  'tls.expired': { policy: 'ladder', reason: 'the certificate has expired' },
  'tls.not_yet_valid': { policy: 'ladder', reason: 'the certificate is not valid yet' },
  'tls.self_signed': { policy: 'ladder', reason: 'the certificate or its root is self-signed' },
  'tls.hostname_mismatch': { policy: 'ladder', reason: 'the certificate is for other names' },
  'tls.untrusted': { policy: 'ladder', reason: 'the certificate has no trusted or complete chain' },
  'tls.revoked': { policy: 'ladder', reason: 'the certificate was revoked' },
  'tls.protocol': { policy: 'ladder', reason: 'no TLS 1.2 or later is spoken there' },
  'tls.handshake': { policy: 'ladder', reason: 'the TLS handshake failed for another reason' },
  'tls.timeout': { policy: 'ladder', reason: 'no TLS handshake within the deadline' },
  'tls.reset': { policy: 'ladder', reason: 'the connection was closed during the TLS handshake' },
  'request.invalid': { policy: 'dead', reason: 'the request cannot be expressed in HTTP' },
  'request.reset': { policy: 'ladder', reason: 'the connection was reset before a response' },
  'request.closed': { policy: 'ladder', reason: 'the connection was closed before a response' },
  'response.timeout': { policy: 'ladder', reason: 'no response head within the deadline' },
  'response.deadline': { policy: 'ladder', reason: 'the response did not end within the deadline' },
  'response.headers_too_large': { policy: 'ladder', reason: 'the response head exceeds 16 KiB' },
  'response.malformed': { policy: 'ladder', reason: 'the response is not HTTP' },
  'response.aborted': { policy: 'ladder', reason: 'the connection broke within the response' },
  'client.exhausted': { policy: 'again', reason: 'the sender ran out of sockets or memory' },
  'client.closed': { policy: 'again', reason: 'the sender shut down' },
};

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;
const BRIEF_TRIES = 3;
const BRIEF_WINDOW_MS = HOUR;
/** How soon an attempt is repeated that failed by our own fault. */
export const AGAIN_MS = 10 * SECOND;
/** Why an endpoint was disabled at which nothing succeeded for days. */
const FAILING_RULE = 'endpoint.failing';

/**
 * Decides what follows an attempt, from its status or error, its headers, its number and how the endpoint fares.
 * Pure: the caller performs it.
 */
export function dispose(result: SendResult, context: DispositionContext): Disposition {
  const { rule, policy } = dispositionRow(result);
  const endpoint = noteOf(policy, rule, result, context);
  if (policy === 'delivered') return { next: 'delivered', rule, endpoint };
  if (policy === 'dead' || policy === 'dead_and_disable') return { next: 'dead', rule, endpoint };
  if (policy === 'again' && context.uncounted < LIMITS.freeAttempts)
    return { next: 'retry', at: context.now + AGAIN_MS, uncounted: true, rule, endpoint };
  return retryOrDie(rule, policy === 'brief' ? 'brief' : 'ladder', endpoint, context);
}

/** The row for a status, also for those outside 100–599 that a broken receiver may send. */
export function statusRow(status: number): StatusRow {
  return STATUS_TABLE.find((row) => status >= row.from && status <= row.to) ?? OUT_OF_RANGE;
}

/** The row that a result falls into, whatever the circumstances. */
export function dispositionRow(result: SendResult): { rule: string; policy: Policy } {
  if (result.kind === 'response') return statusRow(result.status);
  return { rule: `error.${result.error}`, policy: ERROR_TABLE[result.error].policy };
}

function noteOf(
  policy: Policy,
  rule: string,
  result: SendResult,
  { now, endpoint }: DispositionContext,
): EndpointNote {
  const { id } = endpoint;
  if (policy === 'delivered') return { id, verdict: 'delivered' };
  if (policy === 'again' || policy === 'dead') return { id, verdict: 'ours' };
  const verdict = policy === 'brief' ? 'refused' : 'failed';
  const not_before = retryFloor(result, now);
  const disable = policy === 'dead_and_disable' ? rule : failedTooLong(verdict, endpoint, now);
  return { id, verdict, ...(not_before && { not_before }), ...(disable && { disable }) };
}

/** Why it is to be disabled, if so: one failure more at an endpoint at which nothing succeeded for days, although it was tried again and again. */
export function failedTooLong(
  verdict: EndpointNote['verdict'],
  { failures, failing_since, used_at }: DispositionContext['endpoint'],
  now: number,
): string | undefined {
  const often = failures.length >= LIMITS.breakerFailures - 1;
  const long = failing_since !== undefined && now - failing_since >= LIMITS.endpointFailingMost;
  const known = now - used_at <= LIMITS.failuresKept;
  return verdict === 'failed' && often && long && known ? FAILING_RULE : undefined;
}

function retryFloor(result: SendResult, now: number): number | undefined {
  const floor = result.kind === 'response' ? parseRetryAfter(result.retry_after, now) : undefined;
  return floor !== undefined && floor > now ? floor : undefined;
}

/** The next try of this policy, no earlier than the endpoint wants; or death, if there is none left. */
export function retryOrDie(
  rule: string,
  policy: 'ladder' | 'brief',
  endpoint: EndpointNote,
  context: DispositionContext,
): Disposition {
  const exhausted = { next: 'dead', rule: `${rule}.exhausted`, endpoint } as const;
  const delay = nextDelayMs(context.attempt, context.jitter);
  if (delay === undefined) return exhausted;
  const floors = [endpoint.not_before ?? 0, context.endpoint.not_before ?? 0];
  const at = Math.max(context.now + delay, ...floors);
  if (policy === 'brief' && briefIsOver(at, context)) return exhausted;
  return { next: 'retry', at, uncounted: false, rule, endpoint };
}

function briefIsOver(at: number, context: DispositionContext): boolean {
  return context.attempt >= BRIEF_TRIES || at > context.first_attempt_at + BRIEF_WINDOW_MS;
}
