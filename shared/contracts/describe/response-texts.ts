import { LIMITS } from '../../domain/limits.ts';
import { FAULT_STATUS } from '../fault-status.ts';
import { ESCALATION_REASONS, TEXT_SOURCES, TEXT_STATES } from '../partner-responses.ts';
import type { JsonSchema } from './json.ts';

export const list = (meanings: Record<string, string>): string =>
  Object.entries(meanings)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
    .join('; ');

const reason = `Why the conversation was handed to a person with this reply, or null. ${list(ESCALATION_REASONS)}.`;
const confidence =
  'Calibrated probability that the scenario is right, 0 to 1; 1 where nothing had to be guessed.';
const state = `What became of it. ${list(TEXT_STATES)}.`;
const scenario = 'What the message was understood to be about.';
const model = 'Version of the model that judged.';
const reasoning = 'The features that decided, or the keyword of the desk that did.';
const clientId = 'The client, as you named it.';
const decided = 'When it was decided (UTC).';
const replyType = '`bot_escalated` if a person will look at the conversation too.';
const wall = 'milliseconds of one attempt';

const cameBack = {
  status: 'HTTP status of your endpoint, if it answered.',
  retry_after: 'Its `Retry-After`, as received.',
  response_body: 'The first 4 KiB of its body.',
  error: 'Why there was no answer, as a stable dotted name such as `connect.timeout` or `tls.expired`.',
  error_detail: "The platform's own code, such as `ECONNREFUSED`.",
  address: 'The address that was dialled.',
  timing: 'Where the time went. A reused connection has no DNS, connect or TLS phase.',
  'timing.dns_ms': `Looking the host up, ${wall}.`,
  'timing.connect_ms': `Connecting, ${wall}.`,
  'timing.tls_ms': `TLS handshake, ${wall}.`,
  'timing.first_byte_ms': `From the ready connection to the head of the answer, ${wall}.`,
  'timing.total_ms': `All of it, ${wall}.`,
};

