const CARDINALS = [
  'один|одну|одна|one|a|an',
  'два|две|two',
  'три|three',
  'четыре|four',
  'пять|five',
  'шесть|six',
  'семь|seven',
  'восемь|eight',
  'девять|nine',
  'десять|ten',
  'одиннадцать|eleven',
  'двенадцать|twelve',
];

/** Stems of Russian ordinals, and English ones, of the days of a month. */
const ORDINALS = [
  'перв|first',
  'втор|second',
  'треть|third',
  'четверт|fourth',
  'пят|fifth',
  'шест|sixth',
  'седьм|seventh',
  'восьм|eighth',
  'девят|ninth',
  'десят|tenth',
  'одиннадцат|eleventh',
  'двенадцат|twelfth',
  'тринадцат|thirteenth',
  'четырнадцат|fourteenth',
  'пятнадцат|fifteenth',
  'шестнадцат|sixteenth',
  'семнадцат|seventeenth',
  'восемнадцат|eighteenth',
  'девятнадцат|nineteenth',
  'двадцат|twentieth',
];
const TENS: Record<string, number> = { двадцать: 20, тридцать: 30, twenty: 20, thirty: 30 };

const CARDINAL = new Map(CARDINALS.flatMap((words, at) => words.split('|').map((word) => [word, at + 1])));
const ORDINAL = new Map([
  ...ORDINALS.flatMap((words, at) => words.split('|').map((word): [string, number] => [word, at + 1])),
  ['тридцат', 30],
  ['thirtieth', 30],
]);

/** One of the cardinals 1–12, Russian or English, plain. */
export const CARDINAL_WORD = [...CARDINAL.keys()].join('|');
const ENDING = '(?:ого|ое|его|е)';
const STEMS = [...ORDINAL.keys()].map((stem) => (/[а-я]$/.test(stem) ? stem + ENDING : stem)).join('|');

/** An ordinal as it stands in dates: "пятого", "двадцать пятое", "fifth". */
export const ORDINAL_WORDS = `(?:(?:${Object.keys(TENS).join('|')})[ -])?(?:${STEMS})`;

/** Of digits or a word; NaN if it is neither. */
export function cardinalOf(words: string): number {
  return CARDINAL.get(words) ?? Number(words);
}

/** Of what `ORDINAL_WORDS` found; NaN if there is no such number. */
export function ordinalOf(words: string): number {
  const parts = words.split(/[ -]/);
  const unit = ORDINAL.get((parts.at(-1) ?? '').replace(new RegExp(`${ENDING}$`), '')) ?? Number.NaN;
  return parts.length > 1 ? (TENS[parts[0] ?? ''] ?? Number.NaN) + unit : unit;
}
