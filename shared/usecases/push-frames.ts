import type { Connection } from '../domain/connection.ts';
import type { Frame } from '../domain/frame.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Connections, Journal, Pusher } from '../ports.ts';

export interface PushPorts {
  connections: Pick<Connections, 'remove'>;
  pusher: Pusher;
  clock: Pick<Clock, 'wall'>;
  journal: Journal;
}

/** What one connection is to be told: of each conversation in order, and of different ones at the same time. */
export interface Mail {
  to: Connection;
  letters: readonly (readonly Frame[])[];
}

/**
 * Pushes to all of them side by side, so that a slow one delays nobody. One that does not take a frame is ended: its client
 * comes back and reads anew, where it would go on with a gap.
 */
export async function pushFrames(ports: PushPorts, mail: readonly Mail[]): Promise<void> {
  await Promise.all(mail.map((one) => pushTo(ports, one)));
}

async function pushTo(ports: PushPorts, { to, letters }: Mail): Promise<void> {
  const left = [...letters];
  let failure: 'gone' | 'failed' | undefined;
  const carry = async (): Promise<void> => {
    for (let letter = left.shift(); letter && !failure; letter = left.shift()) {
      const pushed = await pushLetter(ports, to, letter);
      // Looked at only now: another may have failed while this one was under way.
      failure ??= pushed;
    }
  };
  await Promise.all(Array.from({ length: LIMITS.pushesAtOnce }, carry));
  if (!failure || (failure === 'gone' && isOpening(to, ports.clock.wall()))) return;
  await dropConnection(ports, to, failure === 'gone' ? 'gone' : 'slow');
}

/** Undefined: all of it was sent. */
async function pushLetter(
  ports: PushPorts,
  to: Connection,
  letter: readonly Frame[],
): Promise<'gone' | 'failed' | undefined> {
  for (const frame of letter) {
    const pushed = await ports.pusher.push(to.id, frame);
    if (pushed !== 'sent') return pushed;
  }
  return undefined;
}

/**
 * A connection is known a moment before it is open, and gone to whoever speaks to it then. Its client misses nothing: it
 * reads only once it is open.
 */
function isOpening({ since }: Connection, now: number): boolean {
  return now < since + LIMITS.handshakeWall;
}

/** Ends a connection and forgets it. */
export async function dropConnection(
  ports: PushPorts,
  to: Connection,
  why: 'gone' | 'slow' | 'signed_out',
): Promise<void> {
  if (why !== 'gone') await ports.pusher.end(to.id);
  await ports.connections.remove(to.id);
  ports.journal.info('socket.dropped', { connection_id: to.id, operator: to.operator, why });
}
