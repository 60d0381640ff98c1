import * as z from 'zod/mini';
import { ConversationId } from './lane-signal.ts';

/** What the `redrive` function does on command: deliver a dead text again, or look at a conversation again. */
export const RedriveCommand = z.discriminatedUnion('action', [
  z.object({ action: z.literal('replay'), message_id: z.string() }),
  z.object({ action: z.literal('resume'), conversation_id: ConversationId }),
]);
export type RedriveCommand = z.infer<typeof RedriveCommand>;
