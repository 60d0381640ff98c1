import { LIMITS } from '../../domain/limits.ts';
import { COMMANDS, OPERATOR_ACTIONS, UPCOMING } from '../inbox-responses.ts';
import { HANDBOOK_TEXTS } from './handbook-texts.ts';
import type { JsonSchema } from './json.ts';

const { version: docVersion, published_at, published_by, reason: why } = HANDBOOK_TEXTS.PolicyStateBody;
const { reason } = HANDBOOK_TEXTS.PutPolicy;

const listed = (of: Record<string, string>): string =>
  Object.entries(of)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
    .join('; ');

const seen_version =
  'The `version` that was on the screen. Refused (`conversation.stale`) if the client has written since; without it nothing is checked.';
const text = (most: number, what: string): JsonSchema => ({
  description: `${what} 1 to ${most} characters.`,
  minLength: 1,
  maxLength: most,
});

const conversation = {
  id: 'Names it.',
  client_id: 'The client, as its partner names it.',
  client_name: 'What the client is called, or null.',
  partner: 'Whose client it is.',
  platform: 'Where the client writes from, or null.',
  status: '`escalated`: an open item waits for a person, or is with one.',
  handler: 'Who answers.',
  assignee: 'The operator who has it, or null.',
  priority: 'Of the open item, or null.',
  escalation_reason: 'Why it was handed over, or null.',
  scenario: 'What the client wrote about last, or null.',
  waiting_since: 'Since when the client waits for an answer (UTC), or null.',
  deadline: 'By when an operator should have answered (UTC), or null.',
  overdue: 'Nobody has.',
  unread: 'Messages of the client that you have not marked as read.',
  incident_id: 'The incident that the client has reported last, or null.',
  version: 'Counts the changes of the conversation.',
  last_message: "The client's last message, or null.",
  created_at: 'When the client wrote first (UTC).',
};
const item = { id: 'Names it.', created_at: 'When (UTC).' };
const canned = {
  id: `Names it: 1 to ${LIMITS.cannedIdCharacters} of a-z, 0-9, "_" and "-".`,
  title: 'What operators find it by.',
  text: 'The text, which may name parameters.',
};
const CANNED_TEXT =
  'May name parameters as templates do, but none that a message would have to tell: `Здравствуйте[, {client_name}]!`';

