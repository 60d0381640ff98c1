import { describe, expect, it } from 'vitest';
import type { TroubleReport } from '../../../shared/domain/outage/trouble.ts';
import {
  closedBy,
  freshUsual,
  learned,
  type UsualTrouble,
  usualAt,
} from '../../../shared/domain/outage/usual.ts';
import { DAY, HOUR, MINUTE } from '../../builders.ts';
import { aReport } from './reports.ts';

const MONDAY = Date.UTC(2026, 0, 5);
const WEEK = 7 * DAY;

/** So many clients in each window of the hour. */
function hourOf(hour: number, clients: number): TroubleReport[] {
  return Array.from({ length: 6 * clients }, (_, n) =>
    aReport(`${hour}-${n}`, 0, { at: hour + Math.floor(n / clients) * 10 * MINUTE }),
  );
}

/** What is learned of weeks in which this hour of Monday is so busy, and all others are quiet. */
function afterWeeks(weeks: number, clients: number, hour = 10 * HOUR): UsualTrouble {
  let usual = freshUsual(MONDAY);
  for (let week = 0; week < weeks; week++) {
    const busy = MONDAY + week * WEEK + hour;
    usual = learned(usual, { reports: hourOf(busy, clients) }, MONDAY + (week + 1) * WEEK);
  }
  return usual;
}

describe('what an hour of the week usually sees', () => {
  it('is nothing on a fresh desk', () => {
    expect(usualAt(freshUsual(MONDAY), MONDAY, 'access')).toBe(0);
  });

  it('comes near to what it has seen week after week, and stays little on other days', () => {
    const usual = afterWeeks(10, 2);
    const at = MONDAY + 10 * WEEK + 10 * HOUR + 30 * MINUTE;
    expect(usualAt(usual, at, 'sign_in')).toBeGreaterThan(0.8);
    expect(usualAt(usual, at, 'sign_in')).toBeLessThan(2.1);
    expect(usualAt(usual, at, 'access')).toBe(usualAt(usual, at, 'sign_in'));
    expect(usualAt(usual, at + 2 * DAY, 'sign_in')).toBeLessThan(0.4);
    expect(usualAt(usual, at + 5 * HOUR, 'sign_in')).toBe(0);
  });

  it('is half as sure an hour beside it, so that clocks may be put forward', () => {
    const at = MONDAY + 10 * WEEK + 11 * HOUR;
    expect(usualAt(afterWeeks(10, 2), at, 'sign_in')).toBeGreaterThan(0.4);
  });

  it('fades when it is not seen any more', () => {
    const seen = afterWeeks(5, 2);
    const later = learned(seen, { reports: [] }, MONDAY + 12 * WEEK);
    const at = MONDAY + 12 * WEEK + 10 * HOUR;
    expect(usualAt(later, at, 'sign_in')).toBeLessThan(usualAt(seen, at, 'sign_in'));
  });

  it('is not made by an outage: one hour teaches three times the usual at most', () => {
    const usual = learned(
      afterWeeks(5, 1),
      { reports: hourOf(MONDAY + 5 * WEEK + 10 * HOUR, 50) },
      MONDAY + 6 * WEEK,
    );
    expect(usualAt(usual, MONDAY + 6 * WEEK + 10 * HOUR, 'sign_in')).toBeLessThan(2);
  });

  it('learns every hour once, whoever does it again', () => {
    const reports = hourOf(MONDAY + 10 * HOUR, 2);
    const once = learned(freshUsual(MONDAY), { reports }, MONDAY + DAY);
    expect(learned(once, { reports }, MONDAY + DAY)).toEqual(once);
  });

  it('learns an hour when late reports are in', () => {
    expect(closedBy(MONDAY + HOUR + 14 * MINUTE)).toBe(MONDAY);
    expect(closedBy(MONDAY + HOUR + 15 * MINUTE)).toBe(MONDAY + HOUR);
  });

  it('learns nothing of what could not be read', () => {
    const hour = MONDAY + 10 * HOUR;
    const reports = hourOf(hour, 2);
    const half = learned(freshUsual(MONDAY), { reports, unread: hour + 30 * MINUTE }, hour + 2 * HOUR);
    expect(half.hours).toMatchObject({ [hourOfWeek(hour)]: { weight: 1, seen: { sign_in: 2 } } });
    const none = learned(freshUsual(MONDAY), { reports, unread: hour + 55 * MINUTE }, hour + 2 * HOUR);
    expect(none.hours[hourOfWeek(hour)]).toBeUndefined();
  });

  it('stays small: a week of hours, whatever was reported', () => {
    const usual = afterWeeks(30, 3);
    expect(Object.keys(usual.hours)).toHaveLength(168);
    expect(JSON.stringify(usual).length).toBeLessThan(20_000);
  });
});

function hourOfWeek(at: number): number {
  return Math.floor(at / HOUR) % 168;
}
