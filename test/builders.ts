import type { APIGatewayProxyEventV2, Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Bot } from '../shared/domain/bot.ts';
import type { Classification, Judgement } from '../shared/domain/classification.ts';
import type { Head, OutboxEntry } from '../shared/domain/conversation.ts';
import type { Attempt } from '../shared/domain/delivery-record.ts';
import type { FollowUpText, OperatorText } from '../shared/domain/desk-text.ts';
import type { DispositionContext } from '../shared/domain/disposition.ts';
import { conversationId, messageId } from '../shared/domain/ids.ts';
import type { Attachment, Message } from '../shared/domain/message.ts';
import type { Partner } from '../shared/domain/partner.ts';
import type { Turn } from '../shared/domain/turn.ts';
import type { KeyPair, WebhookKey } from '../shared/domain/webhook-key.ts';
import type { WebhookSecret } from '../shared/domain/webhook-secret.ts';
import type { AdmittedMessage, Conversations, Signal } from '../shared/ports.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The constant now of all tests: a Tuesday noon, UTC. */
export const NOW = Date.UTC(2026, 10, 24, 12);

export const PARTNER = 'demo';
export const CLIENT = 'pupil-42';
export const CONVERSATION = conversationId(PARTNER, CLIENT);

/** A message id of this conversation; the same arguments name the same message. */
export function anId(at = NOW, tail = 0, conversation = CONVERSATION): string {
  return messageId(at, conversation, new Uint8Array(10).fill(tail));
}

export function aMessage(over: Partial<Message> = {}): Message {
  const received_at = over.received_at ?? NOW;
  return {
    id: anId(received_at),
    conversation_id: CONVERSATION,
    text: 'Не открывается урок',
    attachments: [],
    received_at,
    ...over,
  };
}

/** A Telegram bot whose webhook was never set. */
export function aBot(over: Partial<Bot> = {}): Bot {
  const named = { id: 'school', telegram_id: 42, username: 'school_bot' };
  return { ...named, created_at: NOW, revision: 0, secrets: [], ...over };
}

export const aPhoto: Attachment = { type: 'photo', url: 'https://files.example.com/1.png' };

export function aHead(over: Partial<Head> = {}): Head {
  return {
    id: CONVERSATION,
    partner: PARTNER,
    client_id: CLIENT,
    created_at: NOW,
    version: 1,
    status: 'open',
    handler: 'bot',
    tenure: 1,
    epoch: 1,
    pending: [anId()],
    owed: [],
    window: { start: NOW, count: 1 },
    last: { id: anId(), at: NOW, digest: 'digest' },
    channel: {},
    sequence: 0,
    last_due: 0,
    outbox: {},
    greeted: false,
    unsettled: [],
    unsure: [],
    ...over,
  };
}

export function anEntry(over: Partial<OutboxEntry> = {}): OutboxEntry {
  return { sequence: 1, due: NOW, source: 'ai_bot', tenure: 1, attempts: 0, ...over };
}

export function aClassification(over: Partial<Classification> = {}): Classification {
  return {
    scenario: 'TECH_SUPPORT_BASIC',
    confidence: 0.97,
    band: 'answer',
    reasons: ['не открывается'],
    model: 'test',
    ...over,
  };
}

export function aJudgement(over: Partial<Classification> = {}): Judgement {
  const classification = aClassification(over);
  const { scenario, guess = scenario, confidence } = classification;
  return {
    classification,
    likeliest: [{ scenario: guess, confidence }],
    thresholds: { answer: 0.85, refuse: 0.45 },
  };
}

export function aTurn(over: Partial<Turn> = {}): Turn {
  return {
    id: anId(NOW + 1, 7),
    conversation_id: CONVERSATION,
    decided_at: NOW,
    answers: [anId()],
    in_reply_to: anId(),
    source: 'ai_bot',
    left: false,
    first: true,
    classification: aClassification(),
    entities: {},
    language: 'ru',
    priority: 'low',
    hand_off: undefined,
    escalation: undefined,
    text: 'Обновите страницу.',
    fallback: false,
    missing: [],
    sequence: 1,
    due: NOW,
    tenure: 1,
    sequel: undefined,
    tallies: { unsettled: [NOW], unsure: [], asked: {} },
    why: {
      rules: ['turn.answered'],
      policy: 0,
      thresholds: { answer: null, refuse: null },
      requests: 1,
      failures: 0,
    },
    ...over,
  };
}

