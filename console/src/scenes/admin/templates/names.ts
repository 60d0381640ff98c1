import { SCENARIOS, type Scenario } from '../../../../../shared/contracts/labels.ts';
import { useLabels } from '../../../common/labels.ts';
import { defineTexts } from '../../../i18n/define-texts.ts';

const useTexts = defineTexts('template-names', {
  ru: {
    FIRST_QUESTION: 'Первый вопрос новичку',
    OFFER_HELP: 'Чем помочь знакомому клиенту',
    ASKED_FOR_HUMAN: 'Просят человека',
    ALSO_HANDED_OVER: 'Ответил и передал специалисту',
    ACKNOWLEDGEMENT: 'Сообщение получено',
    CLARIFYING_QUESTION: 'Уточняющий вопрос',
    CHAT_HELP: 'Справка в Telegram',
    CHAT_GROUP: 'Бота добавили в группу',
    FOLLOW_UP: 'Напоминание',
    FOLLOW_UP_FAREWELL: 'Прощание после напоминаний',
    MEDIA: 'прислали фото или документ',
    REASON: 'другая причина',
    FRIEND: 'назван телефон друга',
    OBJECTION: 'совет не помог',
    MISSING: 'ссылки нет',
    PROMISED: 'ответ обещан',
    GOES_ON: 'сбой продолжается',
    OVER: 'сбой устранён',
  },
  en: {
    FIRST_QUESTION: 'First question to a newcomer',
    OFFER_HELP: 'Offer of help to a known client',
    ASKED_FOR_HUMAN: 'A person is asked for',
    ALSO_HANDED_OVER: 'Answered and passed on',
    ACKNOWLEDGEMENT: 'Message received',
    CLARIFYING_QUESTION: 'Clarifying question',
    CHAT_HELP: 'Help in Telegram',
    CHAT_GROUP: 'The bot was added to a group',
    FOLLOW_UP: 'Reminder',
    FOLLOW_UP_FAREWELL: 'Farewell after the reminders',
    MEDIA: 'a picture or document came',
    REASON: 'another reason',
    FRIEND: 'a friend’s phone is named',
    OBJECTION: 'the advice did not help',
    MISSING: 'there is no link',
    PROMISED: 'an answer was promised',
    GOES_ON: 'the outage goes on',
    OVER: 'the outage is over',
  },
});

const OWN =
  /^(FIRST_QUESTION|OFFER_HELP|ASKED_FOR_HUMAN|ALSO_HANDED_OVER|ACKNOWLEDGEMENT|CLARIFYING_QUESTION|CHAT_HELP|CHAT_GROUP|FOLLOW_UP_FAREWELL)$/;
const REMINDER = /^FOLLOW_UP_(\d+)$/;
const SUFFIXES = ['MEDIA', 'FRIEND', 'OBJECTION', 'MISSING', 'PROMISED', 'GOES_ON', 'OVER'] as const;

/** What a template is for, in words; a name that is new stays as it is. */
export function useTemplateNames(): (key: string) => string {
  const t = useTexts();
  const labels = useLabels();
  const scenarioOf = (key: string) => SCENARIOS.find((one) => one === key);
  return (key) => {
    const scenario: Scenario | undefined = scenarioOf(key);
    if (scenario) return labels.scenario(scenario);
    if (OWN.test(key)) return t(key as 'OFFER_HELP');
    const number = REMINDER.exec(key)?.[1];
    if (number !== undefined) return `${t('FOLLOW_UP')} ${number}`;
    if (key.endsWith('_OTHER')) {
      const of = scenarioOf(key.slice(0, -'_OTHER'.length));
      return of ? `${labels.scenario(of)}: ${t('REASON')}` : key;
    }
    const suffix = SUFFIXES.find((one) => key.endsWith(`_${one}`));
    const of = suffix && scenarioOf(key.slice(0, -suffix.length - 1));
    return suffix && of ? `${labels.scenario(of)}: ${t(suffix)}` : key;
  };
}