export const INBOX_TEXTS = {
  ConversationId: { '': 'Names a conversation.' },
  ConversationsPage: {
    '': 'A page of the inbox.',
    items: 'The conversations; there may be fewer than asked for although more follow.',
    next: 'The cursor of the next page, or null.',
  },
  ConversationItem: { '': 'A conversation in the inbox.', ...conversation },
  LastMessage: {
    '': 'What the client wrote last.',
    id: 'Names the message.',
    text: `Its first ${LIMITS.previewOfLast} characters; a cut is marked by "…".`,
    attachments: 'How many came with it.',
    created_at: 'When (UTC).',
  },
  ConversationBody: {
    '': 'A conversation as it is now.',
    ...conversation,
    upcoming: 'What happens next if nobody does anything, or null.',
    client: 'What is known of the client.',
  },
  KnownClient: {
    '': 'What the partner has told of a client; what it has not is null.',
    child_name: 'The pupil.',
    locale: 'The language that the client wants.',
    lesson_link: 'Where the next lesson is.',
    referral_link: 'What the client gives to friends.',
    next_lesson_at: 'When the next lesson is (UTC).',
    came_by: 'What the link carried by which the client came to a bot.',
    notices: 'Whether the client wants broadcasts.',
  },
  UpcomingBody: {
    '': 'What the desk does by itself.',
    what: `${listed(UPCOMING)}.`,
    at: 'When (UTC); in the past if it is about to be done.',
  },
  TimelinePageBody: {
    '': 'A page of all that is kept of a conversation, newest first.',
    items: 'What was said, done and noted.',
    next: 'The cursor of the next page, or null.',
  },
  TimelineItemBody: { '': 'One of what was said, done or noted; `kind` tells which.' },
  TimelineMessage: {
    '': 'A message of the client.',
    ...item,
    kind: 'What it is.',
    text: 'The words; none of a command.',
    command: `What the client did without words, or null: ${listed(COMMANDS)}.`,
    attachments: 'What came with them.',
  },
  ShownAttachment: {
    '': 'Something that came with a message.',
    type: 'What it is.',
    url: 'Where it is, if the partner said so; never fetched by us.',
    file_name: 'What it is called, or null.',
    mime_type: 'Its type, as the sender says, or null.',
    caption: 'What stands below it, or null.',
    file: 'Its number, for `GET /api/files/{message_id}/{number}`; null: there is nothing to fetch.',
  },
  TimelineText: {
    '': 'A text of the desk.',
    ...item,
    kind: 'What it is.',
    source: 'Who says it.',
    operator: 'The operator who wrote it, or null.',
    text: 'The words.',
    in_reply_to: 'The message that it answers, or the last one before it.',
    delivery: 'How it fares.',
    attempts: 'Every try to deliver it, oldest first.',
    turn: 'How the bot understood what it answers; null: it is not an answer of the bot.',
  },
  TimelineLeft: {
    '': 'The bot said nothing and left the messages to operators.',
    ...item,
    kind: 'What it is.',
    turn: 'How the bot understood them.',
  },
  TimelineNote: {
    '': 'A word among operators.',
    ...item,
    kind: 'What it is.',
    by: 'Who wrote it.',
    text: 'The words.',
  },
  TimelineAction: {
    '': 'What somebody at the desk did.',
    ...item,
    kind: 'What it is.',
    by: 'Who did it.',
    action: `${listed(OPERATOR_ACTIONS)}.`,
    before: 'How the conversation stood before.',
    after: 'How it stood then.',
  },
  StandingBody: {
    '': 'Who has a conversation, and how it stands.',
    status: 'Its status.',
    handler: 'Who answers.',
    assignee: 'The operator who has it, or null.',
  },
  ReplyBody: {
    '': 'What an operator says to the client.',
    text: text(LIMITS.contentCharacters, 'The words.'),
    seen_version,
  },
  RepliedBody: {
    '': 'It is on its way.',
    message_id: 'Names the text; `GET /api/deliveries/{message_id}` tells how it fares.',
    conversation: 'The conversation as it is now.',
  },
  NoteBody: { '': 'A word among operators.', text: text(LIMITS.noteCharacters, 'The words.') },
  TakeBody: { '': 'How it is taken.', force: 'Also from another operator; false unless said otherwise.' },
  AssignBody: {
    '': 'Whose it is to be.',
    operator_id: {
      description: 'The operator who is to have it.',
      minLength: 1,
      maxLength: LIMITS.filterCharacters,
    },
    force: 'Also if a third one has it; false unless said otherwise.',
  },
  SeenBody: { '': 'What was on the screen.', seen_version },
  CannedRepliesBody: {
    '': 'The replies that operators keep ready.',
    version: docVersion,
    published_at,
    published_by,
    reason: why,
    items: 'All of them, by id.',
    next: 'Always null: there are no more.',
  },
  CannedReplyItem: { '': 'A reply that is kept ready.', ...canned },
  CannedReplyBody: { '': 'The reply as it then is.', ...canned, version: docVersion },
  PutCannedReply: {
    '': 'A reply that is to be kept ready.',
    title: text(LIMITS.cannedTitleCharacters, 'What operators find it by.'),
    text: `At most ${LIMITS.templateCharacters} characters. ${CANNED_TEXT}`,
    seen_version: HANDBOOK_TEXTS.PutPolicy.seen_version,
    reason,
  },
  PreviewCannedReply: {
    '': 'What would be said, and to whom.',
    text: CANNED_TEXT,
    conversation_id: 'The conversation with the client whose name and links are filled in.',
  },
  CannedPreviewBody: {
    '': 'The text as the client would read it.',
    text: 'The text.',
    missing: 'Parameters that are not known of this client.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
