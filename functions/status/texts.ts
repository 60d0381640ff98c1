import type { TroubleKind } from '../../shared/domain/outage/trouble.ts';
import type { PublicState } from '../../shared/domain/public-status.ts';
import type { Language } from '../../shared/domain/understanding/language.ts';

interface PageTexts {
  well: string;
  wellWhat: string;
  unwell: string;
  unwellWhat: string;
  now: string;
  lately: string;
  noneLately: string;
  /** Besides those that are open. */
  noOthers: string;
  since: (at: string) => string;
  read: (at: string) => string;
  /** What the other language is called in itself. */
  other: string;
  kinds: Record<TroubleKind, string>;
  states: Record<PublicState, string>;
}

/** What the page says besides what clients are told. */
export const PAGE_TEXTS: Record<Language, PageTexts> = {
  ru: {
    well: 'Всё работает',
    wellWhat: 'Насколько нам известно, сбоев сейчас нет.',
    unwell: 'Сейчас не всё работает',
    unwellWhat: 'Мы знаем о сбое и занимаемся им.',
    now: 'Сейчас',
    lately: 'За последние 7 дней',
    noneLately: 'Сбоев не было.',
    noOthers: 'Других сбоев не было.',
    since: (at) => `Началось ${at}`,
    read: (at) => `Проверено ${at}`,
    other: 'English',
    kinds: {
      sign_in: 'вход в личный кабинет',
      platform: 'платформа',
      lesson_room: 'вход на урок',
      sound_video: 'звук и видео',
      payment: 'оплата',
      app: 'мобильное приложение',
      mail: 'письма и уведомления',
      homework: 'домашние задания',
      other: 'другие неполадки',
    },
    states: {
      confirmed: 'разбираемся',
      identified: 'причина найдена',
      monitoring: 'исправили, наблюдаем',
      resolved: 'устранён',
    },
  },
  en: {
    well: 'Everything works',
    wellWhat: 'As far as we know, there is no outage at the moment.',
    unwell: 'Not everything works',
    unwellWhat: 'We know about it and are working on it.',
    now: 'Now',
    lately: 'The last 7 days',
    noneLately: 'There were no outages.',
    noOthers: 'There were no others.',
    since: (at) => `Since ${at}`,
    read: (at) => `Checked ${at}`,
    other: 'Русский',
    kinds: {
      sign_in: 'signing in',
      platform: 'the platform',
      lesson_room: 'joining lessons',
      sound_video: 'sound and video',
      payment: 'payment',
      app: 'the mobile app',
      mail: 'letters and notifications',
      homework: 'homework',
      other: 'other trouble',
    },
    states: {
      confirmed: 'looking into it',
      identified: 'cause found',
      monitoring: 'mended, monitoring',
      resolved: 'resolved',
    },
  },
};
