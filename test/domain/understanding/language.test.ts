import { describe, expect, it } from 'vitest';
import {
  type Language,
  languageOf,
  languageOfLocale,
} from '../../../shared/domain/understanding/language.ts';

describe('the language of a text', () => {
  it.each([
    ['Не открывается урок', 'ru'],
    ['Да', 'ru'],
    ['не работает zoom', 'ru'],
    ['Minecraft Python Scratch урок не открывается', 'ru'],
    ['https://example.com/some/english/words урок', 'ru'],
    ['Teacher не подключился, мы в waiting room', 'ru'],
    ['ne otkryvaetsya urok', 'ru'],
    ['zdravstvuyte, mozhno perenesti urok na zavtra?', 'ru'],
    ['spasibo', 'ru'],
    ['prepodavatelya net uzhe 15 min', 'ru'],
    ['jnvtybnt ehjr', 'ru'],
    ['Hello', 'en'],
    ['cancel my lesson please', 'en'],
    ['The button says «Отменить» and nothing happens when I press it', 'en'],
    ['my son Саша is ill today, sorry', 'en'],
    ['Reschedule lesson', 'en'],
    ['thanks!', 'en'],
  ] as const)('%s: %s', (text, language) => {
    const other: Language = language === 'ru' ? 'en' : 'ru';
    expect(languageOf(text, other)).toBe(language);
  });

  it.each([
    'ok',
    'OK!',
    'ок',
    'Zoom',
    '12345',
    '🙂👍',
    '',
    '...',
    'https://example.com/hello',
    'anna@example.com',
    '@anna',
    'ахах',
  ])('"%s" leaves the language as it was', (text) => {
    expect(languageOf(text, 'ru')).toBe('ru');
    expect(languageOf(text, 'en')).toBe('en');
  });
});

it.each([
  ['ru', 'ru'],
  ['ru-RU', 'ru'],
  ['RU_ru', 'ru'],
  ['kk', 'ru'],
  ['be', 'ru'],
  ['uk-UA', 'ru'],
  ['en', 'en'],
  ['en-GB', 'en'],
  ['de', undefined],
  ['run', undefined],
  ['', undefined],
  [undefined, undefined],
])('the locale %s means %s', (locale, language) => {
  expect(languageOfLocale(locale)).toBe(language);
});
