import { ScreenFrame } from '../../shared/contracts/screen-frames.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { hashOfTicket } from '../../shared/domain/ticket.ts';
import type { ScreenRates } from '../../shared/edge/screen-rates.ts';
import { type SocketEvent, socketEdge } from '../../shared/edge/socket-edge.ts';
import {
  closeSocket,
  cutSocket,
  heedScreen,
  openSocket,
  type SocketPorts,
} from '../../shared/usecases/attend-socket.ts';

export type SocketDoor = SocketPorts & { rates: ScreenRates };

/** The door for sockets: lets them in by their tickets, and heeds what screens send. */
export function socketDoor(door: SocketDoor) {
  return socketEdge(door.journal, (event) => {
    // The route is what a frame may name, the type is not.
    const { eventType, connectionId } = event.requestContext;
    if (eventType === 'CONNECT') return openSocket(door, connectionId, ticketHash(event));
    if (eventType === 'DISCONNECT') return leave(door, connectionId);
    return heed(door, connectionId, event.body ?? '');
  });
}

function ticketHash({ queryStringParameters }: SocketEvent): string | undefined {
  const ticket = queryStringParameters?.['ticket'];
  return ticket && ticket.length <= LIMITS.ticketCharacters ? hashOfTicket(ticket) : undefined;
}

function leave(door: SocketDoor, connectionId: string): Promise<void> {
  door.rates.forget(connectionId);
  return closeSocket(door, connectionId);
}

/** Who sends too much, too fast or what is no JSON is cut; a frame that is not known is a later version's. */
async function heed(door: SocketDoor, connectionId: string, body: string): Promise<void> {
  if (!door.rates.admits(connectionId, door.clock.wall())) return cutSocket(door, connectionId, 'too_fast');
  if (Buffer.byteLength(body) > LIMITS.screenFrameBytes) return cutSocket(door, connectionId, 'too_large');
  const sent = parsed(body);
  if (sent === undefined) return cutSocket(door, connectionId, 'not_json');
  const frame = ScreenFrame.safeParse(sent);
  if (frame.success) await heedScreen(door, connectionId, frame.data);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
