import { describe, expect, it } from 'vitest';
import type { Escalation, Head } from '../../shared/domain/conversation.ts';
import { entryOf } from '../../shared/domain/desk-text.ts';
import type { FollowUp } from '../../shared/domain/follow-up.ts';
import { deskAction } from '../../shared/domain/operator-action.ts';
import type { Take } from '../../shared/ports.ts';
import { aFollowUpText, anEntry, anOperatorText, DAY, HOUR, NOW, putText } from '../builders.ts';
import { freshConversation, headOf, type Stores } from './conversations.ts';

const since = (over: Partial<FollowUp> = {}): FollowUp => ({
  then: 'awaits_client',
  since: NOW,
  epoch: 1,
  step: 0,
  ...over,
});
const NEXT = since({ step: 1 });
const ITEM: Escalation = {
  reason: 'complaint',
  scenario: 'COMPLAINT',
  priority: 'high',
  since: NOW,
  deadline: NOW + HOUR,
};
const taking = (over: Partial<Take> = {}): Take => ({
  operator: 'operator_001',
  at: NOW,
  withdrawn: [],
  owed: [],
  ...over,
});

/** A conversation whose reply was delivered; nobody has said anything since. */
async function silent(stores: Stores) {
  const conversation = freshConversation();
  const { id, at, admission } = conversation;
  await stores.admit(undefined, admission(0));
  const text = at(1, 8);
  await putText(stores, id, text, anEntry());
  await stores.dropPending(await headOf(stores, id), [at(0)]);
  await stores.claim(await headOf(stores, id), text, { id: 'mine', until: NOW + 20_000 });
  await stores.settle(id, text, 'mine', { follow_up: since(), armed: NOW + HOUR });
  return { ...conversation, head: await headOf(stores, id) };
}

const aReminder = (id: string, text: string) =>
  aFollowUpText({ id: text, conversation_id: id, sequence: 2, due: NOW + 5 });

/** What goes with a close. */
const closing = (head: Head) => deskAction(head, 'close', NOW + DAY, { status: 'closed' });

