import { describe, expect, it } from 'vitest';
import { classifiedBy, readWords } from '../../shared/domain/burst.ts';
import { type Classification, NOT_JUDGED, verdictOf } from '../../shared/domain/classification.ts';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { isSamePhrase, judgePhrase, type Keyword, keywordsIn } from '../../shared/domain/keyword.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { aClassification, aMessage } from '../builders.ts';

let made = 0;
const aKeyword = (phrase: string, over: Partial<Keyword> = {}): Keyword => {
  made += 1;
  return { id: `kwd_${String(made).padStart(5, '0')}`, scenario: 'COMPLAINT', phrase, priority: 5, ...over };
};

describe('the words of a keyword', () => {
  it.each([
    ['возврат', 'Хочу ВОЗВРАТ денег', true],
    ['ВОЗВРАТ', 'возврат', true],
    ['учёба', 'Как учеба?', true],
    ['учеба', 'УЧЁБА', true],
    ['возврат', 'возврат!!!', true],
    ['возврат', '«Возврат», пожалуйста', true],
    ['возврат', '💸возврат💸', true],
    ['возврат', 'возврата', false],
    ['возврат', 'невозврат', false],
    ['верните деньги', 'Верните деньги', true],
    ['верните деньги', 'верните   \n деньги', true],
    ['верните деньги', 'Верните, деньги!', true],
    ['верните деньги', 'верните 💸 деньги', true],
    ['верните, деньги!', 'верните деньги', true],
    ['верните деньги', 'деньги верните', false],
    ['верните деньги', 'верните мне деньги', false],
    ['верните деньги', 'верните', false],
    ['отмен*', 'отмен', true],
    ['отмен*', 'Отменить', true],
    ['отмен*', 'отмена', true],
    ['отмен*', 'неотменимо', false],
    ['верн* деньг*', 'Вернёте деньги?', true],
    ['верн* деньг*', 'верните мои деньги', false],
    ['верн* деньги', 'верните деньгами', false],
    ['не урок*', 'Это не уроки, а мука', true],
    ['договор 42', 'Договор № 42', true],
    ['42', '420', false],
    ["don't", 'I don’t know', true],
    ['refund', 'Refund, please', true],
    ['й', 'и\u0306', true],
    ['возврат', '', false],
    ['возврат', '💸', false],
    ['возврат', 'возв рат', false],
  ])('«%s» in «%s»: %s', (phrase, text, there) => {
    expect(keywordsIn(text, [aKeyword(phrase)])).toHaveLength(there ? 1 : 0);
  });

  it.each([
    ['Верните деньги', ' верните,  ДЕНЬГИ! ', true],
    ['учёб*', 'учеб*', true],
    ['отмена', 'отмен*', false],
    ['верните деньги', 'деньги верните', false],
  ])('«%s» and «%s» are the same: %s', (one, other, same) => {
    expect(isSamePhrase(one, other)).toBe(same);
  });

  it.each([
    ['урок', undefined],
    ['а', undefined],
    ['42', undefined],
    ['уро*', undefined],
    ['Уро*, пла*', undefined],
    ['один два три четыре пять шесть семь восемь', undefined],
    ['я'.repeat(100), undefined],
    ['', 'letter or a digit'],
    ['!?', 'letter or a digit'],
    ['💸', 'letter or a digit'],
    ['*', 'letter or a digit'],
    ['ур*', 'at least 3'],
    ['*урок', 'at least 3'],
    ['у*рок', 'at least 3'],
    ['урок**', 'at least 3'],
    ['урок *', 'at least 3'],
    ['урок* *', 'at least 3'],
    ['один два три четыре пять шесть семь восемь девять', '8 words'],
    ['я'.repeat(101), '100 characters'],
  ])('«%s» may be a phrase: %s', (phrase, sentence) => {
    const judged = judgePhrase(phrase);
    expect(judged).toEqual(sentence && expect.stringContaining(sentence));
  });
});

