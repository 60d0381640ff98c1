import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';

const classifier = createClassifier(
  loadModel(fileURLToPath(new URL('../../shared/classification/model', import.meta.url))),
);

/** Floors a little under what the shipped model reaches (docs/classifier.md). */
const RIGHT = 0.93;
const ANSWERED_WRONGLY = 0.04;
/** What attacks or garbles, rather than asks for something else in the desk's own words: none of it is answered wrongly. */
const ATTACKS = [
  'injection',
  'markup',
  'code',
  'script',
  'bidi',
  'zalgo',
  'repeat',
  'language',
  'numbers',
  'emoji',
  'empty',
];
const ATTACKS_RIGHT = 0.98;

const NOISE = [
  ['nothing', ''],
  ['spaces', ' \n\t '],
  ['invisible characters', '\u200b\u200d\u202e\u2066\ufeff'],
  ['one letter held down', 'а'.repeat(25)],
  ['one letter held down for 5,000 characters', 'ы'.repeat(5000)],
  ['a mash of consonants', 'пвпрлджфтмчсвпрлджфтмчсв'],
  ['a mash of Latin consonants', 'sdfghjklzxcvbnmqwrtpsdfgh'],
  ['a card number', '4276 3800 1234 5678'],
  ['a long row of digits', '123456789012345678901234567890'],
  ['full stops', '.....'],
  ['a number', '12345'],
  ['punctuation', '--- /// ***'],
  ['combining marks alone', '\u0301'.repeat(5000)],
  ['lone surrogates', '\udc00\ud83d'],
  ['control characters', '\u0000\u0001\u007f'],
  ['a face of other scripts', '¯\\_(ツ)_/¯'],
  ['a language that the desk does not read', '老师今天不来吗'],
  ['one word over and over', 'оператор\n'.repeat(450)],
  ['a form that nobody filled in', 'Здравствуйте, {{name}}! Ваш урок {{date}}'],
  ['a form in capitals', 'Уважаемый [ИМЯ], ждём вас [ДАТА]'],
  ['an empty table', '| день | время |\n|------|-------|'],
  ['a document', '{"event":"lesson.cancelled","lessonId":7781}'],
] as const;

const LONG = [
  ['words', 'не открывается урок '.repeat(250)],
  [
    'letters of many words',
    Array.from({ length: 5000 }, (_, i) => String.fromCharCode(0x430 + ((i * 7) % 32))).join(''),
  ],
  ['zalgo', 'урок'.replace(/./g, (letter) => letter + '\u0300\u0301\u0302\u0303'.repeat(300))],
  ['ligatures that unfold', '\ufdfa'.repeat(5000)],
  ['emoji', '😡'.repeat(2500)],
  ['digits with spaces', '1 '.repeat(2500)],
  ['digits with brackets', '(1)-'.repeat(1250)],
  ['smiles', '))))'.repeat(1250)],
  ['a link without an end', `https://${'a'.repeat(4990)}`],
  ['an address without an end', `${'a.'.repeat(2490)}@`],
  ['hyphens', 'а-'.repeat(2500)],
  ['apostrophes', "a'".repeat(2500)],
  ['Latin and Cyrillic by turns', 'aа'.repeat(2500)],
  ['mixed scripts', 'дעeعअ한漢ก'.repeat(600)],
  ['markup', '<script>alert(1)</script>'.repeat(200)],
  ['Russian in the Latin layout', 'yt jnrhsdftncz ehjr '.repeat(250)],
  ['Russian in Latin letters', 'shchshchshch '.repeat(384)],
  ['different words', Array.from({ length: 1250 }, (_, i) => i.toString(36).padStart(3, 'q')).join(' ')],
] as const;

interface Hostile {
  kind: string;
  text: string;
  /** Where a careful operator puts it. */
  labels: string[];
}

/** Attacks, odd spellings, spam, other languages, and real requests wrapped in such things; nothing is trained on them. */
function hostileIn(file: string): Hostile[] {
  const lines = readFileSync(join(import.meta.dirname, file), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => {
    const { kind, text, repeat: [piece = '', times = 0] = [], label, also_ok = [] } = JSON.parse(line);
    return { kind, text: text ?? piece.repeat(times), labels: [label, ...also_ok] };
  });
}

