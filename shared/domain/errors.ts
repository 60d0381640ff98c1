/** Every way in which Firstline says no, by a stable dotted code that callers may rely on. */
export type FaultCode =
  | 'auth.missing'
  | 'auth.invalid'
  | 'auth.forbidden'
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
  | 'partner.unknown'
  | 'webhook_secret.overlapping'
  | 'webhook_key.overlapping'
  | 'conversation.busy'
  | 'conversation.backlog_full'
  | 'conversation.with_operator'
  | 'message.unknown'
  | 'file.unknown'
  | 'file.too_large'
  | 'delivery.not_dead'
  | 'endpoint.unknown'
  | 'endpoint.busy'
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
  cause?: unknown;
}

/** The one error family: a code to switch on, a sentence for a person, and whether trying again can help. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly retryable: boolean;
  readonly issues: FaultIssue[];
  readonly retryAfterS: number | undefined;
  readonly allowed: string[];

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Fault';
    this.code = code;
    this.issues = details.issues ?? [];
    this.retryAfterS = details.retryAfterS;
    this.allowed = details.allowed ?? [];
    this.retryable = details.retryAfterS !== undefined;
  }
}
