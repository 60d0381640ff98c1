import type { BroadcastSummary } from './broadcast.ts';
import type { Presence } from './connection.ts';
import type { IncidentSummary } from './incident.ts';
import type { EscalationItem, FrameDelivery, FrameMessage, Summary } from './projection.ts';

/**
 * What travels to a screen (design §1.3). A frame is a hint: the table is the truth, nothing is kept or sent again, and
 * every frame may come twice.
 */
export type Frame =
  | FrameOf<'message.created', Since & { messages: FrameMessage[]; more: boolean }>
  | FrameOf<'delivery.updated', Since & { deliveries: FrameDelivery[]; more: boolean }>
  | FrameOf<'escalation.created', Since & { escalation: EscalationItem }>
  | FrameOf<'conversation.updated', Since & { conversation: Summary }>
  | FrameOf<'incident.updated', { incident: IncidentSummary } | { broadcast: BroadcastSummary }>
  | FrameOf<'presence', Presence>
  | FrameOf<'typing', { operator: string }>
  | FrameOf<'resync', { reason: 'left_behind' | 'erased' | 'entered' }>
  | FrameOf<'pong', Record<string, never>>;

interface FrameOf<Type extends string, Data> {
  type: Type;
  /** Epoch milliseconds: wall time, since it tells when the frame was made. */
  at: number;
  conversation_id: string | null;
  /** The conversation's, when the frame was made. */
  version: number | null;
  data: Data;
}

/** The version before the first change that the frame tells of: whoever knows an older one has missed something. */
interface Since {
  since: number;
}

/** What a screen sends. */
export type ScreenFrame =
  | { type: 'ping' }
  | { type: 'typing'; conversation_id: string }
  /** Null: no conversation is on the screen any more. */
  | { type: 'viewing'; conversation_id: string | null };