/** The second was written before what now guards against such texts was. */
const SETS = [
  ['230 hostile texts', hostileIn('hostile.jsonl'), 230],
  ['128 hostile texts of another day', hostileIn('hostile-unseen.jsonl'), 128],
] as const;

/** What the desk makes of it: what is refused is not understood. */
function taken(text: string): { label: string; band: string } {
  const { label, band } = classifier.classify(text);
  return { label: band === 'refuse' ? 'UNKNOWN' : label, band };
}

describe.each(SETS)('%s', (_, hostile, count) => {
  const wrong = hostile.filter(({ text, labels }) => !labels.includes(taken(text).label));

  it('are as many, of every kind', () => {
    expect(hostile.length).toBe(count);
    expect(new Set(hostile.map(({ kind }) => kind)).size).toBe(14);
  });

  it('end nearly all where a careful operator puts them, and nearly none is answered as what it is not', () => {
    const answered = wrong.filter(({ text }) => taken(text).band === 'answer');
    expect(1 - wrong.length / hostile.length).toBeGreaterThanOrEqual(RIGHT);
    expect(answered.length / hostile.length).toBeLessThanOrEqual(ANSWERED_WRONGLY);
  });

  it('are never answered as what they are not if they attack or garble, and hardly ever taken for it', () => {
    const attacks = wrong.filter(({ kind }) => ATTACKS.includes(kind));
    expect(attacks.filter(({ text }) => taken(text).band === 'answer')).toEqual([]);
    const all = hostile.filter(({ kind }) => ATTACKS.includes(kind)).length;
    expect(1 - attacks.length / all).toBeGreaterThanOrEqual(ATTACKS_RIGHT);
  });

  it('take less than 5 ms each', () => {
    const slow = hostile.filter(({ text }) => {
      const times = Array.from({ length: 5 }, () => {
        const startedAt = performance.now();
        classifier.classify(text);
        return performance.now() - startedAt;
      });
      return Math.min(...times) >= 5;
    });
    expect(slow.map(({ text }) => text.slice(0, 50))).toEqual([]);
  });
});

describe('the classifier under hostile texts', () => {
  it.each(NOISE)('refuses %s', (_, text) => {
    expect(classifier.classify(text)).toMatchObject({ label: 'UNKNOWN', band: 'refuse', reasons: [] });
  });

  it.each(LONG)('takes at most 5 ms for 5,000 characters of %s', (_, text) => {
    const bounded = text.slice(0, 5000);
    const times = Array.from({ length: 9 }, () => {
      const startedAt = performance.now();
      classifier.classify(bounded);
      return performance.now() - startedAt;
    });
    expect(Math.min(...times)).toBeLessThan(5);
  });

  it('answers within its contract whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { confidence, ranking, reasons, label } = classifier.classify(text);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(ranking[0]?.label).toBe(label);
        expect(reasons.every(({ weight }) => weight > 0)).toBe(true);
      }),
    );
  });

  it('never shows an operator a phone number, a link or an address as a reason', () => {
    const { reasons } = classifier.classify(
      'запишите подругу: 8 905 123-45-67, anna@mail.ru, https://t.me/anna',
    );
    expect(reasons.map(({ feature }) => feature).join(' ')).not.toMatch(/905|@|http|mail/);
  });

  it.each([
    ['Latin look-alikes inside a word', 'нe oткрывaeтся yрок', 'не открывается урок'],
    ['a held-down letter', 'неее открывается урооок', 'не открывается урок'],
    ['stress marks', 'не открыва\u0301ется уро\u0301к', 'не открывается урок'],
    ['zero-width spaces at the edges', '\u200bне открывается урок\u200b', 'не открывается урок'],
    ['capital letters', 'НЕ ОТКРЫВАЕТСЯ УРОК', 'не открывается урок'],
    ['letters that stand apart', 'э к р а н  з а в и с', 'экран завис'],
    ['letters with full stops between', 'не о.т.к.р.ы.в.а.е.т.с.я у.р.о.к', 'не открывается урок'],
  ])('reads through %s', (_, disguised, plain) => {
    expect(classifier.classify(disguised)).toEqual(classifier.classify(plain));
  });
});
