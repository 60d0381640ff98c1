import { describe, expect, it } from 'vitest';
import type { Head, OutboxEntry } from '../../shared/domain/conversation.ts';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { anAttempt, anEntry, NOW, putText } from '../builders.ts';
import { freshConversation, headOf, type Stores } from './conversations.ts';

const CLAIM = { id: 'mine', until: NOW + 20_000 };

interface Waiting {
  id: string;
  text: string;
  head: Head;
  admission: ReturnType<typeof freshConversation>['admission'];
}

/** A conversation with one text on its way. */
async function withText(stores: Stores, entry: Partial<OutboxEntry> = {}): Promise<Waiting> {
  const { id, at, admission } = freshConversation();
  const text = at(1, 9);
  await stores.admit(undefined, admission(0));
  await putText(stores, id, text, anEntry(entry));
  return { id, text, head: await headOf(stores, id), admission };
}

const failedAttempt = (conversation_id: string, text_id: string, over: Partial<Attempt> = {}): Attempt =>
  anAttempt({ conversation_id, text_id, rule: 'http.5xx', outcome: 'retry', next_at: NOW + 5000, ...over });

/** The head as somebody saw it who knows nothing of these changes. */
const asSeen = (head: Head, text: string, entry: Partial<OutboxEntry>): Head => ({
  ...head,
  outbox: { ...head.outbox, [text]: { ...(head.outbox[text] ?? anEntry()), ...entry } },
});

