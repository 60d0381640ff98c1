import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoIncidentLinks } from '../../shared/adapters/dynamo/incident-links.ts';
import { DynamoIncidents } from '../../shared/adapters/dynamo/incident-store.ts';
import { MemoryIncidentLinks, MemoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { conversationId, incidentId } from '../../shared/domain/ids.ts';
import { boardWith, EMPTY_BOARD } from '../../shared/domain/incident-board.ts';
import type { IncidentLinks, Incidents, ToldClients } from '../../shared/ports.ts';
import { NOW, PARTNER } from '../builders.ts';
import { anIncident } from '../incidents.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const idOf = (n: number) => incidentId(NOW + n, new Uint8Array(10).fill(n));

/** What every store of incidents must do; each case goes on from where the one before ended. */
function describeIncidents(store: () => Incidents): void {
  it('have an empty board at first', async () => {
    expect(await store().board()).toEqual(EMPTY_BOARD);
    expect(await store().incident(idOf(1))).toBeUndefined();
    expect(await store().keep(anIncident({ id: idOf(1) }), anIncident({ id: idOf(1) }))).toBe('conflict');
  });

  it('are put together with the board, if nobody has changed that since', async () => {
    const [one, other] = [anIncident({ id: idOf(1) }), anIncident({ id: idOf(2) })];
    const both = await Promise.all(
      [one, other].map((it) => store().change(0, boardWith(EMPTY_BOARD, it, NOW), it)),
    );
    expect(both.toSorted()).toEqual(['conflict', 'written']);
    const board = await store().board();
    expect(board.open).toHaveLength(1);
    expect(await store().incident(board.open[0]?.id ?? '')).toMatchObject({
      revision: 1,
      state: 'suspected',
    });
    const left = await Promise.all([one, other].map(({ id }) => store().incident(id)));
    expect(left.filter(Boolean)).toHaveLength(1);
  });

  it('keep how far their work is, which the board does not know of, and then refuse what was decided before', async () => {
    const board = await store().board();
    const seen = await store().incident(board.open[0]?.id ?? '');
    if (!seen) throw new Error('there is none');
    const next = { ...seen, settled: { linked: 3, closed: 1 } };
    expect(await store().keep(seen, next)).toBe('written');
    expect(await store().keep(seen, next)).toBe('conflict');
    expect(await store().incident(seen.id)).toEqual({ ...next, revision: 2 });
    expect((await store().board()).revision).toBe(board.revision);
    expect(await store().change(board.revision, boardWith(board, seen, NOW), seen)).toBe('conflict');
    const fresh = { ...next, revision: 2, state: 'resolved' as const, ended_at: NOW };
    expect(await store().change(board.revision, boardWith(board, fresh, NOW), fresh)).toBe('written');
    expect((await store().board()).open).toEqual([]);
  });

  it('are changed two at a time or not at all', async () => {
    const [first, other] = [anIncident({ id: idOf(-2) }), anIncident({ id: idOf(-1) })];
    const board = await store().board();
    await store().change(board.revision, { ...board, revision: board.revision + 1 }, first, other);
    const [one, two] = await Promise.all([first, other].map(({ id }) => store().incident(id)));
    if (!one || !two) throw new Error('both are there');
    await store().keep(two, { ...two, settled: { linked: 0, closed: 0 } });
    const then = await store().board();
    const after = { ...then, revision: then.revision + 1 };
    const fresh = { ...one, state: 'merged' as const, merged_into: two.id };
    expect(await store().change(then.revision, after, fresh, two)).toBe('conflict');
    expect(await store().incident(one.id)).toEqual(one);
    const known = { ...two, revision: two.revision + 1, merged: [one.id] };
    expect(await store().change(then.revision, after, fresh, known)).toBe('written');
    expect(await store().incident(one.id)).toMatchObject({ state: 'merged', merged_into: two.id });
    expect(await store().incident(two.id)).toMatchObject({ merged: [one.id] });
  });

  it('are listed newest first, from behind one on', async () => {
    for (const n of [3, 4, 5]) {
      const board = await store().board();
      const incident = anIncident({ id: idOf(n) });
      await store().change(board.revision, boardWith(board, incident, NOW), incident);
    }
    const newest = await store().incidents({ limit: 2 });
    expect(newest.map(({ id }) => id)).toEqual([idOf(5), idOf(4)]);
    const older = await store().incidents({ limit: 5, before: idOf(4) });
    expect(older).toHaveLength(4);
    expect(older[0]?.id).toBe(idOf(3));
  });
}

/** What every list of reporters, and of who was told, must do. */
function describeLinks(store: () => IncidentLinks & ToldClients): void {
  const INCIDENT = idOf(7);
  const clients = Array.from({ length: 40 }, (_, n) => conversationId(PARTNER, `client-${n}`));
  const pages = async <T>(read: (after?: string) => Promise<{ items: T[]; next?: string | undefined }>) => {
    const items: T[] = [];
    for (let after: string | undefined, rounds = 0; rounds < 99; rounds++) {
      const page = await read(after);
      items.push(...page.items);
      if (page.next === undefined) return items;
      after = page.next;
    }
    throw new Error('it never ends');
  };

  it('holds each client once, and counts them', async () => {
    for (const conversation_id of clients) {
      const link = { incident_id: INCIDENT, conversation_id, at: NOW };
      expect(await store().link(link)).toBe('written');
      expect(await store().link(link)).toBe('known');
    }
    expect(await store().count(INCIDENT)).toBe(clients.length);
    expect(await store().count(idOf(8))).toBe(0);
  });

  it('tells which of some clients it holds', async () => {
    const stranger = conversationId(PARTNER, 'stranger');
    const found = await store().linkedAmongst(INCIDENT, [...clients.slice(0, 3), stranger]);
    expect(found.map(({ conversation_id }) => conversation_id).toSorted()).toEqual(
      clients.slice(0, 3).toSorted(),
    );
    expect(await store().linkedAmongst(INCIDENT, [])).toEqual([]);
  });

  it.each([1, 3, 7, 100])('is read in pages of %i, each client once', async (limit) => {
    const found = await pages((after) => store().linked(INCIDENT, { limit, after }));
    expect(found.map(({ conversation_id }) => conversation_id).toSorted()).toEqual(clients.toSorted());
    expect(found[0]).toMatchObject({ incident_id: INCIDENT, at: NOW });
  });

  it('lets one tell of two, whatever happens, and that one again', async () => {
    const [conversation_id = ''] = clients;
    const told = { incident_id: INCIDENT, stage: 'notice' as const, conversation_id, at: NOW };
    const both = await Promise.all(['answer', 'brd_1'].map((by) => store().reserve({ ...told, by })));
    const [winner] = both.flatMap((it) => it ?? []);
    expect(both.filter((it) => it === undefined)).toHaveLength(1);
    expect(await store().reserve({ ...told, by: winner?.by ?? '', at: NOW + 1 })).toBeUndefined();
    expect(await store().reserve({ ...told, by: 'brd_2' })).toEqual(winner);
    expect(await store().reserve({ ...told, stage: 'restore', by: 'brd_2' })).toBeUndefined();
  });

  it('lets a reservation that came to nothing be taken over once, and none that has changed', async () => {
    const [, conversation_id = ''] = clients;
    const first = { incident_id: INCIDENT, stage: 'notice' as const, conversation_id, at: NOW, by: 'answer' };
    await store().reserve(first);
    const [one, other] = ['brd_1', 'brd_2'].map((by) => ({ ...first, by, at: NOW + 60_000 }));
    if (!one || !other) throw new Error('there are two');
    expect(await store().takeOver(one, { ...first, at: NOW - 1 })).toBe(false);
    expect(await store().takeOver(one, first)).toBe(true);
    expect(await store().takeOver(other, first)).toBe(false);
    expect(await store().reserve(other)).toEqual(one);
    expect(await store().reserve(one)).toBeUndefined();
  });

  it('tells who of some was told, and all who were', async () => {
    const those = clients.slice(0, 20);
    for (const conversation_id of those)
      await store().reserve({
        incident_id: INCIDENT,
        stage: 'notice',
        conversation_id,
        at: NOW,
        by: 'brd_1',
      });
    const amongst = await store().amongst(INCIDENT, 'notice', clients.slice(15, 25));
    expect(amongst.map(({ conversation_id }) => conversation_id).toSorted()).toEqual(
      clients.slice(15, 20).toSorted(),
    );
    expect(await store().amongst(INCIDENT, 'notice', [])).toEqual([]);
    const all = await pages((after) => store().told(INCIDENT, 'notice', { limit: 3, after }));
    expect(all.map(({ conversation_id }) => conversation_id).toSorted()).toEqual(those.toSorted());
  });
}

describe('in memory', () => {
  const [incidents, links] = [new MemoryIncidents(), new MemoryIncidentLinks()];
  describe('incidents', () => describeIncidents(() => incidents));
  describe('a list', () => describeLinks(() => links));
});

describe('in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());
  describe('incidents', () => describeIncidents(() => new DynamoIncidents(real.table)));
  describe('a list', () => describeLinks(() => new DynamoIncidentLinks(real.table)));
});
