import * as z from 'zod/mini';

export const ConversationId = z.string().check(z.regex(/^cnv_[0-9A-Z]{20}$/));

/** What travels through a lane: that a conversation has work, and nothing of what it is. */
export const LaneSignal = z.object({
  conversation_id: ConversationId,
  text_id: z.optional(z.string().check(z.maxLength(64))),
  hops: z.optional(z.int()),
  redriven: z.optional(z.boolean()),
  lane: z.optional(z.enum(['inbound', 'outbound', 'followUps'])),
  clock: z.optional(z.literal('wall')),
});
export type LaneSignal = z.infer<typeof LaneSignal>;
