import { expect, it } from 'vitest';
import { prefersTimes } from '../../../shared/domain/understanding/preferred-time.ts';

it.each([
  ['Здравствуйте! По будням вечером', true],
  ['Здравствуйте, каждую среду', true],
  ['хотим заниматься по вторникам и четвергам', true],
  ['Нам удобно утром', true],
  ['в выходные', true],
  ['после школы', true],
  ['вечером удобнее', true],
  ['Hello, we can do Mondays', true],
  ['every Friday after school', true],
  ['Здравствуйте!', false],
  ['Добрый вечер', false],
  ['Доброе утро! Хотим заниматься', false],
  ['Hello there', false],
  ['хочу записать ребёнка на курсы', false],
  ['Good evening', false],
  ['Добрый день, подскажите по среднему курсу', false],
])('%j names times to come at: %s', (text, names) => {
  expect(prefersTimes(text)).toBe(names);
});
