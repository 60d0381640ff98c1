import type { Ticket } from '../../domain/connection.ts';
import type { Tickets } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** Tickets that open a socket, by the hash of each; their rows live by wall time. */
export class DynamoTickets implements Tickets {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async issue({ hash, ...ticket }: Ticket): Promise<void> {
    const row = { ...keys.ticket(hash), kind: 'ticket', ...ticket };
    await this.#table.put({ ...row, clock: 'wall', expires_at: expiry(ticket.expires) });
  }

  async redeem(hash: string, wallNow: number): Promise<Pick<Ticket, 'operator' | 'role'> | undefined> {
    const row = await this.#table.takeAway(keys.ticket(hash));
    if (!row || Number(row['expires']) <= wallNow) return undefined;
    const { operator, role } = row as unknown as Ticket;
    return { operator, role };
  }
}
