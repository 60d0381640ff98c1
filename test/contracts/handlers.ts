import { describe, expect, it } from 'vitest';
import type { Take } from '../../shared/ports.ts';
import { anEntry, NOW, putText } from '../builders.ts';
import { freshConversation, headOf, type Stores } from './conversations.ts';

const taking = (operator: string, withdrawn: string[]): Take => ({ operator, at: NOW, withdrawn, owed: [] });

const CLAIM = { id: 'mine', until: NOW + 20_000 };

/** A conversation with two texts on their way, of which the first is being sent. */
async function withTexts(stores: Stores) {
  const { id, at, admission } = freshConversation();
  const [sending, waiting] = [at(1, 8), at(2, 9)];
  await stores.admit(undefined, admission(0));
  await putText(stores, id, sending, anEntry());
  await putText(stores, id, waiting, anEntry({ sequence: 2 }));
  await stores.claim(await headOf(stores, id), sending, CLAIM);
  return { id, sending, waiting, admission, head: await headOf(stores, id) };
}

/** What every store must do when a conversation changes hands. */
export function describeHandlers(make: () => Stores): void {
  describe('taking a conversation', () => {
    it('gives it to the operator under a new tenure, without the texts withdrawn', async () => {
      const stores = make();
      const { id, sending, waiting, head } = await withTexts(stores);
      expect(await stores.take(head, taking('operator_001', [waiting]))).toBe('written');
      expect(await stores.head(id)).toEqual({
        ...head,
        version: head.version + 1,
        handler: 'operator',
        assignee: 'operator_001',
        operator_at: NOW,
        tenure: head.tenure + 1,
        outbox: { [sending]: head.outbox[sending] },
      });
    });

    it('is refused if somebody else took it since it was seen', async () => {
      const stores = make();
      const { id, head } = await withTexts(stores);
      await stores.take(head, taking('operator_002', []));
      expect(await stores.take(head, taking('operator_001', []))).toBe('conflict');
      expect(await stores.head(id)).toMatchObject({ assignee: 'operator_002' });
    });

    it('is refused if a text was claimed, parked, settled or added since it was seen', async () => {
      const stores = make();
      const { id, sending, waiting, head } = await withTexts(stores);
      await stores.claim(head, waiting, { ...CLAIM, id: 'other' });
      expect(await stores.take(head, taking('operator_001', [waiting]))).toBe('conflict');
      const claimed = await headOf(stores, id);
      await stores.park(id, waiting, 'other', {
        due: NOW + 5,
        attempts: 1,
        uncounted: 0,
        first_attempt_at: NOW,
      });
      expect(await stores.take(claimed, taking('operator_001', []))).toBe('conflict');
      const parked = await headOf(stores, id);
      await stores.settle(id, sending, CLAIM.id);
      expect(await stores.take(parked, taking('operator_001', []))).toBe('conflict');
      const settled = await headOf(stores, id);
      await putText(stores, id, sending, anEntry());
      expect(await stores.take(settled, taking('operator_001', []))).toBe('conflict');
      expect(await stores.head(id)).toMatchObject({ handler: 'bot', tenure: head.tenure });
    });

    it('is not refused because the client wrote meanwhile', async () => {
      const stores = make();
      const { id, head, admission } = await withTexts(stores);
      await stores.admit(head, admission(1));
      expect(await stores.take(head, taking('operator_001', []))).toBe('written');
      expect((await headOf(stores, id)).pending).toHaveLength(2);
    });

    it('changes nothing of a conversation that is not there', async () => {
      const stores = make();
      const { head } = await withTexts(stores);
      const { id } = freshConversation();
      expect(await stores.take({ ...head, id }, taking('operator_001', []))).toBe('conflict');
      expect(await stores.head(id)).toBeUndefined();
    });
  });

  describe('handing a conversation back', () => {
    it('gives it to the bot under a new tenure', async () => {
      const stores = make();
      const { id, head } = await withTexts(stores);
      await stores.take(head, taking('operator_001', []));
      const taken = await headOf(stores, id);
      expect(await stores.handBack(taken, undefined)).toBe('written');
      const { assignee: _gone, asked: _forgotten, ...rest } = taken;
      expect(await stores.head(id)).toEqual({
        ...rest,
        version: taken.version + 1,
        handler: 'bot',
        tenure: taken.tenure + 1,
        unsettled: [],
      });
    });

    it('is refused if the conversation was handed back or taken again since it was seen', async () => {
      const stores = make();
      const { id, head } = await withTexts(stores);
      await stores.take(head, taking('operator_001', []));
      const taken = await headOf(stores, id);
      await stores.handBack(taken, undefined);
      expect(await stores.handBack(taken, undefined)).toBe('conflict');
      await stores.take(await headOf(stores, id), taking('operator_002', []));
      expect(await stores.handBack(taken, undefined)).toBe('conflict');
      expect(await stores.head(id)).toMatchObject({ handler: 'operator', tenure: head.tenure + 3 });
    });
  });
}
