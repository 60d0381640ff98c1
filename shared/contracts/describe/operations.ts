import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import { DEFAULT_RATES } from '../../domain/rate-limit.ts';
import type { HeaderName, ParameterName } from './headers.ts';
import type { SchemaName } from './schemas.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

/** What can be asked at the doors. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  id: string;
  tag:
    | 'messages'
    | 'clients'
    | 'deliveries'
    | 'operators'
    | 'sign-in'
    | 'people'
    | 'partners'
    | 'inbox'
    | 'views'
    | 'incidents'
    | 'broadcasts'
    | 'search'
    | 'statistics'
    | 'bots'
    | 'chats'
    | 'handbook'
    | 'keywords'
    | 'learning'
    | 'privacy'
    | 'service'
    | 'status';
  summary: string;
  description: string;
  /** Answers anybody. */
  open?: true;
  /** Whom it asks for; a partner unless said otherwise. `staff` is whoever works at the desk, `session` a browser with a cookie. */
  for?: 'admins' | 'staff' | 'both' | 'session';
  /** Also for whoever has to change a password first. */
  unsettled?: true;
  parameters: ParameterName[];
  body?: SchemaName;
  bodyOptional?: true;
  answers: Partial<Record<200 | 201 | 202 | 204 | 503, Success>>;
  faults: FaultCode[];
}

export interface Success {
  description: string;
  /** An array of them, or, as `object`, one that has no schema here, or, as `bytes`, a file, as `page`, HTML, or `nothing`. */
  schema: SchemaName | [SchemaName] | 'object' | 'bytes' | 'page' | 'nothing';
  /** Or, if it is asked for so, the same as a table. */
  csv?: true;
  headers?: HeaderName[];
}

const BYTES = LIMITS.bodyBytes / 1024;
const STATUS = `Only where the installation has a status page; elsewhere this path is unknown. Incidents of which clients were told, and those that were resolved within ${LIMITS.statusLooksBack / 86_400_000} days, with what clients are told of them.`;

