import { absenceReasonIn } from './absence-reason.ts';
import * as about from './child-words.ts';
import type { Gender } from './given-names.ts';
import { type Case, type NameReading, nameReadings } from './name-cases.ts';
import { type Word, wordsOf } from './name-words.ts';

/** Words behind a name among which stands what tells that it is a child's. */
const REACH = 5;

type Rule = (words: readonly Word[], at: number) => string | undefined;

/** The surest first: behind a word for a child, a parent's "мама Пети", then what children do, have and miss. */
const RULES: readonly Rule[] = [behindKin, ofParent, having, doing, excused, missed];

/**
 * The name of the child that a text is about: in the nominative if the name is a known one, else as written, and then
 * only directly behind a word for a child. Neither the writer's own name nor a teacher's.
 */
export function childNameIn(text: string): string | undefined {
  const words = wordsOf(text);
  for (const rule of RULES)
    for (const at of words.keys()) {
      const name = rule(words, at);
      if (name) return name;
    }
  return undefined;
}

/** A known name at this place, in one of these cases: no teacher's, and not the first half of "Иван Петрович". */
function named(
  words: readonly Word[],
  at: number,
  cases: readonly Case[],
  gender?: Gender,
): string | undefined {
  const word = words[at];
  if (!word || isOfStaff(words, at)) return undefined;
  const fits = ({ grammaticalCase, gender: of }: NameReading) =>
    cases.includes(grammaticalCase) && (gender ?? of) === of;
  return nameReadings(word.raw).find(fits)?.name;
}

function isOfStaff(words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  if (next?.gap === 'blank' && about.PATRONYMIC.test(next.plain)) return true;
  for (let back = at; back > at - 2 && words[back]?.gap === 'blank'; back -= 1)
    if (about.STAFF.test(before(words, back))) return true;
  return next?.gap === 'comma' && about.STAFF.test(next.plain);
}

/** "сын Саша", "сына зовут Саша", "my son's name is Alex". */
function behindKin(words: readonly Word[], kinAt: number): string | undefined {
  const kin = about.kinWord(words[kinAt]?.plain ?? '');
  if (!kin || about.STAFF.test(before(words, kinAt))) return undefined;
  const mine = /^(?:мой|моя)$/.test(words[kinAt]?.plain ?? '');
  // "подруга моя Оксана" is no child.
  if (mine && words[kinAt]?.gap === 'blank' && !/^(?:и|а|но|что)$/.test(before(words, kinAt)))
    return undefined;
  let at = kinAt + 1;
  while (about.CALLED.test(words[at]?.plain ?? '') || words[at]?.plain === "'s") at += 1;
  const called = at > kinAt + 1 || before(words, kinAt) === 'имя';
  const cases: readonly Case[] = called ? ['n', ...kin.cases] : kin.cases;
  return knownName(words, at, cases, kin.gender) ?? (mine ? undefined : unknownName(words, at, words[kinAt]));
}

/** At this place, or behind a surname. */
function knownName(
  words: readonly Word[],
  at: number,
  cases: readonly Case[],
  gender?: Gender,
): string | undefined {
  if (!words[at] || words[at].gap === 'end') return undefined;
  const first = named(words, at, cases, gender);
  if (first || !isCapital(words[at]) || words[at + 1]?.gap !== 'blank') return first;
  return named(words, at + 1, cases, gender);
}

/** What begins with a capital letter in a careless text. */
const NO_NAME =
  /^(?:не|и|на|у|в|с|он|она|его|ее|уже|has|is|was|will|can|he|she|and)$|day$|^(?:january|february|march|april|june|july|august|september|october|november|december)$/;

/** A name that no list holds is recognised by its place and its capital letter; a kin word must be in the same script. */
function unknownName(words: readonly Word[], at: number, kin: Word | undefined): string | undefined {
  const word = words[at];
  if (word?.gap !== 'blank' || isOfStaff(words, at) || nameReadings(word.raw).length > 0) return undefined;
  if (nameReadings(words[at + 1]?.raw ?? '').length > 0 && isCapital(words[at + 1])) return undefined;
  if (!/^\p{Lu}\p{Ll}{1,20}$/u.test(word.raw) || about.PATRONYMIC.test(word.plain)) return undefined;
  const russian = /[а-я]/;
  if (russian.test(word.plain) !== russian.test(kin?.plain ?? '')) return undefined;
  return NO_NAME.test(word.plain) ? undefined : word.raw;
}

