import { nameReadings } from './understanding/name-cases.ts';

const PATRONYMIC = /(?:вич|вна|ична|оглы|кызы)$/u;
const SURNAME = /(?:[оеё]в|[иы]н|[оеё]ва|[иы]на|[сц]к(?:ий|ая|ой)|енко|[юу]к|дзе|швили|ян)$/iu;
const NAME = /^\p{Lu}[\p{L}'’-]*$/u;

/**
 * How a client is addressed: CRMs know names as «Иванова Ольга Петровна», people do not say them so. What is no name of a
 * person, or may as well be a surname, is not said.
 */
export function salutation(name: string | undefined): string | undefined {
  const words = name?.trim().split(/\s+/u) ?? [];
  if (words.length > 3 || !words.every((word) => NAME.test(word))) return undefined;
  const [first = '', second, third] = words;
  if (second === undefined) return isSurname(first) ? undefined : first;
  if (PATRONYMIC.test(second)) return `${first} ${second}`;
  if (third !== undefined) return PATRONYMIC.test(third) ? `${second} ${third}` : undefined;
  return givenOf(first, second);
}

/** How a child is called. */
export function nameOfChild(name: string | undefined): string | undefined {
  return salutation(name)?.split(' ')[0];
}

function givenOf(first: string, second: string): string | undefined {
  const given = [first, second].filter(isGiven);
  if (given.length > 0) return given[0];
  const others = [first, second].filter((word) => !isSurname(word));
  return others.length === 1 ? others[0] : undefined;
}

function isGiven(word: string): boolean {
  return nameReadings(word).some(({ grammaticalCase }) => grammaticalCase === 'n');
}

function isSurname(word: string): boolean {
  return SURNAME.test(word) && !isGiven(word);
}
