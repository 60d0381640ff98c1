import { expect, it, vi } from 'vitest';
import { lazyAdviser } from '../../../shared/adapters/llm/lazy-adviser.ts';
import type { Adviser } from '../../../shared/ports.ts';
import { RecordingJournal } from '../../usecases/desk.ts';

const ADVICE = { scenario: 'COMPLAINT', confidence: 0.9, model: 'tiny' } as const;

it('an adviser is loaded by its first question, and once', async () => {
  const load = vi.fn(async (): Promise<Adviser> => ({ advise: async () => ADVICE }));
  const adviser = lazyAdviser(load, new RecordingJournal());
  expect(load).not.toHaveBeenCalled();
  expect(await Promise.all([adviser.advise('один'), adviser.advise('два')])).toEqual([ADVICE, ADVICE]);
  expect(load).toHaveBeenCalledOnce();
});

it('one that cannot be loaded has no opinion, and is loaded by the next question', async () => {
  const load = vi
    .fn(async (): Promise<Adviser> => ({ advise: async () => ADVICE }))
    .mockRejectedValueOnce(new SyntaxError('CANARY'));
  const journal = new RecordingJournal();
  const adviser = lazyAdviser(load, journal);
  expect(await adviser.advise('один')).toBeUndefined();
  expect(journal.lines).toEqual([
    { level: 'error', event: 'adviser.not_loaded', fields: { error: 'SyntaxError' } },
  ]);
  expect(await adviser.advise('два')).toEqual(ADVICE);
});
