import type {
  ConversationBody,
  ConversationItem,
  KnownClient,
  ShownAttachment,
  StandingBody,
  TimelineItemBody,
  TimelineNote,
} from '../../shared/contracts/inbox-responses.ts';
import type { DeskText } from '../../shared/domain/desk-text.ts';
import type { Need } from '../../shared/domain/follow-up.ts';
import { assigneeOf, type InboxEntry, platformOf, waitingSince } from '../../shared/domain/inbox.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Attachment, Message, Profile } from '../../shared/domain/message.ts';
import type { Note, Standing } from '../../shared/domain/operator-action.ts';
import { attemptView, classificationView } from '../../shared/edge/text-views.ts';
import type { TimelineItem } from '../../shared/ports.ts';
import type { Shown } from '../../shared/usecases/read-inbox.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export function conversationItem({ head, profile, last, unread }: InboxEntry): ConversationItem {
  const { id, client_id, partner, status, handler, escalation, scenario, version, created_at } = head;
  return {
    id,
    client_id,
    client_name: profile.client_name ?? null,
    partner,
    platform: platformOf(head) ?? null,
    status,
    handler,
    assignee: assigneeOf(head) ?? null,
    priority: escalation?.priority ?? null,
    escalation_reason: escalation?.reason ?? null,
    scenario: scenario ?? null,
    waiting_since: isoOrNull(waitingSince(head)),
    deadline: isoOrNull(escalation?.deadline),
    overdue: escalation?.overdue ?? false,
    unread,
    incident_id: head.incident?.id ?? null,
    version,
    last_message: last ? lastView(last) : null,
    created_at: iso(created_at),
  };
}

/** Letters are counted as readers do, so that none is cut in two. */
function lastView({ id, text, attachments, received_at }: Message): ConversationItem['last_message'] {
  const letters = [...text];
  const cut = letters.length > LIMITS.previewOfLast;
  const shown = cut ? `${letters.slice(0, LIMITS.previewOfLast - 1).join('')}…` : text;
  return { id, text: shown, attachments: attachments.length, created_at: iso(received_at) };
}

export function conversationView({ upcoming, ...entry }: Shown): ConversationBody {
  return {
    ...conversationItem(entry),
    upcoming: upcoming ? upcomingView(upcoming) : null,
    client: clientView(entry.profile),
  };
}

function clientView(profile: Profile): KnownClient {
  const { child_name = null, locale = null, lesson_link = null, referral_link = null } = profile;
  const { came_by = null, notices = true, next_lesson_at } = profile;
  const links = { lesson_link, referral_link };
  return { child_name, locale, ...links, next_lesson_at: isoOrNull(next_lesson_at), came_by, notices };
}

function upcomingView(need: Need): ConversationBody['upcoming'] {
  const what = need.purpose === 'follow_up' ? need.step.kind : need.purpose;
  return { what, at: iso(need.at) };
}

export function timelineView(item: TimelineItem): TimelineItemBody {
  switch (item.kind) {
    case 'message': {
      const { id, text, attachments, command, received_at } = item.message;
      const came = { text, command: command?.kind ?? null, attachments: attachments.map(attachmentView) };
      return { kind: 'message', id, created_at: iso(received_at), ...came };
    }
    case 'text':
      return textView(item);
    case 'left': {
      const { id, decided_at } = item.turn;
      return { kind: 'left', id, created_at: iso(decided_at), turn: classificationView(item.turn) };
    }
    case 'note':
      return noteView(item.note);
    case 'action': {
      const { id, at, by, action, before, after } = item.action;
      const standings = { before: standingView(before), after: standingView(after) };
      return { kind: 'action', id, created_at: iso(at), by, action, ...standings };
    }
  }
}

function textView({ text, outcome, attempts }: Extract<TimelineItem, { kind: 'text' }>): TimelineItemBody {
  return {
    kind: 'text',
    id: text.id,
    created_at: iso(text.decided_at),
    source: text.source,
    operator: operatorOf(text),
    text: text.text,
    in_reply_to: text.in_reply_to,
    delivery: outcome,
    attempts: attempts.map(attemptView),
    turn: text.source === 'ai_bot' ? classificationView(text) : null,
  };
}

function operatorOf(text: DeskText): string | null {
  return text.source === 'operator' ? text.operator : null;
}

function attachmentView(attachment: Attachment, place: number): ShownAttachment {
  const { type, url = null, file_name = null, mime_type = null, caption = null, file } = attachment;
  return { type, url, file_name, mime_type, caption, file: file ? place : null };
}

export function noteView({ id, at, by, text }: Note): TimelineNote {
  return { kind: 'note', id, created_at: iso(at), by, text };
}

function standingView({ status, handler, assignee = '' }: Standing): StandingBody {
  return { status, handler, assignee: handler === 'operator' ? assignee : null };
}
