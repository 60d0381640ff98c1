import { describe, expect, it } from 'vitest';
import { entitiesOf } from '../../../shared/domain/understanding/entities.ts';
import { NOW } from '../../builders.ts';

const MOSCOW = { now: NOW, zone: 'Europe/Moscow', phones: [] };

describe('what is named in a message', () => {
  it('is found all at once', () => {
    const text =
      'Это мама Саши, у него температура, завтра в 18:30 не придём. Заказ № 12345, тел. 89161234567';
    const phones = [{ start: text.indexOf('8916'), end: text.length, number: '+79161234567' }];
    expect(entitiesOf(text, { ...MOSCOW, phones })).toEqual({
      child_name: 'Саша',
      date: '2026-11-25',
      time: '18:30',
      phones: ['+79161234567'],
      reason: 'illness',
      order_number: '12345',
    });
  });

  it.each(['', 'спасибо', '🙂', '   ', 'Как дела?'])('is nothing in "%s"', (text) => {
    expect(entitiesOf(text, MOSCOW)).toEqual({});
  });

  it('is not looked for in links, addresses and phone numbers', () => {
    const text = 'https://x.example/2026-12-15?at=18:30 anna.15.12.26@x.example 8 916 12:30';
    const phones = [{ start: text.indexOf('8 916'), end: text.length, number: '+79161230000' }];
    expect(entitiesOf(text, { ...MOSCOW, phones })).toEqual({ phones: ['+79161230000'] });
  });

  it('has at most three phone numbers, each once', () => {
    const phones = [1, 1, 2, 3, 4].map((digit, at) => ({
      start: at,
      end: at + 1,
      number: `+7916000000${digit}`,
    }));
    expect(entitiesOf('00000', { ...MOSCOW, phones }).phones).toEqual([
      '+79160000001',
      '+79160000002',
      '+79160000003',
    ]);
  });
});

describe('the desk’s zone', () => {
  it.each([
    ['Europe/Moscow', Date.UTC(2026, 10, 24, 20, 59), '2026-11-24'],
    ['Europe/Moscow', Date.UTC(2026, 10, 24, 21), '2026-11-25'],
    ['America/New_York', Date.UTC(2026, 10, 25, 4, 59), '2026-11-24'],
    ['Asia/Vladivostok', Date.UTC(2026, 10, 24, 14), '2026-11-25'],
    ['UTC', Date.UTC(2027, 0, 1), '2027-01-01'],
  ])('%s at %d makes today %s', (zone, now, date) => {
    expect(entitiesOf('сегодня', { now, zone, phones: [] }).date).toBe(date);
  });
});
