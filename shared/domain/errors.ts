/** Every way in which Firstline says no, by a stable dotted code that callers may rely on. */
export type FaultCode =
  | 'auth.missing'
  | 'auth.invalid'
  | 'auth.forbidden'
  | 'auth.credentials_wrong'
  | 'auth.session_ended'
  | 'auth.origin_refused'
  | 'auth.password_change_required'
  | 'route.unknown'
  | 'method.not_allowed'
  | 'body.too_large'
  | 'body.not_json'
  | 'body.malformed'
  | 'request.invalid'
  | 'webhook_url.refused'
  | 'idempotency.key_reused'
  | 'limit.client'
  | 'limit.key'
  | 'limit.address'
  | 'limit.ping'
  | 'limit.sign_in'
  | 'partner.unknown'
  | 'partner.exists'
  | 'partner_key.unknown'
  | 'webhook_secret.overlapping'
  | 'webhook_key.overlapping'
  | 'client.unknown'
  | 'conversation.busy'
  | 'conversation.backlog_full'
  | 'conversation.with_operator'
  | 'conversation.unknown'
  | 'conversation.taken'
  | 'conversation.not_held'
  | 'conversation.stale'
  | 'canned_reply.unknown'
  | 'canned_replies.changed'
  | 'view.unknown'
  | 'message.unknown'
  | 'file.unknown'
  | 'file.too_large'
  | 'delivery.not_dead'
  | 'endpoint.unknown'
  | 'endpoint.busy'
  | 'incident.unknown'
  | 'incident.changed'
  | 'incident.over'
  | 'incident.suspected'
  | 'incident.too_many'
  | 'incident.itself'
  | 'incident.too_many_merged'
  | 'broadcast.unknown'
  | 'broadcast.over'
  | 'broadcast.busy'
  | 'job.unknown'
  | 'job.busy'
  | 'policy.changed'
  | 'template.unknown'
  | 'template.changed'
  | 'keyword.unknown'
  | 'keywords.changed'
  | 'version.unknown'
  | 'model.unknown'
  | 'model.changed'
  | 'model.incomplete'
  | 'model.unreadable'
  | 'reminder.unknown'
  | 'operator.unknown'
  | 'operator.exists'
  | 'operator.changed'
  | 'operator.last_admin'
  | 'bot.unknown'
  | 'bot.exists'
  | 'bot.token_refused'
  | 'bot.api_refused'
  | 'dependency.unavailable'
  | 'internal';

/** One place in the input and what is wrong with it; `path` is dotted, headers are `header.<name>`. */
export interface FaultIssue {
  path: string;
  message: string;
}

export interface FaultDetails {
  issues?: FaultIssue[];
  /** Whole seconds after which the same request may succeed. */
  retryAfterS?: number;
  /** Methods that the path takes instead. */
  allowed?: string[];
  /** How what was to be changed stands now, as it is told to the caller. */
  current?: object;
  cause?: unknown;
}

/** The one error family: a code to switch on, a sentence for a person, and whether trying again can help. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly retryable: boolean;
  readonly issues: FaultIssue[];
  readonly retryAfterS: number | undefined;
  readonly allowed: string[];
  readonly current: object | undefined;

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Fault';
    this.code = code;
    this.issues = details.issues ?? [];
    this.retryAfterS = details.retryAfterS;
    this.allowed = details.allowed ?? [];
    this.current = details.current;
    this.retryable = details.retryAfterS !== undefined;
  }
}