/** What every store must do while a client is silent, and when an operator speaks. */
export function describeSilences(make: () => Stores): void {
  describe('settling a reply', () => {
    it('notes what follows it, and for when something is armed', async () => {
      const { head } = await silent(make());
      expect(head).toMatchObject({ outbox: {}, follow_up: since(), armed: NOW + HOUR });
    });
  });

  describe('a follow-up', () => {
    it('puts its text on its way and moves on', async () => {
      const stores = make();
      const { id, at, head } = await silent(stores);
      const text = aReminder(id, at(2, 7));
      expect(await stores.commitFollowUp(head, text, NEXT)).toBe('written');
      expect(await stores.head(id)).toMatchObject({
        version: head.version + 1,
        follow_up: NEXT,
        sequence: 2,
        last_due: NOW + 5,
        outbox: { [text.id]: entryOf(text) },
      });
    });

    it.each([
      ['the client wrote', { epoch: 9 }],
      ['it changed hands', { tenure: 9 }],
      ['something was said', { sequence: 9 }],
      ['another step was done', { follow_up: since({ step: 2 }) }],
      ['a step was called off', { follow_up: since({ skips: [1] }) }],
    ] as [string, Partial<Head>][])(
      'is refused, as moving on and closing are, if %s since it was seen',
      async (_, stale) => {
        const stores = make();
        const { id, at, head } = await silent(stores);
        const seen = { ...head, ...stale };
        expect(await stores.commitFollowUp(seen, aReminder(id, at(2, 7)), NEXT)).toBe('conflict');
        expect(await stores.moveFollowUp(seen, NEXT)).toBe('conflict');
        expect(await stores.close(seen, closing(seen))).toBe('conflict');
        expect(await stores.head(id)).toEqual(head);
      },
    );

    it('of ten at once is one', async () => {
      const stores = make();
      const { id, at, head } = await silent(stores);
      const results = await Promise.all(
        Array.from({ length: 10 }, () => stores.commitFollowUp(head, aReminder(id, at(2, 7)), NEXT)),
      );
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
    });

    it('may be moved on without a text, and end in a close, which a message reopens', async () => {
      const stores = make();
      const { id, head, admission } = await silent(stores);
      expect(await stores.moveFollowUp(head, NEXT)).toBe('written');
      const moved = await headOf(stores, id);
      expect(moved.follow_up).toEqual(NEXT);
      expect(await stores.close(moved, closing(moved))).toBe('written');
      const closed = await headOf(stores, id);
      expect(closed).toMatchObject({ status: 'closed' });
      expect(closed.follow_up).toBeUndefined();
      expect((await stores.timeline(id, { limit: 50 }))[0]).toEqual({
        kind: 'action',
        action: closing(moved),
      });
      await stores.admit(closed, admission(1));
      expect(await stores.head(id)).toMatchObject({ status: 'open' });
    });

    it('is not for a conversation that is closed or escalated', async () => {
      const stores = make();
      const { id, head } = await silent(stores);
      await stores.close(head, closing(head));
      const closed = await headOf(stores, id);
      expect(await stores.close(closed, closing(closed))).toBe('conflict');
    });

    it('notes when something is armed, which is no change of the conversation', async () => {
      const stores = make();
      const { id, head } = await silent(stores);
      await stores.noteArmed(id, NOW + 7);
      expect(await stores.head(id)).toEqual({ ...head, armed: NOW + 7 });
    });
  });

  describe('an operator’s text', () => {
    async function taken(stores: Stores, owed: (at: (offset: number) => string) => string[] = () => []) {
      const conversation = await silent(stores);
      const { id, at, admission, head } = conversation;
      await stores.admit(head, admission(1));
      await stores.take(await headOf(stores, id), taking({ owed: owed(at) }));
      const text = anOperatorText({
        id: at(3, 7),
        conversation_id: id,
        sequence: 2,
        due: NOW + 9,
        decided_at: NOW + 9,
      });
      return { ...conversation, text, seen: await headOf(stores, id) };
    }

    it('leaves what could not be read yet', async () => {
      const stores = make();
      const { id, at, text, seen } = await taken(stores, (at) => [at(0)]);
      await stores.reply(seen, text, { answered: [at(0)], keys: ['k1'] });
      expect(await stores.head(id)).toMatchObject({ pending: [at(1)], owed: [] });
    });

    it('answers all that was read, and what came since waits on', async () => {
      const stores = make();
      const { id, at, admission, text, seen } = await taken(stores, (at) => [at(0)]);
      expect(seen).toMatchObject({ owed: [at(0)], pending: [at(1)], operator_at: NOW });
      expect(seen.follow_up).toBeUndefined();
      await stores.admit(seen, admission(2));
      expect(await stores.reply(seen, text, { answered: [at(0), at(1)], keys: ['k1', 'k0'] })).toBe(
        'written',
      );
      expect(await stores.head(id)).toMatchObject({
        pending: [at(2)],
        owed: [],
        sequence: 2,
        operator_at: NOW + 9,
        operator_sequence: 2,
        operator_keys: ['k1', 'k0'],
        status: 'open',
        outbox: { [text.id]: { source: 'operator' } },
      });
    });

    it.each([
      ['another operator', { operator: 'operator_002' }, {}],
      ['an operator who lost the conversation', {}, { tenure: 1 }],
      ['an operator who said something since', {}, { sequence: 7 }],
    ])('is refused to %s', async (_, over, stale) => {
      const stores = make();
      const { id, text, seen } = await taken(stores);
      expect(
        await stores.reply({ ...seen, ...stale }, { ...text, ...over }, { answered: [], keys: ['k1'] }),
      ).toBe('conflict');
      expect(await stores.head(id)).toEqual(seen);
    });

    it('that comes again is drafted once', async () => {
      const stores = make();
      const { id, text } = await taken(stores);
      await stores.draft(text);
      expect(await stores.draft({ ...text, text: 'Другое.' })).toEqual(text);
      expect(await stores.text(id, text.id)).toEqual(text);
    });

    it('returning to the queue opens an item under a new tenure, unless the operator wrote since', async () => {
      const stores = make();
      const { id, text, seen } = await taken(stores);
      const action = deskAction(seen, 'return', NOW + DAY, { status: 'escalated' });
      const since = { ...seen, operator_at: NOW - 1 };
      expect(await stores.returnToQueue(since, ITEM, action)).toBe('conflict');
      expect(await stores.deed(id, action.id)).toBeUndefined();
      expect(await stores.returnToQueue(seen, ITEM, action)).toBe('written');
      expect(await stores.deed(id, action.id)).toEqual(action);
      expect(action).toMatchObject({
        by: 'desk',
        before: { assignee: seen.assignee },
        after: { handler: 'bot' },
      });
      const head = await headOf(stores, id);
      expect(head).toMatchObject({
        handler: 'bot',
        status: 'escalated',
        escalation: ITEM,
        tenure: seen.tenure + 1,
      });
      expect(head.assignee).toBeUndefined();
      expect(await stores.reply(seen, text, { answered: [], keys: ['k1'] })).toBe('conflict');
    });

    it('handing back makes what is owed pending, and clears what the operator settled', async () => {
      const stores = make();
      const { id, at, seen } = await taken(stores, (at) => [at(0)]);
      expect(await stores.handBack({ ...seen, owed: [] }, since())).toBe('conflict');
      expect(await stores.handBack(seen, since({ then: 'resolved' }))).toBe('written');
      const head = await headOf(stores, id);
      expect(head).toMatchObject({
        handler: 'bot',
        status: 'open',
        pending: [at(0), at(1)],
        owed: [],
        unsettled: [],
        unsure: [],
        follow_up: since({ then: 'resolved' }),
      });
      for (const name of ['escalation', 'assignee', 'asked'] as const) expect(head[name]).toBeUndefined();
    });
  });

  describe('handing back', () => {
    it('is refused if a text was delivered since it was seen: what follows it would be lost', async () => {
      const stores = make();
      const { id, at, head } = await silent(stores);
      await stores.take(head, taking());
      const text = anOperatorText({ id: at(3, 7), conversation_id: id, sequence: 2 });
      await stores.reply(await headOf(stores, id), text, { answered: [], keys: ['k1'] });
      await stores.claim(await headOf(stores, id), text.id, { id: 'mine', until: NOW + 20_000 });
      const seen = await headOf(stores, id);
      await stores.settle(id, text.id, 'mine', { follow_up: since(), armed: undefined });
      expect(await stores.handBack(seen, undefined)).toBe('conflict');
    });

    it('is refused if the operator has written since, though that has arrived already', async () => {
      const stores = make();
      const { id, at, head } = await silent(stores);
      await stores.take(head, taking());
      const seen = await headOf(stores, id);
      const text = anOperatorText({ id: at(3, 7), conversation_id: id, sequence: 2 });
      await stores.reply(seen, text, { answered: [], keys: ['k1'] });
      await stores.claim(await headOf(stores, id), text.id, { id: 'mine', until: NOW + 20_000 });
      await stores.settle(id, text.id, 'mine');
      expect((await headOf(stores, id)).outbox).toEqual(seen.outbox);
      expect(await stores.handBack(seen, undefined)).toBe('conflict');
    });

    it('leaves an item that no operator’s text has settled in the queue', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const made = turn(0, { escalation: ITEM, hand_off: { reason: 'complaint', priority: 'high' } });
      await stores.commitTurn(await headOf(stores, id), made, { entry: undefined, decided: made.answers });
      await stores.take(await headOf(stores, id), taking());
      expect(await stores.handBack(await headOf(stores, id), undefined)).toBe('written');
      expect(await stores.head(id)).toMatchObject({ handler: 'bot', status: 'escalated', escalation: ITEM });
    });
  });

  describe('a promise', () => {
    it('that was not kept is noted once, if it still is the one that was seen', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const made = turn(0, { escalation: ITEM, hand_off: { reason: 'complaint', priority: 'high' } });
      await stores.commitTurn(await headOf(stores, id), made, {
        entry: entryOf(made),
        decided: made.answers,
      });
      const head = await headOf(stores, id);
      expect(head).toMatchObject({ status: 'escalated', acknowledged_at: NOW });
      expect(await stores.markOverdue({ ...head, escalation: { ...ITEM, since: 1 } })).toBe('conflict');
      expect(await stores.markOverdue(head)).toBe('written');
      expect(await stores.markOverdue(head)).toBe('conflict');
      expect((await headOf(stores, id)).escalation).toEqual({ ...ITEM, overdue: true });
    });
  });

  describe('a turn that says nothing', () => {
    async function left(stores: Stores) {
      const conversation = freshConversation();
      const { id, turn, message, admission } = conversation;
      await stores.admit(undefined, admission(0));
      await stores.putMessage(message(0));
      const made = turn(0, { left: true, text: '', escalation: ITEM, sequence: 0 });
      await stores.draft(made);
      const seen = await headOf(stores, id);
      expect(await stores.history(id, { limit: 9, decisionsOnly: true })).toEqual([]);
      await stores.commitTurn(seen, made, { entry: undefined, decided: made.answers });
      return { ...conversation, made };
    }

    it('leaves its messages to the operators, and shows among what was decided', async () => {
      const stores = make();
      const { id, at, made } = await left(stores);
      expect(await stores.head(id)).toMatchObject({ pending: [], owed: [at(0)], outbox: {}, sequence: 0 });
      expect(await stores.history(id, { limit: 9, decisionsOnly: true })).toEqual([
        { kind: 'left', turn: made },
      ]);
      expect(await stores.decisionsAfter(id, at(0))).toEqual([{ kind: 'left', turn: made }]);
    });

    it('shows no more once its messages are pending again', async () => {
      const stores = make();
      const { id } = await left(stores);
      await stores.take(await headOf(stores, id), taking());
      await stores.handBack(await headOf(stores, id), undefined);
      expect(await stores.history(id, { limit: 9, decisionsOnly: true })).toEqual([]);
    });
  });

  describe('a reply that is taken back', () => {
    it.each(['bot', 'operator'] as const)('with the %s leaves its messages to that one', async (handler) => {
      const stores = make();
      const { id, at, head } = await silent(stores);
      const text = at(4, 7);
      await stores.admit(head, freshAdmission(id, at(4)));
      await putText(stores, id, text, anEntry({ sequence: 2 }));
      await stores.dropPending(await headOf(stores, id), [at(4)]);
      if (handler === 'operator') await stores.take(await headOf(stores, id), taking());
      const seen = await headOf(stores, id);
      expect(await stores.cancel(seen, text, [at(4)])).toBe('written');
      const now = await headOf(stores, id);
      expect([now.pending, now.owed]).toEqual(handler === 'bot' ? [[at(4)], []] : [[], [at(4)]]);
    });
  });
}

function freshAdmission(conversation_id: string, id: string) {
  return {
    conversation_id,
    partner: 'demo',
    client_id: 'client',
    id,
    at: NOW + 4,
    digest: 'digest',
    window: { start: NOW, count: 2 },
    channel: {},
  };
}
