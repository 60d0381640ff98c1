import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classifiedBy, readWords } from '../../shared/domain/burst.ts';
import { type Classification, NOT_JUDGED, verdictOf } from '../../shared/domain/classification.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { KEYWORD_PRIORITY, KEYWORD_SCENARIOS, type Keyword } from '../../shared/domain/keyword.ts';
import { aMessage } from '../builders.ts';

const scenario = fc.constantFrom(...KEYWORD_SCENARIOS);
const share = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);

/** What models say: one that refuses names no scenario, and noise not even a guess. */
const verdict: fc.Arbitrary<Classification> = fc
  .record({
    scenario,
    guess: fc.option(scenario, { nil: undefined }),
    band: fc.constantFrom('answer' as const, 'doubt' as const, 'refuse' as const),
    confidence: share,
    reasons: fc.array(fc.constantFrom('урок', 'деньги', '/start'), { maxLength: 3 }),
    second_opinion: fc.option(fc.record({ model: fc.constant('adviser'), scenario, confidence: share }), {
      nil: undefined,
    }),
  })
  .map(({ band, guess, ...said }) => ({
    ...said,
    band,
    model: 'model',
    ...(band === 'refuse' && { scenario: 'UNKNOWN' as const, guess }),
  }));

const words = fc
  .array(fc.constantFrom('отменить', 'урок', 'деньги', 'позовите', 'оператора', '💸', '!'), { maxLength: 8 })
  .map((all) => readWords([aMessage({ text: all.join(' ') })]));

const keyword: fc.Arbitrary<Keyword> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 4 }),
  scenario,
  phrase: fc.constantFrom('отмен*', 'урок', 'деньги', 'отменить урок', 'оператор*', 'другое'),
  priority: fc.integer({ min: KEYWORD_PRIORITY.least, max: KEYWORD_PRIORITY.most }),
});

const threshold = fc.option(share, { nil: null });
const handbook: fc.Arbitrary<Handbook> = fc
  .record({
    keywords: fc.array(keyword, { maxLength: 4 }),
    thresholds: fc.record({ answer: threshold, refuse: threshold }),
  })
  .map(({ keywords, thresholds }) => ({
    ...SHIPPED_HANDBOOK,
    keywords,
    policy: { ...SHIPPED_HANDBOOK.policy, thresholds },
  }));

it('whatever keywords and thresholds made of a verdict, it can be had back, and others make the same of it as of the first', () => {
  fc.assert(
    fc.property(
      fc.oneof({ weight: 9, arbitrary: verdict }, { weight: 1, arbitrary: fc.constant(NOT_JUDGED) }),
      words,
      handbook,
      handbook,
      (said, heard, one, other) => {
        const kept = classifiedBy(said, heard, one);
        // As it comes out of the table, where what is undefined is not.
        const stored: Classification = JSON.parse(JSON.stringify(kept));
        const own = verdictOf(stored);
        const { scenario, band, confidence, reasons, model, second_opinion } = said;
        expect(own).toMatchObject({ scenario, band, confidence, reasons, model });
        expect(own.second_opinion).toEqual(second_opinion);
        expect(own.keyword).toBeUndefined();
        expect(own.guess ?? own.scenario).toBe(said.guess ?? said.scenario);
        expect(classifiedBy(own, heard, one)).toEqual(kept);
        expect(classifiedBy(own, heard, other)).toEqual(classifiedBy(said, heard, other));
      },
    ),
    { numRuns: 2000 },
  );
});