/** What every outbox must do, whatever it is made of. */
export function describeOutbox(make: () => Stores): void {
  describe('claiming a text', () => {
    it('writes the claim and returns the head as it then is', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      const claimed = await stores.claim(head, text, CLAIM);
      expect(claimed).toEqual({
        ...head,
        version: head.version + 1,
        outbox: { [text]: anEntry({ claim: CLAIM }) },
      });
      expect(await stores.head(id)).toEqual(claimed);
    });

    it('returns what changed since the head was seen, such as the webhook’s address', async () => {
      const stores = make();
      const { text, head, admission } = await withText(stores);
      await stores.admit(head, admission(1, { channel: { webhook_url: 'https://new.example/' } }));
      expect((await stores.claim(head, text, CLAIM))?.channel.webhook_url).toBe('https://new.example/');
    });

    it.each([
      ['it is gone', (head: Head) => ({ ...head, outbox: { other: anEntry() } }), 'other'],
      ['it was not there when the head was seen', (head: Head) => ({ ...head, outbox: {} }), undefined],
      ['it was parked since', (head: Head, text: string) => asSeen(head, text, { due: NOW - 1 }), undefined],
      [
        'it was claimed and given up since',
        (head: Head, text: string) => asSeen(head, text, { claim: { id: 'gone', until: 0 } }),
        undefined,
      ],
    ])('is refused if %s', async (_, saw, other) => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      expect(await stores.claim(saw(head, text), other ?? text, CLAIM)).toBeUndefined();
      expect(await stores.head(id)).toEqual(head);
    });

    it('is refused if another claim holds it that the head did not show', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await stores.claim(head, text, CLAIM);
      expect(await stores.claim(head, text, { id: 'late', until: NOW })).toBeUndefined();
      expect((await headOf(stores, id)).outbox[text]?.claim).toEqual(CLAIM);
    });

    it('takes over from the very claim that was seen to have run out, and from no other', async () => {
      const stores = make();
      const { text, head } = await withText(stores);
      const stale = await stores.claim(head, text, CLAIM);
      if (!stale) throw new Error('the claim was refused');
      const first = await stores.claim(stale, text, { id: 'second', until: NOW + 1 });
      expect(first?.outbox[text]?.claim?.id).toBe('second');
      expect(await stores.claim(stale, text, { id: 'third', until: NOW + 1 })).toBeUndefined();
    });

    it.each(['ai_bot', 'reminder', 'farewell'] as const)(
      'of a %s is refused under another tenure',
      async (source) => {
        const stores = make();
        const { id, text, head } = await withText(stores, { source, tenure: 7 });
        expect(await stores.claim(head, text, CLAIM)).toBeUndefined();
        expect(await stores.head(id)).toEqual(head);
      },
    );

    it.each(['operator', 'broadcast'] as const)('of an %s does not ask for the tenure', async (source) => {
      const stores = make();
      const { text, head } = await withText(stores, { source, tenure: 7 });
      expect(await stores.claim(head, text, CLAIM)).toBeDefined();
    });

    it('of a follow-up is refused when the client wrote since', async () => {
      const stores = make();
      const { text, head, admission } = await withText(stores, { source: 'reminder', epoch: 1 });
      await stores.admit(head, admission(1));
      expect(await stores.claim(head, text, CLAIM)).toBeUndefined();
    });

    it('of a reply is not refused because the client wrote since', async () => {
      const stores = make();
      const { text, head, admission } = await withText(stores);
      await stores.admit(head, admission(1));
      expect(await stores.claim(head, text, CLAIM)).toBeDefined();
    });

    it('of twenty at once has exactly one winner', async () => {
      const stores = make();
      const { text, head } = await withText(stores);
      const claims = Array.from({ length: 20 }, (_, n) => ({ id: `claim ${n}`, until: NOW }));
      const won = (await Promise.all(claims.map((claim) => stores.claim(head, text, claim)))).flatMap(
        (claimed) => claimed ?? [],
      );
      expect(won).toHaveLength(1);
      expect((await headOf(stores, head.id)).outbox[text]?.claim).toEqual(won[0]?.outbox[text]?.claim);
    });
  });

  describe('what holds the claim', () => {
    it.each(['mine', 'another'])('may take the text off the head: %s', async (claimId) => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await stores.claim(head, text, CLAIM);
      const before = await headOf(stores, id);
      const mine = claimId === 'mine';
      expect((await stores.settle(id, text, claimId)) !== undefined).toBe(mine);
      expect((await headOf(stores, id)).outbox).toEqual(mine ? {} : before.outbox);
    });

    it.each(['mine', 'another'])('may park the text: %s', async (claimId) => {
      const stores = make();
      const { id, text, head } = await withText(stores, { source: 'reminder', epoch: 1, replay_after: 3 });
      await stores.claim(head, text, CLAIM);
      const before = await headOf(stores, id);
      const parked = { due: NOW + 5000, attempts: 2, uncounted: 1, first_attempt_at: NOW - 1 };
      const mine = claimId === 'mine';
      expect(await stores.park(id, text, claimId, parked)).toBe(mine ? 'written' : 'conflict');
      const expected = { [text]: anEntry({ source: 'reminder', epoch: 1, replay_after: 3, ...parked }) };
      expect((await headOf(stores, id)).outbox).toEqual(mine ? expected : before.outbox);
    });

    it('has nothing to say once the text is off the head', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await stores.claim(head, text, CLAIM);
      await stores.settle(id, text, CLAIM.id);
      const before = await stores.head(id);
      expect(await stores.settle(id, text, CLAIM.id)).toBeUndefined();
      expect(
        await stores.park(id, text, CLAIM.id, { due: 1, attempts: 1, uncounted: 0, first_attempt_at: 1 }),
      ).toBe('conflict');
      expect(await stores.head(id)).toEqual(before);
    });

    it('touches no other text', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await putText(stores, id, `${text}2`, anEntry({ sequence: 2 }));
      await stores.claim(head, text, CLAIM);
      await stores.settle(id, text, CLAIM.id);
      expect((await headOf(stores, id)).outbox).toEqual({ [`${text}2`]: anEntry({ sequence: 2 }) });
    });
  });

  describe('cancelling', () => {
    it('takes the text off the head', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      expect(await stores.cancel(head, text, [])).toBe('written');
      expect(await stores.head(id)).toEqual({ ...head, version: head.version + 1, outbox: {} });
    });

    it('takes it from the very claim that ran out', async () => {
      const stores = make();
      const { text, head } = await withText(stores);
      const claimed = await stores.claim(head, text, CLAIM);
      if (!claimed) throw new Error('the claim was refused');
      expect(await stores.cancel(claimed, text, [])).toBe('written');
    });

    it.each([
      ['tenure', { tenure: 9 }],
      ['epoch', { epoch: 9 }],
    ])('is refused under another %s than was seen', async (_, stale) => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      expect(await stores.cancel({ ...head, ...stale }, text, [])).toBe('conflict');
      expect(await stores.head(id)).toEqual(head);
    });

    it('is refused if somebody claimed the text meanwhile', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      const claimed = await stores.claim(head, text, CLAIM);
      expect(await stores.cancel(head, text, [])).toBe('conflict');
      expect(await stores.head(id)).toEqual(claimed);
    });

    it('is refused for a text that is off the head', async () => {
      const stores = make();
      const { text, head } = await withText(stores);
      await stores.cancel(head, text, []);
      expect(await stores.cancel(head, text, [])).toBe('conflict');
    });
  });

  describe('a text that waits for its endpoint', () => {
    const deferral = { endpoint_id: 'end_1', rule: 'endpoint.open', until: NOW + 1000, since: NOW, times: 1 };

    it('keeps everything else, and its claim that ran out is gone', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores, { attempts: 2, first_attempt_at: NOW });
      const claimed = await stores.claim(head, text, CLAIM);
      if (!claimed) throw new Error('the claim was refused');
      expect(await stores.defer(claimed, text, deferral)).toBe('written');
      const entry = anEntry({ attempts: 2, first_attempt_at: NOW, deferral });
      expect((await headOf(stores, id)).outbox).toEqual({ [text]: entry });
    });

    it.each([
      ['was claimed', { claim: { id: 'another', until: 0 } }],
      ['was parked', { due: NOW - 1 }],
    ])('is not deferred if it %s since', async (_, since) => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      expect(await stores.defer(asSeen(head, text, since), text, deferral)).toBe('conflict');
      expect(await stores.head(id)).toEqual(head);
    });

    it('is not deferred once it is off the head', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await stores.cancel(head, text, []);
      expect(await stores.defer(head, text, deferral)).toBe('conflict');
      expect((await headOf(stores, id)).outbox).toEqual({});
    });

    it('waits no more for an endpoint that it was waiting for, and for no other', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await stores.defer(head, text, deferral);
      expect(await stores.undefer(id, text, 'end_2')).toBe('conflict');
      expect(await stores.undefer(id, text, 'end_1')).toBe('written');
      expect(await stores.undefer(id, text, 'end_1')).toBe('conflict');
      expect((await headOf(stores, id)).outbox).toEqual({ [text]: anEntry() });
    });

    it('forgets that when it is parked', async () => {
      const stores = make();
      const { id, text, head } = await withText(stores);
      await stores.defer(head, text, deferral);
      await stores.claim(await headOf(stores, id), text, CLAIM);
      await stores.park(id, text, CLAIM.id, {
        due: NOW + 1,
        attempts: 1,
        uncounted: 0,
        first_attempt_at: NOW,
      });
      expect((await headOf(stores, id)).outbox[text]?.deferral).toBeUndefined();
    });
  });

  describe('a text that was given up', () => {
    const deathOf = ({ id, text, head }: Waiting) => ({
      conversation_id: id,
      partner: head.partner,
      client_id: head.client_id,
      text_id: text,
      died_at: NOW + 7,
      rule: 'http.410',
      attempts: 1,
    });

    async function buried(stores: Stores): Promise<Waiting> {
      const waiting = await withText(stores);
      await stores.claim(waiting.head, waiting.text, CLAIM);
      expect(await stores.bury(deathOf(waiting), CLAIM.id)).toBe('written');
      return waiting;
    }

    it('leaves the head', async () => {
      const stores = make();
      const { id } = await buried(stores);
      expect((await headOf(stores, id)).outbox).toEqual({});
    });

    it('is buried by who holds its claim, and by nobody else', async () => {
      const stores = make();
      const waiting = await withText(stores);
      await stores.claim(waiting.head, waiting.text, CLAIM);
      expect(await stores.bury(deathOf(waiting), 'another')).toBe('conflict');
      expect(await stores.revive(deathOf(waiting), anEntry())).toBe('conflict');
      expect((await headOf(stores, waiting.id)).outbox[waiting.text]?.claim).toEqual(CLAIM);
    });

    it('is revived once for its death, however often that is asked for', async () => {
      const stores = make();
      const waiting = await buried(stores);
      const entry = anEntry({ replay_after: 1 });
      const revivals = [1, 2, 3].map((due) => stores.revive(deathOf(waiting), { ...entry, due }));
      expect((await Promise.all(revivals)).toSorted()).toEqual(['conflict', 'conflict', 'written']);
      expect(Object.keys((await headOf(stores, waiting.id)).outbox)).toEqual([waiting.text]);
      await stores.claim(await headOf(stores, waiting.id), waiting.text, CLAIM);
      await stores.settle(waiting.id, waiting.text, CLAIM.id);
      expect(await stores.revive(deathOf(waiting), entry)).toBe('conflict');
    });

    it('may be revived again after it died again', async () => {
      const stores = make();
      const waiting = await buried(stores);
      await stores.revive(deathOf(waiting), anEntry({ replay_after: 1 }));
      await stores.claim(await headOf(stores, waiting.id), waiting.text, CLAIM);
      const again = { ...deathOf(waiting), died_at: NOW + 8, attempts: 2 };
      expect(await stores.bury(again, CLAIM.id)).toBe('written');
      expect(await stores.revive(deathOf(waiting), anEntry())).toBe('conflict');
      expect(await stores.revive(again, anEntry({ replay_after: 2 }))).toBe('written');
    });

    it('that never died is not revived', async () => {
      const stores = make();
      const waiting = await withText(stores);
      await stores.cancel(waiting.head, waiting.text, []);
      expect(await stores.revive(deathOf(waiting), anEntry())).toBe('conflict');
      expect((await headOf(stores, waiting.id)).outbox).toEqual({});
    });
  });

  describe('attempts', () => {
    it('are kept in order, whole, and apart from those of other texts', async () => {
      const stores = make();
      const { id, text } = await withText(stores);
      const result = { kind: 'response', status: 503, body: 'sorry', timing: { total_ms: 12.5 } } as const;
      const first = failedAttempt(id, text, { result });
      const tenth = failedAttempt(id, text, { number: 10, outcome: 'dead', rule: 'http.5xx.exhausted' });
      for (const attempt of [tenth, first, failedAttempt(id, `${text.slice(0, -1)}8`)])
        await stores.putAttempt(attempt);
      expect(await stores.attempts(id, text)).toEqual([first, tenth]);
    });

    it('of a text that was replayed very often end with the newest, by which others decide', async () => {
      const stores = make();
      const { id, text } = await withText(stores);
      const numbers = Array.from({ length: 130 }, (_, n) => n + 1);
      await Promise.all(numbers.map((number) => stores.putAttempt(failedAttempt(id, text, { number }))));
      const kept = await stores.attempts(id, text);
      expect(kept.at(-1)?.number).toBe(130);
      expect(kept.map(({ number }) => number)).toEqual(
        kept.map(({ number }) => number).toSorted((a, b) => a - b),
      );
    });

    it('are none for a text that was never tried', async () => {
      const stores = make();
      const { id, text } = await withText(stores);
      expect(await stores.attempts(id, text)).toEqual([]);
    });
  });
}
