import { useMemo } from 'react';
import type { Language } from './language.ts';
import { useLanguage } from './use-language.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Numbers, shares, times and lengths of time as the language writes them. Times are epoch milliseconds or RFC 3339. */
export interface Format {
  number(value: number): string;
  /** 0.874 is 87 %. */
  share(value: number): string;
  /** 14:05 */
  time(at: number | string): string;
  /** 27 ноября, 14:05 */
  moment(at: number | string): string;
  /** 27 ноября 2026 г. */
  day(at: number | string): string;
  /** 27 нояб. */
  date(at: number | string): string;
  /** Short: 12 мин, 3 ч, 2 дн. */
  span(ms: number): string;
}

export function formatOf(language: Language): Format {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  const numbers = new Intl.NumberFormat(locale);
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const moments = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const dates = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' });
  const units = { second: unit('second'), minute: unit('minute'), hour: unit('hour'), day: unit('day') };
  return {
    number: (value) => numbers.format(value),
    share: (value) => shares.format(value),
    time: (at) => times.format(new Date(at)),
    moment: (at) => moments.format(new Date(at)),
    day: (at) => days.format(new Date(at)),
    date: (at) => dates.format(new Date(at)),
    span(ms) {
      const length = Math.max(0, ms);
      if (length < MINUTE_MS) return units.second.format(Math.floor(length / 1000));
      if (length < HOUR_MS) return units.minute.format(Math.floor(length / MINUTE_MS));
      if (length < 2 * DAY_MS) return units.hour.format(Math.floor(length / HOUR_MS));
      return units.day.format(Math.floor(length / DAY_MS));
    },
  };
}

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatOf(language), [language]);
}
