import { describe, expect, it } from 'vitest';
import type { Head } from '../../shared/domain/conversation.ts';
import { conversationId, messageId } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { AdmittedMessage, Conversations, HistoryPage, Outbox, TurnChange } from '../../shared/ports.ts';
import { aMessage, anAdmission, anAttempt, anEntry, aTurn, NOW } from '../builders.ts';

export type Stores = Conversations & Outbox;

let made = 0;

/** A conversation that no other test knows. */
export function freshConversation() {
  made += 1;
  const id = conversationId('demo', `client-${made}`);
  const at = (offset: number, tail = 0) => messageId(NOW + offset, id, new Uint8Array(10).fill(tail));
  return {
    id,
    /** Id of a message so many milliseconds later. */
    at,
    admission: (offset: number, over: Partial<AdmittedMessage> = {}): AdmittedMessage =>
      anAdmission({
        conversation_id: id,
        client_id: `client-${made}`,
        id: at(offset),
        at: NOW + offset,
        window: { start: NOW, count: offset + 1 },
        ...over,
      }),
    message: (offset: number, over: Partial<Message> = {}): Message =>
      aMessage({ id: at(offset), conversation_id: id, received_at: NOW + offset, ...over }),
    turn: (offset: number, over: Partial<Turn> = {}): Turn =>
      aTurn({
        id: at(offset, 9),
        conversation_id: id,
        answers: [at(offset)],
        in_reply_to: at(offset),
        ...over,
      }),
  };
}

function aChange(turn: Turn, over: Partial<TurnChange> = {}): TurnChange {
  return {
    entry: anEntry({ sequence: turn.sequence, due: turn.due }),
    decided: turn.answers,
    ...over,
  };
}

export async function headOf(stores: Pick<Conversations, 'head'>, id: string): Promise<Head> {
  const head = await stores.head(id);
  if (!head) throw new Error('there is no head');
  return head;
}

