import { type Connection, crowdedOut, liveAt, presenceOf } from '../domain/connection.ts';
import { Fault } from '../domain/errors.ts';
import type { Frame, ScreenFrame } from '../domain/frame.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Operator } from '../domain/operator.ts';
import type { Connections, Operators, Tickets } from '../ports.ts';
import { type PushPorts, pushFrames } from './push-frames.ts';

export type SocketPorts = PushPorts & {
  connections: Connections;
  tickets: Pick<Tickets, 'redeem'>;
  operators: Pick<Operators, 'operator'>;
};

/**
 * Lets in who shows a ticket, once. The connection is noted before it is open, so that no change falls between.
 * @throws Fault auth.missing, auth.invalid, dependency.unavailable
 */
export async function openSocket(
  ports: SocketPorts,
  id: string,
  ticketHash: string | undefined,
): Promise<void> {
  if (ticketHash === undefined) throw new Fault('auth.missing', 'a ticket is needed');
  const since = ports.clock.wall();
  const holder = await holderOf(ports, ticketHash, since);
  if (!holder) throw new Fault('auth.invalid', 'the ticket is unknown, used or too old');
  const others = liveAt(since, await ports.connections.all());
  if (others.length >= LIMITS.connections)
    throw new Fault('dependency.unavailable', 'there are too many connections', { retryAfterS: 60 });
  const tooMany = crowdedOut(others, holder.id, LIMITS.connectionsOfOne);
  await Promise.all(tooMany.map((one) => cutSocket(ports, one.id, 'crowded')));
  const whose = { operator: holder.id, role: holder.role };
  const fresh: Connection = { id, ...whose, since, until: since + LIMITS.connectionWall };
  await ports.connections.put(fresh);
  const there = others.filter((one) => !tooMany.includes(one));
  await showPresence(ports, there, [...there, fresh]);
}

/** Whose the ticket was, as that person stands now: access may have been taken away since. */
async function holderOf(ports: SocketPorts, hash: string, now: number): Promise<Operator | undefined> {
  const ticket = await ports.tickets.redeem(hash, now);
  const holder = ticket && (await ports.operators.operator(ticket.operator));
  return holder && holder.disabled_at === undefined && !holder.must_change ? holder : undefined;
}

export async function closeSocket(ports: SocketPorts, id: string): Promise<void> {
  await ports.connections.remove(id);
  const left = await connected(ports);
  await showPresence(ports, left, left);
}

/** Does what a screen asks for. Whom there is no row of is cut: its client comes back and is known again. */
export async function heedScreen(ports: SocketPorts, id: string, frame: ScreenFrame): Promise<void> {
  if (frame.type === 'ping') return answerPing(ports, id);
  if (frame.type === 'viewing') return noteView(ports, id, frame.conversation_id ?? undefined);
  return showTyping(ports, id, frame.conversation_id);
}

/** Ends a connection that asks for more than it may, or that nothing is known of. */
export async function cutSocket(ports: SocketPorts, id: string, why: string): Promise<void> {
  ports.journal.warn('socket.cut', { connection_id: id, why });
  await ports.pusher.end(id);
  await ports.connections.remove(id);
}

/** So a connection without a row, which would never be told anything, lives no longer than to its next ping. */
async function answerPing(ports: SocketPorts, id: string): Promise<void> {
  if (!(await ports.connections.connection(id))) return cutSocket(ports, id, 'unknown');
  const at = ports.clock.wall();
  await ports.pusher.push(id, { type: 'pong', at, conversation_id: null, version: null, data: {} });
}

async function noteView(ports: SocketPorts, id: string, conversation: string | undefined): Promise<void> {
  if (!(await ports.connections.view(id, conversation))) return cutSocket(ports, id, 'unknown');
  const all = await connected(ports);
  await showPresence(ports, all, all);
}

/** To the others who have the conversation on their screens. */
async function showTyping(ports: SocketPorts, id: string, conversation_id: string): Promise<void> {
  const all = await connected(ports);
  const typist = all.find((one) => one.id === id);
  if (!typist) return cutSocket(ports, id, 'unknown');
  const { operator } = typist;
  const at = ports.clock.wall();
  const frame: Frame = { type: 'typing', at, conversation_id, version: null, data: { operator } };
  const watching = all.filter((one) => one.viewing === conversation_id && one.operator !== operator);
  await pushFrames(
    ports,
    watching.map((to) => ({ to, letters: [[frame]] })),
  );
}

async function connected(ports: SocketPorts): Promise<Connection[]> {
  return liveAt(ports.clock.wall(), await ports.connections.all());
}

/** All of it to each of them: of two such frames the later one holds, by `at`. */
async function showPresence(
  ports: SocketPorts,
  to: readonly Connection[],
  there: readonly Connection[],
): Promise<void> {
  const at = ports.clock.wall();
  const frame: Frame = {
    type: 'presence',
    at,
    conversation_id: null,
    version: null,
    data: presenceOf(there),
  };
  await pushFrames(
    ports,
    to.map((one) => ({ to: one, letters: [[frame]] })),
  );
}
