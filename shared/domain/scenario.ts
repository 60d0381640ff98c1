export const SCENARIOS = [
  'GREETING',
  'REFERRAL',
  'TECH_SUPPORT_BASIC',
  'ABSENCE_REQUEST',
  'LESSON_CANCELLATION',
  'LESSON_LINK',
  'REVIEW_BONUS',
  'FAREWELL',
  'REMINDER',
  'SCHEDULE_CHANGE',
  'CROSS_EXTENSION',
  'COMPLAINT',
  'MISSING_TRAINER',
  'MASS_OUTAGE',
  'UNKNOWN',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export type Priority = 'low' | 'medium' | 'high' | 'critical';

export type EscalationReason =
  | 'low_confidence'
  | 'unknown_scenario'
  | 'repeated_requests'
  | 'repeated_failures'
  | 'complaint'
  | 'always_escalates'
  | 'media_received'
  | 'client_asked_for_human'
  | 'operator_marked'
  | 'system_error';

export interface ScenarioRule {
  /** What the bot says. `{parameter}` is filled in; if one is missing, `without` is said instead. */
  text: string;
  without?: string;
  /** Said instead of `text` when a screenshot, certificate or receipt came with the message. */
  onMedia?: string;
  escalates: 'never' | 'always';
  /** Media is what the scenario waits for: it goes to an operator. */
  mediaEscalates?: boolean;
  reason?: EscalationReason;
  priority: Priority;
  /** Priority once the conversation is handed over for another reason than the scenario itself. */
  priorityEscalated: Priority;
  /** Typing delay in seconds, from and to. */
  delayS: readonly [number, number];
  /** Thanks and greetings settle nothing and ask for nothing. */
  social?: boolean;
}

const LITTLE = [0, 1] as const;
const USUAL = [2, 5] as const;

/** What the desk does for each scenario (design §4.1): the one table to read and to change. */
export const SCENARIO_RULES: Record<Scenario, ScenarioRule> = {
  GREETING: {
    text: 'Рады вас слышать! Чем можем помочь?',
    escalates: 'never',
    priority: 'low',
    priorityEscalated: 'medium',
    delayS: USUAL,
    social: true,
  },
  REFERRAL: {
    text: 'Спасибо, что советуете нас друзьям! Отправьте им вашу персональную ссылку: {referral_link}\nКогда друг оплатит первый пакет занятий, бонусные уроки получите и вы, и он.',
    without:
      'Спасибо, что советуете нас друзьям! Ваша персональная ссылка — в личном кабинете, в разделе «Пригласить друга». Когда друг оплатит первый пакет занятий, бонусные уроки получите и вы, и он.',
    escalates: 'never',
    priority: 'low',
    priorityEscalated: 'medium',
    delayS: USUAL,
  },
  TECH_SUPPORT_BASIC: {
    text: 'Жаль, что возникла неполадка. Попробуйте, пожалуйста, по шагам:\n1. Обновите страницу: Ctrl + F5, на Mac — Cmd + Shift + R.\n2. Очистите кеш и cookie браузера и войдите заново.\n3. Откройте урок в другом браузере, лучше в Chrome.\nЕсли не поможет, пришлите, пожалуйста, скриншот экрана с ошибкой — разберёмся.',
    onMedia:
      'Спасибо, скриншот получили и передали техническому специалисту. Пока он смотрит, попробуйте очистить кеш и cookie браузера и войти заново. Если на экране что-то изменится, пришлите, пожалуйста, ещё один скриншот.',
    escalates: 'never',
    mediaEscalates: true,
    priority: 'low',
    priorityEscalated: 'high',
    delayS: [5, 5],
  },
  ABSENCE_REQUEST: {
    text: 'Спасибо, что предупредили. Желаем скорейшего выздоровления! Чтобы занятие не списалось, пришлите, пожалуйста, справку от врача — можно просто фото.',
    onMedia:
      'Спасибо, документ получили и передали специалисту: он проверит его и ответит вам здесь. Желаем скорейшего выздоровления! Если есть что добавить, пишите.',
    escalates: 'never',
    mediaEscalates: true,
    priority: 'low',
    priorityEscalated: 'medium',
    delayS: [10, 10],
  },
  LESSON_CANCELLATION: {
    text: 'Отменить занятие можно самостоятельно: личный кабинет → «Расписание» → нужный урок → «Отменить». Если до начала больше 8 часов, занятие не спишется. Если кнопка недоступна или что-то не получается, напишите нам.',
    escalates: 'never',
    priority: 'low',
    priorityEscalated: 'medium',
    delayS: USUAL,
  },
  LESSON_LINK: {
    text: 'Вот ссылка на ваш урок: {lesson_link}\nВход открывается за 10 минут до начала.',
    without:
      'Ссылка на урок появится в личном кабинете, в разделе «Расписание», за 15 минут до начала. Если к этому времени её не будет, сразу напишите нам.',
    escalates: 'never',
    priority: 'low',
    priorityEscalated: 'medium',
    delayS: USUAL,
  },
  REVIEW_BONUS: {
    text: 'За отзыв дарим бонусное занятие! Оставьте отзыв на Яндекс Картах, в 2ГИС или на Отзовике и пришлите нам скриншот опубликованного отзыва — начислим бонус после проверки.',
    onMedia:
      'Спасибо за отзыв! Скриншот получили и передали специалисту: он проверит публикацию и начислит бонус.',
    escalates: 'never',
    mediaEscalates: true,
    priority: 'low',
    priorityEscalated: 'high',
    delayS: USUAL,
  },
  FAREWELL: {
    text: 'Спасибо, что обратились! Если появятся вопросы, мы на связи. Хорошего дня!',
    escalates: 'never',
    priority: 'low',
    priorityEscalated: 'medium',
    delayS: LITTLE,
    social: true,
  },
  REMINDER: {
    text: 'Простите, что заставили ждать. Мы помним о вашем вопросе: передали его специалисту, он ответит вам здесь.',
    escalates: 'always',
    reason: 'always_escalates',
    priority: 'medium',
    priorityEscalated: 'medium',
    delayS: LITTLE,
  },
  SCHEDULE_CHANGE: {
    text: 'Поняли, нужно изменить расписание. Передали вашу просьбу специалисту: он подберёт время и ответит вам здесь.',
    escalates: 'always',
    reason: 'always_escalates',
    priority: 'medium',
    priorityEscalated: 'medium',
    delayS: LITTLE,
  },
  CROSS_EXTENSION: {
    text: 'Спасибо за интерес! Передали ваш вопрос специалисту: он расскажет о программах, ценах и оплате и ответит вам здесь.',
    escalates: 'always',
    reason: 'always_escalates',
    priority: 'medium',
    priorityEscalated: 'medium',
    delayS: LITTLE,
  },
  COMPLAINT: {
    text: 'Нам очень жаль, что так вышло. Приносим извинения! Ваше обращение отмечено как приоритетное: специалист разберётся и ответит вам здесь.',
    escalates: 'always',
    reason: 'complaint',
    priority: 'high',
    priorityEscalated: 'high',
    delayS: LITTLE,
  },
  MISSING_TRAINER: {
    text: 'Приносим извинения за ожидание! Уже выясняем, где преподаватель. Ваше обращение отмечено как приоритетное: специалист ответит вам здесь в ближайшее время.',
    escalates: 'always',
    reason: 'always_escalates',
    priority: 'high',
    priorityEscalated: 'high',
    delayS: LITTLE,
  },
  MASS_OUTAGE: {
    text: 'Сейчас у нас технический сбой, мы о нём знаем и уже чиним. Напишем вам, как только всё заработает.',
    escalates: 'never',
    priority: 'critical',
    priorityEscalated: 'critical',
    delayS: [0, 0],
  },
  UNKNOWN: {
    text: 'Спасибо за сообщение! Передали его специалисту: он ответит вам здесь.',
    escalates: 'always',
    reason: 'unknown_scenario',
    priority: 'medium',
    priorityEscalated: 'medium',
    delayS: LITTLE,
  },
};

/** Put in front of the first reply to a client, once, whatever the scenario. */
export const FIRST_CONTACT = 'Здравствуйте! На связи поддержка онлайн-школы.';

/** Follows the first contact when the client only greets: asks what an operator would ask. */
export const FIRST_QUESTION =
  'Подскажите, пожалуйста, в какие дни и часы вам удобно заниматься? Если у вас другой вопрос, напишите его — поможем.';

/** Added to an automatic answer when the conversation also goes to an operator. */
export const ALSO_HANDED_OVER =
  'На всякий случай передали ваш вопрос специалисту: он посмотрит и ответит вам здесь.';

/** Said when a text cannot be composed at all; it promises an operator, so it escalates. */
export const FALLBACK = SCENARIO_RULES.UNKNOWN.text;

export function isScenario(label: string): label is Scenario {
  return (SCENARIOS as readonly string[]).includes(label);
}
