import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Escalation, Head } from '../../shared/domain/conversation.ts';
import { type InboxEntry, placeOf, type Stretch } from '../../shared/domain/inbox.ts';
import type { Note, OperatorAction } from '../../shared/domain/operator-action.ts';
import type { Inbox, TurnChange } from '../../shared/ports.ts';
import { anAttempt, anEntry, aTurn, HOUR, NOW } from '../builders.ts';
import { freshConversation, headOf, type Stores } from './conversations.ts';

const LIVE: Stretch = { list: 'live', from: '0', to: '~' };
const CLOSED: Stretch = { list: 'closed', from: '0', to: '~' };
const ITEM: Escalation = {
  reason: 'complaint',
  scenario: 'COMPLAINT',
  priority: 'high',
  since: NOW,
  deadline: NOW + HOUR,
};

let deeds = 0;
function action(head: Head, name: OperatorAction['action'] = 'take'): OperatorAction {
  deeds += 1;
  const standing = { status: head.status, handler: head.handler };
  const id = freshId(head.id, deeds);
  return {
    id,
    conversation_id: head.id,
    at: NOW,
    by: 'anna',
    action: name,
    before: standing,
    after: standing,
  };
}

const freshId = (conversation: string, number: number) =>
  `msg_${String(number).padStart(10, '0')}${conversation.slice(4)}0000000000`;

type Step =
  | 'message'
  | 'later message'
  | 'answer'
  | 'hand over'
  | 'take'
  | 'hand back'
  | 'return'
  | 'release'
  | 'close'
  | 'reopen';

