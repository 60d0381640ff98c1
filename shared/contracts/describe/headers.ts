import { LANGUAGES } from '../../domain/documents.ts';
import { LIMITS } from '../../domain/limits.ts';
import { PRIORITIES, SCENARIOS } from '../../domain/scenario.ts';
import { STATUSES } from '../operator-inbox.ts';
import { VERSIONS_MOST } from '../operator-policy.ts';
import type { Header, Parameter } from './json.ts';
import { refTo } from './json.ts';

const printable = (most: number) => ({
  type: 'string',
  minLength: 1,
  maxLength: most,
  pattern: '^[!-~]([ -~]*[!-~])?$',
});
const key = { type: 'string', minLength: 1, maxLength: LIMITS.idempotencyKeyCharacters };

const name = { type: 'string', minLength: 1, maxLength: LIMITS.filterCharacters };
const moment = { type: 'string', format: 'date-time' };
const version = { type: 'integer', minimum: 0, maximum: VERSIONS_MOST };

/** What requests carry besides their body. */
export const PARAMETERS = {
  RequestId: {
    name: 'X-Request-ID',
    in: 'header',
    description: `Your own id for the request, 1 to ${LIMITS.requestIdCharacters} of A-Z, a-z, 0-9, "_", ".", ":" and "-". Any other value is replaced, not refused.`,
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: `Makes a repeat safe, for ${LIMITS.idempotencyKept / 86_400_000} days: the same key with the same body is answered like the first request, with \`Idempotent-Replayed: true\`, and nothing happens twice; with another body it is refused (\`idempotency.key_reused\`). 1 to ${LIMITS.idempotencyKeyCharacters} characters. Keys of different partners have nothing to do with each other.`,
    schema: key,
  },
  XIdempotencyKey: {
    name: 'X-Idempotency-Key',
    in: 'header',
    description: 'The same as Idempotency-Key. If both are sent, they must be equal.',
    schema: key,
  },
  DeskKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: `Makes a repeat safe, for ${LIMITS.idempotencyKept / 86_400_000} days: what was done under this key is not done again, and answered with \`Idempotent-Replayed: true\`; for something else the key is refused (\`idempotency.key_reused\`). 1 to ${LIMITS.idempotencyKeyCharacters} characters. Keys of different operators have nothing to do with each other.`,
    schema: key,
  },
  RedriveKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: `Makes a repeat safe: the same filter under the same key is the same job, for as long as no other was started for that filter. 1 to ${LIMITS.idempotencyKeyCharacters} characters.`,
    schema: key,
  },
  EraseKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: `Makes a repeat safe: the same client under the same key is the same job, for as long as no other was started for it. 1 to ${LIMITS.idempotencyKeyCharacters} characters.`,
    schema: key,
  },
  WebhookUrl: {
    name: 'X-Webhook-URL',
    in: 'header',
    description: `Where replies are sent from now on; remembered for the conversation. https:// on port 443 or 8443, at most ${LIMITS.urlCharacters} characters, without credentials, white space, control characters or backslashes. Refused at once (\`webhook_url.refused\`): a host that is, in any spelling, or resolves to a non-public address, that does not exist, or that is a special-use name (\`localhost\`, \`.local\`, \`.internal\`, \`.invalid\`, \`.test\`, \`.onion\`, \`.home.arpa\`, a name without a dot). A name server that is slow or fails is not held against you.`,
    schema: { type: 'string', maxLength: LIMITS.urlCharacters },
  },
  Platform: {
    name: 'X-Platform',
    in: 'header',
    description: `Where the client writes from; remembered, and sent with every webhook. 1 to ${LIMITS.platformCharacters} printable ASCII characters.`,
    schema: printable(LIMITS.platformCharacters),
  },
  ChatId: {
    name: 'X-Chat-ID',
    in: 'header',
    description: `The chat on that platform; remembered, and sent with every webhook. 1 to ${LIMITS.chatIdCharacters} printable ASCII characters.`,
    schema: printable(LIMITS.chatIdCharacters),
  },
  Prefer: {
    name: 'Prefer',
    in: 'header',
    description: `\`wait=N\` (RFC 7240): wait up to N seconds, ${LIMITS.waitSeconds} at most, for the outcome, which then comes with 201; otherwise, and if it takes longer, 202. Anything else is ignored.`,
    schema: { type: 'string', examples: ['wait=20'] },
  },
  ClientIdInPath: {
    name: 'client_id',
    in: 'path',
    required: true,
    description: 'The client, as you named it. One that never wrote has an empty history.',
    schema: { ...refTo('schemas', 'ClientId') },
  },
  AnyClientIdInPath: {
    name: 'client_id',
    in: 'path',
    required: true,
    description: 'The client, as its partner names it; of a bot the number of the chat.',
    schema: { ...refTo('schemas', 'ClientId') },
  },
  PartnerOfClient: {
    name: 'partner',
    in: 'query',
    required: true,
    description: 'Whose client it is; of a bot `telegram.<bot>`.',
    schema: name,
  },
  MessageIdInPath: {
    name: 'message_id',
    in: 'path',
    required: true,
    description: 'The id of a reply: `response.message_id` of an outcome, `message_id` of a webhook.',
    schema: { type: 'string' },
  },
  ClientMessageIdInPath: {
    name: 'message_id',
    in: 'path',
    required: true,
    description: "The id of a client's message.",
    schema: { type: 'string' },
  },
  ConversationIdInPath: {
    name: 'conversation_id',
    in: 'path',
    required: true,
    description: 'The id of a conversation.',
    schema: { type: 'string' },
  },
  ReplyIdInPath: {
    name: 'reply_id',
    in: 'path',
    required: true,
    description: 'The id of a canned reply.',
    schema: { type: 'string' },
  },
  BroadcastIdInPath: {
    name: 'broadcast_id',
    in: 'path',
    required: true,
    description: 'The id of a broadcast.',
    schema: { type: 'string' },
  },
  IncidentIdInPath: {
    name: 'incident_id',
    in: 'path',
    required: true,
    description: 'The id of an incident.',
    schema: { type: 'string' },
  },
  ViewIdInPath: {
    name: 'view_id',
    in: 'path',
    required: true,
    description: 'The id of a view.',
    schema: { type: 'string' },
  },
  StatusFilter: {
    name: 'status',
    in: 'query',
    description: 'Only conversations of this status; without it all but the closed ones.',
    schema: { type: 'string', enum: [...STATUSES] },
  },
  PriorityFilter: {
    name: 'priority',
    in: 'query',
    description: 'Only conversations with an open item of this priority.',
    schema: { type: 'string', enum: [...PRIORITIES] },
  },
  AssigneeFilter: {
    name: 'assignee',
    in: 'query',
    description: 'Only what this operator has: an id, `me`, or `none` for what nobody has.',
    schema: name,
  },
  PlatformFilter: {
    name: 'platform',
    in: 'query',
    description: 'Only clients that write from there.',
    schema: name,
  },
  UnreadFilter: {
    name: 'unread',
    in: 'query',
    description: 'Only conversations with messages that you have not read, or only those without.',
    schema: { type: 'string', enum: ['true', 'false'] },
  },
  WordsFilter: {
    name: 'q',
    in: 'query',
    description: "Only conversations with this in the client's id, name or last words, whatever the case.",
    schema: name,
  },
  SearchWords: {
    name: 'q',
    in: 'query',
    description:
      'Only what has all these words in it, each at any place of it, whatever the case, and with `е` for `ё`; also in captions and names of files.',
    schema: name,
  },
  LeastMessages: {
    name: 'min_messages',
    in: 'query',
    description: 'Only those in which the client has written so many messages, or more.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.leastMessages },
  },
  HoursBack: {
    name: 'hours',
    in: 'query',
    description: 'Only those in which the client has written within so many hours.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.searchedHours },
  },
  HasFeedback: {
    name: 'has_feedback',
    in: 'query',
    description: `Only those of which somebody has said how they were understood (with \`hours\`, of a turn within them), or only the others. The newest ${LIMITS.feedbackSearched.toLocaleString('en')} judgements count.`,
    schema: { type: 'string', enum: ['true', 'false'] },
  },
  SearchClient: { name: 'client', in: 'query', description: 'Only of this client.', schema: name },
  SearchScenario: {
    name: 'scenario',
    in: 'query',
    description: 'Only what was understood as this, and replies to it.',
    schema: { type: 'string', enum: [...SCENARIOS] },
  },
  MinConfidence: {
    name: 'min_confidence',
    in: 'query',
    description: 'Only what was understood at least so surely, and replies to it.',
    schema: { type: 'number', minimum: 0, maximum: 1 },
  },
  MaxConfidence: {
    name: 'max_confidence',
    in: 'query',
    description: 'Only what was understood no more surely, and replies to it.',
    schema: { type: 'number', minimum: 0, maximum: 1 },
  },
  SearchFrom: {
    name: 'from',
    in: 'query',
    description: `Only from then on (RFC 3339); ${LIMITS.searchBack / 86_400_000} days before \`to\` unless given, and ${LIMITS.messagesKept / 86_400_000} days ago at the earliest. Write \`Z\` or \`%2B\` for the offset.`,
    schema: moment,
  },
  SearchTo: {
    name: 'to',
    in: 'query',
    description: 'Only until then (RFC 3339); now unless given.',
    schema: moment,
  },
  StatisticsFrom: {
    name: 'from',
    in: 'query',
    description: `Only hours from then on (RFC 3339); a day before \`to\` unless given, at most ${LIMITS.statisticsSpan / 86_400_000} days before it, and ${LIMITS.messagesKept / 86_400_000} days ago at the earliest. Write \`Z\` or \`%2B\` for the offset.`,
    schema: moment,
  },
  StatisticsTo: {
    name: 'to',
    in: 'query',
    description: `Only hours until then (RFC 3339), the one that it lies in included; now unless given, or ${LIMITS.statisticsSpan / 86_400_000} days after \`from\`.`,
    schema: moment,
  },
  ConversationWords: {
    name: 'q',
    in: 'query',
    description:
      "Only conversations whose client's id begins so, or with all these words in the client's name and last words together, whatever the case.",
    schema: name,
  },
  ClientPrefix: {
    name: 'q',
    in: 'query',
    required: true,
    description: "How the client's id begins.",
    schema: name,
  },
  Format: {
    name: 'format',
    in: 'query',
    description: 'What kind of file.',
    schema: { type: 'string', enum: ['csv', 'json'], default: 'csv' },
  },
  InboxLimit: {
    name: 'limit',
    in: 'query',
    description: 'How many conversations a page has at most.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.inboxPageMost, default: LIMITS.inboxPage },
  },
  JobIdInPath: {
    name: 'job_id',
    in: 'path',
    required: true,
    description: 'The id of a job.',
    schema: { type: 'string' },
  },
  EndpointIdInPath: {
    name: 'endpoint_id',
    in: 'path',
    required: true,
    description: 'The id of an endpoint.',
    schema: { type: 'string' },
  },
  PartnerIdInPath: {
    name: 'partner_id',
    in: 'path',
    required: true,
    description: 'The id of a partner.',
    schema: name,
  },
  KeyIdInPath: {
    name: 'key_id',
    in: 'path',
    required: true,
    description: "The id of a partner's key.",
    schema: { type: 'string' },
  },
  AuditBy: {
    name: 'by',
    in: 'query',
    description: 'Only what this person, or the key of this name, has changed.',
    schema: name,
  },
  AuditWhat: {
    name: 'what',
    in: 'query',
    description:
      'Only changes of this kind (`partner_key.added`), or to things of this kind (`partner_key`).',
    schema: name,
  },
  OperatorIdInPath: {
    name: 'operator_id',
    in: 'path',
    required: true,
    description: 'The id of somebody who works at the desk.',
    schema: { ...refTo('schemas', 'OperatorId') },
  },
  BotInPath: {
    name: 'bot',
    in: 'path',
    required: true,
    description: 'The id of a bot.',
    schema: { type: 'string' },
  },
  FileNumberInPath: {
    name: 'number',
    in: 'path',
    required: true,
    description: "The file's place among the attachments of its message, from 0.",
    schema: { type: 'integer', minimum: 0, maximum: 99 },
  },
  TicketInPath: {
    name: 'ticket',
    in: 'path',
    required: true,
    description: 'The last part of the link.',
    schema: { type: 'string' },
  },
  ScenarioInPath: {
    name: 'scenario',
    in: 'path',
    required: true,
    description: 'The name of a text, as the list of templates has it: `GREETING`, `FOLLOW_UP_REMINDER_1`.',
    schema: { type: 'string' },
  },
  ModelIdInPath: {
    name: 'model_id',
    in: 'path',
    required: true,
    description: 'The version of a model.',
    schema: { type: 'string' },
  },
  PartInPath: {
    name: 'part',
    in: 'path',
    required: true,
    description: "The part's place in the file, from 0.",
    schema: { type: 'integer', minimum: 0, maximum: LIMITS.modelParts - 1 },
  },
  ExamplesLimit: {
    name: 'limit',
    in: 'query',
    description: `How many turns a page looks at; ${LIMITS.examplesPage} unless given.`,
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.examplesPage, default: LIMITS.examplesPage },
  },
  KeywordIdInPath: {
    name: 'keyword_id',
    in: 'path',
    required: true,
    description: 'The id of a keyword.',
    schema: { type: 'string' },
  },
  KeywordVersionsLimit: {
    name: 'limit',
    in: 'query',
    description: 'How many versions a page has at most; each has all keywords.',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: LIMITS.keywordVersionsPage,
      default: LIMITS.keywordVersionsPage,
    },
  },
  ReminderIdInPath: {
    name: 'reminder_id',
    in: 'path',
    required: true,
    description: 'The id of a reminder.',
    schema: { type: 'string' },
  },
  Scenario: {
    name: 'scenario',
    in: 'query',
    required: true,
    description: 'The name of a text, as the list of templates has it.',
    schema: { type: 'string', maxLength: LIMITS.nameCharacters },
  },
  FromVersion: {
    name: 'from',
    in: 'query',
    required: true,
    description: 'The one version; 0 is what is shipped.',
    schema: version,
  },
  ToVersion: {
    name: 'to',
    in: 'query',
    required: true,
    description: 'The other version; 0 is what is shipped.',
    schema: version,
  },
  ClientFilter: {
    name: 'client_id',
    in: 'query',
    description: 'Only of this client of the partner, who has to be named.',
    schema: { ...refTo('schemas', 'ClientId') },
  },
  RemindersLimit: {
    name: 'limit',
    in: 'query',
    description: 'How many conversations are looked at; each may have several reminders.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.remindersPerPage, default: LIMITS.listPage },
  },
  State: {
    name: 'state',
    in: 'query',
    description: 'What became of the reply.',
    schema: { type: 'string', enum: ['dead', 'held'], default: 'dead' },
  },
  PartnerFilter: { name: 'partner', in: 'query', description: 'Only of this partner.', schema: name },
  RuleFilter: { name: 'rule', in: 'query', description: 'Only by this rule.', schema: name },
  EndpointFilter: {
    name: 'endpoint',
    in: 'query',
    description: 'Only at this endpoint.',
    schema: { ...refTo('schemas', 'EndpointId') },
  },
  From: {
    name: 'from',
    in: 'query',
    description: 'Only from then on (RFC 3339). Write `Z` or `%2B` for the offset.',
    schema: moment,
  },
  To: { name: 'to', in: 'query', description: 'Only until then (RFC 3339).', schema: moment },
  PageLimit: {
    name: 'limit',
    in: 'query',
    description: 'How many items a page has at most.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.listPageMost, default: LIMITS.listPage },
  },
  Cursor: {
    name: 'cursor',
    in: 'query',
    description: 'What the page before called `next`, to be asked for with the same filters.',
    schema: { type: 'string' },
  },
  Lang: {
    name: 'lang',
    in: 'query',
    description: "The page's language; without it `Accept-Language` decides, else the desk's own.",
    schema: { type: 'string', enum: [...LANGUAGES] },
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'Languages that the reader likes, as browsers tell it (RFC 9110).',
    schema: { type: 'string', examples: ['ru, en;q=0.8'] },
  },
  Limit: {
    name: 'limit',
    in: 'query',
    description: 'How many lines are looked at.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.historyPageMost, default: LIMITS.historyPage },
  },
  Before: {
    name: 'before',
    in: 'query',
    description: 'Only what is older than the message or reply with this id.',
    schema: { ...refTo('schemas', 'MessageId') },
  },
} satisfies Record<string, Parameter>;
export type ParameterName = keyof typeof PARAMETERS;

