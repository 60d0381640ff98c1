import type { Gender } from './given-names.ts';
import type { Case } from './name-cases.ts';

export interface KinWord {
  cases: readonly Case[];
  gender: Gender | undefined;
}

const ANY: readonly Case[] = ['n', 'g', 'd', 'a', 'i', 'p'];

/** Words for a child, by the cases that they may stand in. */
const KIN: readonly (readonly [Gender | undefined, string, string])[] = [
  ['m', 'n', 'сын сынок сыночек сынишка сынуля внук внучок мальчик мой младший старший малой средний'],
  ['m', 'ga', 'сына сынка сыночка сынишки внука внучка мальчика младшего старшего среднего'],
  ['m', 'd', 'сыну сынку сыночку внуку мальчику младшему старшему'],
  ['m', 'i', 'сыном сынком сыночком внуком мальчиком младшим старшим'],
  ['m', 'p', 'сыне внуке мальчике'],
  ['f', 'n', 'дочка доча дочура дочурка внучка девочка младшая старшая средняя моя'],
  ['f', 'na', 'дочь'],
  ['f', 'gdp', 'дочери'],
  ['f', 'g', 'дочки дочи дочурки внучки девочки младшей старшей'],
  ['f', 'dp', 'дочке доче внучке девочке'],
  ['f', 'a', 'дочку дочу дочурку внучку девочку младшую старшую'],
  ['f', 'i', 'дочкой дочерью дочей внучкой девочкой'],
  [undefined, 'n', 'ребенок ребёночек ученик ученица школьник малыш малышка реб'],
  [undefined, 'ga', 'ребенка ученика ученицу ученицы малыша'],
  [undefined, 'd', 'ребенку ученику ученице малышу'],
  [undefined, 'i', 'ребенком учеником ученицей'],
  [undefined, 'p', 'ребенке'],
];
const ENGLISH: readonly (readonly [Gender | undefined, string])[] = [
  ['m', 'son grandson boy'],
  ['f', 'daughter granddaughter girl'],
  [undefined, 'child kid student pupil'],
];

const KIN_WORDS = new Map<string, KinWord>();
for (const [gender, cases, words] of KIN)
  for (const word of words.split(' ')) {
    const known = KIN_WORDS.get(word)?.cases ?? [];
    KIN_WORDS.set(word, { gender, cases: [...known, ...([...cases] as Case[])] });
  }
for (const [gender, words] of ENGLISH)
  for (const word of words.split(' ')) KIN_WORDS.set(word, { gender, cases: ANY });

/** A word (plain) for a child, or undefined. */
export function kinWord(word: string): KinWord | undefined {
  return KIN_WORDS.get(word.replace(/'s$/, ''));
}

/** Between a word for a child and the name. */
export const CALLED = /^(?:зовут|звать|по|имени|мой|моя|мою|моего|наш|наша|is|named|called|name)$/;

/** Words for whoever teaches or works at the school: a name near them is not a child's. */
export const STAFF =
  /^(?:преп[оа]д\p{L}*|учит\p{L}*|училк\p{L}*|тренер\p{L}*|педагог\p{L}*|ведущ\p{L}*|наставни\p{L}*|ментор\p{L}*|куратор\p{L}*|менеджер\p{L}*|оператор\p{L}*|администратор\p{L}*|методист\p{L}*|директор\p{L}*|teacher|tutor|coach|trainer|manager|operator|mentor|instructor|mr|ms|mrs)$/u;

/** Whoever speaks of himself. */
export const MYSELF = /^(?:меня|я|мы|это|пишет|беспокоит|i|i'm|me|this|we)$/;

export const PATRONYMIC = /(?:ович|евич|ьич|овн|евн|иничн|ичн)(?:а|у|ем|ы|е|ой|ей)?$/;

export const PARENT =
  /^(?:мам\p{L}{1,3}|мать|матери|пап[аыуе]|папой|отец|отца|бабушк\p{L}{1,2}|дедушк\p{L}{1,2}|тет[яи]|родител\p{L}{1,2}|няня)$/u;
export const ENGLISH_PARENT = /^(?:mom|mum|mother|dad|father|parent|granny|grandma|mommy|mummy)$/;

/** What a child does, behind its name; what it suffers and where it goes tells `absenceReasonIn`. */
export const CHILD_DOES =
  /^(?:пропустит|пропускает|пропустил\p{L}?|отсутствует|отсутствовал\p{L}?|лежит|спит|уснул\p{L}?|проспал\p{L}?|сломал\p{L}?|сорвал\p{L}?|траванул\p{L}{2,3}|устал\p{L}?|плохо|выздоровел\p{L}?|поправил\p{L}{2}|занимается|учится|уедет|прихворнул\p{L}?|misses|missed|skips?|hurt|broke|caught|absent|feverish)$/u;
/** Behind "не" or a form of "will", "is going to". */
export const CHILD_DOES_NOT =
  /^(?:придет|прийдет|приходит|сможет|может|будет|успеет|успевает|попадет|попадает|выйдет|пойдет|явится|появится|хочет|здоровится|ждите|attend|come|coming|join|make|be|miss|skip)$/u;
export const NOT = /^(?:не|won't|not|will|can't|cannot|to|isn't)$/;

/** What a child has, behind "у" and its name, besides reasons of absence. */
export const CHILD_HAS =
  /^(?:урок\p{L}{0,2}|заняти\p{L}{1,2}|болят|др|сегодня|завтра|высокая|живот|горло|голова|зуб|нога|рука|врач|нет|пробное|пробный|расписание|bug|stomach|fever)$/u;

/** Behind these the name of the child that it is about stands in the genitive. */
export const LESSON_OF =
  /^(?:урок[аи]?|уроков|заняти[еяй]|пропуск[аи]?|отсутстви[ея]|болезн[иь]|личн\p{L}{2}|день|рождения|имя|без|будет)$/u;

/** Behind these the name of the child stands in the accusative. */
export const EXCUSE =
  /^(?:отпросить|отпрошу|отпросите|отпустите|отпустить|предупреждаю|отметьте|запишите|записать|забираю|забрать|освободить|освободите|не|ждите|забираем|посадить|переведите|перевести)$/;
