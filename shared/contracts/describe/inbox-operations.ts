import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ParameterName } from './headers.ts';
import type { Operation, Success } from './operations.ts';

const CALLER: FaultCode[] = ['auth.missing', 'auth.invalid', 'auth.forbidden', 'limit.address', 'limit.key'];
const BODY: FaultCode[] = ['body.too_large', 'body.not_json', 'body.malformed', 'request.invalid'];
const OURS: FaultCode[] = ['dependency.unavailable', 'internal'];

const DESK = { tag: 'inbox', for: 'staff' } as const;
const ONE: ParameterName[] = ['ConversationIdInPath'];
const KEYED: ParameterName[] = [...ONE, 'DeskKey', 'XIdempotencyKey'];
const AS_IT_IS: Success = { description: 'The conversation as it then is.', schema: 'ConversationBody' };
const DONE: Operation['answers'] = { 200: { ...AS_IT_IS, headers: ['Idempotent-Replayed'] } };
const DOING: FaultCode[] = ['conversation.unknown', 'idempotency.key_reused', 'conversation.busy'];
const ONLY_ITS_OPERATOR =
  'Refused (`conversation.not_held`) if another operator has it, unless you are an admin.';
const NO_BODY: FaultCode[] = ['request.invalid'];

/** What operators can ask of conversations. */
export const INBOX_OPERATIONS: Operation[] = [
  {
    ...DESK,
    method: 'get',
    path: '/api/conversations',
    id: 'listConversations',
    summary: 'Read the inbox',
    description: `First the queue by position and then waiting time, then what operators have, then what is open with the bot, these by the hour of the last message. Closed ones only with \`status=closed\`. \`q\` is looked for in client id, name and last words. What a filter leaves out may make a page short although more follows.`,
    parameters: [
      'StatusFilter',
      'PriorityFilter',
      'AssigneeFilter',
      'PlatformFilter',
      'UnreadFilter',
      'WordsFilter',
      'InboxLimit',
      'Cursor',
    ],
    answers: { 200: { description: 'The page.', schema: 'ConversationsPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...DESK,
    method: 'get',
    path: '/api/conversations/{conversation_id}',
    id: 'getConversation',
    summary: 'Read how a conversation stands',
    description: 'With what the desk does next if nobody does anything.',
    parameters: ONE,
    answers: { 200: AS_IT_IS },
    faults: [...CALLER, 'conversation.unknown', ...OURS],
  },
  {
    ...DESK,
    method: 'get',
    path: '/api/conversations/{conversation_id}/messages',
    id: 'getTimeline',
    summary: 'Read all that is kept of a conversation',
    description:
      'Newest first: messages, texts with every try to deliver them and why the bot decided so, what was left to operators, notes, and who did what.',
    parameters: [...ONE, 'Limit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'TimelinePageBody' } },
    faults: [...CALLER, 'request.invalid', 'conversation.unknown', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/reply',
    id: 'replyToClient',
    summary: 'Say something to the client',
    description:
      'Only whoever has the conversation may (`conversation.not_held`); whoever answers what nobody has, takes it. It answers all that has come so far, and travels like every text of the desk. With `seen_version` it is refused (`conversation.stale`) if the client has written since; `current` tells what.',
    parameters: KEYED,
    body: 'ReplyBody',
    answers: {
      202: { description: 'It is on its way.', schema: 'RepliedBody', headers: ['Idempotent-Replayed'] },
    },
    faults: [...CALLER, ...BODY, ...DOING, 'conversation.not_held', 'conversation.stale', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/note',
    id: 'addNote',
    summary: 'Note something for other operators',
    description: 'The client never sees it.',
    parameters: KEYED,
    body: 'NoteBody',
    answers: {
      201: { description: 'The note.', schema: 'TimelineNote', headers: ['Idempotent-Replayed'] },
    },
    faults: [...CALLER, ...BODY, 'conversation.unknown', 'idempotency.key_reused', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/take',
    id: 'takeConversation',
    summary: 'Take a conversation',
    description:
      'From then on the bot says nothing; what it has not begun to send is taken back in the same moment. Refused (`conversation.taken`) if another operator has it, unless with `force`. A closed one is opened.',
    parameters: KEYED,
    body: 'TakeBody',
    bodyOptional: true,
    answers: DONE,
    faults: [...CALLER, ...BODY, ...DOING, 'conversation.taken', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/assign',
    id: 'assignConversation',
    summary: 'Give a conversation to an operator',
    description:
      'What you have yourself, or nobody has; with `force` also what somebody else has (`conversation.taken`).',
    parameters: KEYED,
    body: 'AssignBody',
    answers: DONE,
    faults: [...CALLER, ...BODY, ...DOING, 'conversation.taken', 'operator.unknown', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/release',
    id: 'releaseConversation',
    summary: 'Put a conversation back into the queue',
    description: `With the item it had, or one of its own. ${ONLY_ITS_OPERATOR} One that is with the bot and not in the queue cannot be released.`,
    parameters: KEYED,
    answers: DONE,
    faults: [...CALLER, ...NO_BODY, ...DOING, 'conversation.not_held', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/hand-back',
    id: 'handBackConversation',
    summary: 'Give a conversation back to the bot',
    description: `The bot answers what nobody has; an item that no operator's text has settled goes back to the queue with it. ${ONLY_ITS_OPERATOR}`,
    parameters: KEYED,
    answers: DONE,
    faults: [...CALLER, ...NO_BODY, ...DOING, 'conversation.not_held', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/close',
    id: 'closeConversation',
    summary: 'Close a conversation',
    description: `Whoever does so says that nothing is owed: what is unanswered stays so, and what the bot has not begun to send is taken back. A new message opens it again. ${ONLY_ITS_OPERATOR}`,
    parameters: KEYED,
    body: 'SeenBody',
    bodyOptional: true,
    answers: DONE,
    faults: [...CALLER, ...BODY, ...DOING, 'conversation.not_held', 'conversation.stale', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/reopen',
    id: 'reopenConversation',
    summary: 'Open a closed conversation again',
    description: 'The bot has it until somebody takes it. Nothing is said to the client.',
    parameters: KEYED,
    answers: DONE,
    faults: [...CALLER, ...NO_BODY, ...DOING, ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/conversations/{conversation_id}/read',
    id: 'markRead',
    summary: 'Mark what the client wrote as read',
    description: 'Yours alone. With `seen_version`, nothing changes if the client has written since.',
    parameters: ONE,
    body: 'SeenBody',
    bodyOptional: true,
    answers: { 200: AS_IT_IS },
    faults: [...CALLER, ...BODY, 'conversation.unknown', ...OURS],
  },
  {
    ...DESK,
    method: 'get',
    path: '/api/canned-replies',
    id: 'listCannedReplies',
    summary: 'Read the canned replies',
    description: 'All of them, by id.',
    parameters: [],
    answers: { 200: { description: 'The replies.', schema: 'CannedRepliesBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...DESK,
    for: 'admins',
    method: 'put',
    path: '/api/canned-replies/{reply_id}',
    id: 'putCannedReply',
    summary: 'Keep a reply ready',
    description: `A new one, or another text for one that is there; a desk has ${LIMITS.cannedReplies} at most. Refused (\`canned_replies.changed\`) if \`seen_version\` is not the latest version of the list any more.`,
    parameters: ['ReplyIdInPath'],
    body: 'PutCannedReply',
    answers: { 200: { description: 'The reply.', schema: 'CannedReplyBody' } },
    faults: [...CALLER, ...BODY, 'canned_replies.changed', ...OURS],
  },
  {
    ...DESK,
    for: 'admins',
    method: 'delete',
    path: '/api/canned-replies/{reply_id}',
    id: 'deleteCannedReply',
    summary: 'Remove a canned reply',
    description:
      'Refused (`canned_replies.changed`) only if very many change the replies at the same moment.',
    parameters: ['ReplyIdInPath'],
    answers: { 204: { description: 'It is removed.', schema: 'nothing' } },
    faults: [...CALLER, 'canned_reply.unknown', 'canned_replies.changed', ...OURS],
  },
  {
    ...DESK,
    method: 'post',
    path: '/api/canned-replies/preview',
    id: 'previewCannedReply',
    summary: 'See a canned reply as a client would read it',
    description: 'With what is known of the client. Nothing is said.',
    parameters: [],
    body: 'PreviewCannedReply',
    answers: { 200: { description: 'The text.', schema: 'CannedPreviewBody' } },
    faults: [...CALLER, ...BODY, 'conversation.unknown', ...OURS],
  },
];