/** What answers carry besides their body. */
export const HEADERS = {
  'X-Request-ID': {
    description: 'The id of the request: yours, if you sent one that could be kept.',
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'string', pattern: '^[1-9][0-9]*$' },
  },
  'WWW-Authenticate': {
    description: 'How to show who you are.',
    schema: { type: 'string', const: 'Bearer' },
  },
  'Idempotent-Replayed': {
    description: 'Present if the request was answered before under its idempotency key.',
    schema: { type: 'string', const: 'true' },
  },
  'Cache-Control': {
    description: 'How long the answer may be kept.',
    schema: { type: 'string' },
  },
  'Content-Language': {
    description: 'The language of the page.',
    schema: { type: 'string', enum: [...LANGUAGES] },
  },
  'Referrer-Policy': {
    description: 'A browser tells nobody where its reader came from.',
    schema: { type: 'string', const: 'no-referrer' },
  },
  Vary: {
    description: 'What else the answer depends on.',
    schema: { type: 'string', const: 'Accept-Language' },
  },
  'Content-Disposition': {
    description: 'Whether a browser may show it (`inline`), and what it is called (RFC 6266).',
    schema: { type: 'string', pattern: '^(inline|attachment)(; filename(\\*=.+|="[A-Za-z0-9._-]+"))?$' },
  },
  'Content-Security-Policy': {
    description: 'A browser runs nothing of it.',
    schema: { type: 'string' },
  },
  'X-Content-Type-Options': {
    description: 'A browser does not guess what it is.',
    schema: { type: 'string', const: 'nosniff' },
  },
  'Set-Cookie': {
    description:
      'The cookie `firstline_refresh` (HttpOnly, Secure, SameSite=Strict, at `/api/auth` alone): for the next access token, or, empty, taken away. Absent if another tab has just been given it.',
    schema: { type: 'string' },
  },
  Link: {
    description:
      'Where the next, older page is; absent on the last one. `<…>; rel="next"`, relative to this address.',
    schema: { type: 'string', pattern: '^<[^>]+>; rel="next"$' },
  },
} satisfies Record<string, Header>;
export type HeaderName = keyof typeof HEADERS;
