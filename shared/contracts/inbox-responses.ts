import * as z from 'zod/mini';
import type { Need } from '../domain/follow-up.ts';
import type { Command } from '../domain/message.ts';
import type { ActionName } from '../domain/operator-action.ts';
import { type EscalationReason, PRIORITIES, SCENARIOS } from '../domain/scenario.ts';
import { publishedAs } from './handbook-responses.ts';
import { ConversationId, STATUSES } from './operator-inbox.ts';
import { IncidentId } from './operator-incidents.ts';
import {
  AttemptBody,
  ClassificationBody,
  ESCALATION_REASONS,
  MessageId,
  meanings,
  TEXT_SOURCES,
} from './partner-responses.ts';

/** What operators are told of conversations. Functions import the types alone. */

const Instant = z.iso.datetime();
const Maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.nullable(schema);
const Count = z.int().check(z.gte(0));

export const OPERATOR_ACTIONS: Record<ActionName, string> = {
  take: 'somebody took it, from the queue, the bot or another operator',
  assign: 'somebody gave it to somebody',
  release: 'its operator put it back into the queue',
  hand_back: 'its operator gave it to the bot',
  close: 'somebody closed it, or the desk did after the client had been silent',
  reopen: 'somebody opened it again',
  return: 'its operator was silent, so the desk put it back into the queue',
};

export const UPCOMING: Record<
  Exclude<Need['purpose'], 'follow_up'> | 'reminder' | 'farewell' | 'close',
  string
> = {
  reminder: 'the client is reminded',
  farewell: 'the client is told goodbye',
  close: 'the conversation is closed',
  return: 'its operator loses it to the queue, if he stays silent',
  deadline: 'the promise to the client is overdue',
};

export const LastMessage = z.object({
  id: MessageId,
  text: z.string(),
  attachments: Count,
  created_at: Instant,
});

const shown = {
  id: ConversationId,
  client_id: z.string(),
  client_name: Maybe(z.string()),
  partner: z.string(),
  platform: Maybe(z.string()),
  status: z.enum(STATUSES),
  handler: z.enum(['bot', 'operator']),
  assignee: Maybe(z.string()),
  priority: Maybe(z.enum(PRIORITIES)),
  escalation_reason: Maybe(z.enum(meanings<EscalationReason>(ESCALATION_REASONS))),
  scenario: Maybe(z.enum(SCENARIOS)),
  waiting_since: Maybe(Instant),
  deadline: Maybe(Instant),
  overdue: z.boolean(),
  unread: Count,
  incident_id: Maybe(IncidentId),
  version: Count,
  last_message: Maybe(LastMessage),
  created_at: Instant,
};

/** One of `GET /api/conversations`. */
export const ConversationItem = z.object(shown);
export type ConversationItem = z.infer<typeof ConversationItem>;

/** `GET /api/conversations`. */
export const ConversationsPage = z.object({ items: z.array(ConversationItem), next: Maybe(z.string()) });
export type ConversationsPage = z.infer<typeof ConversationsPage>;

export const UpcomingBody = z.object({ what: z.enum(meanings(UPCOMING)), at: Instant });

/** What is known of a client besides the conversation: told by its partner, or found in what it wrote. */
export const KnownClient = z.object({
  child_name: Maybe(z.string()),
  locale: Maybe(z.string()),
  lesson_link: Maybe(z.string()),
  referral_link: Maybe(z.string()),
  next_lesson_at: Maybe(Instant),
  came_by: Maybe(z.string()),
  notices: z.boolean(),
});
export type KnownClient = z.infer<typeof KnownClient>;

/** `GET /api/conversations/{conversation_id}`, and what every change of one answers. */
export const ConversationBody = z.object({
  ...shown,
  upcoming: Maybe(UpcomingBody),
  client: KnownClient,
});
export type ConversationBody = z.infer<typeof ConversationBody>;

