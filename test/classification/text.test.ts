import { describe, expect, it } from 'vitest';
import { normalise, READ_LIMIT } from '../../shared/classification/normalise.ts';
import { repair } from '../../shared/classification/repair.ts';
import { stemRussian } from '../../shared/classification/stem-russian.ts';
import { tokenise } from '../../shared/classification/tokens.ts';
import { readExamples } from '../../shared/classification/train/examples.ts';
import { learnLanguages } from '../../shared/classification/train/learn-languages.ts';

const CORPUS = 'shared/classification/corpus/messages.jsonl';
const languages = learnLanguages(readExamples([CORPUS]).map(({ text }) => text));

describe('normalise', () => {
  it.each([
    ['Ёлка', 'елка'],
    ['ﬁne', 'fine'],
    ['приве́т', 'привет'],
    ['йод', 'йод'],
    ['ураааа', 'ура'],
    ['касса', 'касса'],
    ['cпасибo', 'спасибо'],
    ['Zoom завис', 'zoom завис'],
    ['п0жалуйста, yp0к', 'пожалуйста, урок'],
    ['в cy660тy', 'в субботу'],
    ['с3до6, 6а класс, 30минут, урок10', 'с3до6, 6а класс, 30минут, урок10'],
    ['ғʀɪᴅᴀʏ ʟᴇssᴏɴ', 'friday lesson'],
    ['сағат бесте', 'сағат бесте'],
  ])('writes «%s» as «%s»', (text, written) => {
    expect(normalise(text)).toBe(written);
  });

  it('keeps vowel signs of scripts that cannot be read without them', () => {
    expect(normalise('नमस्ते')).toBe('नमस्ते');
  });

  it('never yields more than it reads', () => {
    expect(normalise('\ufdfa'.repeat(5000)).length).toBeLessThanOrEqual(READ_LIMIT);
  });
});

describe('repair', () => {
  it.each([
    ['ghbdtn', 'привет'],
    ['yt jnrhsdftncz ehjr', 'не открывается урок'],
    ['zabolel rebenok segodnya ne budem', 'заболел ребенок сегодня не будем'],
    ['ssylku na urok dayte', 'ссылку на урок дайте'],
  ])('reads «%s» as «%s»', (typed, meant) => {
    expect(repair(typed, languages)).toBe(meant);
  });

  it.each([
    'hello, the link does not work',
    'zoom',
    'my son is ill today',
    'найти',
    'зайти в zoom не могу',
    'thanks, bye!',
    'https://example.org/lesson',
    'google meet',
    'proszę o link do lekcji',
    'dersin bağlantısı nerede',
  ])('leaves «%s» as it is', (text) => {
    expect(repair(text, languages)).toBe(text);
  });

  it('rewrites no English message of the corpus', () => {
    const english = readExamples([CORPUS])
      .map(({ text }) => normalise(text))
      .filter((text) => /\b(?:the|is|we|you)\b/.test(text));
    const rewritten = english.filter((text) => repair(text, languages) !== text);
    expect(english.length).toBeGreaterThan(300);
    expect(rewritten).toEqual([]);
  });
});

describe('stemRussian', () => {
  it.each([
    ['открывается', 'открывает', 'открыва'],
    ['уроки', 'уроками', 'урок'],
    ['занятие', 'занятия', 'занят'],
    ['преподаватель', 'преподавателем', 'преподавател'],
    ['красивейший', 'красивейшая', 'красив'],
    ['болезненность', 'болезненности', 'болезнен'],
    ['пришедший', 'пришедшая', 'пришедш'],
  ])('gives «%s» and «%s» one stem', (one, other, stem) => {
    expect([stemRussian(one), stemRussian(other)]).toEqual([stem, stem]);
  });

  it.each(['zoom', 'и', 'вр', '한국어', ''])('leaves «%s» as it is', (word) => {
    expect(stemRussian(word)).toBe(word);
  });
});

describe('tokenise', () => {
  it.each([
    ['урок в 18:30', ['урок', 'в', '<time>']],
    ['до 14.02.2025', ['до', '<date>']],
    ['+7 (905) 123-45-67', ['<phone>']],
    ['8 905 1234567 аня', ['<phone>', 'аня']],
    ['5000 руб за 8 занятий', ['<money>', 'за', '<number of 1>', 'занятий']],
    ['https://t.me/x?y=1 не открывается', ['<url>', 'не', 'открывается']],
    ['anna.p@mail.ru', ['<email>']],
    ['спасибо))) 🙏', ['спасибо', '<smile>', '<🙏>']],
    ['ну где??!', ['ну', 'где', '<question>', '<exclamation>']],
    ["don't, какой-то", ['don', 't', 'какой', 'то']],
  ])('reads «%s» by class', (text, expected) => {
    expect(tokenise(text).map((token) => token.text)).toEqual(expected);
  });

  it('stops after 300 tokens', () => {
    expect(tokenise('а '.repeat(1000)).length).toBe(300);
  });
});
