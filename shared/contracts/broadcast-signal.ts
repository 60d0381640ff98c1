import * as z from 'zod/mini';

export const BroadcastId = z.string().check(z.regex(/^brd_[0-9A-HJKMNP-TV-Z]{20}$/));

/** What travels through the broadcasts' lane: that a broadcast has work. */
export const BroadcastSignal = z.object({
  broadcast_id: BroadcastId,
  step: z.number(),
  redriven: z.optional(z.boolean()),
});
export type BroadcastSignal = z.infer<typeof BroadcastSignal>;
