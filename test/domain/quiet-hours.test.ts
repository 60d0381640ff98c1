import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postponed, quietWithin } from '../../shared/domain/quiet-hours.ts';
import { HOUR, MINUTE } from '../builders.ts';

const NIGHT = { from: '21:00', to: '09:00' };
const iso = (at: number) => new Date(at).toISOString();

describe('quiet hours', () => {
  it.each([
    ['Europe/Moscow', '2026-11-24T17:59:59.999Z', '2026-11-24T17:59:59.999Z'],
    ['Europe/Moscow', '2026-11-24T18:00:00.000Z', '2026-11-25T06:00:00.000Z'],
    ['Europe/Moscow', '2026-11-25T05:59:59.999Z', '2026-11-25T06:00:00.000Z'],
    ['Europe/Moscow', '2026-11-25T06:00:00.000Z', '2026-11-25T06:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-24T16:00:00.000Z', '2026-11-25T03:30:00.000Z'],
    // Clocks go forward on 29 March 2026 at 02:00, and back on 25 October at 03:00.
    ['Europe/Berlin', '2026-03-28T21:00:00.000Z', '2026-03-29T07:00:00.000Z'],
    ['Europe/Berlin', '2026-10-24T20:00:00.000Z', '2026-10-25T08:00:00.000Z'],
    ['America/New_York', '2026-11-01T02:00:00.000Z', '2026-11-01T14:00:00.000Z'],
    // Half an hour of daylight saving.
    ['Australia/Lord_Howe', '2026-10-03T12:00:00.000Z', '2026-10-03T22:00:00.000Z'],
  ])('in %s put %s off to %s', (zone, at, expected) => {
    expect(iso(postponed(Date.parse(at), NIGHT, zone))).toBe(expected);
  });

  it('may lie within a day, and are none if they begin when they end', () => {
    const noon = Date.parse('2026-11-24T12:00:00Z');
    expect(iso(postponed(noon, { from: '11:30', to: '12:45' }, 'UTC'))).toBe('2026-11-24T12:45:00.000Z');
    expect(postponed(noon, { from: '12:00', to: '12:00' }, 'UTC')).toBe(noon);
  });

  it('that end in an hour which is skipped end with the jump', () => {
    const at = Date.parse('2026-03-28T23:30:00Z');
    expect(iso(postponed(at, { from: '22:00', to: '02:30' }, 'Europe/Berlin'))).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it.each(['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'])(
    'in %s are never put off into themselves, nor for longer than a night and an hour',
    (zone) => {
      const minutes = fc.integer({ min: 0, max: 366 * 24 * 60 });
      fc.assert(
        fc.property(minutes, (minute) => {
          const at = Date.UTC(2026, 0, 1) + minute * MINUTE;
          const put = postponed(at, NIGHT, zone);
          expect(postponed(put, NIGHT, zone)).toBe(put);
          expect(put - at).toBeGreaterThanOrEqual(0);
          expect(put - at).toBeLessThanOrEqual(13 * HOUR);
        }),
      );
    },
  );
});

describe('the time that is left before them', () => {
  it.each([
    ['17:45:30', '18:00:00'],
    ['17:00:00', '17:30:00'],
    ['18:00:00', '18:00:00'],
  ])('from %s UTC within half an hour is up to %s', (at, until) => {
    const from = Date.parse(`2026-11-24T${at}Z`);
    expect(iso(quietWithin(from, NIGHT, 'Europe/Moscow', 30 * MINUTE))).toBe(`2026-11-24T${until}.000Z`);
  });

  it('is not cut where there are none', () => {
    const at = Date.parse('2026-11-24T20:00:00Z');
    expect(quietWithin(at, { from: '09:00', to: '09:00' }, 'UTC', MINUTE)).toBe(at + MINUTE);
  });
});