describe('of several keywords in a text', () => {
  const text = 'Отменить урок, верните деньги';

  it.each([
    ['the highest priority', ['отмен*', 6], ['верните деньги', 5], 'отмен*'],
    ['the longest, if these are the same', ['отмен*', 5], ['верните деньги', 5], 'верните деньги'],
    ['the whole word before its beginning', ['отменить', 5], ['отменит*', 5], 'отменить'],
    ['letters alone make it long', ['!!!!!! урок !!!!!!', 5], ['деньги', 5], 'деньги'],
  ] as const)('decides %s', (_, one, other, first) => {
    const keywords = [one, other].map(([phrase, priority]) => aKeyword(phrase, { priority }));
    for (const all of [keywords, keywords.toReversed()])
      expect(keywordsIn(text, all).map(({ phrase }) => phrase)[0]).toBe(first);
  });

  it('decides the one that was added first, if nothing else tells', () => {
    const [older, newer] = [aKeyword('урок'), aKeyword('урок', { scenario: 'LESSON_LINK' })];
    for (const all of [
      [older, newer],
      [newer, older],
    ])
      expect(keywordsIn(text, all)).toEqual([older, newer]);
  });
});

describe('a message that has one', () => {
  const words = readWords([aMessage({ text: 'Отменить урок и вернуть деньги' })]);
  const under = (...keywords: Keyword[]) => ({ ...SHIPPED_HANDBOOK, keywords });
  const sure = aClassification({ scenario: 'LESSON_CANCELLATION', band: 'answer', confidence: 0.9 });
  const unsure = aClassification({ scenario: 'LESSON_CANCELLATION', band: 'doubt', confidence: 0.6 });
  const refused = aClassification({
    scenario: 'UNKNOWN',
    band: 'refuse',
    confidence: 0.3,
    guess: 'REFERRAL',
  });

  it.each<[number, Classification, boolean]>([
    [10, sure, true],
    [5, sure, true],
    [4, sure, false],
    [1, sure, false],
    [4, unsure, true],
    [1, refused, true],
    [10, refused, true],
    [10, NOT_JUDGED, false],
  ])('of priority %i, where the model says %j, is decided by it: %s', (priority, verdict, decides) => {
    const found = classifiedBy(verdict, words, under(aKeyword('деньги', { priority })));
    expect(found.scenario === 'COMPLAINT').toBe(decides);
    expect(found.keyword).toEqual(decides ? { phrase: 'деньги', priority } : undefined);
    expect(verdictOf(found)).toEqual(verdict);
  });

  it('says so in words, and is as sure as can be', () => {
    expect(classifiedBy(unsure, words, under(aKeyword('деньг*')))).toMatchObject({
      scenario: 'COMPLAINT',
      band: 'answer',
      confidence: 1,
      reasons: ['ключевое слово: деньг*'],
      model: unsure.model,
    });
  });

  it('is not decided by a lower one where the desk’s own threshold makes the model sure', () => {
    const { policy } = SHIPPED_HANDBOOK;
    const lower = { ...policy, thresholds: { answer: 0.5, refuse: null } };
    const keyword = aKeyword('деньги', { priority: 4 });
    const { scenario } = classifiedBy(unsure, words, { policy: lower, keywords: [keyword] });
    expect(scenario).toBe('LESSON_CANCELLATION');
  });

  it('but only asks for a person is no complaint for the keyword in it, and does not say that it is', () => {
    const call = readWords([aMessage({ text: 'позовите оператора' })]);
    const found = classifiedBy(sure, call, under(aKeyword('оператор*', { priority: 10 })));
    expect([found.scenario, found.keyword, found.reasons]).toEqual(['UNKNOWN', undefined, sure.reasons]);
  });
});

it('as many keywords as there may be in as long a text as there may be take no more looks than words times keywords', () => {
  const text = 'урок '.repeat(LIMITS.turnTextCharacters / 5);
  const all = Array.from({ length: LIMITS.keywords }, (_, n) =>
    aKeyword(`${'урок '.repeat(LIMITS.keywordWords - 1)}слово${n}*`),
  );
  const { startsWith } = String.prototype;
  let looks = 0;
  String.prototype.startsWith = function (this: string, ...asked) {
    looks += 1;
    return Reflect.apply(startsWith, this, asked);
  };
  try {
    expect(keywordsIn(text, all)).toEqual([]);
  } finally {
    String.prototype.startsWith = startsWith;
  }
  const words = LIMITS.turnTextCharacters / 5;
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThanOrEqual(words * LIMITS.keywords);
});