export const PARTNER_OPERATIONS: Operation[] = [
  {
    method: 'post',
    path: '/api/messages',
    id: 'postMessage',
    tag: 'messages',
    summary: 'Hand in a message of a client',
    description: `Answers 202 once the message is durable. With \`Prefer: wait=N\` answers 201 with the outcome if it comes in time. Judged in this order: key, size (${BYTES} KiB), type, JSON, shape, URL, replay, limits, duplicate; what is refused spends no client's budget. Limits unless set otherwise: 10 messages of one client in 60 seconds from the first one, 100 requests per second with one key, 60 per minute and 1,000 per hour from one address without a valid key. The same words of the same client within five seconds, without an idempotency key, are a duplicate.`,
    parameters: ['IdempotencyKey', 'XIdempotencyKey', 'Prefer', 'WebhookUrl', 'Platform', 'ChatId'],
    body: 'PostMessage',
    answers: {
      201: {
        description: 'The outcome, within the time that the caller would wait.',
        schema: 'OutcomeBody',
        headers: ['Idempotent-Replayed'],
      },
      202: {
        description: 'Accepted, or known already.',
        schema: 'AcceptedBody',
        headers: ['Idempotent-Replayed'],
      },
    },
    faults: [
      ...CALLER,
      ...BODY,
      'webhook_url.refused',
      'idempotency.key_reused',
      'limit.client',
      'conversation.busy',
      'conversation.backlog_full',
      ...OURS,
    ],
  },
  {
    method: 'get',
    path: '/api/messages/{client_id}',
    id: 'getMessages',
    tag: 'messages',
    summary: "Read a client's conversation",
    description: 'Newest first. The next page stands in `Link`.',
    parameters: ['ClientIdInPath', 'Limit', 'Before'],
    answers: { 200: { description: 'The page.', schema: ['HistoryLine'], headers: ['Link'] } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    method: 'get',
    path: '/api/messages/{client_id}/classifications',
    id: 'getClassifications',
    tag: 'messages',
    summary: "Read how a client's messages were understood",
    description: 'Newest first. The next page stands in `Link`.',
    parameters: ['ClientIdInPath', 'Limit', 'Before'],
    answers: { 200: { description: 'The page.', schema: ['ClassificationBody'], headers: ['Link'] } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    method: 'put',
    path: '/api/clients/{client_id}',
    id: 'putClient',
    tag: 'clients',
    summary: 'Tell what is known of a client',
    description: 'Before its first message or at any time after. What is not mentioned stays as it was.',
    parameters: ['ClientIdInPath'],
    body: 'PutClient',
    answers: { 200: { description: 'All that is known of the client then.', schema: 'ClientBody' } },
    faults: [...CALLER, ...BODY, ...OURS],
  },
  {
    method: 'get',
    path: '/api/deliveries/{message_id}',
    id: 'getDelivery',
    tag: 'deliveries',
    for: 'both',
    summary: 'Ask what became of a reply',
    description:
      "Every attempt to send it, how each was judged, and when the next one is due. An admin may ask for any partner's.",
    parameters: ['MessageIdInPath'],
    answers: { 200: { description: 'What became of it.', schema: 'DeliveryBody' } },
    faults: ['auth.missing', 'auth.invalid', 'limit.address', 'limit.key', 'message.unknown', ...OURS],
  },
  {
    method: 'post',
    path: '/api/webhooks/test',
    id: 'testWebhook',
    tag: 'deliveries',
    summary: 'Have a test ping sent to a URL',
    description: `Sends one webhook of type \`webhook.test\`, signed like every other, and answers with what came back. It is tried once; nothing is kept of it. Judged in the order of a message. Limit unless set otherwise: ${DEFAULT_RATES.ping.most} pings of one partner in ${DEFAULT_RATES.ping.span / 1000} seconds.`,
    parameters: [],
    body: 'TestWebhook',
    answers: {
      200: { description: 'The ping was sent; `delivered` says how it went.', schema: 'WebhookTestBody' },
    },
    faults: [...CALLER, ...BODY, 'webhook_url.refused', 'limit.ping', ...OURS],
  },
  {
    method: 'get',
    path: '/health',
    id: 'getHealth',
    tag: 'service',
    summary: 'Ask whether the door is open',
    description: 'Asks nothing of what lies behind it.',
    open: true,
    parameters: [],
    answers: { 200: { description: 'It is.', schema: 'HealthBody' } },
    faults: [],
  },
  {
    method: 'get',
    path: '/health/full',
    id: 'getFullHealth',
    tag: 'service',
    summary: 'Ask whether everything answers',
    description: 'Asks the table and the lane; each has two seconds.',
    open: true,
    parameters: [],
    answers: {
      200: { description: 'All parts answer.', schema: 'FullHealthBody' },
      503: { description: 'A part does not answer.', schema: 'FullHealthBody' },
    },
    faults: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    tag: 'service',
    summary: 'Read this description',
    description: 'OpenAPI 3.1.',
    open: true,
    parameters: [],
    answers: { 200: { description: 'This document.', schema: 'object' } },
    faults: ['internal'],
  },
  {
    method: 'get',
    path: '/.well-known/jwks.json',
    id: 'getJwks',
    tag: 'service',
    summary: "Read the desk's public keys",
    description: `They verify the \`v1a\` signatures (Ed25519) of Standard Webhooks, which partners can choose. A new key is here ${LIMITS.webhookKeyLead / 3_600_000} hours before it signs, and stays ${LIMITS.webhookKeyPublished / 86_400_000} days after; one that leaked goes at once.`,
    open: true,
    parameters: [],
    answers: { 200: { description: 'The keys.', schema: 'JwksBody', headers: ['Cache-Control'] } },
    faults: OURS,
  },
  {
    method: 'get',
    path: '/status.json',
    id: 'getStatus',
    tag: 'status',
    summary: 'Ask how the service fares',
    description: `${STATUS} What is suspected, was none or became part of another one is not told.`,
    open: true,
    parameters: [],
    answers: {
      200: {
        description: 'What is known of outages.',
        schema: 'StatusBody',
        headers: ['Cache-Control', 'X-Content-Type-Options', 'Referrer-Policy'],
      },
    },
    faults: ['limit.address', ...OURS],
  },
  {
    method: 'get',
    path: '/status',
    id: 'getStatusPage',
    tag: 'status',
    summary: 'Look how the service fares',
    description: `${STATUS} A page for people, in Russian or English.`,
    open: true,
    parameters: ['Lang', 'AcceptLanguage'],
    answers: {
      200: {
        description: 'The page.',
        schema: 'page',
        headers: [
          'Cache-Control',
          'Content-Language',
          'Content-Security-Policy',
          'X-Content-Type-Options',
          'Referrer-Policy',
          'Vary',
        ],
      },
    },
    faults: ['limit.address', ...OURS],
  },
];
