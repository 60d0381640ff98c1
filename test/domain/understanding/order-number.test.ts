import { expect, it } from 'vitest';
import { orderNumberIn } from '../../../shared/domain/understanding/order-number.ts';

it.each([
  ['заказ № 12345', '12345'],
  ['Заказ 12345', '12345'],
  ['счёт №A-123', 'A-123'],
  ['договор 77/2026', '77/2026'],
  ['договора № 3098/24 от 12.01.2024', '3098/24'],
  ['номер договора 6120, на сколько', '6120'],
  ['Заявка номер 4471', '4471'],
  ['order #12345', '12345'],
  ['invoice 123', '123'],
  ['order number: 998', '998'],
  ['ticket 48213.', '48213'],
])('%s: %s', (text, expected) => {
  expect(orderNumberIn(text)).toBe(expected);
});

it.each([
  'счёт на 32 часа',
  'заказ 2 уроков',
  'счёт 15000 руб',
  'счёт 5:3',
  'справка № 117',
  'договор 2026 года',
  'урок 12345',
  'order a lesson',
  'заказать 100',
])('"%s" names none', (text) => {
  expect(orderNumberIn(text)).toBeUndefined();
});

it('is never longer than 25 characters', () => {
  expect(orderNumberIn(`заказ № ${'1'.repeat(1000)}`)?.length ?? 0).toBeLessThanOrEqual(25);
});
