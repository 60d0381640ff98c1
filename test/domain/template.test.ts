import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIPPED_HANDBOOK, say } from '../../shared/domain/handbook.ts';
import {
  PARAMETERS,
  type ParameterName,
  parametersFrom,
  sampleParameters,
} from '../../shared/domain/parameters.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { judgeTemplate, occasionOf, render } from '../../shared/domain/template.ts';
import { SHIPPED_TEXTS, TEMPLATE_KEYS } from '../../shared/domain/texts.ts';
import type { Language } from '../../shared/domain/understanding/language.ts';
import { NOW } from '../builders.ts';

const links = { referral_link: 'https://r.example/1', lesson_link: 'https://l.example/2' };

describe('rendering', () => {
  it.each([
    ['Ваша ссылка: {referral_link}', 'Ваша ссылка: https://r.example/1'],
    ['{lesson_link} и {lesson_link}', 'https://l.example/2 и https://l.example/2'],
    ['{ lesson_link }', 'https://l.example/2'],
    ['без параметров', 'без параметров'],
    ['Привет[, {client_name}]!', 'Привет!'],
    ['[Вот: {lesson_link}|Ссылки пока нет]', 'Вот: https://l.example/2'],
    ['[Саша — {child_name}|Имени не знаем]', 'Имени не знаем'],
    ['[{lesson_link} и {client_name}|не всё]', 'не всё'],
    ['раз | два', 'раз | два'],
  ])('%j becomes %j', (template, text) => {
    expect(render(template, links, 'ru')).toMatchObject({ text });
  });

  it('says a phrase where a link is missing, and names it', () => {
    expect(render('Ссылка — {referral_link}.', {}, 'ru')).toEqual({
      text: 'Ссылка — в личном кабинете, в разделе «Пригласить друга».',
      missing: ['referral_link'],
    });
  });

  it('puts a value in as it is, also where it looks like a pattern or a placeholder', () => {
    const referral_link = 'https://r.example/?a=$&$1{lesson_link}[x|y]';
    expect(render('{referral_link}', { referral_link }, 'ru')).toMatchObject({ text: referral_link });
  });

  it.each([
    '{unknown_one}',
    '{constructor}',
    '{__proto__}',
    '{}',
    '{{x}}',
    '{ссылка}',
    '{client_name}',
    '[x',
    'x]',
    '',
    '  ',
  ])('never says %j to a client of whom nothing is known', (template) => {
    expect(typeof render(`${template}`, {}, 'ru')).toBe('string');
  });

  it('leaves no placeholder and no bracket whatever an admin wrote, if it calls the result good', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '}', '[', ']', '|', '{lesson_link}', '{x}', ' '),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const said = render(pieces.join(''), { lesson_link: 'L' }, 'ru');
        if (typeof said !== 'string') expect(said.text).not.toMatch(/[{}[\]]/);
      }),
    );
  });

  it('of what may be published always says something, whatever is missing', () => {
    const names = Object.keys(PARAMETERS) as ParameterName[];
    const piece = fc.oneof(
      fc.constantFrom('[', ']', '|', ' да ', ...names.map((name) => `{${name}}`)),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.subarray(names), (pieces, without) => {
        const text = pieces.join('');
        if (judgeTemplate(`да ${text}`, 'reply').length > 0) return;
        const known = sampleParameters(
          'reply',
          'ru',
          without.filter((name) => PARAMETERS[name].from !== 'desk'),
        );
        const said = render(`да ${text}`, known, 'ru');
        expect(typeof said === 'string' ? said : said.text).toMatch(/^да/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('publishing', () => {
  it.each([
    ['Здравствуйте[, {client_name}]!', 'reply', []],
    ['{desk_name}: {referral_link}', 'reply', []],
    ['[{date}|когда-нибудь]', 'reply', []],
    ['', 'reply', [/say something/]],
    ['\u200b \u0000', 'reply', [/say something/]],
    ['x'.repeat(2001), 'reply', [/2000/]],
    ['{client_nam}', 'reply', [/no parameter \{client_nam\}/]],
    ['{client_name}', 'reply', [/in brackets/]],
    ['[да|{child_name}]', 'reply', [/change nothing/]],
    ['[{date}|{child_name}]', 'reply', [/in brackets/]],
    ['[{date}]', 'follow_up', [/never known/]],
    ['Ждём вас[, {child_name}]!', 'follow_up', []],
    ['[a', 'reply', [/no partner/]],
    ['a}', 'reply', [/no partner/]],
    ['[{date}|a|b]', 'reply', [/one "\|"/]],
    ['[просто так]', 'reply', [/change nothing/]],
    ['{a} {b}', 'reply', [/\{a\}/, /\{b\}/]],
    ['[{client_name}]', 'reply', [/says nothing/]],
  ] as const)('%j as a %s', (text, occasion, issues) => {
    const found = judgeTemplate(text, occasion);
    expect(found).toHaveLength(issues.length);
    for (const [at, issue] of issues.entries()) expect(found[at]).toMatch(issue);
  });
});

describe('the shipped texts', () => {
  const all = TEMPLATE_KEYS.flatMap((key) =>
    (['ru', 'en'] as const).map((language) => [key, language] as const),
  );

  it.each(all)('of %s in %s could be published as they are', (key, language) => {
    expect(judgeTemplate(SHIPPED_TEXTS[key][language], occasionOf(key))).toEqual([]);
  });

  it.each(all)(
    'of %s in %s say something in that language to a client of whom nothing is known',
    (key, language) => {
      const parameters = parametersFrom({ profile: {}, entities: {}, desk: SHIPPED_POLICY.desk, language });
      const { text, broken } = say(SHIPPED_HANDBOOK, key, language, parameters);
      expect(broken).toBeUndefined();
      expect(text).toMatch(language === 'ru' ? /\p{Script=Cyrillic}/u : /[a-z]/);
      expect(/\p{Script=Cyrillic}/u.test(text)).toBe(language === 'ru');
      expect(text).not.toMatch(/ {2}|[ \n]$| [,.!?]/);
    },
  );

  it('greet in Russian with «Здравствуйте», and in no other text, or the first reply would greet twice', () => {
    const greeting = TEMPLATE_KEYS.filter((key) => /здравствуйте/i.test(SHIPPED_TEXTS[key].ru));
    expect(greeting).toEqual(['GREETING']);
    expect(SHIPPED_TEXTS.GREETING.ru).toMatch(/^Здравствуйте/);
  });

  it('are each written once', () => {
    const texts = all.map(([key, language]) => SHIPPED_TEXTS[key][language]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each([
    'SCHEDULE_CHANGE',
    'CROSS_EXTENSION',
    'COMPLAINT',
    'MISSING_TRAINER',
    'UNKNOWN',
    'ASKED_FOR_HUMAN',
    'ALSO_HANDED_OVER',
    'ACKNOWLEDGEMENT',
    'REMINDER_PROMISED',
    'REFERRAL_FRIEND',
    'LESSON_LINK_MISSING',
    'LESSON_CANCELLATION_OBJECTION',
  ] as const)('promise an operator in %s, which hands over', (key) => {
    expect(SHIPPED_TEXTS[key].ru).toMatch(/специалист/);
    expect(SHIPPED_TEXTS[key].en).toMatch(/specialist/);
  });

  it.each([
    'GREETING',
    'FIRST_QUESTION',
    'OFFER_HELP',
    'REFERRAL',
    'TECH_SUPPORT_BASIC',
    'ABSENCE_REQUEST',
    'ABSENCE_REQUEST_OTHER',
    'LESSON_CANCELLATION',
    'LESSON_LINK',
    'REVIEW_BONUS',
    'FAREWELL',
    'REMINDER',
  ] as const)('promise none in %s, which does not', (key) => {
    expect(SHIPPED_TEXTS[key].ru).not.toMatch(/специалист|передали/i);
  });
});

describe('a published text', () => {
  const parameters = { desk_name: 'Школа' };

  it.each([
    ['is said', { ru: 'Пока!' }, 'Пока!', 3, undefined],
    ['that is broken gives way to the shipped one, and that is told', { ru: '{oops}' }, 'shipped', 0, /oops/],
    ['in another language only leaves the shipped one', { en: 'Bye!' }, 'shipped', 0, undefined],
  ] as const)('%s', (_, texts, expected, version, broken) => {
    const handbook = { ...SHIPPED_HANDBOOK, published: { FAREWELL: { version: 3, texts } } };
    const said = say(handbook, 'FAREWELL', 'ru', parameters);
    expect(said.text).toBe(expected === 'shipped' ? SHIPPED_TEXTS.FAREWELL.ru : expected);
    expect(said.version).toBe(version);
    if (broken) expect(said.broken).toMatch(broken);
    else expect(said.broken).toBeUndefined();
  });

  it('that is broken, as the shipped one is, ends in the generic one', () => {
    const published = { FAREWELL: { version: 3, texts: { ru: '[' } } };
    const said = say({ published, shipped: {} }, 'FAREWELL', 'ru', parameters);
    expect(said).toMatchObject({ text: SHIPPED_TEXTS.UNKNOWN.ru, generic: true });
  });
});

describe('a parameter', () => {
  const known = (over: Partial<Parameters<typeof parametersFrom>[0]> = {}) =>
    parametersFrom({ profile: {}, entities: {}, desk: SHIPPED_POLICY.desk, language: 'ru', ...over });

  it.each([
    ['Ольга', 'Ольга'],
    ['Ольга Петровна', 'Ольга Петровна'],
    ['Иванова Ольга Петровна', 'Ольга Петровна'],
    ['Ольга Иванова', 'Ольга'],
    ['Иванова Ольга', 'Ольга'],
    ['Ольга Петровна Иванова', 'Ольга Петровна'],
    ['Жанар Ахметова', 'Жанар'],
    ['Арина', 'Арина'],
    ['Иванова', undefined],
    ['Петренко', undefined],
    ['Учебный Центр', undefined],
    ['John Smith', 'John'],
    ['Anna-Maria', 'Anna-Maria'],
    ['ольга', undefined],
    ['user_123', undefined],
    ['+7 916 123-45-67', undefined],
    ['Очень Длинное Имя Клиента', undefined],
    ['', undefined],
  ])('client_name: a CRM’s %j is said as %j', (client_name, said) => {
    expect(known({ profile: { client_name } }).client_name).toBe(said);
  });

  it('child_name of the message wins over that of the CRM', () => {
    expect(known({ profile: { child_name: 'Миша' } }).child_name).toBe('Миша');
    expect(known({ profile: { child_name: 'Миша' }, entities: { child_name: 'Саша' } }).child_name).toBe(
      'Саша',
    );
  });

  it.each([
    ['ru', '15 декабря', '24 ноября в 15:00'],
    ['en', '15 December', '24 November at 15:00'],
  ] as [Language, string, string][])('dates are said in %s, in the desk’s zone', (language, date, lesson) => {
    const said = known({ language, entities: { date: '2026-12-15' }, profile: { next_lesson_at: NOW } });
    expect(said.date).toBe(date);
    expect(said.lesson_time?.replace(',', ' at')).toBe(lesson);
  });

  it.each([
    ['Иванов Саша', 'Саша'],
    ['Саша Петрович', 'Саша'],
    ['ученик 12', undefined],
  ])('child_name: a CRM’s %j is said as %j', (child_name, said) => {
    expect(known({ profile: { child_name } }).child_name).toBe(said);
  });

  it('is one line, whatever a CRM sends', () => {
    expect(known({ profile: { lesson_link: ' https://a.example\n\u0000 ' } }).lesson_link).toBe(
      'https://a.example',
    );
  });
});
