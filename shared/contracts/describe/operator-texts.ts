import { LIMITS } from '../../domain/limits.ts';
import { ENDPOINT_STATES, JOB_STATES } from '../operator-responses.ts';
import type { JsonSchema } from './json.ts';
import { list } from './response-texts.ts';

const rule = 'The rule that decided, such as `http.5xx.exhausted` or `http.410`.';
const next = 'The cursor of the next page, or null.';
const partner = 'Whose it is.';
const client = 'The client, as its partner named it.';
const conversation = 'The conversation.';
const reply = "The reply's id.";
const from = 'Only what was given up then (RFC 3339) or later.';
const to = 'Only what was given up then (RFC 3339) or earlier.';
const endpoint = 'Only what went to this endpoint.';

function name(description: string): JsonSchema {
  const maxLength = LIMITS.filterCharacters;
  return { description: `${description}; 1 to ${maxLength} characters.`, minLength: 1, maxLength };
}

export const OPERATOR_TEXTS = {
  EndpointId: {
    '': 'Names an endpoint: a partner and a URL without its query.',
  },
  FilterBody: {
    '': 'Which deaths are meant; what is not named does not matter. An empty filter means all of them.',
    partner: name('Only replies to clients of this partner'),
    rule: name('Only what this rule has given up'),
    endpoint,
    from,
    to,
  },
  RedriveBody: {
    '': 'What is to be delivered again.',
    filter: 'Which deaths are meant.',
    dry_run: 'Only count.',
  },
  DisableBody: {
    '': 'Why nothing is to be sent.',
    reason: {
      description: `A sentence for whoever finds it disabled; at most ${LIMITS.reasonCharacters} characters.`,
      maxLength: LIMITS.reasonCharacters,
    },
  },
  DeliveriesPage: { '': 'A page of replies that did not arrive.', items: 'The replies.', next },
  DeliveryItem: { '': 'A reply that was given up (`state` is `dead`) or is held.' },
  DeadItem: {
    '': 'A reply that was given up.',
    state: 'It was given up.',
    message_id: reply,
    partner,
    client_id: client,
    conversation_id: conversation,
    endpoint_id: 'Where it went; null if that was not known.',
    rule,
    attempts: 'Attempts that were made in all.',
    unknown:
      'True: nobody knows whether it arrived, so it is never sent again, not even by a job. Look into the chat, and write anew if it did not.',
    died_at: 'When it was given up (UTC).',
  },
  HeldItem: {
    '': 'A reply that waits because its endpoint is disabled.',
    state: 'It waits.',
    message_id: reply,
    partner,
    client_id: client,
    conversation_id: conversation,
    endpoint_id: 'The endpoint that it waits for.',
    rule: 'The rule by which that was disabled; null if it is enabled by now.',
    held_at: 'Since when (UTC).',
    until: 'When it will be given up (UTC).',
  },
  RetryBody: {
    '': 'The reply is on its way.',
    status:
      '`already_scheduled`: it was on its way before; `held`: it waits until its endpoint is enabled, and goes out then.',
    message_id: reply,
  },
  DryRunBody: {
    '': 'What a redrive would deliver again.',
    matched: 'How many replies the filter means.',
    complete: 'Whether all were counted.',
    sample: `The ${LIMITS.deathsShown} that died first.`,
  },
  JobId: { '': 'Names a job.' },
  JobBody: {
    '': 'Work on many replies, done in steps.',
    id: "The job's id.",
    kind: '`redrive`: delivers again what was given up; `drain`: lets go what was held for an endpoint.',
    state: `How it stands. ${list(JOB_STATES)}.`,
    filter: 'Of a redrive: which deaths are meant.',
    'filter.partner': 'Of this partner.',
    'filter.rule': 'By this rule.',
    'filter.endpoint': 'At this endpoint.',
    'filter.from': 'From then on (UTC).',
    'filter.to': 'Until then (UTC).',
    endpoint_id: 'Of a drain: the endpoint.',
    scanned: 'Replies that were looked at.',
    matched: 'Those of them that are meant.',
    replayed: 'Put back on their way.',
    skipped:
      'Left as they were: an operator has the conversation, too many replies wait in it, or the reply had ended meanwhile.',
    failed: 'Left as they were, because something failed again and again; they can be tried by another job.',
    reached: 'How far it is: the death, or the held reply, that it has planned last.',
    started_at: 'When it was started (UTC).',
    started_by: 'Who started it.',
    ended_at: 'When it ended (UTC), or null.',
  },
  EndpointsPage: { '': 'A page of endpoints.', items: 'The endpoints.', next },
  EndpointBody: {
    '': 'Where webhooks go, and how that place fares. Times are UTC.',
    id: "The endpoint's id.",
    partner,
    url: 'Scheme, host, port and path.',
    state: 'How it is treated.',
    failures: 'Attempts that failed in a row.',
    failing_since: 'When the first of them was, or null.',
    used_at: 'When it was last used, to the hour, or null.',
    reachable: 'What the first use, or the first after a day of silence, has found; null before.',
    slow_until: 'Until then it is taken for slow; null if it is not.',
    not_before: 'Before then it asked not to be sent anything; null if it did not.',
    held: 'Replies that wait for it; null where they were not counted.',
  },
  EndpointStateBody: {
    '': 'How an endpoint is treated.',
    name: `${list(ENDPOINT_STATES)}.`,
    probe_at: 'Open: when it is probed next (UTC).',
    allowed: 'Ramping: sends at a time.',
    openings: 'Open or ramping: how often the breaker opened in a row.',
    at: 'Disabled: when (UTC).',
    rule: 'Disabled: by which rule; `endpoint.by_hand` if an operator did it.',
    by: 'Disabled by hand: who did it.',
    reason: 'Disabled by hand: why.',
  },
  Reachable: {
    '': 'Whether an endpoint could be reached.',
    yes: 'Whether it answered.',
    at: 'When that was (UTC).',
  },
  HeldCount: {
    '': 'How many replies wait.',
    count: 'Those that were counted.',
    complete: 'Whether these are all.',
  },
  EnabledBody: {
    '': 'An endpoint that is trusted again.',
    endpoint: 'The endpoint.',
    drain: 'The job that lets go what was held; null if nothing was.',
  },
  RotateBody: {
    '': 'How long older secrets go on signing.',
    overlap_seconds: {
      description: `Seconds for which older secrets go on signing beside the new one; ${LIMITS.webhookSecretOverlap / 1000} if nothing is said. 0 ends them at once, for a secret that leaked. None lives longer than it would have.`,
    },
  },
  WebhookSecretsBody: {
    '': "What signs a partner's webhooks.",
    partner,
    secrets: 'Newest first.',
  },
  WebhookSecretItem: {
    '': 'A secret that signs webhooks.',
    secret: 'Only of the newest, and only in the answer to its rotation: what the partner must be given.',
    fingerprint:
      'Tells secrets apart: the first 8 hexadecimal digits of the SHA-256 of the secret as it is written.',
    created_at: 'When it was made (UTC).',
    valid_until: 'When it stops signing (UTC); null for the newest.',
  },
  RotationBody: {
    '': "What signs a partner's webhooks after a rotation.",
    partner,
    secrets: 'Newest first.',
    rotated: 'False: somebody else rotated at the same moment, and this is what came of it.',
  },
  PutSignatures: {
    '': "Which signatures a partner's webhooks are to carry.",
    asymmetric: 'Whether they carry `v1a` beside `v1`.',
  },
  SignaturesBody: {
    '': "Which signatures a partner's webhooks carry.",
    partner,
    asymmetric: 'Whether they carry `v1a` beside `v1`.',
  },
  WebhookKeysBody: { '': 'What signs `v1a`.', keys: 'Newest first.' },
  WebhookKeyItem: {
    '': "One of the desk's keys.",
    kid: 'Its name, as in `/.well-known/jwks.json`.',
    created_at: 'When it was made (UTC), and published.',
    signs_from: 'From when it signs (UTC), in place of the one before it.',
    published_until: 'When it is no longer published (UTC); null for the newest.',
  },
  RotateKeyBody: {
    '': 'How the desk changes its key.',
    leaked: 'The old key is in wrong hands: nothing that it signed is to be believed any more.',
  },
  KeyRotationBody: {
    '': 'What signs `v1a` after a rotation.',
    keys: 'Newest first.',
    rotated: 'False: a new key waits already, or somebody else rotated at the same moment.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
