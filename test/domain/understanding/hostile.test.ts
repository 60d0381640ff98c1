import { describe, expect, it } from 'vitest';
import { asksForHuman } from '../../../shared/domain/understanding/asks-for-human.ts';
import { entitiesOf } from '../../../shared/domain/understanding/entities.ts';
import { languageOf } from '../../../shared/domain/understanding/language.ts';
import { mask } from '../../../shared/domain/understanding/masking.ts';
import { objects } from '../../../shared/domain/understanding/objects.ts';
import { NOW } from '../../builders.ts';

const LENGTH = 20_000;
/** Milliseconds: a hundred times what they take, so that only a pattern that backtracks without end fails. */
const PATIENCE = 3000;

const RECOGNISERS: [string, (text: string) => unknown][] = [
  ['entities', (text) => entitiesOf(text, { now: NOW, zone: 'UTC', phones: [] })],
  ['masking', (text) => mask(text, { phones: [], names: ['Анна'] })],
  ['language', (text) => languageOf(text, 'ru')],
  ['asking for a human', asksForHuman],
  ['objecting', objects],
];
const BAITS = [
  'а',
  'a',
  '9',
  '9 ',
  ' ',
  '\n',
  '.',
  ',',
  '-',
  '(',
  '@',
  'a@',
  'a@a.',
  'a.',
  'www.',
  '://',
  'й',
  '😀',
  'и\u0306',
  'хочу я мне нам ',
  'позовите ',
  'не могу ',
  'кнопки там ',
  'уже все это ',
  'с 1 по ',
  'двадцать ',
  'в 5 ',
  '12.12 ',
  'сын С',
  'у Саши ',
  'мама С',
  'заказ №а/',
  'can i please ',
  'пожалуйста,',
];

describe.each(RECOGNISERS)('%s of a hostile text', (_, recognise) => {
  it('ends soon', () => {
    for (const bait of BAITS) {
      const text = bait.repeat(Math.ceil(LENGTH / bait.length)).slice(0, LENGTH);
      const before = performance.now();
      recognise(text);
      expect(performance.now() - before, JSON.stringify(bait)).toBeLessThan(PATIENCE);
    }
  });
});
