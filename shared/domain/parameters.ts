import type { Profile } from './message.ts';
import type { Policy } from './policy.ts';
import { nameOfChild, salutation } from './salutation.ts';
import type { Entities } from './understanding/entities.ts';
import type { Language } from './understanding/language.ts';

/** Where a parameter's value comes from; what the desk says of itself is always there. */
export type ParameterSource = 'client' | 'message' | 'client_or_message' | 'desk';

export interface Parameter {
  from: ParameterSource;
  /** Said in its place if it is missing; without it the parameter has to stand in brackets. */
  missing?: Record<Language, string>;
  /** Shown in previews. */
  sample: Record<Language, string>;
}

/** Every parameter that a template may use, and nothing else. */
export const PARAMETERS = {
  client_name: { from: 'client', sample: { ru: 'Ольга', en: 'Olga' } },
  child_name: { from: 'client_or_message', sample: { ru: 'Саша', en: 'Alex' } },
  referral_link: {
    from: 'client',
    missing: {
      ru: 'в личном кабинете, в разделе «Пригласить друга»',
      en: 'in your account, under "Invite a friend"',
    },
    sample: { ru: 'https://school.example/r/olga', en: 'https://school.example/r/olga' },
  },
  lesson_link: {
    from: 'client',
    missing: { ru: 'в личном кабинете, в разделе «Расписание»', en: 'in your account, under "Schedule"' },
    sample: { ru: 'https://school.example/l/42', en: 'https://school.example/l/42' },
  },
  lesson_time: { from: 'client', sample: { ru: '15 декабря в 18:30', en: '15 December, 18:30' } },
  date: { from: 'message', sample: { ru: '15 декабря', en: '15 December' } },
  time: { from: 'message', sample: { ru: '18:30', en: '18:30' } },
  order_number: { from: 'message', sample: { ru: 'A-1024', en: 'A-1024' } },
  review_sites: {
    from: 'desk',
    sample: { ru: 'на Яндекс Картах', en: 'on Google Maps' },
  },
  desk_name: { from: 'desk', sample: { ru: 'поддержка онлайн-школы', en: 'the support desk' } },
} as const satisfies Record<string, Parameter>;
export type ParameterName = keyof typeof PARAMETERS;

/** What is known of them at one moment. */
export type Parameters = Partial<Record<ParameterName, string>>;

export function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETERS, name);
}

export function parameter(name: ParameterName): Parameter {
  return PARAMETERS[name];
}

export interface Known {
  profile: Profile;
  /** None in texts that answer no message. */
  entities: Entities;
  desk: Policy['desk'];
  language: Language;
}

export function parametersFrom({ profile, entities, desk, language }: Known): Parameters {
  const { next_lesson_at } = profile;
  const values: Record<ParameterName, string | undefined> = {
    client_name: salutation(profile.client_name),
    child_name: entities.child_name ?? nameOfChild(profile.child_name),
    referral_link: profile.referral_link,
    lesson_link: profile.lesson_link,
    lesson_time: next_lesson_at === undefined ? undefined : momentIn(next_lesson_at, desk.zone, language),
    date: entities.date && dayIn(entities.date, language),
    time: entities.time,
    order_number: entities.order_number,
    review_sites: desk.review_sites[language],
    desk_name: desk.name[language],
  };
  const known = Object.entries(values).flatMap(([name, value]) => {
    const said = value === undefined ? '' : oneLine(value);
    return said === '' ? [] : [[name, said]];
  });
  return Object.fromEntries(known);
}

/** Whether a text answers a message, whose words it can name, or comes by itself. */
export type Occasion = 'reply' | 'follow_up';

/** Parameters that a text for this occasion may name, in their order. */
export function parametersFor(occasion: Occasion): ParameterName[] {
  const names = Object.keys(PARAMETERS) as ParameterName[];
  return names.filter((name) => occasion === 'reply' || parameter(name).from !== 'message');
}

/** What a text may find known, for previews. */
export function sampleParameters(
  occasion: Occasion,
  language: Language,
  without: readonly ParameterName[] = [],
): Parameters {
  const names = parametersFor(occasion).filter((name) => !without.includes(name));
  return Object.fromEntries(names.map((name) => [name, PARAMETERS[name].sample[language]]));
}

function oneLine(value: string): string {
  return value.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

const LOCALE: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' };

function dayIn(date: string, language: Language): string {
  const at = Date.parse(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat(LOCALE[language], { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    at,
  );
}

function momentIn(at: number, zone: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(at);
}
