import { LIMITS } from '../domain/limits.ts';
import type { Staff } from '../domain/operator.ts';
import { hashOfTicket, TICKET_ENTROPY_BYTES, ticketFrom } from '../domain/ticket.ts';
import type { Clock, Tickets } from '../ports.ts';

export interface TicketPorts {
  tickets: Pick<Tickets, 'issue'>;
  clock: Pick<Clock, 'wall'>;
  secretBytes: (count: number) => Uint8Array;
}

/** A ticket that opens one socket for somebody, soon. A browser cannot send a header with a socket, and a token in a URL stays in logs. */
export async function issueTicket(
  { tickets, clock, secretBytes }: TicketPorts,
  { id, role }: Staff,
): Promise<{ ticket: string; expiresInS: number }> {
  const ticket = ticketFrom(secretBytes(TICKET_ENTROPY_BYTES));
  const expires = clock.wall() + LIMITS.ticketSeconds * 1000;
  await tickets.issue({ hash: hashOfTicket(ticket), operator: id, role, expires });
  return { ticket, expiresInS: LIMITS.ticketSeconds };
}
