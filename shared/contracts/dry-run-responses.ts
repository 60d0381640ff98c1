import * as z from 'zod/mini';
import { SEQUELS } from '../domain/policy.ts';
import { PRIORITIES, SCENARIOS } from '../domain/scenario.ts';
import { TEMPLATE_KEYS } from '../domain/texts.ts';
import { PLANS } from '../domain/turn.ts';
import { ESCALATION_REASONS, MessageId, meanings } from './partner-responses.ts';

/** What admins are told of a policy that is only tried. Functions import the types alone. */

const Count = z.int().check(z.gte(0));

/** What was, or would be, decided about a message; not a word of it. */
export const ToldBody = z.object({
  scenario: z.enum(SCENARIOS),
  band: z.enum(['answer', 'doubt', 'refuse']),
  reason: z.nullable(z.enum(meanings(ESCALATION_REASONS))),
  priority: z.enum(PRIORITIES),
  escalated: z.boolean(),
  said: z.enum(PLANS),
  template: z.nullable(z.enum(TEMPLATE_KEYS)),
  then: z.nullable(z.enum(SEQUELS)),
});

export const ChangedTurn = z.object({
  conversation_id: z.string(),
  partner: z.string(),
  client_id: z.string(),
  message_id: MessageId,
  decided_at: z.iso.datetime(),
  before: ToldBody,
  after: ToldBody,
});
export type ChangedTurn = z.infer<typeof ChangedTurn>;

export const BeforeAndAfter = z.object({ before: Count, after: Count });

/** `POST /api/policy/dry-run`. */
export const PolicyDryRunBody = z.object({
  conversations: Count,
  turns: Count,
  changed: Count,
  reasons: z.record(z.string(), BeforeAndAfter),
  items: z.array(ChangedTurn),
  next: z.nullable(z.string()),
});
export type PolicyDryRunBody = z.infer<typeof PolicyDryRunBody>;
