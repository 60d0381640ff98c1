import { describe, expect, it } from 'vitest';
import { compareModels } from '../../shared/classification/train/compare.ts';
import type { Judged } from '../../shared/classification/train/measure.ts';

const LABELS = ['a', 'b'];
const examples = Array.from({ length: 200 }, (_, at) => ({
  text: `text ${at}`,
  label: LABELS[at % 2] ?? '',
  alsoOk: [],
  batch: undefined,
}));

/** Right everywhere and sure of it, but for what is said of some places. */
function judgedBut(places: Record<number, Partial<Judged>> = {}): Judged[] {
  return examples.map(({ label }, at) => ({
    label,
    alsoOk: [],
    guess: label,
    confidence: 0.99,
    answered: true,
    ...places[at],
  }));
}

const WRONG = { guess: 'c' };
const UNSURE = { answered: false };
const wrongAt = (...places: number[]) =>
  Object.fromEntries(places.map((at) => [at, { ...WRONG, ...UNSURE }]));

describe('a candidate', () => {
  it('that is the same is not worse', () => {
    const { worse, labels, mended, broken } = compareModels(examples, judgedBut(), judgedBut());
    expect({ worse, labels, mended, broken }).toEqual({ worse: [], labels: [], mended: [], broken: [] });
  });

  it('shows what it mends and what it breaks', () => {
    const { worse, mended, broken, labels } = compareModels(
      examples,
      judgedBut(wrongAt(0, 2)),
      judgedBut(wrongAt(1)),
    );
    expect(worse).toEqual([]);
    expect(mended).toEqual([
      { text: 'text 0', label: 'a', before: 'c', after: 'a' },
      { text: 'text 2', label: 'a', before: 'c', after: 'a' },
    ]);
    expect(broken).toEqual([{ text: 'text 1', label: 'b', before: 'b', after: 'c' }]);
    expect(labels).toEqual([
      { label: 'a', before: 2, after: 0 },
      { label: 'b', before: 0, after: 1 },
    ]);
  });

  it('that takes another label which is right as well breaks nothing', () => {
    const also = judgedBut({ 0: { guess: 'b', alsoOk: ['b'] } });
    expect(compareModels(examples, judgedBut(), also)).toMatchObject({ worse: [], broken: [] });
  });

  it.each([
    ['is right less often', wrongAt(0), wrongAt(0, 1), /^198 are right instead of 199$/],
    ['answers one wrongly', wrongAt(0), { 0: WRONG }, /^1 would be answered wrongly instead of 0$/],
    [
      'answers fewer by itself',
      {},
      { 0: UNSURE, 1: UNSURE, 2: UNSURE },
      /^197 would be answered .*198 are the least$/,
    ],
    ['loses a label for another', wrongAt(1, 3), wrongAt(0, 2), /^a is missed 2 times instead of 0$/],
    [
      'is not as sure as it is right',
      {},
      Object.fromEntries(examples.map((_, at) => [at, { confidence: 0.9 }])),
      /^the calibration error is 0.1; 0.03 is the most$/,
    ],
  ])('that %s is worse', (_, before, after, sentence) => {
    const { worse } = compareModels(examples, judgedBut(before), judgedBut(after));
    expect(worse).toHaveLength(1);
    expect(worse[0]).toMatch(sentence);
  });

  it('may answer a little less, and miss one more of a label for one less of another', () => {
    expect(compareModels(examples, judgedBut(), judgedBut({ 0: UNSURE, 1: UNSURE })).worse).toEqual([]);
    expect(compareModels(examples, judgedBut(wrongAt(1)), judgedBut(wrongAt(0))).worse).toEqual([]);
  });
});
