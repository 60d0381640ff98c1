import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../shared/contracts/policy.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Message } from '../../shared/domain/message.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import {
  dryRunPolicy,
  type PolicyDryRun,
  type PolicyDryRunPorts,
} from '../../shared/usecases/dry-run-policy.ts';
import { PARTNER, SECOND } from '../builders.ts';
import { aDesk, incoming } from './desk.ts';
import { PlayedWakeUps } from './handbook-desk.ts';

const four = { escalation: { requests: { count: 4 } } };

/** A desk whose clients have asked for their link so often. */
async function aDeskOf(clients: Record<string, number>, partner = PARTNER) {
  const desk = aDesk({ pace: 'immediate', rate: undefined });
  desk.classifier.usual = { scenario: 'REVIEW_BONUS' };
  const armedWakeUps = new PlayedWakeUps();
  for (const [client_id, times] of Object.entries(clients)) {
    const conversation_id = conversationId(partner, client_id);
    for (let n = 0; n < times; n++) {
      desk.clock.advance(SECOND);
      await acceptMessage(desk.accept, incoming({ partner, client_id, text: `Ссылка ${n}` }));
      await answerConversation(desk.answer, { conversation_id });
    }
    armedWakeUps.all.push({ conversation_id, at: desk.clock.business() });
  }
  const { conversations, handbooks } = desk;
  const ports: PolicyDryRunPorts = { conversations, handbooks, armedWakeUps, readPolicy };
  const run = (over: Partial<PolicyDryRun> = {}) =>
    dryRunPolicy(ports, { changes: four, limit: 50, ...over });
  return { ...desk, armedWakeUps, ports, run };
}

describe('a dry run', () => {
  it('counts what would be decided otherwise, and shows it', async () => {
    const { run } = await aDeskOf({ anna: 3, boris: 2 });
    const found = await run();
    expect(found).toEqual({
      conversations: 2,
      turns: 5,
      changed: 1,
      reasons: { none: { before: 4, after: 5 }, repeated_requests: { before: 1, after: 0 } },
      items: [expect.objectContaining({ partner: PARTNER, client_id: 'anna' })],
      next: undefined,
    });
    expect(found.items[0]).toMatchObject({
      conversation_id: conversationId(PARTNER, 'anna'),
      before: { reason: 'repeated_requests', escalated: true },
      after: { reason: null, escalated: false },
    });
  });

  it('of the policy in force finds nothing', async () => {
    const { run } = await aDeskOf({ anna: 3 });
    expect(await run({ changes: {} })).toMatchObject({ turns: 3, changed: 0, items: [] });
  });

  it('sets the changed policy against the one in force, not the shipped one', async () => {
    const desk = await aDeskOf({ anna: 3 });
    const { handbook } = desk.handbooks;
    const { policy = handbook.policy } = readPolicy(four);
    desk.handbooks.handbook = { ...handbook, policy };
    expect(await desk.run()).toMatchObject({ changed: 0 });
    expect(await desk.run({ changes: {} })).toMatchObject({ changed: 1 });
  });

  it('says what is published, on either side', async () => {
    const desk = await aDeskOf({ anna: 3 });
    const published = { REVIEW_BONUS: { version: 2, texts: { ru: 'Вот: {x}' } } };
    desk.handbooks.handbook = { ...desk.handbooks.handbook, published };
    expect(await desk.run({ changes: {} })).toMatchObject({ turns: 3, changed: 0 });
  });

  it('refuses what could not be published, with the same places', async () => {
    const { run } = await aDeskOf({});
    await expect(
      run({ changes: { escalation: { requests: { count: 0 } }, shout: 1 } }),
    ).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ path: 'policy.escalation.requests.count' }, { path: 'policy' }],
    });
  });

  it('writes nothing, and asks nothing but what it needs', async () => {
    const desk = await aDeskOf({ anna: 3 });
    const asked = new Set<string>();
    const watched = new Proxy(desk.conversations, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        asked.add(String(name));
        return member.bind(target);
      },
    });
    const before = await desk.conversations.head(conversationId(PARTNER, 'anna'));
    const lines = desk.journal.lines.length;
    for (const over of [{}, { partner: PARTNER, client_id: 'anna' }])
      await dryRunPolicy({ ...desk.ports, conversations: watched }, { changes: four, limit: 50, ...over });
    expect([...asked].toSorted()).toEqual(['head', 'history', 'profile']);
    expect(await desk.conversations.head(conversationId(PARTNER, 'anna'))).toEqual(before);
    expect(desk.journal.lines).toHaveLength(lines);
  });
});

