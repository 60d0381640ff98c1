import * as z from 'zod/mini';
import { ConversationId } from './lane-signal.ts';

/** What a screen may send over its socket; fields that are not known are ignored. */
export const ScreenFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('typing'), conversation_id: ConversationId }),
  z.object({ type: z.literal('viewing'), conversation_id: z.nullable(ConversationId) }),
]);

/** What a screen is sent: `at` in epoch milliseconds, as the frame's own times are. */
export type { Frame } from '../domain/frame.ts';
