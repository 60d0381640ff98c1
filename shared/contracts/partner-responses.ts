import * as z from 'zod/mini';
import type { TextSource } from '../domain/conversation.ts';
import type { TextOutcome } from '../domain/delivery-record.ts';
import { ATTACHMENT_TYPES } from '../domain/message.ts';
import { type EscalationReason, type Priority, SCENARIOS } from '../domain/scenario.ts';
import { FAULT_STATUS } from './fault-status.ts';
import { CurrentIncidentBody } from './incident-timeline.ts';

/** What the partners' door answers. Functions import the types alone: their answers are made by us and not judged again. */

/** A closed set whose every member is written down, with what it means. */
export function meanings<Member extends string>(of: Record<Member, unknown>): [Member, ...Member[]] {
  return Object.keys(of) as [Member, ...Member[]];
}

export const ESCALATION_REASONS: Record<EscalationReason, string> = {
  low_confidence: 'the message was not understood well enough',
  unknown_scenario: 'the message fits no scenario',
  repeated_requests: 'the client asks again and again',
  repeated_failures: 'the client was not understood repeatedly',
  complaint: 'the client complains',
  always_escalates: 'this scenario is for people',
  media_received: 'a picture or document came that a person should see',
  client_asked_for_human: 'the client asked for a person',
  operator_marked: 'an operator took it',
  system_error: 'no answer could be composed',
};

export const TEXT_STATES: Record<TextOutcome | 'waiting' | 'sending' | 'held', string> = {
  waiting: 'not delivered yet; it will be tried, or tried again',
  sending: 'an attempt is under way',
  held: 'its endpoint is disabled; it is kept for 30 days and sent when the endpoint is enabled again',
  delivered: 'the webhook answered 2xx',
  stored: 'there is no webhook; the text waits to be fetched',
  dead: 'given up; operators see it and can replay it',
  unknown: 'sent, and the answer got lost where a repeat could be seen twice',
  cancelled:
    'taken back before it was sent: a person took over, the client wrote again, or the time for it was over',
};

export const TEXT_SOURCES: Record<TextSource, string> = {
  ai_bot: 'the bot answers',
  operator: 'an operator writes',
  reminder: 'the bot reminds a client who fell silent',
  farewell: 'the bot says goodbye',
  broadcast: 'the desk tells many clients the same',
};

export const MessageId = z.string().check(z.regex(/^msg_[0-9A-HJKMNP-TV-Z]{40}$/));
const Instant = z.iso.datetime();
const Confidence = z.number().check(z.gte(0), z.lte(1));
const ReplyType = z.enum(['bot_auto', 'bot_escalated']);
const ScenarioName = z.enum(SCENARIOS);
const Reason = z.nullable(z.enum(meanings(ESCALATION_REASONS)));

/** The 202 of `POST /api/messages`. */
export const AcceptedBody = z.object({
  status: z.enum(['accepted', 'duplicate']),
  message_id: MessageId,
  original_message_id: z.optional(MessageId),
  client_id: z.string(),
  received_at: Instant,
});
export type AcceptedBody = z.infer<typeof AcceptedBody>;

/** The 201 of `POST /api/messages` with `Prefer: wait`. */
export const OutcomeBody = z.object({
  status: z.enum(['success', 'escalated', 'fallback', 'duplicate']),
  original_message_id: MessageId,
  client_id: z.string(),
  is_first_message: z.boolean(),
  priority: z.enum(['low', 'medium', 'high', 'critical'] satisfies Priority[]),
  escalation_reason: Reason,
  classification: z.object({
    id: MessageId,
    scenario: ScenarioName,
    confidence: Confidence,
    reasoning: z.string(),
    model: z.string(),
  }),
  /** Nothing is said if the message is left to an operator who owes an answer anyway. */
  response: z.nullable(
    z.object({ message_id: MessageId, text: z.string().check(z.minLength(1)), type: ReplyType }),
  ),
  webhook: z.object({ scheduled: z.boolean() }),
});
export type OutcomeBody = z.infer<typeof OutcomeBody>;

export const AttachmentView = z.object({
  type: z.enum(ATTACHMENT_TYPES),
  url: z.optional(z.string()),
  file_name: z.optional(z.string()),
  mime_type: z.optional(z.string()),
  caption: z.optional(z.string()),
});

export const ClientLine = z.object({
  message_id: MessageId,
  client_id: z.string(),
  type: z.literal('user'),
  content: z.string(),
  attachments: z.array(AttachmentView),
  created_at: Instant,
});

export const ReplyLine = z.object({
  message_id: MessageId,
  client_id: z.string(),
  type: z.enum(['bot_auto', 'bot_escalated', 'operator']),
  source: z.enum(meanings(TEXT_SOURCES)),
  content: z.string().check(z.minLength(1)),
  in_reply_to: MessageId,
  classification: z.nullable(z.object({ scenario: ScenarioName, confidence: Confidence })),
  delivery: z.enum(meanings(TEXT_STATES)),
  created_at: Instant,
});

export type ReplyLine = z.infer<typeof ReplyLine>;

/** One line of `GET /api/messages/{client_id}`. */
export const HistoryLine = z.discriminatedUnion('type', [ClientLine, ReplyLine]);
export type AttachmentBody = z.infer<typeof AttachmentView>;
export type HistoryLine = z.infer<typeof HistoryLine>;

