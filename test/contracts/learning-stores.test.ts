import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoFeedback } from '../../shared/adapters/dynamo/feedback-store.ts';
import { DynamoModelFiles } from '../../shared/adapters/dynamo/model-files.ts';
import { MemoryFeedback } from '../../shared/adapters/memory/feedback.ts';
import { MemoryModelFiles } from '../../shared/adapters/memory/model-files.ts';
import type { Feedback } from '../../shared/domain/feedback.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { FeedbackRows, ModelFiles } from '../../shared/ports.ts';
import { anId, CONVERSATION, NOW } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const said = (n: number, over: Partial<Feedback> = {}): Feedback => ({
  turn_id: anId(NOW + n),
  conversation_id: CONVERSATION,
  verdict: 'incorrect',
  scenario: 'COMPLAINT',
  guess: 'GREETING',
  confidence: 0.5,
  model: 'test',
  by: 'operator_001',
  at: NOW,
  ...over,
});

/** What every store of feedback must do; it is asked once, since it holds that of all turns. */
function describeFeedback(make: () => FeedbackRows): void {
  it('keeps one opinion of each turn, and lists them newest turn first, page by page', async () => {
    const store = make();
    expect(await store.list({ limit: 9 })).toEqual([]);
    for (const n of [2, 1, 3]) await store.put(said(n));
    const changed = said(2, { verdict: 'correct', comment: 'seen again', at: NOW + 9 });
    await store.put(changed);
    expect(await store.feedback(said(2).turn_id)).toEqual(changed);
    expect(await store.feedback(said(9).turn_id)).toBeUndefined();
    expect(await store.list({ limit: 2 })).toEqual([said(3), changed]);
    expect(await store.list({ limit: 2, before: changed.turn_id })).toEqual([said(1)]);
    expect(await store.list({ limit: 2, before: said(1).turn_id })).toEqual([]);
  });
}

const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);

/** What every store of models' files must do. */
function describeModels(make: () => ModelFiles): void {
  it('puts the parts of a file together in their order, each of the largest size', async () => {
    const store = make();
    const parts = [2, 0, 1].map((at) => [at, bytes(at === 2 ? 7 : LIMITS.modelPartBytes, at)] as const);
    for (const [at, part] of parts) await store.putPart('abc', at, part);
    const file = await store.file('abc', 3);
    expect(file?.length).toBe(2 * LIMITS.modelPartBytes + 7);
    expect([0, LIMITS.modelPartBytes, 2 * LIMITS.modelPartBytes].map((at) => file?.[at])).toEqual([0, 1, 2]);
    expect(Array.from((await store.part('abc', 2)) ?? [])).toEqual(Array.from(bytes(7, 2)));
  });

  it('has no file of which a part is missing, and no part of another model', async () => {
    const store = make();
    await store.putPart('def', 0, bytes(1, 0));
    expect(await store.file('def', 2)).toBeUndefined();
    expect(await store.part('def', 1)).toBeUndefined();
    expect(await store.part('ghi', 0)).toBeUndefined();
  });
}

describe('feedback, in memory', () => describeFeedback(() => new MemoryFeedback()));
describe('models, in memory', () => describeModels(() => new MemoryModelFiles()));

describe('in the table,', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());
  describe('feedback', () => describeFeedback(() => new DynamoFeedback(real.table)));
  describe('models', () => describeModels(() => new DynamoModelFiles(real.table)));
});