/** What every store of conversations must do, whatever it is made of. */
export function describeConversations(make: () => Stores): void {
  describe('admitting a message', () => {
    it('makes the conversation with the first one', async () => {
      const stores = make();
      const { id, admission } = freshConversation();
      expect(await stores.head(id)).toBeUndefined();
      const first = admission(0, { channel: { webhook_url: 'https://a.example/', platform: 'crm' } });
      expect(await stores.admit(undefined, first)).toBe('written');
      expect(await stores.head(id)).toEqual({
        id,
        partner: 'demo',
        client_id: first.client_id,
        created_at: NOW,
        version: 1,
        heard: 1,
        status: 'open',
        handler: 'bot',
        tenure: 1,
        epoch: 1,
        pending: [first.id],
        owed: [],
        window: { start: NOW, count: 1 },
        last: { id: first.id, at: NOW, digest: 'digest' },
        channel: { webhook_url: 'https://a.example/', platform: 'crm' },
        sequence: 0,
        last_due: 0,
        outbox: {},
        greeted: false,
        unsettled: [],
        unsure: [],
      });
    });

    it('adds later ones, and raises epoch and version', async () => {
      const stores = make();
      const { id, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const next = admission(1, { digest: 'other', channel: { chat_id: '7' } });
      expect(await stores.admit(await headOf(stores, id), next)).toBe('written');
      expect(await stores.head(id)).toMatchObject({
        epoch: 2,
        version: 2,
        pending: [admission(0).id, next.id],
        window: { start: NOW, count: 2 },
        last: { id: next.id, at: NOW + 1, digest: 'other' },
        channel: { chat_id: '7' },
      });
    });

    it('keeps pending ids in the order of time, however they came', async () => {
      const stores = make();
      const { id, at, admission } = freshConversation();
      for (const [n, offset] of [5, 1, 3].entries())
        await stores.admit(
          await stores.head(id),
          admission(offset, { window: { start: NOW, count: n + 1 } }),
        );
      expect((await headOf(stores, id)).pending).toEqual([at(1), at(3), at(5)]);
    });

    it('is refused as a second first', async () => {
      const stores = make();
      const { id, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const before = await stores.head(id);
      expect(await stores.admit(undefined, admission(1))).toBe('conflict');
      expect(await stores.head(id)).toEqual(before);
    });

    it('is refused if another message came since the head was seen', async () => {
      const stores = make();
      const { id, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const seen = await headOf(stores, id);
      await stores.admit(seen, admission(1));
      const before = await stores.head(id);
      expect(await stores.admit(seen, admission(2))).toBe('conflict');
      expect(await stores.head(id)).toEqual(before);
    });

    it('is not refused because a turn was committed or a text delivered meanwhile', async () => {
      const stores = make();
      const { id, at, admission, turn } = freshConversation();
      await stores.admit(undefined, admission(0));
      const seen = await headOf(stores, id);
      const made = turn(0);
      await stores.commitTurn(seen, made, aChange(made));
      expect(await stores.admit(seen, admission(1))).toBe('written');
      expect(await stores.head(id)).toMatchObject({ pending: [at(1)], outbox: { [made.id]: {} } });
    });

    it.each([undefined, 'known'])(
      'of twenty at once lets exactly one in (%s conversation)',
      async (known) => {
        const stores = make();
        const { id, admission } = freshConversation();
        if (known) await stores.admit(undefined, admission(0));
        const seen = await stores.head(id);
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, n) => stores.admit(seen, admission(n + 1))),
        );
        expect(results.filter((result) => result === 'written')).toHaveLength(1);
        expect((await headOf(stores, id)).pending).toHaveLength(known ? 2 : 1);
      },
    );

    it('of the same id twice leaves one pending id', async () => {
      const stores = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.admit(await headOf(stores, id), admission(0, { window: { start: NOW, count: 2 } }));
      expect((await headOf(stores, id)).pending).toEqual([at(0)]);
    });
  });

  describe('messages', () => {
    it('are kept as they are, and a second time changes nothing', async () => {
      const stores = make();
      const { id, message } = freshConversation();
      const full = message(0, {
        text: 'Тест 🙂 \u0000 "кавычки"',
        said_at: NOW - 1,
        attachments: [{ type: 'photo', url: 'https://a.example/1', caption: '' }],
      });
      await stores.putMessage(full);
      await stores.putMessage({ ...full, text: 'another' });
      expect(await stores.messages(id, [full.id])).toEqual([full]);
    });

    it('are found by their ids, oldest first; those that are missing are left out', async () => {
      const stores = make();
      const { id, at, message } = freshConversation();
      await stores.putMessage(message(3));
      await stores.putMessage(message(1));
      const found = await stores.messages(id, [at(3), at(2), at(1)]);
      expect(found.map((one) => one.id)).toEqual([at(1), at(3)]);
      expect(await stores.messages(id, [at(7)])).toEqual([]);
      expect(await stores.messages(id, [])).toEqual([]);
    });

    it('are found a hundred at a time and more', async () => {
      const stores = make();
      const { id, at, message } = freshConversation();
      const offsets = Array.from({ length: 130 }, (_, n) => n);
      await Promise.all(offsets.map((offset) => stores.putMessage(message(offset))));
      const found = await stores.messages(
        id,
        offsets.map((offset) => at(offset)),
      );
      expect(found.map((one) => one.id)).toEqual(offsets.map((offset) => at(offset)));
    });

    it('are not mistaken for turns', async () => {
      const stores = make();
      const { id, turn, message } = freshConversation();
      await stores.draft(turn(0));
      await stores.putMessage(message(0));
      expect(await stores.messages(id, [turn(0).id])).toEqual([]);
      expect(await stores.text(id, message(0).id)).toBeUndefined();
    });
  });

  describe('a profile', () => {
    it('keeps every field that was put, and belongs to its conversation', async () => {
      const stores = make();
      const [mine, other] = [freshConversation(), freshConversation()];
      await stores.putProfile(mine.id, { client_name: 'Анна', next_lesson_at: NOW }, NOW);
      await stores.putProfile(mine.id, { locale: 'ru' }, NOW);
      expect(await stores.profile(mine.id)).toEqual({
        client_name: 'Анна',
        next_lesson_at: NOW,
        locale: 'ru',
      });
      expect(await stores.profile(other.id)).toBeUndefined();
    });

    it('does not make a conversation', async () => {
      const stores = make();
      const { id, admission } = freshConversation();
      await stores.putProfile(id, { locale: 'ru' }, NOW);
      expect(await stores.head(id)).toBeUndefined();
      expect(await stores.admit(undefined, admission(0))).toBe('written');
    });
  });

  describe('a draft', () => {
    it('is kept, and whoever drafts under the same id gets the first one back', async () => {
      const stores = make();
      const { id, turn } = freshConversation();
      const first = turn(0);
      expect(await stores.draft(first)).toEqual(first);
      const second = await stores.draft({ ...first, text: 'another decision' });
      expect(second.text).toBe(first.text);
      expect((await stores.text(id, first.id))?.text).toBe(first.text);
    });

    it('of ten at once is one', async () => {
      const stores = make();
      const { turn } = freshConversation();
      const drafts = await Promise.all(
        Array.from({ length: 10 }, (_, n) => stores.draft(turn(0, { text: `decision ${n}` }))),
      );
      expect(new Set(drafts.map(({ text }) => text)).size).toBe(1);
    });

    it('changes no head', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const before = await stores.head(id);
      await stores.draft(turn(0));
      expect(await stores.head(id)).toEqual(before);
    });
  });

  describe('committing a turn', () => {
    it('puts its text on its way and takes what it decided off the pending ids', async () => {
      const stores = make();
      const { id, at, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.admit(await headOf(stores, id), admission(1));
      const seen = await headOf(stores, id);
      const made = turn(0, { due: NOW + 5000, tallies: { unsettled: [NOW, NOW], unsure: [NOW], asked: {} } });
      expect(await stores.commitTurn(seen, made, aChange(made))).toBe('written');
      expect(await stores.head(id)).toEqual({
        ...seen,
        version: seen.version + 1,
        pending: [at(1)],
        sequence: 1,
        last_due: NOW + 5000,
        outbox: { [made.id]: anEntry({ due: NOW + 5000 }) },
        greeted: true,
        unsettled: [NOW, NOW],
        unsure: [NOW],
        asked: {},
        scenario: 'TECH_SUPPORT_BASIC',
        language: 'ru',
      });
    });

    it('leaves no pending ids when it decided all', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.commitTurn(await headOf(stores, id), turn(0), aChange(turn(0)));
      expect((await headOf(stores, id)).pending).toEqual([]);
      expect(await stores.admit(await headOf(stores, id), admission(1))).toBe('written');
    });

    it('opens an item in the operators’ queue if it hands over', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const escalation = {
        reason: 'complaint',
        scenario: 'COMPLAINT',
        priority: 'high',
        since: NOW,
        deadline: NOW + 1,
      } as const;
      const hand_off = { reason: 'complaint', priority: 'high' } as const;
      const made = turn(0, { escalation, hand_off });
      await stores.commitTurn(await headOf(stores, id), made, aChange(made));
      expect(await stores.head(id)).toMatchObject({ status: 'escalated', escalation });
    });

    it.each([
      ['a message came since', { pending: [] }],
      ['a decided message is pending no more', { pending: 'more' }],
      ['another handler took over and back', { tenure: 2 }],
      ['another turn was committed', { sequence: 7 }],
    ] as const)('is refused if %s', async (_, stale) => {
      const stores = make();
      const { id, at, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.admit(await headOf(stores, id), admission(1));
      const head = await headOf(stores, id);
      const pending =
        'pending' in stale ? (stale.pending === 'more' ? [...head.pending, at(9)] : [at(0)]) : head.pending;
      expect(await stores.commitTurn({ ...head, ...stale, pending }, turn(0), aChange(turn(0)))).toBe(
        'conflict',
      );
      expect(await stores.head(id)).toEqual(head);
    });

    it('is not refused because the client’s address changed', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const head = await headOf(stores, id);
      const stale = { ...head, version: 99, channel: { chat_id: 'old' } };
      expect(await stores.commitTurn(stale, turn(0), aChange(turn(0)))).toBe('written');
    });

    it('of ten at once is written once', async () => {
      const stores = make();
      const { id, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const seen = await headOf(stores, id);
      const results = await Promise.all(
        Array.from({ length: 10 }, () => stores.commitTurn(seen, turn(0), aChange(turn(0)))),
      );
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
      expect((await headOf(stores, id)).version).toBe(seen.version + 1);
    });

    it('of a conversation that does not exist is refused', async () => {
      const stores = make();
      const { id, at, turn } = freshConversation();
      const ghost = { ...(await ghostHead(stores)), id, pending: [at(0)] };
      expect(await stores.commitTurn(ghost, turn(0), aChange(turn(0)))).toBe('conflict');
      expect(await stores.head(id)).toBeUndefined();
    });
  });

  describe('the replies behind a message', () => {
    it('are found whatever came between, a day later too, and hold no draft', async () => {
      const stores = make();
      const { id, at, turn, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.putMessage(aMessage({ id: at(0), conversation_id: id }));
      const late = turn(86_400_000);
      await stores.draft(late);
      expect(await stores.decisionsAfter(id, at(0))).toEqual([]);

      await stores.commitTurn(await headOf(stores, id), late, aChange(late));

      expect(await stores.decisionsAfter(id, at(0))).toEqual([
        { kind: 'text', text: late, outcome: 'waiting' },
      ]);
      expect(await stores.decisionsAfter(id, late.id)).toEqual([]);
    });
  });

  describe('forgetting an id whose row never came', () => {
    async function forgotten() {
      const stores = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      expect(await stores.forget(id, [at(0)])).toEqual([at(0)]);
      await stores.dropPending(await headOf(stores, id), [at(0)]);
      return { stores, id, message: aMessage({ id: at(0), conversation_id: id }) };
    }

    it('spares an id whose row is there', async () => {
      const stores = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.putMessage(aMessage({ id: at(0), conversation_id: id }));
      expect(await stores.forget(id, [at(0)])).toEqual([]);
    });

    it('twice is once', async () => {
      const { stores, id, message } = await forgotten();
      expect(await stores.forget(id, [message.id])).toEqual([message.id]);
    });

    it('is noticed by a row that comes after all, which comes back with its id, once', async () => {
      const { stores, id, message } = await forgotten();
      expect(await stores.putMessage(message)).toBe('forgotten');
      expect(await stores.messages(id, [message.id])).toEqual([]);

      expect(await stores.restore(message)).toBe('written');

      expect(await stores.messages(id, [message.id])).toEqual([message]);
      expect((await headOf(stores, id)).pending).toEqual([message.id]);
      expect(await stores.restore(message)).toBe('conflict');
      expect(await stores.putMessage(message)).toBe('known');
    });

    it('is not completed by whoever decided so before the row came after all', async () => {
      const stores = make();
      const { id, at, admission, message, turn } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.admit(await headOf(stores, id), admission(1));
      const seen = await headOf(stores, id);
      await stores.forget(id, [at(0)]);
      await stores.restore(message(0));
      const other = turn(1);
      const decided = aChange(other, { decided: [at(0), at(1)] });
      expect(await stores.commitTurn(seen, other, decided)).toBe('conflict');
      expect(await stores.dropPending(seen, [at(0)])).toBe('conflict');
      const now = await headOf(stores, id);
      expect(now).toMatchObject({ pending: [at(0), at(1)], epoch: seen.epoch + 1 });
      expect(await stores.commitTurn(now, other, aChange(other))).toBe('written');
      expect((await headOf(stores, id)).pending).toEqual([at(0)]);
    });

    it('leaves nothing in the history', async () => {
      const { stores, id } = await forgotten();
      expect(await stores.history(id, { limit: 10 })).toEqual([]);
    });
  });

  describe('what a turn is decided on', () => {
    it('is those messages that exist, oldest first, and what is known of the client', async () => {
      const stores = make();
      const { id, at } = freshConversation();
      const [first, second] = [0, 1].map((n) => aMessage({ id: at(n), conversation_id: id }));
      await stores.putMessage(second!);
      await stores.putMessage(first!);
      expect(await stores.burst(id, [at(1), at(0), at(2)])).toEqual({
        messages: [first, second],
        profile: {},
      });
      await stores.putProfile(id, { child_name: 'Миша' }, NOW);
      expect(await stores.burst(id, [at(0)])).toEqual({ messages: [first], profile: { child_name: 'Миша' } });
    });
  });

  describe('dropping pending ids', () => {
    it('forgets these and keeps the others', async () => {
      const stores = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.admit(await headOf(stores, id), admission(1));
      const seen = await headOf(stores, id);
      expect(await stores.dropPending(seen, [at(0)])).toBe('written');
      expect(await stores.head(id)).toEqual({ ...seen, version: seen.version + 1, pending: [at(1)] });
    });

    it('forgets the last one', async () => {
      const stores = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      expect(await stores.dropPending(await headOf(stores, id), [at(0)])).toBe('written');
      expect((await headOf(stores, id)).pending).toEqual([]);
    });

    it('is refused if a message came since', async () => {
      const stores = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const seen = await headOf(stores, id);
      await stores.admit(seen, admission(1));
      const before = await stores.head(id);
      expect(await stores.dropPending(seen, [at(0)])).toBe('conflict');
      expect(await stores.head(id)).toEqual(before);
    });
  });

  describe('the history', () => {
    const idsOf = async (stores: Stores, id: string, page: HistoryPage) =>
      (await stores.history(id, page)).map((item) => {
        if (item.kind === 'message') return item.message.id;
        return item.kind === 'left' ? item.turn.id : item.text.id;
      });

    /** `n` messages, each with a committed reply two milliseconds… right after it. */
    async function withReplies(stores: Stores, n: number) {
      const conversation = freshConversation();
      const { id, turn, message, admission } = conversation;
      const ids: string[] = [];
      for (let step = 0; step < n; step++) {
        const offset = step * 10;
        await stores.admit(await stores.head(id), admission(offset));
        await stores.putMessage(message(offset));
        const made = turn(offset, { sequence: step + 1, id: conversation.at(offset + 1, 9) });
        await stores.draft(made);
        await stores.commitTurn(await headOf(stores, id), made, aChange(made));
        ids.unshift(made.id, message(offset).id);
      }
      return { ...conversation, ids };
    }

    describe('of a turn that said nothing', () => {
      /** Left to an operator, and then brought back and answered; both turns stand right behind the message, in any order. */
      async function broughtBack(tails: readonly [left: number, answer: number]) {
        const stores = make();
        const { id, at, admission, message, turn } = freshConversation();
        await stores.admit(undefined, admission(0));
        await stores.putMessage(message(0));
        const left = turn(0, { id: at(1, tails[0]), left: true, sequence: 0, text: '' });
        await stores.draft(left);
        await stores.commitTurn(await headOf(stores, id), left, aChange(left, { entry: undefined }));
        const take = { operator: 'op', at: NOW, withdrawn: [], owed: [] };
        await stores.take(await headOf(stores, id), take);
        await stores.handBack(await headOf(stores, id), undefined);
        const answer = turn(0, { id: at(1, tails[1]), tenure: 3 });
        await stores.draft(answer);
        const read = (over: { broughtBack?: boolean } = {}) =>
          idsOf(stores, id, { limit: 9, decisionsOnly: true, ...over });
        const commit = async () => stores.commitTurn(await headOf(stores, id), answer, aChange(answer));
        return { read, commit, ids: [left.id, answer.id] as const };
      }

      it.each([
        [1, 2],
        [2, 1],
      ] as const)('and was brought back shows it only if it is asked for (%i, %i)', async (...tails) => {
        const { read, commit, ids } = await broughtBack(tails);
        expect(await read()).toEqual([]);
        expect(await read({ broughtBack: true })).toEqual([ids[0]]);
        await commit();
        expect((await read({ broughtBack: true })).toSorted()).toEqual(ids.toSorted());
      });

      it('and was never committed shows it to nobody', async () => {
        const stores = make();
        const { id, at, admission, turn } = freshConversation();
        await stores.admit(undefined, admission(0));
        const seen = await headOf(stores, id);
        await stores.draft(turn(0, { id: at(1), left: true, sequence: 0 }));
        await stores.admit(seen, admission(2));
        const page = { limit: 9, decisionsOnly: true, broughtBack: true };
        expect(await idsOf(stores, id, page)).toEqual([]);
        const both = turn(2, { id: at(3), answers: [at(0), at(2)], left: true, sequence: 0 });
        await stores.draft(both);
        await stores.commitTurn(await headOf(stores, id), both, aChange(both, { entry: undefined }));
        expect(await idsOf(stores, id, page)).toEqual([both.id]);
      });
    });

    it('of a conversation that does not exist is empty', async () => {
      expect(await make().history(freshConversation().id, { limit: 5 })).toEqual([]);
    });

    it('is newest first, messages and replies', async () => {
      const stores = make();
      const { id, ids } = await withReplies(stores, 3);
      expect(await idsOf(stores, id, { limit: 50 })).toEqual(ids);
    });

    it.each([1, 2, 3, 4, 5, 7])(
      'read page by page of %i is the same, with nothing twice and nothing left out',
      async (limit) => {
        const stores = make();
        const { id, ids } = await withReplies(stores, 3);
        for (const [n, text] of ids.filter((_, at) => at % 2 === 0).entries())
          for (let number = 1; number <= n + 1; number++)
            await stores.putAttempt(anAttemptOf(id, text, number));
        const read: string[] = [];
        for (let before: string | undefined; read.length < 99; ) {
          const page = await idsOf(stores, id, { limit, ...(before && { before }) });
          read.push(...page);
          if (page.length < limit) break;
          before = page.at(-1);
        }
        expect(read).toEqual(ids);
      },
    );

    it.each([1, 2])('of replies alone, page by page of %i, holds no message', async (limit) => {
      const stores = make();
      const { id, ids } = await withReplies(stores, 3);
      const read: string[] = [];
      for (let before: string | undefined; read.length < 99; ) {
        const page = await idsOf(stores, id, { limit, decisionsOnly: true, ...(before && { before }) });
        read.push(...page);
        if (page.length < limit) break;
        before = page.at(-1);
      }
      expect(read).toEqual(ids.filter((_, at) => at % 2 === 0));
    });

    it('does not show a draft that was never committed', async () => {
      const stores = make();
      const { id, ids, turn } = await withReplies(stores, 1);
      await stores.draft(turn(40, { sequence: 2 }));
      expect(await idsOf(stores, id, { limit: 50 })).toEqual(ids);
    });

    it.each(['delivered', 'stored', 'dead', 'unknown', 'cancelled'] as const)(
      'tells that a reply is %s',
      async (outcome) => {
        const stores = make();
        const { id, ids } = await withReplies(stores, 1);
        const text = ids[0] ?? '';
        expect(await stores.history(id, { limit: 1 })).toMatchObject([{ kind: 'text', outcome: 'waiting' }]);
        await stores.putAttempt({ ...anAttemptOf(id, text, 1), outcome: 'retry', rule: 'http.5xx' });
        expect(await stores.history(id, { limit: 1 })).toMatchObject([{ outcome: 'waiting' }]);
        await stores.putAttempt({ ...anAttemptOf(id, text, 2), outcome });
        const head = await headOf(stores, id);
        await stores.claim(head, text, { id: 'claim', until: NOW });
        await stores.settle(id, text, 'claim');
        expect(await stores.history(id, { limit: 1 })).toMatchObject([
          { kind: 'text', text: { id: text }, outcome },
        ]);
      },
    );

    it('holds all of a page also where its rows are large', async () => {
      const stores = make();
      const { id, message } = freshConversation();
      const text = 'Ж'.repeat(5000);
      const offsets = Array.from({ length: 140 }, (_, n) => n);
      await Promise.all(offsets.map((offset) => stores.putMessage(message(offset, { text }))));
      expect(await stores.history(id, { limit: 140 })).toHaveLength(140);
    });
  });
}

const anAttemptOf = (conversation_id: string, text_id: string, number: number) =>
  anAttempt({ conversation_id, text_id, number, claim_id: `claim ${number}` });

async function ghostHead(stores: Stores): Promise<Head> {
  const { id, admission } = freshConversation();
  await stores.admit(undefined, admission(0));
  return headOf(stores, id);
}
