import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoAudiences } from '../../shared/adapters/dynamo/audience-store.ts';
import { DynamoBroadcastPace } from '../../shared/adapters/dynamo/broadcast-pace.ts';
import { DynamoBroadcasts } from '../../shared/adapters/dynamo/broadcast-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import {
  MemoryAudiences,
  MemoryBroadcastPace,
  MemoryBroadcasts,
} from '../../shared/adapters/memory/broadcasts.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { begun } from '../../shared/domain/broadcast.ts';
import type { NoticeText } from '../../shared/domain/desk-text.ts';
import { broadcastId, conversationId, noticeId } from '../../shared/domain/ids.ts';
import type { Audiences, BroadcastPace, Broadcasts, Conversations } from '../../shared/ports.ts';
import { anAdmission, anId, NOW } from '../builders.ts';
import { aPlan } from '../usecases/telling.ts';
import { type RealTable, startRealTable } from './real-table.ts';

let made = 0;
const aBroadcast = (incident_id: string | null = null) => {
  made += 1;
  return begun(aPlan({ id: broadcastId(NOW + made, 'contract'), incident_id, at: NOW + made }));
};
const clients = (count: number) =>
  Array.from({ length: count }, (_, at) => conversationId('demo', `contract-${at}`));

interface Stores {
  broadcasts: Broadcasts;
  audiences: Audiences;
  pace: BroadcastPace;
  conversations: Conversations;
}

/** What every store of broadcasts must do, whatever it is made of. */
function describeBroadcasts(make: () => Stores): void {
  it('puts one once, and knows it by its id', async () => {
    const { broadcasts } = make();
    const one = aBroadcast();
    await broadcasts.put(one);
    await broadcasts.put({ ...one, state: 'done' });
    expect(await broadcasts.broadcast(one.id)).toEqual(one);
    expect(await broadcasts.broadcast(aBroadcast().id)).toBeUndefined();
  });

  it('keeps what follows from the revision that was seen, and nothing that follows from an older one', async () => {
    const { broadcasts } = make();
    const one = aBroadcast();
    await broadcasts.put(one);
    expect(await broadcasts.save(one, { ...one, step: 1 })).toBe('written');
    expect(await broadcasts.save(one, { ...one, state: 'paused' })).toBe('conflict');
    expect(await broadcasts.broadcast(one.id)).toEqual({ ...one, step: 1, revision: 1 });
  });

  it('lists them newest first, page by page, and those of an incident', async () => {
    const { broadcasts } = make();
    const incident = `inc_${made}`;
    const three = [aBroadcast(incident), aBroadcast(), aBroadcast(incident)];
    for (const one of three) await broadcasts.put(one);
    const [first, second, third] = three.map(({ id }) => id);
    const page = await broadcasts.list({ limit: 2 });
    expect(page.map(({ id }) => id)).toEqual([third, second]);
    const [next] = await broadcasts.list({ limit: 1, before: second });
    expect(next?.id).toBe(first);
    expect(await broadcasts.ofIncident(incident)).toEqual([third, first]);
  });

  it('adds a client to an audience once, and in a step that is repeated again', async () => {
    const { audiences } = make();
    const { id } = aBroadcast();
    const [one = '', two = ''] = clients(2);
    expect(await audiences.add(id, one, 3)).toBe('added');
    expect(await audiences.add(id, one, 3)).toBe('added');
    expect(await audiences.add(id, one, 4)).toBe('known');
    expect(await audiences.known(id, [one, two], 4)).toEqual(new Set([one]));
    expect(await audiences.known(id, [one, two], 3)).toEqual(new Set());
    expect(await audiences.known(aBroadcast().id, [one], 4)).toEqual(new Set());
  });

  it.each([1, 7, 23, 24, 100])('gives an audience out in pages of %i, each client once', async (limit) => {
    const { audiences } = make();
    const { id } = aBroadcast();
    const all = clients(23);
    for (const client of all) await audiences.add(id, client, 0);
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await audiences.page(id, { limit, after });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    expect(found.toSorted()).toEqual(all.toSorted());
  });

  it('knows heads and profiles of those that are there', async () => {
    const { audiences, conversations } = make();
    const conversation_id = conversationId('demo', `recipient-${made}`);
    await conversations.admit(undefined, anAdmission({ conversation_id, id: anId(NOW, 1, conversation_id) }));
    await conversations.putProfile(conversation_id, { notices: false }, NOW);
    const [found, ...others] = await audiences.recipients([
      conversation_id,
      conversationId('demo', 'nobody'),
    ]);
    expect([found?.head.id, found?.profile, others]).toEqual([conversation_id, { notices: false }, []]);
  });

  it('puts a notice on a head once, as long as nobody has said anything since', async () => {
    const { conversations } = make();
    made += 1;
    const conversation_id = conversationId('demo', `announced-${made}`);
    const admitted = anAdmission({ conversation_id, id: anId(NOW, 1, conversation_id) });
    await conversations.admit(undefined, admitted);
    const head = (await conversations.head(conversation_id))!;
    const text: NoticeText = {
      id: noticeId(NOW, conversation_id, 'inc', 'notice'),
      conversation_id,
      source: 'broadcast',
      broadcast: 'brd_1',
      language: 'ru',
      expires: NOW + 5,
      decided_at: NOW,
      in_reply_to: head.last.id,
      text: 'Сайт не открывается.',
      sequence: head.sequence + 1,
      due: NOW + 1,
      tenure: head.tenure,
    };
    expect(await conversations.announce(head, text)).toBe('written');
    expect(await conversations.announce(head, text)).toBe('conflict');
    const then = await conversations.head(conversation_id);
    expect(then).toMatchObject({ sequence: 1, last_due: NOW + 1, pending: head.pending });
    expect(then?.outbox[text.id]).toMatchObject({
      source: 'broadcast',
      broadcast: 'brd_1',
      expires: NOW + 5,
    });
  });

  it('gives every moment of a channel to one, from now on', async () => {
    const { pace } = make();
    made += 1;
    const channel = `bot:${made}` as const;
    expect(await pace.take(channel, 4, 50, NOW)).toBe(NOW);
    expect(await pace.take(channel, 2, 50, NOW + 10)).toBe(NOW + 200);
    expect(await pace.take(`bot:other-${made}`, 1, 50, NOW)).toBe(NOW);
    expect(await pace.take(channel, 1, 50, NOW + 1000)).toBe(NOW + 1000);
    const taken = await Promise.all(Array.from({ length: 5 }, () => pace.take(channel, 1, 50, NOW + 1000)));
    expect(taken.toSorted()).toEqual([1, 2, 3, 4, 5].map((at) => NOW + 1000 + at * 50));
  });
}

describe('broadcasts in memory', () => {
  describeBroadcasts(() => {
    const conversations = new MemoryConversations();
    return {
      broadcasts: new MemoryBroadcasts(),
      audiences: new MemoryAudiences(conversations),
      pace: new MemoryBroadcastPace(),
      conversations,
    };
  });
});

describe('broadcasts in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeBroadcasts(() => ({
    broadcasts: new DynamoBroadcasts(real.table),
    audiences: new DynamoAudiences(real.table, { business: () => NOW }),
    pace: new DynamoBroadcastPace(real.table),
    conversations: new DynamoConversations(real.table),
  }));
});
