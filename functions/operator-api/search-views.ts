import type { TimelineItemBody } from '../../shared/contracts/inbox-responses.ts';
import type { FoundClient, FoundMessage, ReportLineBody } from '../../shared/contracts/search-responses.ts';
import type { InboxEntry } from '../../shared/domain/inbox.ts';
import type { ReportLine } from '../../shared/domain/report.ts';
import { REASONS_TO_ESCALATE } from '../../shared/domain/scenario.ts';
import type { Hit } from '../../shared/usecases/search-messages.ts';
import type { Columns } from './file-page.ts';

const iso = (at: number): string => new Date(at).toISOString();

export function foundMessage({ said, head, turn, state }: Hit): FoundMessage {
  const { scenario = null, confidence = null } = turn?.classification ?? {};
  const where = { conversation_id: head.id, partner: head.partner, client_id: head.client_id };
  const understood = { scenario, confidence, delivery: state ?? null };
  if (said.kind === 'message') {
    const { id, text, attachments, received_at } = said.message;
    const who = { source: 'client', operator: null } as const;
    const words = { text, attachments: attachments.length, created_at: iso(received_at) };
    return { id, ...where, ...who, ...words, ...understood };
  }
  const { id, source, text, decided_at } = said.text;
  const operator = said.text.source === 'operator' ? said.text.operator : null;
  return { id, ...where, source, operator, text, attachments: 0, created_at: iso(decided_at), ...understood };
}

export function foundClient({ head, profile }: InboxEntry): FoundClient {
  const { id, client_id, partner } = head;
  return { client_id, client_name: profile.client_name ?? null, partner, conversation_id: id };
}

export function reportLine({ escalated, ...line }: ReportLine): ReportLineBody {
  const sum = Object.values(escalated).reduce((all, one) => all + one, 0);
  return { ...line, escalated: sum, escalated_by: escalated };
}

export const RESULT_COLUMNS: Columns<FoundMessage> = {
  created_at: (found) => found.created_at,
  partner: (found) => found.partner,
  client_id: (found) => found.client_id,
  conversation_id: (found) => found.conversation_id,
  source: (found) => found.source,
  operator: (found) => found.operator,
  text: (found) => found.text,
  attachments: (found) => found.attachments,
  scenario: (found) => found.scenario,
  confidence: (found) => found.confidence,
  delivery: (found) => found.delivery,
  id: (found) => found.id,
};

export const REPORT_COLUMNS: Columns<ReportLineBody> = {
  day: (line) => line.day,
  scenario: (line) => line.scenario,
  turns: (line) => line.turns,
  messages: (line) => line.messages,
  answered_alone: (line) => line.answered_alone,
  left: (line) => line.left,
  escalated: (line) => line.escalated,
  ...Object.fromEntries(
    REASONS_TO_ESCALATE.map((reason) => [
      `escalated_${reason}`,
      (line: ReportLineBody) => line.escalated_by[reason] ?? 0,
    ]),
  ),
};

export const CONVERSATION_COLUMNS: Columns<TimelineItemBody> = {
  created_at: (item) => item.created_at,
  kind: (item) => item.kind,
  by: whoOf,
  text: (item) => ('text' in item ? item.text : item.kind === 'action' ? item.action : null),
  attachments: (item) => (item.kind === 'message' ? item.attachments.length : null),
  scenario: (item) => turnOf(item)?.scenario ?? null,
  confidence: (item) => turnOf(item)?.confidence ?? null,
  escalation_reason: (item) => turnOf(item)?.escalation_reason ?? null,
  delivery: (item) => (item.kind === 'text' ? item.delivery : null),
  id: (item) => item.id,
};

function whoOf(item: TimelineItemBody): string {
  switch (item.kind) {
    case 'message':
      return 'client';
    case 'text':
      return item.operator ?? item.source;
    case 'left':
      return 'ai_bot';
    default:
      return item.by;
  }
}

function turnOf(item: TimelineItemBody) {
  return item.kind === 'text' || item.kind === 'left' ? item.turn : null;
}
