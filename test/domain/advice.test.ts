import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Advice, advisedBy, CHOICES } from '../../shared/domain/advice.ts';
import type { Judgement } from '../../shared/domain/classification.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import { aClassification } from '../builders.ts';

const THRESHOLDS = { answer: 0.85, refuse: 0.45 };

/** A verdict by these chances, best first. */
function judged(...likeliest: [Scenario, number][]): Judgement {
  const [best = ['UNKNOWN', 0] as const] = likeliest;
  const [scenario, confidence] = best;
  const band =
    confidence >= THRESHOLDS.answer ? 'answer' : confidence >= THRESHOLDS.refuse ? 'doubt' : 'refuse';
  return {
    classification: aClassification({
      scenario: band === 'refuse' ? 'UNKNOWN' : scenario,
      confidence,
      band,
      guess: band === 'refuse' ? scenario : undefined,
    }),
    likeliest: likeliest.map(([one, chance]) => ({ scenario: one, confidence: chance })),
    thresholds: THRESHOLDS,
  };
}

const says = (scenario: Scenario, confidence: number): Advice => ({ scenario, confidence, model: 'tiny' });

const choice = fc.constantFrom(...CHOICES);
const chance = fc.integer({ min: 0, max: 1_000 }).map((parts) => parts / 1_000);
const advice = fc.record({ scenario: choice, confidence: chance, model: fc.constant('tiny') });
/** Three likeliest scenarios, as a classifier tells them. */
const judgement = fc
  .tuple(
    fc.uniqueArray(choice, { minLength: 3, maxLength: 3 }),
    fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 14, maxLength: 14 }),
  )
  .map(([names, weights]) => {
    const sum = weights.reduce((all, one) => all + one ** 3, 0);
    const chances = weights.map((one) => one ** 3 / sum).sort((a, b) => b - a);
    return judged(...names.map((name, at) => [name, chances[at] ?? 0] as [Scenario, number]));
  });

