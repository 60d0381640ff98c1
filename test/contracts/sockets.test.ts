import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoConnections } from '../../shared/adapters/dynamo/connection-store.ts';
import { DynamoTickets } from '../../shared/adapters/dynamo/ticket-store.ts';
import { MemoryConnections } from '../../shared/adapters/memory/connections.ts';
import { MemoryTickets } from '../../shared/adapters/memory/tickets.ts';
import type { Connection, Ticket } from '../../shared/domain/connection.ts';
import type { Connections, Tickets } from '../../shared/ports.ts';
import { MINUTE, NOW, SECOND } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const aTicket = (over: Partial<Ticket> = {}): Ticket => ({
  hash: 'a'.repeat(64),
  operator: 'operator_001',
  role: 'operator',
  expires: NOW + 30 * SECOND,
  ...over,
});

/** What every store of tickets must do. */
function describeTickets(make: () => Tickets): void {
  it('opens for whoever it was given to, once', async () => {
    const store = make();
    const [one, other] = [aTicket(), aTicket({ hash: 'b', operator: 'admin_001', role: 'admin' })];
    for (const ticket of [one, other]) await store.issue(ticket);
    const both = await Promise.all([store.redeem(one.hash, NOW), store.redeem(one.hash, NOW)]);
    expect(both.filter(Boolean)).toEqual([{ operator: 'operator_001', role: 'operator' }]);
    expect(await store.redeem(other.hash, NOW)).toEqual({ operator: 'admin_001', role: 'admin' });
    expect(await store.redeem(other.hash, NOW)).toBeUndefined();
  });

  it('opens to the last moment of its time, and is gone if it comes too late', async () => {
    const store = make();
    const { hash, expires } = aTicket();
    await store.issue(aTicket());
    expect(await store.redeem(hash, expires - 1)).toBeDefined();
    await store.issue(aTicket());
    expect(await store.redeem(hash, expires)).toBeUndefined();
    expect(await store.redeem(hash, expires - 1)).toBeUndefined();
  });

  it('knows no ticket that was never given out', async () => {
    expect(await make().redeem('none', NOW)).toBeUndefined();
  });
}

const aConnection = (id: string, over: Partial<Connection> = {}): Connection => ({
  id,
  operator: 'operator_001',
  role: 'operator',
  since: NOW,
  until: NOW + MINUTE,
  ...over,
});

/** What every store of connections must do; it is asked once, since it holds those of the whole desk. */
function describeConnections(make: () => Connections): void {
  it('lists those that are open, with what is on their screens', async () => {
    const store = make();
    expect(await store.all()).toEqual([]);
    const [one, other] = [aConnection('L0SM9cOFvHcCIhw='), aConnection('b=', { role: 'admin' })];
    for (const connection of [one, other]) await store.put(connection);
    expect(await store.view(one.id, 'cnv_1')).toBe(true);
    const viewing = { ...one, viewing: 'cnv_1' };
    expect(await store.connection(one.id)).toEqual(viewing);
    expect((await store.all()).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([viewing, other]);

    expect(await store.view(one.id, undefined)).toBe(true);
    expect(await store.connection(one.id)).toEqual(one);
    await store.remove(other.id);
    await store.remove(other.id);
    expect(await store.all()).toEqual([one]);
  });

  it('makes none of what is on the screen of one that is gone', async () => {
    const store = make();
    expect(await store.view('gone', 'cnv_1')).toBe(false);
    expect(await store.connection('gone')).toBeUndefined();
  });
}

describe('tickets, in memory', () => describeTickets(() => new MemoryTickets()));
describe('connections, in memory', () => describeConnections(() => new MemoryConnections()));

describe('in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describe('tickets', () => describeTickets(() => new DynamoTickets(real.table)));
  describe('connections', () => describeConnections(() => new DynamoConnections(real.table)));

  it('both kinds of row live by wall time, and say so', async () => {
    await new DynamoTickets(real.table).issue(aTicket());
    await new DynamoConnections(real.table).put(aConnection('one'));
    const rows = await real.table.getMany([
      { pk: `TICKET#${aTicket().hash}`, sk: 'TICKET' },
      { pk: 'SOCKETS', sk: 'S#one' },
    ]);
    expect(rows.map(({ clock, expires_at }) => [clock, expires_at]).sort()).toEqual(
      [
        ['wall', (NOW + 30 * SECOND) / SECOND],
        ['wall', (NOW + MINUTE) / SECOND],
      ].sort(),
    );
    // A ticket is kept by its hash, and nothing of the row tells the ticket.
    expect(rows).toHaveLength(2);
  });
});
