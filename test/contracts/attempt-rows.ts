import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { anAttempt } from '../builders.ts';
import { freshConversation, type Stores } from './conversations.ts';

function aText() {
  const { id, at } = freshConversation();
  const text = at(1, 9);
  return {
    read: (stores: Stores) => stores.attempts(id, text),
    attempt: (over: Partial<Attempt>): Attempt =>
      anAttempt({ conversation_id: id, text_id: text, rule: 'http.5xx', outcome: 'retry', ...over }),
  };
}

/** Which of two rows with one number stands, whatever the outbox is made of. */
export function describeAttemptRows(make: () => Stores): void {
  describe('a second row under one number', () => {
    it.each([
      ['of a later claim stands', { claim_until: 10 }, { claim_until: 20 }, 'written'],
      ['of the same claim stands', { claim_until: 10 }, { claim_until: 10 }, 'written'],
      ['of an earlier claim is refused', { claim_until: 20 }, { claim_until: 10 }, 'conflict'],
      ['of nobody who claimed is refused if a claim has recorded', { claim_until: 10 }, {}, 'conflict'],
      ['of a claim stands against one of nobody', {}, { claim_until: 10 }, 'written'],
      ['of nobody stands against one of nobody', {}, {}, 'written'],
    ] as const)('%s', async (_, first, second, verdict) => {
      const stores = make();
      const { attempt, read } = aText();
      const [one, two] = [attempt({ ...first, claim_id: 'one' }), attempt({ ...second, claim_id: 'two' })];
      expect(await stores.putAttempt(one)).toBe('written');
      expect(await stores.putAttempt(two)).toBe(verdict);
      expect(await read(stores)).toEqual([verdict === 'written' ? two : one]);
    });

    it.each([
      ['delivered', 'conflict'],
      ['unknown', 'written'],
    ] as const)('of one claim that was said to have ended unknown, as %s: %s', async (outcome, verdict) => {
      const stores = make();
      const { attempt, read } = aText();
      const left = attempt({ claim_until: 10, claim_id: 'one', outcome: 'unknown' });
      await stores.putAttempt(left);
      const own = attempt({ claim_until: 10, claim_id: 'one', outcome });
      expect(await stores.putAttempt(own)).toBe(verdict);
      expect(await read(stores)).toEqual([left]);
    });

    it('is no matter to rows under other numbers', async () => {
      const stores = make();
      const { attempt, read } = aText();
      await stores.putAttempt(attempt({ number: 2, claim_until: 20 }));
      expect(await stores.putAttempt(attempt({ number: 1, claim_until: 10 }))).toBe('written');
      expect(await read(stores)).toHaveLength(2);
    });
  });
}
