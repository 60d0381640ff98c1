import { type Alphabet, strangeness } from './alphabet.ts';

/** What is needed to tell Russian that was typed in Latin letters from other languages. */
export interface Languages {
  readonly russian: Alphabet;
  readonly latin: Alphabet;
}

/** How much more usual a text must look in Russian before it is rewritten: nats a letter, and nats in all. */
const GAIN = 0.1;
const WHOLE_GAIN = 2;
/** Letters that are judged; a message does not change its alphabet later. */
const JUDGED = 200;

const LATIN_KEYS = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.&?/~{}:"<>';
const RUSSIAN_KEYS = 'ейцукенгшщзхъфывапролджэячсмитьбю?,.ехъжэбю';
const KEYS = new Map([...LATIN_KEYS].map((key, i) => [key, RUSSIAN_KEYS.charAt(i)]));

const SOUNDS: Readonly<Record<string, string>> = {
  shch: 'щ',
  sch: 'щ',
  zh: 'ж',
  ch: 'ч',
  sh: 'ш',
  kh: 'х',
  ts: 'ц',
  ya: 'я',
  ja: 'я',
  yu: 'ю',
  ju: 'ю',
  yo: 'е',
  jo: 'е',
  ye: 'е',
  a: 'а',
  b: 'б',
  v: 'в',
  w: 'в',
  g: 'г',
  d: 'д',
  e: 'е',
  z: 'з',
  i: 'и',
  j: 'й',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  f: 'ф',
  h: 'х',
  c: 'ц',
  y: 'ы',
  x: 'кс',
  q: 'к',
};
/** Letters that neither the keys nor the usual spellings of Russian have: Polish, Turkish, German and others stay as they are. */
const ACCENTED = /[ß-ſ](?<![šžč])/;
const SOUND = /shch|sch|zh|ch|sh|kh|ts|y[aueo]|j[auo]|(?<=[aeiouy])y|(?<=[bcdfghklmnprstvz])'|[a-z]/g;

/**
 * Rewrites Russian that was typed in the Latin keyboard layout («ghbdtn») or in Latin letters («privet»), if that makes the
 * whole message look more usual, letter by letter; any other message comes back as it is. There is no list of words.
 */
export function repair(normalised: string, languages: Languages): string {
  if (!/[a-z]/.test(normalised) || /[а-я]/.test(normalised) || ACCENTED.test(normalised)) return normalised;
  const sample = normalised.slice(0, JUDGED);
  const kept = strangeness(sample, languages.latin);
  const retyped = strangeness(fromKeys(sample), languages.russian);
  const respelt = strangeness(fromSounds(sample), languages.russian);
  const gain = kept - Math.min(retyped, respelt);
  if (gain < GAIN || gain * sample.length < WHOLE_GAIN) return normalised;
  return retyped < respelt ? fromKeys(normalised) : fromSounds(normalised);
}

function fromKeys(text: string): string {
  return text.replace(/./gu, (key) => KEYS.get(key) ?? key);
}

function fromSounds(text: string): string {
  return text.replace(SOUND, (sound, at: number) => {
    if (sound === "'") return 'ь';
    if (sound === 'y' && at > 0 && /[aeiouy]/.test(text.charAt(at - 1))) return 'й';
    return SOUNDS[sound] ?? sound;
  });
}
