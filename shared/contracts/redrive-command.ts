import * as z from 'zod/mini';
import { ConversationId } from './lane-signal.ts';

/** What the `redrive` function does on command: lets both lanes look at a conversation again. */
export const RedriveCommand = z.object({
  action: z.literal('resume'),
  conversation_id: ConversationId,
});
export type RedriveCommand = z.infer<typeof RedriveCommand>;