export const ShownAttachment = z.object({
  type: z.string(),
  url: Maybe(z.string()),
  file_name: Maybe(z.string()),
  mime_type: Maybe(z.string()),
  caption: Maybe(z.string()),
  /** Fetched by its number from `/api/files/{message_id}/{number}`. */
  file: Maybe(Count),
});
export type ShownAttachment = z.infer<typeof ShownAttachment>;

export const COMMANDS: Record<Command['kind'], string> = {
  start: 'came by a link, or pressed the button that begins a chat',
  help: 'asked what the bot can do',
  choice: 'tapped a quick reply',
  group: 'somebody wrote in a group, where the bot does not serve',
};

export const TimelineMessage = z.object({
  kind: z.literal('message'),
  id: MessageId,
  created_at: Instant,
  text: z.string(),
  command: Maybe(z.enum(meanings(COMMANDS))),
  attachments: z.array(ShownAttachment),
});

export const TimelineText = z.object({
  kind: z.literal('text'),
  id: MessageId,
  created_at: Instant,
  source: z.enum(meanings(TEXT_SOURCES)),
  operator: Maybe(z.string()),
  text: z.string(),
  in_reply_to: MessageId,
  delivery: z.enum(['waiting', 'delivered', 'stored', 'dead', 'unknown', 'cancelled']),
  attempts: z.array(AttemptBody),
  turn: Maybe(ClassificationBody),
});

export const TimelineLeft = z.object({
  kind: z.literal('left'),
  id: MessageId,
  created_at: Instant,
  turn: ClassificationBody,
});

export const TimelineNote = z.object({
  kind: z.literal('note'),
  id: MessageId,
  created_at: Instant,
  by: z.string(),
  text: z.string(),
});
export type TimelineNote = z.infer<typeof TimelineNote>;

export const StandingBody = z.object({
  status: z.enum(STATUSES),
  handler: z.enum(['bot', 'operator']),
  assignee: Maybe(z.string()),
});
export type StandingBody = z.infer<typeof StandingBody>;

export const TimelineAction = z.object({
  kind: z.literal('action'),
  id: MessageId,
  created_at: Instant,
  by: z.string(),
  action: z.enum(meanings(OPERATOR_ACTIONS)),
  before: StandingBody,
  after: StandingBody,
});

/** One of `GET /api/conversations/{conversation_id}/messages`. */
export const TimelineItemBody = z.discriminatedUnion('kind', [
  TimelineMessage,
  TimelineText,
  TimelineLeft,
  TimelineNote,
  TimelineAction,
]);
export type TimelineItemBody = z.infer<typeof TimelineItemBody>;

export const TimelinePageBody = z.object({ items: z.array(TimelineItemBody), next: Maybe(z.string()) });
export type TimelinePageBody = z.infer<typeof TimelinePageBody>;

/** `POST /api/conversations/{conversation_id}/reply`. */
export const RepliedBody = z.object({ message_id: MessageId, conversation: ConversationBody });
export type RepliedBody = z.infer<typeof RepliedBody>;

/** One of `GET /api/canned-replies`. */
export const CannedReplyItem = z.object({ id: z.string(), title: z.string(), text: z.string() });
export type CannedReplyItem = z.infer<typeof CannedReplyItem>;

/** `GET /api/canned-replies`: all of them. */
export const CannedRepliesBody = z.object({
  ...publishedAs,
  items: z.array(CannedReplyItem),
  next: Maybe(z.string()),
});
export type CannedRepliesBody = z.infer<typeof CannedRepliesBody>;

/** `PUT /api/canned-replies/{reply_id}`. */
export const CannedReplyBody = z.object({ ...CannedReplyItem.shape, version: publishedAs.version });
export type CannedReplyBody = z.infer<typeof CannedReplyBody>;

/** `POST /api/canned-replies/preview`. */
export const CannedPreviewBody = z.object({ text: z.string(), missing: z.array(z.string()) });
export type CannedPreviewBody = z.infer<typeof CannedPreviewBody>;