export function aFollowUpText(over: Partial<FollowUpText> = {}): FollowUpText {
  return {
    id: anId(NOW + 2, 9),
    conversation_id: CONVERSATION,
    source: 'reminder',
    decided_at: NOW,
    in_reply_to: anId(),
    text: 'Вопрос ещё актуален?',
    language: 'ru',
    number: 1,
    epoch: 1,
    expires: NOW + 30 * MINUTE,
    version: 0,
    sequence: 1,
    due: NOW,
    tenure: 1,
    ...over,
  };
}

export function anOperatorText(over: Partial<OperatorText> = {}): OperatorText {
  return {
    id: anId(NOW + 3, 9),
    conversation_id: CONVERSATION,
    source: 'operator',
    operator: 'operator_001',
    decided_at: NOW,
    in_reply_to: anId(),
    text: 'Здравствуйте, это Мария.',
    sequence: 1,
    due: NOW,
    tenure: 2,
    sequel: undefined,
    ...over,
  };
}

export function anAdmission(over: Partial<AdmittedMessage> = {}): AdmittedMessage {
  const at = over.at ?? NOW;
  return {
    conversation_id: CONVERSATION,
    partner: PARTNER,
    client_id: CLIENT,
    id: anId(at),
    at,
    digest: 'digest',
    window: { start: NOW, count: 1 },
    channel: {},
    ...over,
  };
}

export function aPartner(over: Partial<Partner> = {}): Partner {
  return { id: PARTNER, name: 'Demo', webhook_secrets: [aSecret()], ...over };
}

export function aSecret(over: Partial<WebhookSecret> = {}): WebhookSecret {
  return { secret: 'whsec_dGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQ=', created_at: NOW, ...over };
}

/** The key pair that RFC 8037 prints (appendix A). */
export function aKeyPair(over: Partial<KeyPair> = {}): KeyPair {
  return {
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    ...over,
  };
}

export function aWebhookKey(over: Partial<WebhookKey> = {}): WebhookKey {
  return { ...aKeyPair(), created_at: NOW, signs_from: NOW, ...over };
}

interface HttpRequest {
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
  query?: Record<string, string>;
  base64?: boolean;
  sourceIp?: string;
}

/** A request as API Gateway hands it on (payload format 2.0). */
export function httpEvent(method: string, path: string, request: HttpRequest = {}): APIGatewayProxyEventV2 {
  const { headers = {}, body, query, base64 = false, sourceIp = '203.0.113.7' } = request;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json', ...headers },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      requestId: 'gateway-request-id',
      routeKey: '$default',
      stage: '$default',
      time: '24/Nov/2026:12:00:00 +0000',
      timeEpoch: NOW,
    },
    ...(text !== undefined && { body: base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: base64,
  };
}

/** A record of a queue; a string is its body as it is. */
export function sqsRecord(body: Signal | string, over: Partial<SQSRecord> = {}): SQSRecord {
  return {
    messageId: 'record-1',
    receiptHandle: 'handle',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(NOW),
      SenderId: '000000000000',
      ApproximateFirstReceiveTimestamp: String(NOW),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:Queue',
    awsRegion: 'eu-central-1',
    ...over,
  };
}

/** A batch whose records are called `record-1`, `record-2` … */
export function sqsEvent(...bodies: (Signal | string)[]): SQSEvent {
  return { Records: bodies.map((body, at) => sqsRecord(body, { messageId: `record-${at + 1}` })) };
}

export const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:function',
  memoryLimitInMB: '256',
  awsRequestId: 'invocation',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** Puts a text on the head of a conversation whose message still waits, as a turn would. */
export async function putText(
  stores: Pick<Conversations, 'head' | 'commitTurn'>,
  conversation: string,
  id: string,
  entry: OutboxEntry,
): Promise<void> {
  const head = await stores.head(conversation);
  if (!head) throw new Error('there is no conversation to put a text to');
  const turn = aTurn({
    id,
    conversation_id: conversation,
    sequence: Math.max(entry.sequence, head.sequence + 1),
  });
  if ((await stores.commitTurn(head, turn, { entry, decided: ['none'] })) === 'conflict')
    throw new Error('the text was not taken');
}

/** What `dispose` needs to know of a first attempt at an endpoint that nothing is known of. */
export const FIRST_ATTEMPT: DispositionContext = {
  attempt: 1,
  uncounted: 0,
  first_attempt_at: NOW,
  now: NOW,
  jitter: 0,
  endpoint: { id: 'end_1', failures: [], used_at: NOW },
};

/** An attempt that delivered a text at the first try. */
export const anAttempt = (over: Partial<Attempt> = {}): Attempt => ({
  conversation_id: CONVERSATION,
  text_id: anId(NOW + 1),
  number: 1,
  claim_id: 'claim',
  due_at: NOW,
  started_at: NOW,
  finished_at: NOW,
  rule: 'http.2xx',
  outcome: 'delivered',
  ...over,
});
