import { AMBIGUOUS_NAMES, type Gender, GIVEN_NAMES } from './given-names.ts';
import { plain } from './plain-words.ts';

/** Nominative, genitive, dative, accusative, instrumental, prepositional. */
export type Case = 'n' | 'g' | 'd' | 'a' | 'i' | 'p';

/** One reading of a word as a given name. */
export interface NameReading {
  /** In the nominative. */
  name: string;
  gender: Gender;
  grammaticalCase: Case;
  /** The word may be another word as well, unless it begins with a capital letter. */
  ambiguous: boolean;
}

const CASES: readonly Case[] = ['n', 'g', 'd', 'a', 'i', 'p'];
const FLEETING: Record<string, string> = { Лев: 'Льв', Павел: 'Павл', Пётр: 'Петр', Витёк: 'Витьк' };
const HUSHING = /[жшчщц]$/;

/** The six cases of a Russian given name; any other name stays as it is. */
function casesOf(name: string, gender: Gender): string[] {
  if (!/[а-яё]$/.test(name)) return CASES.map(() => name);
  const stem = name.slice(0, -1);
  if (/а$/.test(name)) {
    const genitive = /[гкхжшчщ]$/.test(stem) ? 'и' : 'ы';
    return ['а', genitive, 'е', 'у', HUSHING.test(stem) ? 'ей' : 'ой', 'е'].map((end) => stem + end);
  }
  if (/ия$/.test(name)) return ['я', 'и', 'и', 'ю', 'ей', 'и'].map((end) => stem + end);
  if (/я$/.test(name)) return ['я', 'и', 'е', 'ю', 'ей', 'е'].map((end) => stem + end);
  if (/ий$/.test(name)) return ['й', 'я', 'ю', 'я', 'ем', 'и'].map((end) => stem + end);
  if (/ь$/.test(name) && gender === 'f') return ['ь', 'и', 'и', 'ь', 'ью', 'и'].map((end) => stem + end);
  if (/[йь]$/.test(name)) return [name, ...['я', 'ю', 'я', 'ем', 'е'].map((end) => stem + end)];
  if (/[оеиуыэю]$/.test(name) || gender === 'f') return CASES.map(() => name);
  const base = FLEETING[name] ?? name;
  return [name, ...['а', 'у', 'а', HUSHING.test(base) ? 'ем' : 'ом', 'е'].map((end) => base + end)];
}

/** Made when a name is first looked for: not every function that can, does. */
let readings: Map<string, NameReading[]> | undefined;

function readNames(): Map<string, NameReading[]> {
  const found = new Map<string, NameReading[]>();
  for (const [name, gender] of GIVEN_NAMES)
    for (const [at, form] of casesOf(name, gender).entries()) {
      const reading: NameReading = {
        name,
        gender,
        grammaticalCase: CASES[at] ?? 'n',
        ambiguous: AMBIGUOUS_NAMES.has(name),
      };
      const key = plain(form);
      const others = found.get(key);
      if (others) others.push(reading);
      else found.set(key, [reading]);
    }
  return found;
}

/** The given names that a word may be a form of: "Александра" is a girl, or a boy who is missed. */
export function nameReadings(word: string): readonly NameReading[] {
  readings ??= readNames();
  const found = readings.get(plain(word)) ?? [];
  return /^\p{Lu}/u.test(word) ? found : found.filter(({ ambiguous }) => !ambiguous);
}