export const RESPONSE_TEXTS = {
  MessageId: {
    '': 'Names a message or a reply. Within a conversation ids sort by time.',
  },
  AcceptedBody: {
    '': 'The message is safe and will be answered.',
    status: '`duplicate`: the same client said the same words within five seconds, and this names the first.',
    message_id: "The message's id.",
    original_message_id: 'Only on a duplicate: the message that was there first.',
    client_id: clientId,
    received_at: 'When the message was received (UTC).',
  },
  OutcomeBody: {
    '': 'What was decided about the message.',
    status:
      '`success`: answered; `escalated`: answered and handed to a person; `fallback`: the scenario has no text that could be sent, a safe one goes out; `duplicate`: the outcome is that of the same words said just before.',
    original_message_id: 'The message that this is the outcome of.',
    client_id: clientId,
    is_first_message: 'Whether the client was never answered before.',
    priority: 'How urgent it is for a person.',
    escalation_reason: reason,
    classification: 'How the message was understood.',
    'classification.id': 'Names this understanding; it is the id of the reply.',
    'classification.scenario': scenario,
    'classification.confidence': confidence,
    'classification.reasoning': reasoning,
    'classification.model': model,
    response:
      'The reply; null if nothing is said, because an operator owes an answer already and the client was told so less than ten minutes ago.',
    'response.message_id': 'Its id, the same that the webhook carries.',
    'response.text': 'Its words.',
    'response.type': replyType,
    webhook: 'How the reply travels.',
    'webhook.scheduled': 'Whether there is a webhook to send it to; if not, fetch it here.',
  },
  HistoryLine: { '': 'A line of a conversation: of the client (`type` is `user`) or of the desk.' },
  ClientLine: {
    '': 'What the client said.',
    message_id: "The message's id.",
    client_id: clientId,
    type: 'The client wrote it.',
    content: 'The words; empty if attachments came without any.',
    attachments: 'What came with them.',
    created_at: 'When it was received (UTC).',
  },
  ReplyLine: {
    '': 'What the desk said.',
    message_id: "The reply's id.",
    client_id: clientId,
    type: `${replyType} \`operator\`: a person wrote it.`,
    source: `Who says it. ${list(TEXT_SOURCES)}.`,
    content: 'The words.',
    in_reply_to: 'The newest message that it answers, or the last one of the client.',
    classification: 'How the messages were understood; null for what answers none.',
    'classification.scenario': scenario,
    'classification.confidence': confidence,
    delivery: state,
    created_at: decided,
  },
  AttachmentView: {
    '': 'Something that came with a message.',
    type: 'What it is.',
    url: 'Where it can be fetched.',
    file_name: 'Its file name.',
    mime_type: 'Its media type.',
    caption: 'What the client wrote beneath it.',
  },
  ClassificationBody: {
    '': 'How the messages of one burst were understood.',
    id: 'Names this understanding; it is the id of the reply.',
    message_id: 'The newest message of the burst.',
    answers: 'All messages of the burst, oldest first.',
    scenario,
    confidence,
    band: '`answer`: sure enough; `doubt`: answered, and a person looks too; `refuse`: not understood.',
    reasoning,
    model,
    escalation_reason: reason,
    language: 'The language it was answered in.',
    entities: 'What the words name.',
    'entities.child_name': "The pupil's name.",
    'entities.date': 'A day, in the desk’s time zone.',
    'entities.time': 'A time of day, HH:MM.',
    'entities.phones': 'Phone numbers, E.164.',
    'entities.reason': 'Why somebody is absent.',
    'entities.order_number': 'An order, invoice or contract.',
    rules: 'Names of the rules that held, the decisive one first.',
    policy_version: 'Version of the policy in force; 0 is the shipped one.',
    created_at: decided,
  },
  DeliveryBody: {
    '': 'Why a reply was, or was not, delivered.',
    message_id: "The reply's id.",
    in_reply_to: 'The message that it answers.',
    state,
    rule: 'The rule that decided last: of its deferral, of its last attempt, or `conversation.earlier_text`; null before the first.',
    next_attempt_at: 'When it is tried next (UTC), or null.',
    waits_for: 'The earlier reply to the same client that it waits for.',
    deferral: 'Why it waits although it is due, or null.',
    created_at: 'When the reply was made (UTC).',
    attempts: 'Every attempt, oldest first.',
  },
  DeferralBody: {
    '': 'A reply that was due and did not leave, because of how its endpoint fares. It costs none of its tries.',
    rule: 'Why: `endpoint.breaker_open`, `endpoint.retry_after` or `endpoint.disabled`.',
    times: 'How often in a row.',
    since: 'Since when (UTC).',
    until: 'Until when (UTC).',
  },
  AttemptBody: {
    '': 'One attempt to deliver a reply. Times are UTC.',
    number: 'From 1; a replay goes on counting.',
    due_at: 'When it was due.',
    started_at: 'When it began.',
    finished_at: 'When it ended.',
    outcome: `What it decided; \`retry\` if it will be tried again. ${list(TEXT_STATES)}.`,
    rule: 'The rule by which it was judged.',
    endpoint_id: 'Names the endpoint: your URL without its query.',
    uncounted: 'True if it failed by our own fault: it cost none of the tries.',
    next_attempt_at: 'When it was to be tried next (UTC).',
    deferral: 'The deferrals between the due time and this attempt.',
    ...cameBack,
    response_body:
      'The first 4 KiB of its body; what looks like a phone number, an address or a secret is hidden.',
  },
  WebhookTestBody: {
    '': 'What came of a test ping.',
    webhook_id: 'The id it carried, in the header `webhook-id` and as `message_id` in its body.',
    delivered: 'Whether your endpoint answered 2xx in time.',
    rule: 'The rule by which a delivery that came back like this would be judged.',
    signatures:
      'How many signatures it carried: two or more while your secret is being replaced, and one more if you chose `v1a`.',
    ...cameBack,
  },
  ClientBody: {
    '': 'All that is known of the client.',
    client_id: clientId,
    client_name: "The client's name.",
    locale: "The client's language.",
    notices: 'False: the client wants no broadcasts.',
    context: 'What fills the answers.',
    'context.referral_link': "The client's personal referral link.",
    'context.lesson_link': 'Where the next lesson takes place.',
    'context.next_lesson_at': 'When the next lesson begins (UTC).',
    'context.child_name': "The pupil's name.",
  },
  HealthBody: { '': 'The door is open.', status: 'Always `ok`: no answer is the other one.' },
  FullHealthBody: {
    '': 'Whether the parts that the door depends on answer.',
    status: '`degraded` if one of them does not.',
    dependencies:
      'Each part by name: whether it answered within two seconds (`status`), and after how many milliseconds (`ms`).',
  },
  JwksBody: {
    '': "The desk's public keys, as a JSON Web Key Set (RFC 7517).",
    keys: 'Newest first; empty as long as nobody chose such signatures. A webhook does not say which one signed it: try each.',
  },
  JwkItem: {
    '': 'The public half of a key (RFC 8037).',
    kty: 'Its kind.',
    crv: 'Its curve.',
    x: 'The key: 32 bytes in base64url.',
    kid: 'Its name: the thumbprint after RFC 7638.',
    use: 'It signs.',
    alg: 'How it signs.',
  },
  StatusBody: {
    '': 'How the service fares, as far as the desk knows.',
    status: '`incident` if there is one that is not resolved.',
    at: 'When this was looked up (UTC).',
    incidents: 'What does not work now, newest first.',
    resolved: 'What was resolved lately, newest first.',
  },
  StatusIncident: {
    '': 'An incident, as clients are told of it.',
    kinds: 'What does not work.',
    state:
      '`confirmed`: the desk knows of it; `identified`: and why; `monitoring`: it should be mended; `resolved`: it is.',
    opened_at: 'Since when (UTC).',
    ended_at: 'When it was resolved (UTC), or null.',
    text: 'What clients are told: that there is an outage, or that it is over.',
  },
  CurrentBody: {
    '': 'How the conversation stands now.',
    version: 'Its version.',
    status: 'Its status.',
    handler: 'Who answers.',
    assignee: 'The operator who has it, or null.',
    unanswered: `The newest messages that nobody has answered, oldest first, ${LIMITS.missedShown} at most.`,
    'unanswered.id': 'Names the message.',
    'unanswered.text': 'The words.',
    'unanswered.created_at': 'When it came (UTC).',
  },
  ProblemBody: {
    '': 'A refusal (RFC 9457).',
    type: 'Always about:blank: `code` tells problems apart.',
    title: 'The status in words.',
    status: 'The HTTP status again.',
    detail: 'A sentence for a person; its wording may change.',
    code: `What is wrong, as a stable name: ${Object.entries(FAULT_STATUS)
      .map(([code, status]) => `\`${code}\` (${status})`)
      .join(', ')}.`,
    request_id: 'The same as X-Request-ID; name it when you ask for help.',
    errors: 'With 422: every place that is wrong.',
    'errors.path':
      'Dotted, such as `attachments.0.type`; a header is `header.<name>`, a query parameter `query.<name>`.',
    'errors.message': 'What is wrong there.',
    current: 'With 409 of a conversation: how it stands now.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
