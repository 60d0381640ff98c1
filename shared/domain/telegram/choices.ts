import type { Scenario } from '../scenario.ts';
import type { Language } from '../understanding/language.ts';

/** A quick reply under a text: what it says, and what it asks for. */
export interface Choice {
  scenario: Scenario;
  label: string;
}

/** What clients ask for most, and a person; more would be a menu. */
const LABELS = [
  ['LESSON_LINK', { ru: 'Ссылка на урок', en: 'Lesson link' }],
  ['TECH_SUPPORT_BASIC', { ru: 'Урок не открывается', en: 'Lesson does not open' }],
  ['ABSENCE_REQUEST', { ru: 'Пропустим занятие', en: 'We will be absent' }],
  ['SCHEDULE_CHANGE', { ru: 'Изменить расписание', en: 'Change the schedule' }],
  ['UNKNOWN', { ru: 'Позвать специалиста', en: 'Talk to a person' }],
] as const satisfies readonly (readonly [Scenario, Record<Language, string>])[];

export function choicesIn(language: Language): Choice[] {
  return LABELS.map(([scenario, label]) => ({ scenario, label: label[language] }));
}

const PREFIX = 'choice:';

/** What a button carries; at most 64 bytes. */
export function dataOf({ scenario }: Choice): string {
  return `${PREFIX}${scenario}`;
}

/** What a button that was tapped asks for; undefined: it is none of ours. */
export function choiceIn(data: string): Scenario | undefined {
  return LABELS.find(([scenario]) => data === `${PREFIX}${scenario}`)?.[0];
}
