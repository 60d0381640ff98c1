import * as z from 'zod/mini';
import { JobId } from './job-signal.ts';
import { ConversationId } from './operator-inbox.ts';
import { meanings } from './partner-responses.ts';

/** What admins are answered about one client. */

export const KEPT_KINDS = {
  conversation: 'how the conversation stands',
  profile: 'what the partner has told of the client',
  message: 'what the client wrote',
  text: 'what the desk said, with how it was decided',
  attempt: 'how a text was sent, without what the receiver answered',
  note: 'what operators noted',
  action: 'what operators did',
  read: 'up to where somebody has read',
  forgotten: 'a message that was announced and never came',
  feedback: 'what somebody said of how a message was understood',
  dead: 'a text that was given up',
  held: 'a text that waits for an endpoint',
  wake_up: 'when the desk looks at the conversation again',
  parked: 'an update of its chat that nobody understood',
  other: 'anything else',
} as const;

const Instant = z.iso.datetime();
const Count = z.int().check(z.gte(0));

export const KeptItem = z.object({
  kind: z.enum(meanings(KEPT_KINDS)),
  data: z.record(z.string(), z.unknown()),
});
export type KeptItem = z.infer<typeof KeptItem>;

/** `GET /api/admin/clients/{client_id}`. */
export const ClientExportBody = z.object({
  partner: z.string(),
  client_id: z.string(),
  conversation_id: ConversationId,
  exported_at: Instant,
  items: z.array(KeptItem),
  next: z.nullable(z.string()),
});
export type ClientExportBody = z.infer<typeof ClientExportBody>;

export const ERASURE_STATES = {
  running: 'it is under way',
  done: 'it has looked twice, and nothing is left',
} as const;

/** `DELETE /api/admin/clients/{client_id}`, and `GET /api/admin/erasures/{job_id}`. */
export const ErasureBody = z.object({
  id: JobId,
  state: z.enum(meanings(ERASURE_STATES)),
  partner: z.string(),
  conversation_id: ConversationId,
  until: Instant,
  look: z.union([z.literal(1), z.literal(2)]),
  erased: Count,
  started_at: Instant,
  started_by: z.string(),
  next_at: z.nullable(Instant),
  ended_at: z.nullable(Instant),
});
export type ErasureBody = z.infer<typeof ErasureBody>;