describe('whose conversations', () => {
  it('one client’s, armed or not', async () => {
    const desk = await aDeskOf({ anna: 3, boris: 3 });
    desk.armedWakeUps.all.length = 0;
    const found = await desk.run({ partner: PARTNER, client_id: 'boris' });
    expect([found.conversations, found.items.map(({ client_id }) => client_id)]).toEqual([1, ['boris']]);
  });

  it.each([
    ['a client whom nobody knows', { partner: PARTNER, client_id: 'nobody' }],
    ['a client of another partner', { partner: 'other', client_id: 'anna' }],
    ['another partner’s', { partner: 'other' }],
  ])('%s are none', async (_, whose) => {
    const { run } = await aDeskOf({ anna: 3 });
    const nothing = { conversations: 0, turns: 0, changed: 0, reasons: {}, items: [], next: undefined };
    expect(await run(whose)).toEqual(nothing);
  });

  it.each([1, 2, 3, 50])('all that are armed, page by page of %i, each once', async (limit) => {
    const { run, armedWakeUps } = await aDeskOf({ anna: 1, boris: 1, clara: 1 });
    const ids = armedWakeUps.all.map(({ conversation_id }) => conversation_id).toSorted();
    const twice = ids.flatMap((conversation_id) => [1, 2].map((at) => ({ conversation_id, at })));
    armedWakeUps.all.splice(0, armedWakeUps.all.length, ...twice);
    let seen = 0;
    for (let after: PolicyDryRun['after'] | 'first' = 'first'; after; ) {
      const { conversations, next } = await run({ limit, after: after === 'first' ? undefined : after });
      seen += conversations;
      after = next;
    }
    expect(seen).toBe(3);
  });
});

describe('work that ends', () => {
  it('of a long conversation only the newest rows are read, at once', async () => {
    const desk = await aDeskOf({ anna: 1 });
    const pages: object[] = [];
    const conversations = {
      head: (id: string) => desk.conversations.head(id),
      profile: (id: string) => desk.conversations.profile(id),
      history: (id: string, page: Parameters<typeof desk.conversations.history>[1]) => {
        pages.push(page);
        return desk.conversations.history(id, page);
      },
    };
    await dryRunPolicy({ ...desk.ports, conversations }, { changes: {}, limit: 50 });
    expect(pages).toEqual([{ limit: LIMITS.dryRunRows, broughtBack: true }]);
    expect(LIMITS.dryRunRows).toBeLessThanOrEqual(LIMITS.historyPageMost);
  });

  it('all turns are counted, and at most fifty shown', async () => {
    const desk = await aDeskOf({ anna: 60 });
    const off = { scenarios: { REVIEW_BONUS: { enabled: false } } };
    const { turns, changed, items } = await desk.run({ changes: off });
    expect([turns, changed, items.length]).toEqual([60, 60, LIMITS.dryRunItems]);
  });

  it('a message whose row is gone leaves out its turn alone', async () => {
    const desk = await aDeskOf({ anna: 3 });
    const { history } = desk.conversations;
    const isFirst = (message: Message) => message.text === 'Ссылка 0';
    desk.conversations.history = async (...asked) =>
      (await history.apply(desk.conversations, asked)).filter(
        (item) => item.kind !== 'message' || !isFirst(item.message),
      );
    expect(await desk.run()).toMatchObject({ turns: 2, changed: 1 });
  });
});
