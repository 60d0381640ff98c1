/** Code units of a message that are looked at; what lies beyond never reaches the model. */
export const READ_LIMIT = 2000;

/** Code units that are searched for readable ones. */
const SCAN_LIMIT = 5000;

const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]+/gu;
const MARK = /(?<=[\p{Script=Cyrillic}\p{Script=Latin}\p{M}\s])\p{M}+/gu;
const LONG_RUN = /(\p{L})\1{2,}/gu;
/** Words whose letters stand apart: with a full stop between them, or with one blank where words are parted by more. */
const DOTTED = /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L}){2,}(?![\p{L}\p{N}])/gu;
const SPACED = /(?<=^|[^\p{L}\p{N} ] ?| {2})\p{L}(?: \p{L}){2,}(?= {2}|$| ?[^\p{L}\p{N} ])/gu;
const WORD = /\p{L}+/gu;
/** Capitals in the size of small letters, which Unicode takes for letters of their own, and what they stand for. */
const LATIN = 'abcdefghijklmnopqrstuvwxyz';
const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘǫʀsᴛᴜᴠᴡxʏᴢ';
const SMALL_CAPITAL = /[ᴀ-ᴢɢɪɴʀʏʙʜʟǫ]|ғ(?=[ᴀ-ᴢɢɪɴʀʏʙʜʟ])/gu;
/** Digits that are drawn as letters are, within a word of at least three letters: "п0жалуйста", "cy660та". */
const DIGITAL =
  /(?<![\p{L}\p{N}])(?=\p{L}*[0346])(?=(?:\d*\p{L}){3})0?\p{L}+(?:[0346]{1,3}\p{L}+)*0?(?![\p{L}\p{N}])/gu;
const DIGIT_LETTERS: Readonly<Record<string, string>> = { 0: 'о', 3: 'з', 4: 'ч', 6: 'б' };
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  t: 'т',
  u: 'и',
  x: 'х',
  y: 'у',
};

/**
 * The message in one spelling: compatibility forms unified, invisible and combining characters gone, lower case,
 * ё as е, a letter held down written once, Latin look-alikes inside a Cyrillic word made Cyrillic.
 */
export function normalise(text: string): string {
  const visible = text.slice(0, SCAN_LIMIT).normalize('NFC').replace(CONTROL, ' ').replace(MARK, '');
  return visible
    .slice(0, READ_LIMIT)
    .normalize('NFKC')
    .slice(0, READ_LIMIT)
    .toLowerCase()
    .replace(SMALL_CAPITAL, (letter) => LATIN.charAt(SMALL_CAPITALS.indexOf(letter)) || letter)
    .replaceAll('ё', 'е')
    .replace(LONG_RUN, '$1')
    .replace(DOTTED, (word) => word.replaceAll('.', ''))
    .replace(SPACED, (word) => word.replaceAll(' ', ''))
    .replace(DIGITAL, spellOut)
    .replace(WORD, unmix);
}

function spellOut(word: string): string {
  if (!/[а-я]/.test(word)) return word;
  return word.replace(/[0346]/g, (digit) => DIGIT_LETTERS[digit] ?? digit);
}

function unmix(word: string): string {
  if (!/[а-я]/.test(word) || !/[a-z]/.test(word)) return word;
  const cyrillic = word.replace(/[a-z]/g, (letter) => LOOKALIKES[letter] ?? letter);
  return /[a-z]/.test(cyrillic) ? word : cyrillic;
}
