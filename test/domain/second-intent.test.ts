import { describe, expect, it } from 'vitest';
import { judgementOf } from '../../shared/adapters/built-in-classifier.ts';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { readExamples } from '../../shared/classification/train/examples.ts';
import { frozenSet, SHIPPED_MODEL } from '../../shared/classification/train/rooms.ts';
import type { Band } from '../../shared/domain/classification.ts';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import { mayHaveSecond, secondIntent, sentencesApart } from '../../shared/domain/second-intent.ts';
import { changedPolicy, SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { decideTurn } from '../../shared/domain/turn.ts';
import { aClassification, aHead, aMessage, anId, NOW } from '../builders.ts';
import { shipped } from './said.ts';

const sure = (scenario: Scenario, band: Band = 'answer') =>
  aClassification({ scenario, band, confidence: 0.98 });

describe('sentences apart', () => {
  it.each([
    ['Урок не открывается. Ещё пришлите ссылку', ['Урок не открывается', 'Ещё пришлите ссылку']],
    ['Урок не открывается\nкакой бонус за отзыв?', ['Урок не открывается', 'какой бонус за отзыв']],
    ['Урок не открывается, пришлите ссылку', []],
    ['Здравствуйте! Урок не открывается', []],
    ['', []],
  ])('of «%s»', (text, sentences) => {
    expect(sentencesApart(text)).toEqual(sentences);
  });

  it('are bounded, however long the text is', () => {
    expect(sentencesApart('раз два три. '.repeat(1000))).toHaveLength(6);
  });
});

describe('a second intent', () => {
  it.each<[string, Scenario, [Scenario, Band][], Scenario | undefined]>([
    [
      'is what another sentence surely asks',
      'LESSON_LINK',
      [
        ['LESSON_LINK', 'answer'],
        ['REVIEW_BONUS', 'answer'],
      ],
      'REVIEW_BONUS',
    ],
    [
      'is none if the other sentence is not sure',
      'LESSON_LINK',
      [
        ['LESSON_LINK', 'answer'],
        ['REVIEW_BONUS', 'doubt'],
      ],
      undefined,
    ],
    [
      'is none if no sentence is what the whole is',
      'LESSON_LINK',
      [
        ['REFERRAL', 'answer'],
        ['REVIEW_BONUS', 'answer'],
      ],
      undefined,
    ],
    [
      'is no thanks and no greeting',
      'LESSON_LINK',
      [
        ['LESSON_LINK', 'answer'],
        ['FAREWELL', 'answer'],
      ],
      undefined,
    ],
    [
      'is no complaint in passing',
      'LESSON_LINK',
      [
        ['LESSON_LINK', 'answer'],
        ['COMPLAINT', 'answer'],
      ],
      undefined,
    ],
  ])('%s', (_, whole, sentences, second) => {
    const judged = sentences.map(([scenario, band]) => sure(scenario, band));
    expect(secondIntent(sure(whole), judged)?.scenario).toBe(second);
  });

  it.each([sure('LESSON_LINK', 'doubt'), sure('GREETING'), sure('UNKNOWN'), sure('COMPLAINT')])(
    'is not looked for in %o',
    (whole) => expect(mayHaveSecond(whole)).toBe(false),
  );

  it('is hardly ever found by the shipped model where there is one matter alone', () => {
    const model = createClassifier(loadModel(SHIPPED_MODEL));
    const read = (text: string) => judgementOf(model, text).classification;
    const found = readExamples(frozenSet()).filter(({ text }) => {
      const whole = read(text);
      return mayHaveSecond(whole) && secondIntent(whole, sentencesApart(text).map(read));
    });
    expect(found.length).toBeLessThanOrEqual(3);
    const two = read('Нет звука на уроке. Какой бонус за отзыв?');
    const sentences = sentencesApart('Нет звука на уроке. Какой бонус за отзыв?').map(read);
    expect([two.scenario, secondIntent(two, sentences)?.scenario].sort()).toEqual([
      'REVIEW_BONUS',
      'TECH_SUPPORT_BASIC',
    ]);
  });
});

function decide(scenario: Scenario, also: Scenario, changes: unknown = {}) {
  const policy = changedPolicy(changes) as Policy;
  return decideTurn({
    id: anId(NOW + 1, 9),
    head: aHead({ greeted: true }),
    messages: [aMessage()],
    profile: {},
    understood: {
      classification: { ...sure(scenario), also: { scenario: also, confidence: 0.97 } },
      entities: {},
      language: 'ru',
      human: false,
      objects: false,
      times: false,
      failed: false,
    },
    handbook: { ...SHIPPED_HANDBOOK, policy },
    now: NOW,
    chance: 0,
    pace: 'natural',
  });
}

describe('a message of two matters', () => {
  it('is answered about both, in one reply', () => {
    const { text, hand_off, why } = decide('TECH_SUPPORT_BASIC', 'REVIEW_BONUS');
    expect(why.rules).toContain('second_intent.REVIEW_BONUS');
    expect(text).toBe(`${shipped('TECH_SUPPORT_BASIC')}\n\n${shipped('REVIEW_BONUS')}`);
    expect(hand_off).toBeUndefined();
  });

  it('of which one is an operator’s is answered about the other, and handed over as urgently as either asks', () => {
    const { text, hand_off, why } = decide('TECH_SUPPORT_BASIC', 'MISSING_TRAINER');
    expect(text).toBe(`${shipped('TECH_SUPPORT_BASIC')}\n\n${shipped('ALSO_HANDED_OVER')}`);
    expect(hand_off).toEqual({ reason: 'always_escalates', priority: 'high' });
    expect(why.rules[0]).toBe('hand_over.second_intent');
  });

  it('of which the first is an operator’s gets its answer alone', () => {
    expect(decide('SCHEDULE_CHANGE', 'REVIEW_BONUS').text).toBe(shipped('SCHEDULE_CHANGE'));
  });

  it('of which the second is switched off is handed over', () => {
    const off = { scenarios: { REVIEW_BONUS: { enabled: false } } };
    expect(decide('TECH_SUPPORT_BASIC', 'REVIEW_BONUS', off).hand_off).toMatchObject({
      reason: 'always_escalates',
      priority: SHIPPED_POLICY.scenarios.TECH_SUPPORT_BASIC.priority_handed_over,
    });
  });
});
