import type { Role } from './operator.ts';

/** An open socket of somebody at the desk. Times are epoch milliseconds of wall time: sockets live by no other. */
export interface Connection {
  id: string;
  operator: string;
  role: Role;
  since: number;
  /** By then it is cut, whatever happens, so a row that outlives it is nobody's. */
  until: number;
  /** The conversation on its screen. */
  viewing?: string | undefined;
}

/** Opens one socket, once and soon: what stands behind its hash. */
export interface Ticket {
  /** SHA-256 of the ticket, hex. */
  hash: string;
  operator: string;
  role: Role;
  /** Wall time. */
  expires: number;
}

/** Who is at the desk, and what each of them looks at: all of it every time, so that no frame builds on another. */
export interface Presence {
  operators: { id: string; viewing: string[] }[];
}

/** By operator, whatever the order the connections come in; somebody with two tabs is there once. */
export function presenceOf(connections: readonly Connection[]): Presence {
  const seen = new Map<string, Set<string>>();
  for (const { operator, viewing } of connections) {
    const views = seen.get(operator) ?? new Set();
    if (viewing !== undefined) views.add(viewing);
    seen.set(operator, views);
  }
  const operators = [...seen].map(([id, views]) => ({ id, viewing: [...views].sort() }));
  return { operators: operators.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Those that are not cut yet. */
export function liveAt(now: number, connections: readonly Connection[]): Connection[] {
  return connections.filter(({ until }) => until > now);
}

/** The oldest of an operator's connections that must go so that one more has room. */
export function crowdedOut(connections: readonly Connection[], operator: string, most: number): Connection[] {
  const own = connections.filter((one) => one.operator === operator).sort((a, b) => a.since - b.since);
  return own.slice(0, Math.max(0, own.length + 1 - most));
}
