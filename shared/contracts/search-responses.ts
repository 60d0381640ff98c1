import * as z from 'zod/mini';
import { type EscalationReason, SCENARIOS } from '../domain/scenario.ts';
import { ConversationItem } from './inbox-responses.ts';
import { ConversationId } from './operator-inbox.ts';
import { ESCALATION_REASONS, MessageId, meanings, TEXT_SOURCES } from './partner-responses.ts';

/** What operators are told who look for something, or export it. Functions import the types alone. */

const Instant = z.iso.datetime();
const Next = z.nullable(z.string());
const Count = z.int().check(z.gte(0));

/** One of `GET /api/search/messages`, and of `GET /api/export/results`. */
export const FoundMessage = z.object({
  id: MessageId,
  conversation_id: ConversationId,
  partner: z.string(),
  client_id: z.string(),
  source: z.enum(['client', ...meanings(TEXT_SOURCES)]),
  operator: z.nullable(z.string()),
  text: z.string(),
  attachments: Count,
  scenario: z.nullable(z.enum(SCENARIOS)),
  confidence: z.nullable(z.number().check(z.gte(0), z.lte(1))),
  delivery: z.nullable(z.enum(['waiting', 'delivered', 'stored', 'dead', 'unknown', 'cancelled'])),
  created_at: Instant,
});
export type FoundMessage = z.infer<typeof FoundMessage>;

/** `GET /api/search/messages`. */
export const FoundMessagesPage = z.object({ items: z.array(FoundMessage), next: Next });
export type FoundMessagesPage = z.infer<typeof FoundMessagesPage>;

/** `GET /api/search/conversations`. */
export const FoundConversationsPage = z.object({ items: z.array(ConversationItem), next: Next });
export type FoundConversationsPage = z.infer<typeof FoundConversationsPage>;

export const FoundClient = z.object({
  client_id: z.string(),
  client_name: z.nullable(z.string()),
  partner: z.string(),
  conversation_id: ConversationId,
});
export type FoundClient = z.infer<typeof FoundClient>;

/** `GET /api/search/clients`. */
export const FoundClientsPage = z.object({ items: z.array(FoundClient), next: Next });
export type FoundClientsPage = z.infer<typeof FoundClientsPage>;

/** One of `GET /api/export/report`. */
export const ReportLineBody = z.object({
  day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
  scenario: z.enum(SCENARIOS),
  turns: Count,
  messages: Count,
  answered_alone: Count,
  left: Count,
  escalated: Count,
  escalated_by: z.partialRecord(z.enum(meanings<EscalationReason>(ESCALATION_REASONS)), Count),
});
export type ReportLineBody = z.infer<typeof ReportLineBody>;