/** "мама Пети", "Anna's mom", "mother of Anna". */
function ofParent(words: readonly Word[], at: number): string | undefined {
  if (about.PARENT.test(beforeSurname(words, at)) && words[at]?.gap === 'blank')
    return named(words, at, ['g']);
  const mother = words[at + 1]?.plain === "'s" && about.ENGLISH_PARENT.test(words[at + 2]?.plain ?? '');
  const of = before(words, at) === 'of' && about.ENGLISH_PARENT.test(before(words, at - 1));
  return mother || of ? named(words, at, ['n']) : undefined;
}

/** "у Миши завтра урок", but not "занимаемся у Олега". */
function having(words: readonly Word[], at: number): string | undefined {
  if (before(words, at) !== 'у' || !isCapital(words[at])) return undefined;
  if (/^(?:занима|уч|урок|заняти)/.test(before(words, at - 1))) return undefined;
  const next = following(words, at);
  const has = next.some(({ plain }) => about.CHILD_HAS.test(plain) || about.CHILD_DOES.test(plain));
  return has || absenceReasonIn(phraseOf(next)) ? named(words, at, ['g']) : undefined;
}

/** "Петя заболел", "Ксюши завтра не будет", "Машу не ждите", "Anna is ill". */
function doing(words: readonly Word[], at: number): string | undefined {
  if (!nameReadings(words[at]?.raw ?? '').length) return undefined;
  if (about.MYSELF.test(before(words, at)) && words[at]?.gap === 'blank') return undefined;
  const next = following(words, at);
  const does = next.find(({ plain }, index) => {
    const last = next[index - 1]?.plain ?? '';
    if (about.CHILD_DOES_NOT.test(plain)) return about.NOT.test(last);
    return about.CHILD_DOES.test(plain) && last !== 'не';
  });
  const special = specialCase(does?.plain ?? '', next[1]?.plain ?? '');
  const missing = special ? named(words, at, [special]) : undefined;
  if (missing) return missing;
  return does || absenceReasonIn(phraseOf(next)) ? named(words, at, ['n']) : undefined;
}

/** Who is missed stands in the genitive, who is not to be waited for in the accusative, who is unwell in the dative. */
function specialCase(does: string, second: string): Case | undefined {
  if (does === 'будет' || second === 'нет') return 'g';
  if (does === 'ждите') return 'a';
  return does === 'плохо' || does === 'здоровится' ? 'd' : undefined;
}

/** "отпросить Ярика", "не ждите Соню". */
function excused(words: readonly Word[], at: number): string | undefined {
  return about.EXCUSE.test(beforeSurname(words, at)) && isCapital(words[at])
    ? named(words, at, ['a'])
    : undefined;
}

/** "урок Маши", "сегодня без Никиты", "не будет Леры", "Anna's lesson". */
function missed(words: readonly Word[], at: number): string | undefined {
  if (about.LESSON_OF.test(beforeSurname(words, at)) && isCapital(words[at])) return named(words, at, ['g']);
  const lesson = /^(?:lesson|lessons|class|classes|absence|birthday)$/.test(words[at + 2]?.plain ?? '');
  return lesson && words[at + 1]?.plain === "'s" ? named(words, at, ['n']) : undefined;
}

/** The words right behind a name that may speak of it: up to a new subject, another name or the sentence's end. */
function following(words: readonly Word[], at: number): Word[] {
  const next = words.slice(at + 1, at + 1 + REACH);
  const end = next.findIndex(
    (word) =>
      word.gap !== 'blank' ||
      about.MYSELF.test(word.plain) ||
      about.kinWord(word.plain) ||
      about.STAFF.test(word.plain) ||
      (isCapital(word) && nameReadings(word.raw).length > 0),
  );
  return end < 0 ? next : next.slice(0, end);
}

function phraseOf(words: readonly Word[]): string {
  return words.map(({ plain }) => plain).join(' ');
}

function before(words: readonly Word[], at: number): string {
  return words[at - 1]?.plain ?? '';
}

/** The word before, or before a surname: "на имя Соловьёвой Арины". */
function beforeSurname(words: readonly Word[], at: number): string {
  const last = words[at - 1];
  const surname = isCapital(last) && last?.gap === 'blank' && words[at]?.gap === 'blank';
  return surname && nameReadings(last.raw).length === 0 ? before(words, at - 1) : (last?.plain ?? '');
}

function isCapital(word: Word | undefined): boolean {
  return /^\p{Lu}/u.test(word?.raw ?? '');
}
