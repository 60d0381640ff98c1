import type { Connection, Ticket } from '../domain/connection.ts';
import type { Head } from '../domain/conversation.ts';
import type { DeskText } from '../domain/desk-text.ts';
import type { Frame } from '../domain/frame.ts';

/** Tickets that open a socket, each once. A store keeps them by their hash alone. */
export interface Tickets {
  issue(ticket: Ticket): Promise<void>;
  /** Takes it away and says whose it was; undefined: there is none, it was used, or its time is over. */
  redeem(hash: string, wallNow: number): Promise<Pick<Ticket, 'operator' | 'role'> | undefined>;
}

/** Open sockets. Every read is strongly consistent: whoever has just come must miss nothing. */
export interface Connections {
  put(connection: Connection): Promise<void>;
  connection(id: string): Promise<Connection | undefined>;
  remove(id: string): Promise<void>;
  /** Notes what is on its screen; false: there is no such connection. */
  view(id: string, conversationId: string | undefined): Promise<boolean>;
  /** LIMITS.connections of them at most, those too that may be gone already. */
  all(): Promise<Connection[]>;
}

/** Speaks to sockets. It never throws; `failed`: nobody knows whether the frame arrived. */
export interface Pusher {
  /** Gives up after LIMITS.pushWall. */
  push(connectionId: string, frame: Frame): Promise<'sent' | 'gone' | 'failed'>;
  /** Ends the connection, so that its client comes back and reads anew. */
  end(connectionId: string): Promise<void>;
}

/** What frames tell of, as the table has it now: heads and texts in one question. Strongly consistent. */
export interface Snapshots {
  /** Those that are there. */
  snapshot(
    conversations: readonly string[],
    texts: readonly string[],
  ): Promise<{ heads: Head[]; texts: DeskText[] }>;
}
