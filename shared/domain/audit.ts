/** What people change of the desk itself. What they do to a conversation is kept with the conversation. */
export const AUDITED = [
  'policy.changed',
  'policy.rolled_back',
  'template.changed',
  'template.rolled_back',
  'keyword.added',
  'keyword.removed',
  'keywords.rolled_back',
  'canned_reply.saved',
  'canned_reply.removed',
  'view.saved',
  'view.removed',
  'model.published',
  'model.rolled_back',
  'endpoint.enabled',
  'endpoint.disabled',
  'webhook_secret.rotated',
  'webhook_signatures.chosen',
  'webhook_key.rotated',
  'operator.added',
  'operator.changed',
  'operator.disabled',
  'operator.enabled',
  'operator.password_reset',
  'operator.sessions_ended',
  'token_key.rotated',
  'partner.added',
  'partner.renamed',
  'partner.disabled',
  'partner.enabled',
  'partner_key.added',
  'partner_key.removed',
  'bot.added',
  'bot.webhook_set',
  'bot.removed',
  'incident.opened',
  'incident.confirmed',
  'incident.dismissed',
  'incident.changed',
  'incident.resolved',
  'incident.merged',
  'broadcast.started',
  'broadcast.paused',
  'broadcast.resumed',
  'broadcast.cancelled',
  'client.erased',
] as const;
export type Audited = (typeof AUDITED)[number];

/** `unknown`: it was begun, and nobody has noted how it ended; it may have happened. */
export type AuditOutcome = 'done' | 'unknown';

/** What can be told of a change: never a secret, and never what a client said. */
export interface AuditDetails {
  /** Which of them was changed. */
  target?: string | undefined;
  before?: object | undefined;
  after?: object | undefined;
}

export interface AuditEntry extends AuditDetails {
  id: string;
  /** Epoch milliseconds of business time. */
  at: number;
  by: string;
  what: Audited;
  outcome: AuditOutcome;
  request_id: string;
}

/** Bytes that tell two entries of the same moment apart. */
export const AUDIT_ID_BYTES = 8;

/** Where an entry stands among the others. */
export type AuditPlace = Pick<AuditEntry, 'at' | 'id'>;

/** What is kept of something that is too long to be kept. */
interface Cut {
  cut: true;
  bytes: number;
}

/** The same, unless it takes more than so many bytes. */
export function bounded<T extends object>(value: T | undefined, most: number): T | Cut | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes <= most ? value : { cut: true, bytes };
}

/** Is an entry about this: one kind of change, or all to one kind of thing (`partner`)? */
export function isAbout({ what }: Pick<AuditEntry, 'what'>, asked: string): boolean {
  return what === asked || what.startsWith(`${asked}.`);
}

/** Months (UTC, `YYYY-MM`) from the one in which `to` lies back to the one of `from`. */
export function monthsBack(from: number, to: number): string[] {
  const months: string[] = [];
  const first = monthOf(from);
  for (let day = new Date(to); ; day = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 0))) {
    const month = monthOf(day.getTime());
    if (month < first) return months;
    months.push(month);
  }
}

export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}