describe('a second opinion', () => {
  it('makes a probability, a scenario of the desk and the band that both fall into', () => {
    fc.assert(
      fc.property(judgement, advice, (verdict, said) => {
        const { confidence, band, scenario, guess, second_opinion, model } = advisedBy(verdict, said);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(CHOICES).toContain(guess ?? scenario);
        const expected = confidence >= 0.85 ? 'answer' : confidence >= 0.45 ? 'doubt' : 'refuse';
        expect(band).toBe(expected);
        expect([guess === undefined, band !== 'refuse' || scenario === 'UNKNOWN']).toEqual([
          band !== 'refuse',
          true,
        ]);
        expect(second_opinion).toEqual(said);
        expect(model).toBe(verdict.classification.model);
      }),
    );
  });

  it('goes to what it names or to the likeliest other, whichever is likelier then', () => {
    fc.assert(
      fc.property(judgement, advice, (verdict, said) => {
        const { scenario, guess = scenario } = advisedBy(verdict, said);
        const [best] = verdict.likeliest.filter((one) => one.scenario !== said.scenario);
        const unheard = said.confidence <= 1 / 4 + 0.001;
        if (!unheard) expect([said.scenario, best?.scenario]).toContain(guess);
      }),
    );
  });

  it('never makes an answer of what the words do not bear out, however sure it is', () => {
    const unlikely = fc.record({
      names: fc.uniqueArray(choice, { minLength: 4, maxLength: 4 }),
      chance: fc.integer({ min: 0, max: 150 }).map((parts) => parts / 1_000),
      share: fc.integer({ min: 500, max: 1_000 }).map((parts) => parts / 1_000),
      listed: fc.boolean(),
    });
    fc.assert(
      fc.property(unlikely, ({ names: [best, second, third, fourth], chance: small, share, listed }) => {
        if (!best || !second || !third || !fourth) throw new Error('four scenarios are too few');
        const rest = 1 - small;
        const verdict = judged(
          [best, rest * share],
          [second, rest * (1 - share)],
          ...(listed ? [[third, small] as [Scenario, number]] : []),
        );
        const named = listed ? third : fourth;
        const { scenario, band } = advisedBy(verdict, says(named, 1));
        expect([scenario, band]).not.toEqual([named, 'answer']);
      }),
    );
  });

  it('that agrees makes it likelier, the more so the surer it is', () => {
    fc.assert(
      fc.property(judgement, chance, chance, (verdict, one, other) => {
        const [best] = verdict.likeliest;
        const [less, more] = [one, other].sort((a, b) => a - b) as [number, number];
        fc.pre(best !== undefined && less > 0.25);
        const by = (sure: number) => advisedBy(verdict, says(best.scenario, sure)).confidence;
        // Confidence is told in four digits.
        expect(by(less)).toBeGreaterThanOrEqual(best.confidence - 0.0001);
        expect(by(more)).toBeGreaterThanOrEqual(by(less));
      }),
    );
  });

  it('is not trusted beyond nine tenths', () => {
    const verdict = judged(['COMPLAINT', 0.6], ['TECH_SUPPORT_BASIC', 0.3], ['UNKNOWN', 0.05]);
    expect(advisedBy(verdict, says('COMPLAINT', 1)).confidence).toBe(
      advisedBy(verdict, says('COMPLAINT', 0.9)).confidence,
    );
  });

  it.each([0, 0.01, 1 / 4])('that is no surer than chance (%d) changes nothing', (confidence) => {
    const verdict = judged(['COMPLAINT', 0.6], ['TECH_SUPPORT_BASIC', 0.3], ['UNKNOWN', 0.05]);
    const said = says('FAREWELL', confidence);
    expect(advisedBy(verdict, said)).toEqual({ ...verdict.classification, second_opinion: said });
  });

  it.each<[string, Judgement, Advice, object]>([
    [
      'agrees: a doubt becomes an answer',
      judged(['COMPLAINT', 0.6], ['UNKNOWN', 0.3], ['REMINDER', 0.05]),
      says('COMPLAINT', 0.9),
      { scenario: 'COMPLAINT', band: 'answer' },
    ],
    [
      'names the other likely one: that is it',
      judged(['COMPLAINT', 0.6], ['UNKNOWN', 0.3], ['REMINDER', 0.05]),
      says('UNKNOWN', 0.9),
      { scenario: 'UNKNOWN', band: 'answer' },
    ],
    [
      'names it with half a heart: still a doubt',
      judged(['COMPLAINT', 0.6], ['UNKNOWN', 0.3], ['REMINDER', 0.05]),
      says('UNKNOWN', 0.45),
      { scenario: 'UNKNOWN', band: 'doubt' },
    ],
    [
      'names what nobody thought of: nothing is likely any more',
      judged(['COMPLAINT', 0.46], ['UNKNOWN', 0.27], ['REMINDER', 0.2]),
      says('FAREWELL', 0.9),
      { scenario: 'UNKNOWN', guess: 'COMPLAINT', band: 'refuse' },
    ],
    [
      'disagrees with what is nearly sure: that stays, in doubt',
      judged(['COMPLAINT', 0.84], ['UNKNOWN', 0.01], ['REMINDER', 0.01]),
      says('UNKNOWN', 0.9),
      { scenario: 'COMPLAINT', band: 'doubt' },
    ],
  ])('%s', (_, verdict, said, expected) => {
    expect(advisedBy(verdict, said)).toMatchObject(expected);
  });

  it.each([
    [0.85, 'answer'],
    [0.8501, 'doubt'],
  ])('is an answer from the threshold (%d) on: %s', (answer, band) => {
    const verdict = judged(['COMPLAINT', 0.5], ['UNKNOWN', 0.5]);
    // Odds of 17 to 3 come to 0.85.
    const trust = 17 / 26;
    const { confidence, ...rest } = advisedBy(
      { ...verdict, thresholds: { answer, refuse: 0.45 } },
      says('COMPLAINT', trust),
    );
    expect([confidence, rest.band]).toEqual([0.85, band]);
  });
});