/** What every store must tell of the inbox, whatever it is made of. */
export function describeInbox(make: () => { stores: Stores; inbox: Inbox }): void {
  const place = async (inbox: Inbox, id: string) => {
    const found = await Promise.all(
      [LIVE, CLOSED].map(async (stretch) =>
        (await inbox.listed(stretch, { limit: 10_000 })).map((one) => ({ ...one, list: stretch.list })),
      ),
    );
    return found.flat().filter(({ conversation_id }) => conversation_id === id);
  };

  async function isInPlace(stores: Stores, inbox: Inbox, id: string, how?: 'whatever waits'): Promise<void> {
    const head = await headOf(stores, id);
    const [here, ...elsewhere] = await place(inbox, id);
    expect(elsewhere).toEqual([]);
    // What the bot has yet to decide is listed with the decision.
    if (head.handler === 'bot' && head.pending.length > 0 && !how) return;
    // The hour may be an older one; who has it, and how it stands, may not.
    const { list, order } = placeOf(head);
    expect([here?.list, groupOf(here?.order)]).toEqual([list, groupOf(order)]);
  }

  it('has every conversation in one place, where its head says, once it is decided, whatever has happened to it', async () => {
    const steps = fc.constantFrom<Step>(
      'message',
      'later message',
      'answer',
      'hand over',
      'take',
      'hand back',
      'return',
      'release',
      'close',
      'reopen',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), async (path) => {
        const { stores, inbox } = make();
        const { id, admission } = freshConversation();
        await stores.admit(undefined, admission(0));
        for (const [number, step] of path.entries()) {
          await doStep(stores, await headOf(stores, id), step, (at) => admission(at), number + 1);
          await isInPlace(stores, inbox, id);
        }
        await stores.enlist(await headOf(stores, id));
        await isInPlace(stores, inbox, id, 'whatever waits');
      }),
      { numRuns: 30 },
    );
  });

  it('moves an open conversation up when the bot answers in another hour, and one of an operator when the client writes', async () => {
    const { stores, inbox } = make();
    const { id, admission, turn } = freshConversation();
    await stores.admit(undefined, admission(0));
    await stores.admit(await headOf(stores, id), admission(2 * HOUR));
    await stores.commitTurn(await headOf(stores, id), turn(2 * HOUR + 1), answered(await headOf(stores, id)));
    const head = await headOf(stores, id);
    expect((await place(inbox, id))[0]?.order).toBe(placeOf(head).order);
    await stores.take(head, { operator: 'anna', at: NOW, withdrawn: [], owed: [] });
    await stores.admit(await headOf(stores, id), admission(5 * HOUR));
    expect((await place(inbox, id))[0]?.order).toBe(placeOf(await headOf(stores, id)).order);
  });

  it('is read page by page, without a gap or a repeat', async () => {
    const { stores, inbox } = make();
    const stretch: Stretch = { list: 'live', from: '2#paging#', to: '2#paging#~' };
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) {
      const { id, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const take = { operator: 'paging', at: NOW, withdrawn: [], owed: [] };
      await stores.take(await headOf(stores, id), take);
      ids.push(id);
    }
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await inbox.listed(stretch, { limit: 2, after });
      seen.push(...page.map(({ conversation_id }) => conversation_id));
      after = page.at(-1)?.order;
      if (page.length < 2) break;
    }
    expect(seen).toEqual(ids.toSorted());
  });

  it('shows head, name, last words, and what somebody has not read', async () => {
    const { stores, inbox } = make();
    const { id, admission, message } = freshConversation();
    await stores.admit(undefined, admission(0));
    await stores.admit(await headOf(stores, id), admission(1));
    await stores.putMessage(message(1, { text: 'Ау' }));
    await stores.putProfile(id, { client_name: 'Ольга' }, NOW);
    const shown = async (reader: string): Promise<InboxEntry | undefined> =>
      (await inbox.entries([id, freshConversation().id], reader))[0];
    expect(await shown('anna')).toMatchObject({
      head: { id },
      profile: { client_name: 'Ольга' },
      last: { text: 'Ау' },
      unread: 2,
    });
    await inbox.markRead(id, 'anna', { epoch: 2 }, NOW);
    await inbox.markRead(id, 'anna', { epoch: 1 }, NOW);
    expect([(await shown('anna'))?.unread, (await shown('boris'))?.unread]).toEqual([0, 2]);
    expect(await inbox.entries([freshConversation().id], 'anna')).toEqual([]);
  });

  describe('what somebody does', () => {
    it('is told of in the same write, once, and not at all if it was not done', async () => {
      const { stores } = make();
      const { id, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const head = await headOf(stores, id);
      const first = action(head);
      const take = { operator: 'anna', at: NOW, withdrawn: [], owed: [] };
      expect(await stores.take(head, { ...take, action: first })).toBe('written');
      expect(await stores.deed(id, first.id)).toEqual(first);
      const taken = await headOf(stores, id);
      const late = action(head, 'hand_back');
      expect(await stores.handBack(head, undefined, late)).toBe('conflict');
      expect(await stores.deed(id, late.id)).toBeUndefined();
      expect(await stores.handBack(taken, undefined, { ...late, id: first.id })).toBe('conflict');
      expect(await headOf(stores, id)).toEqual(taken);
    });

    it('closes only what the client has not written to since', async () => {
      const { stores } = make();
      const { id, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      const seen = await headOf(stores, id);
      await stores.admit(seen, admission(1));
      expect(
        await stores.closeByHand(seen, { withdrawn: [], read: seen.pending }, action(seen, 'close')),
      ).toBe('conflict');
      const head = await headOf(stores, id);
      expect(
        await stores.closeByHand(head, { withdrawn: [], read: head.pending }, action(head, 'close')),
      ).toBe('written');
      expect(await headOf(stores, id)).toMatchObject({
        status: 'closed',
        handler: 'bot',
        pending: [],
        owed: [],
        tenure: head.tenure + 1,
      });
    });

    it('is a reply only to what was read, if the operator says what that was', async () => {
      const { stores } = make();
      const { id, at, admission } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.take(await headOf(stores, id), { operator: 'anna', at: NOW, withdrawn: [], owed: [] });
      const seen = await headOf(stores, id);
      await stores.admit(seen, admission(1));
      const text = {
        id: at(2, 3),
        conversation_id: id,
        source: 'operator' as const,
        operator: 'anna',
        decided_at: NOW,
        in_reply_to: at(0),
        text: 'Да',
        sequence: 1,
        due: NOW,
        tenure: seen.tenure,
        sequel: undefined,
      };
      const reply = { answered: [], keys: [] };
      expect(await stores.reply(seen, text, { ...reply, unlessHeard: true })).toBe('conflict');
      expect(await stores.reply(seen, text, reply)).toBe('written');
    });

    it('is told in one row with all that was said, newest first, page by page', async () => {
      const { stores } = make();
      const { id, at, admission, message, turn } = freshConversation();
      await stores.admit(undefined, admission(0));
      await stores.putMessage(message(0));
      await stores.draft(turn(1));
      await stores.commitTurn(await headOf(stores, id), turn(1), answered(await headOf(stores, id)));
      await stores.putAttempt(anAttempt({ conversation_id: id, text_id: turn(1).id, outcome: 'retry' }));
      const note: Note = { id: at(5, 5), conversation_id: id, at: NOW, by: 'anna', text: 'VIP' };
      const { version } = await headOf(stores, id);
      expect([await stores.addNote(note), await stores.addNote(note)]).toEqual(['written', 'conflict']);
      expect((await headOf(stores, id)).version).toBe(version + 1);
      expect(await stores.addNote({ ...note, conversation_id: freshConversation().id })).toBe('conflict');
      const first = await stores.timeline(id, { limit: 2 });
      expect(first).toMatchObject([
        { kind: 'note', note },
        { kind: 'text', text: { id: turn(1).id }, outcome: 'waiting', attempts: [{ outcome: 'retry' }] },
      ]);
      const rest = await stores.timeline(id, { limit: 2, before: turn(1).id });
      expect(rest).toMatchObject([{ kind: 'message', message: { id: at(0) } }]);
      expect((await stores.history(id, { limit: 9 })).map(({ kind }) => kind)).toEqual(['text', 'message']);
    });
  });
}

function answered(head: Head): TurnChange {
  return { entry: anEntry({ sequence: head.sequence + 1 }), decided: head.pending };
}

function groupOf(order = ''): string {
  return /^(?:1#\d\d#\d+|2#[^#]+|3)?/.exec(order)?.[0] ?? '';
}

async function doStep(
  stores: Stores,
  head: Head,
  step: Step,
  admission: (offset: number) => Parameters<Stores['admit']>[1],
  number: number,
): Promise<unknown> {
  const turn = aTurn({
    id: freshId(head.id, 1000 + number),
    conversation_id: head.id,
    sequence: head.sequence + 1,
    ...(step === 'hand over' && {
      hand_off: { reason: 'complaint' as const, priority: 'high' as const },
      escalation: ITEM,
    }),
  });
  switch (step) {
    case 'message':
      return stores.admit(head, admission(number));
    case 'later message':
      return stores.admit(head, admission(number * HOUR));
    case 'answer':
    case 'hand over':
      return head.pending.length > 0 && stores.commitTurn(head, turn, answered(head));
    case 'take':
      return stores.take(head, { operator: `op-${number}`, at: NOW, withdrawn: [], owed: [] });
    case 'hand back':
      return head.handler === 'operator' && stores.handBack(head, undefined);
    case 'return':
      return stores.returnToQueue(head, head.escalation ?? ITEM, action(head, 'return'));
    case 'release':
      return stores.release(head, head.escalation ?? ITEM, action(head, 'release'));
    case 'close':
      return stores.closeByHand(head, { withdrawn: [], read: head.pending }, action(head, 'close'));
    case 'reopen':
      return stores.reopen(head, action(head, 'reopen'));
  }
}
