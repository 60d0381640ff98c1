import type { TimelineItemBody } from '../../../shared/contracts/inbox-responses.ts';
import type { EscalationReason, Priority, Scenario } from '../../../shared/contracts/labels.ts';
import type { Language } from '../i18n/language.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { ruleIn } from './rule-labels.ts';

type TextItem = Extract<TimelineItemBody, { kind: 'text' }>;
type Command = NonNullable<Extract<TimelineItemBody, { kind: 'message' }>['command']>;
type ActionItem = Extract<TimelineItemBody, { kind: 'action' }>;

/** Both languages of one word; a value that is new to the contract has to be given one here. */
type Both = Record<Language, string>;

const SCENARIOS: Record<Scenario, Both> = {
  GREETING: { ru: 'Приветствие', en: 'Greeting' },
  REFERRAL: { ru: 'Приведи друга', en: 'Referral' },
  TECH_SUPPORT_BASIC: { ru: 'Техническая проблема', en: 'Technical problem' },
  ABSENCE_REQUEST: { ru: 'Пропуск занятия', en: 'Absence' },
  LESSON_CANCELLATION: { ru: 'Отмена урока', en: 'Lesson cancellation' },
  LESSON_LINK: { ru: 'Ссылка на урок', en: 'Lesson link' },
  REVIEW_BONUS: { ru: 'Бонус за отзыв', en: 'Review bonus' },
  FAREWELL: { ru: 'Прощание', en: 'Farewell' },
  REMINDER: { ru: 'Ждёт ответа', en: 'Asks again' },
  SCHEDULE_CHANGE: { ru: 'Смена расписания', en: 'Schedule change' },
  CROSS_EXTENSION: { ru: 'Продление и другой курс', en: 'Extension or another course' },
  COMPLAINT: { ru: 'Жалоба', en: 'Complaint' },
  MISSING_TRAINER: { ru: 'Преподаватель не пришёл', en: 'Teacher did not come' },
  MASS_OUTAGE: { ru: 'Массовый сбой', en: 'Mass outage' },
  UNKNOWN: { ru: 'Не распознано', en: 'Not understood' },
};

const PRIORITIES: Record<Priority, Both> = {
  critical: { ru: 'Критический', en: 'Critical' },
  high: { ru: 'Высокий', en: 'High' },
  medium: { ru: 'Средний', en: 'Medium' },
  low: { ru: 'Низкий', en: 'Low' },
};

const REASONS: Record<EscalationReason, Both> = {
  low_confidence: { ru: 'бот не уверен', en: 'the bot is not sure' },
  unknown_scenario: { ru: 'бот не понял, о чём речь', en: 'the bot did not understand' },
  repeated_requests: { ru: 'клиент спрашивает снова и снова', en: 'the client asks again and again' },
  repeated_failures: { ru: 'бот несколько раз не понял', en: 'the bot did not understand repeatedly' },
  complaint: { ru: 'жалоба', en: 'a complaint' },
  always_escalates: { ru: 'такими вопросами занимаются люди', en: 'people deal with this' },
  media_received: { ru: 'прислали фото или документ', en: 'a picture or document came' },
  client_asked_for_human: { ru: 'клиент просит человека', en: 'the client asks for a person' },
  operator_marked: { ru: 'взял оператор', en: 'an operator took it' },
  system_error: { ru: 'сбой: ответ не составлен', en: 'a fault: no answer could be composed' },
};

const SOURCES: Record<TextItem['source'] | 'broadcast', Both> = {
  ai_bot: { ru: 'Бот', en: 'Bot' },
  operator: { ru: 'Оператор', en: 'Operator' },
  reminder: { ru: 'Напоминание', en: 'Reminder' },
  farewell: { ru: 'Прощание', en: 'Farewell' },
  broadcast: { ru: 'Рассылка', en: 'Broadcast' },
};

