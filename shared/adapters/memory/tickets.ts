import type { Ticket } from '../../domain/connection.ts';
import type { Tickets } from '../../ports.ts';

/** Tickets that open a socket, in memory. */
export class MemoryTickets implements Tickets {
  readonly #rows = new Map<string, Ticket>();

  async issue(ticket: Ticket): Promise<void> {
    this.#rows.set(ticket.hash, { ...ticket });
  }

  async redeem(hash: string, wallNow: number): Promise<Pick<Ticket, 'operator' | 'role'> | undefined> {
    const ticket = this.#rows.get(hash);
    this.#rows.delete(hash);
    if (!ticket || ticket.expires <= wallNow) return undefined;
    return { operator: ticket.operator, role: ticket.role };
  }
}