/** One item of `GET /api/messages/{client_id}/classifications`. */
export const ClassificationBody = z.object({
  id: MessageId,
  message_id: MessageId,
  answers: z.array(MessageId).check(z.minLength(1)),
  scenario: ScenarioName,
  confidence: Confidence,
  band: z.enum(['answer', 'doubt', 'refuse']),
  reasoning: z.string(),
  model: z.string(),
  escalation_reason: Reason,
  language: z.enum(['ru', 'en']),
  /** What the words name: a child, a day, phone numbers, an order. */
  entities: z.object({
    child_name: z.optional(z.string()),
    date: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
    time: z.optional(z.string()),
    phones: z.optional(z.array(z.string())),
    reason: z.optional(z.string()),
    order_number: z.optional(z.string()),
  }),
  /** Ids of the rules that held, the decisive one first, and the version of the policy they come from. */
  rules: z.array(z.string()),
  policy_version: z.int().check(z.gte(0)),
  created_at: Instant,
});
export type ClassificationBody = z.infer<typeof ClassificationBody>;

const Phase = z.optional(z.number());
const Timing = z.object({
  dns_ms: Phase,
  connect_ms: Phase,
  tls_ms: Phase,
  first_byte_ms: Phase,
  total_ms: z.number(),
});

/** What came back from an endpoint. */
const cameBack = {
  status: z.optional(z.int().check(z.gte(100), z.lte(599))),
  retry_after: z.optional(z.string()),
  response_body: z.optional(z.string()),
  error: z.optional(z.string()),
  /** The platform's own code, for whoever repairs the receiver. */
  error_detail: z.optional(z.string()),
  address: z.optional(z.string()),
};

/** Why a text that was due did not leave; it cost none of its tries. */
export const DeferralBody = z.object({
  rule: z.string(),
  times: z.int().check(z.gte(1)),
  since: Instant,
  until: Instant,
});
export type DeferralBody = z.infer<typeof DeferralBody>;

export const AttemptBody = z.object({
  number: z.int().check(z.gte(1)),
  due_at: Instant,
  started_at: Instant,
  finished_at: Instant,
  outcome: z.enum(['retry', 'delivered', 'stored', 'dead', 'unknown', 'cancelled']),
  rule: z.string(),
  endpoint_id: z.optional(z.string()),
  /** Failed by our own fault: it cost none of the tries. */
  uncounted: z.optional(z.boolean()),
  next_attempt_at: z.optional(Instant),
  deferral: z.optional(DeferralBody),
  ...cameBack,
  timing: z.optional(Timing),
});
export type AttemptBody = z.infer<typeof AttemptBody>;

/** `GET /api/deliveries/{message_id}`. */
export const DeliveryBody = z.object({
  message_id: MessageId,
  in_reply_to: MessageId,
  state: z.enum(meanings(TEXT_STATES)),
  rule: z.nullable(z.string()),
  next_attempt_at: z.nullable(Instant),
  waits_for: z.optional(MessageId),
  deferral: z.nullable(DeferralBody),
  created_at: Instant,
  attempts: z.array(AttemptBody),
});
export type DeliveryBody = z.infer<typeof DeliveryBody>;

/** The 200 of `POST /api/webhooks/test`. */
export const WebhookTestBody = z.object({
  webhook_id: z.string().check(z.regex(/^ping_[0-9A-HJKMNP-TV-Z]{20}$/)),
  delivered: z.boolean(),
  rule: z.string(),
  signatures: z.int().check(z.gte(1)),
  ...cameBack,
  timing: Timing,
});
export type WebhookTestBody = z.infer<typeof WebhookTestBody>;

/** The 200 of `PUT /api/clients/{client_id}`: all that is known of the client. */
export const ClientBody = z.object({
  client_id: z.string(),
  client_name: z.optional(z.string()),
  locale: z.optional(z.string()),
  notices: z.optional(z.boolean()),
  context: z.object({
    referral_link: z.optional(z.string()),
    lesson_link: z.optional(z.string()),
    next_lesson_at: z.optional(Instant),
    child_name: z.optional(z.string()),
  }),
});
export type ClientBody = z.infer<typeof ClientBody>;

/** 32 bytes in base64url. */
const Bytes32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** Names one of the desk's keys. */
export const KeyId = Bytes32;

export const JwkItem = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: Bytes32,
  kid: KeyId,
  use: z.literal('sig'),
  alg: z.literal('EdDSA'),
});
export type JwkItem = z.infer<typeof JwkItem>;

/** `GET /.well-known/jwks.json` (RFC 7517). */
export const JwksBody = z.object({ keys: z.array(JwkItem) });
export type JwksBody = z.infer<typeof JwksBody>;

/** `GET /health`. */
export const HealthBody = z.object({ status: z.literal('ok') });
export type HealthBody = z.infer<typeof HealthBody>;

const DependencyHealth = z.object({ status: z.enum(['ok', 'failed']), ms: z.number().check(z.gte(0)) });

/** `GET /health/full`. */
export const FullHealthBody = z.object({
  status: z.enum(['ok', 'degraded']),
  dependencies: z.record(z.string(), DependencyHealth),
});
export type FullHealthBody = z.infer<typeof FullHealthBody>;

/** How a conversation stands that could not be changed as it was asked. */
export const CurrentBody = z.object({
  version: z.int(),
  status: z.enum(['open', 'escalated', 'closed']),
  handler: z.enum(['bot', 'operator']),
  assignee: z.nullable(z.string()),
  unanswered: z.array(z.object({ id: MessageId, text: z.string(), created_at: Instant })),
});

/** Every refusal: `application/problem+json` (RFC 9457) with our code and the request's id. */
export const ProblemBody = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(meanings(FAULT_STATUS)),
  request_id: z.string(),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() })).check(z.minLength(1))),
  current: z.optional(z.union([CurrentBody, CurrentIncidentBody])),
});
export type ProblemBody = z.infer<typeof ProblemBody>;