const DELIVERIES: Record<TextItem['delivery'], Both> = {
  waiting: { ru: 'отправляется', en: 'on its way' },
  delivered: { ru: 'доставлено', en: 'delivered' },
  stored: { ru: 'ждёт, пока заберут', en: 'waits to be fetched' },
  dead: { ru: 'не доставлено', en: 'not delivered' },
  unknown: { ru: 'неизвестно, дошло ли', en: 'may or may not have arrived' },
  cancelled: { ru: 'отменено', en: 'taken back' },
};

const STATUSES: Record<'open' | 'escalated' | 'closed', Both> = {
  open: { ru: 'У бота', en: 'With the bot' },
  escalated: { ru: 'В очереди', en: 'In the queue' },
  closed: { ru: 'Закрыто', en: 'Closed' },
};

const ACTIONS: Record<ActionItem['action'], Both> = {
  take: { ru: 'обращение взято', en: 'took it' },
  assign: { ru: 'обращение назначено', en: 'assigned it' },
  release: { ru: 'обращение возвращено в очередь', en: 'put it back into the queue' },
  hand_back: { ru: 'обращение отдано боту', en: 'handed it back to the bot' },
  close: { ru: 'обращение закрыто', en: 'closed it' },
  reopen: { ru: 'обращение открыто снова', en: 'opened it again' },
  return: { ru: 'оператор молчал — обращение снова в очереди', en: 'put it back: its operator was silent' },
};

const UPCOMING: Record<'reminder' | 'farewell' | 'close' | 'return' | 'deadline', Both> = {
  reminder: { ru: 'Бот напомнит', en: 'The bot reminds' },
  farewell: { ru: 'Бот попрощается', en: 'The bot says goodbye' },
  close: { ru: 'Закроется', en: 'Closes' },
  return: { ru: 'Вернётся в очередь', en: 'Goes back to the queue' },
  deadline: { ru: 'Обещано ответить до', en: 'An answer is promised by' },
};

const ATTACHMENTS: Record<string, Both> = {
  photo: { ru: 'Фото', en: 'Photo' },
  document: { ru: 'Документ', en: 'Document' },
  video: { ru: 'Видео', en: 'Video' },
  voice: { ru: 'Голосовое сообщение', en: 'Voice message' },
  audio: { ru: 'Аудио', en: 'Audio' },
  location: { ru: 'Геопозиция', en: 'Location' },
  contact: { ru: 'Контакт', en: 'Contact' },
  sticker: { ru: 'Стикер', en: 'Sticker' },
  poll: { ru: 'Опрос', en: 'Poll' },
  dice: { ru: 'Кубик', en: 'Dice' },
  other: { ru: 'Вложение', en: 'Attachment' },
};

const COMMANDS: Record<Command, Both> = {
  start: { ru: 'Открыт чат с ботом', en: 'Began the chat' },
  help: { ru: 'Спросили, что умеет бот', en: 'Asked what the bot can do' },
  choice: { ru: 'Нажата кнопка быстрого ответа', en: 'Tapped a quick reply' },
  group: { ru: 'Написали в группе', en: 'Wrote in a group' },
};

/** The contract's values in words. */
export function labelsIn(language: Language) {
  const said =
    <Key extends string>(table: Record<Key, Both>) =>
    (key: Key): string =>
      table[key]?.[language] ?? key;
  return {
    scenario: said(SCENARIOS),
    priority: said(PRIORITIES),
    reason: said(REASONS),
    source: said(SOURCES),
    delivery: said(DELIVERIES),
    status: said(STATUSES),
    action: said(ACTIONS),
    upcoming: said(UPCOMING),
    attachment: said(ATTACHMENTS),
    command: said(COMMANDS),
    rule: (rule: string) => ruleIn(language, rule),
  };
}

export type Labels = ReturnType<typeof labelsIn>;

const ALL: Record<Language, Labels> = { ru: labelsIn('ru'), en: labelsIn('en') };

export function useLabels(): Labels {
  return ALL[useLanguage()];
}
