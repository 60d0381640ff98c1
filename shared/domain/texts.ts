import type { Language } from './understanding/language.ts';

/**
 * Every text that the desk says by itself, as it is shipped. Admins publish others in their place; these stay what is said
 * when one of those cannot be used. How parameters and brackets are written: `template.ts`.
 */
export const SHIPPED_TEXTS = {
  /** Answers a greeting, and is put in front of the first reply to a client, once, whatever the scenario. */
  GREETING: {
    ru: 'Здравствуйте[, {client_name}]! На связи {desk_name}.',
    en: 'Hello[, {client_name}]! This is {desk_name}.',
  },
  /** Follows the greeting when a client’s first words are one: asks what an operator would ask. */
  FIRST_QUESTION: {
    ru: 'Подскажите, пожалуйста, в какие дни и часы вам удобно заниматься? Если у вас другой вопрос, напишите его — поможем.',
    en: 'Which days and hours suit you best for lessons? If you have another question, just write it here and we will help.',
  },
  /** Follows the greeting of a client who is known, or who has already said when it likes to come. */
  OFFER_HELP: {
    ru: 'Рады вас слышать! Чем можем помочь?',
    en: 'Good to hear from you! How can we help?',
  },
  REFERRAL: {
    ru: 'Спасибо, что советуете нас друзьям! [Отправьте им вашу персональную ссылку: {referral_link}\n|Ваша персональная ссылка — в личном кабинете, в разделе «Пригласить друга». ]Когда друг оплатит первый пакет занятий, бонусные уроки получите и вы, и он.',
    en: 'Thank you for recommending us! [Please send your friends your personal link: {referral_link}\n|Your personal link is in your account, under "Invite a friend". ]As soon as a friend pays for the first package of lessons, both of you get bonus lessons.',
  },
  /** A friend's phone number came along. */
  REFERRAL_FRIEND: {
    ru: 'Спасибо, что советуете нас друзьям! Контакт передали специалисту: он ответит вам здесь.',
    en: 'Thank you for recommending us! We have passed the contact on to a specialist, who will reply to you here.',
  },
  TECH_SUPPORT_BASIC: {
    ru: 'Жаль, что возникла неполадка. Попробуйте, пожалуйста, по шагам:\n1. Обновите страницу: Ctrl + F5, на Mac — Cmd + Shift + R.\n2. Очистите кеш и cookie браузера и войдите заново.\n3. Откройте урок в другом браузере, лучше в Chrome.\nЕсли не поможет, пришлите, пожалуйста, скриншот с ошибкой — разберёмся.',
    en: 'Sorry about the trouble. Please try this, step by step:\n1. Reload the page: Ctrl + F5, on a Mac Cmd + Shift + R.\n2. Clear the cache and cookies of your browser and sign in again.\n3. Open the lesson in another browser, preferably Chrome.\nIf that does not help, please send us a screenshot of the error, and we will look into it.',
  },
  TECH_SUPPORT_BASIC_MEDIA: {
    ru: 'Спасибо, скриншот получили и передали техническому специалисту. Пока он смотрит, попробуйте очистить кеш и cookie браузера и войти заново. Если на экране что-то изменится, пришлите, пожалуйста, ещё один скриншот.',
    en: 'Thank you, we have your screenshot and passed it on to a technician. Meanwhile, please try clearing the cache and cookies of your browser and signing in again. If the screen changes, please send another screenshot.',
  },
  ABSENCE_REQUEST: {
    ru: 'Спасибо, что предупредили[ об отсутствии {date}]. [{child_name}, поправляйся скорее!|Желаем скорейшего выздоровления!] Чтобы занятие не списалось, пришлите, пожалуйста, справку от врача — можно просто фото.',
    en: "Thank you for letting us know[ about {date}]. [Get well soon, {child_name}!|Get well soon!] To keep the lesson from being charged, please send us the doctor's note; a photo is fine.",
  },
  /** The client says why the lesson is missed, and nobody is ill. */
  ABSENCE_REQUEST_OTHER: {
    ru: 'Спасибо, что предупредили[ об отсутствии {date}]. Чтобы занятие не списалось, отмените его, пожалуйста, в личном кабинете: «Расписание» → нужный урок → «Отменить». Если до начала меньше 8 часов, пришлите, пожалуйста, документ, который подтверждает причину, — можно просто фото.',
    en: 'Thank you for letting us know[ about {date}]. To keep the lesson from being charged, please cancel it in your account: "Schedule" → the lesson → "Cancel". If there are less than 8 hours left, please send us a document that confirms the reason; a photo is fine.',
  },
  ABSENCE_REQUEST_MEDIA: {
    ru: 'Спасибо, документ получили и передали специалисту: он проверит его и ответит вам здесь. Желаем скорейшего выздоровления! Если есть что добавить, пишите.',
    en: 'Thank you, we have the document and passed it on to a specialist, who will check it and reply to you here. Get well soon! If there is anything to add, just write.',
  },
  LESSON_CANCELLATION: {
    ru: 'Отменить занятие можно самостоятельно: личный кабинет → «Расписание» → нужный урок → «Отменить». Если до начала больше 8 часов, занятие не спишется. Если кнопка недоступна или что-то не получается, напишите нам.',
    en: 'You can cancel a lesson yourself: your account → "Schedule" → the lesson → "Cancel". If there are more than 8 hours left, you will not be charged. If the button is not there or something does not work, write to us.',
  },
  LESSON_CANCELLATION_OBJECTION: {
    ru: 'Жаль, что отменить самостоятельно не получается. Передали вашу просьбу специалисту: он поможет и ответит вам здесь.',
    en: 'Sorry that it does not work. We have passed your request on to a specialist, who will help and reply to you here.',
  },
  LESSON_LINK: {
    ru: '[Вот ссылка на ваш урок: {lesson_link}\nВход открывается за 10 минут до начала.|Ссылка на урок появится в личном кабинете, в разделе «Расписание», за 15 минут до начала. Если к этому времени её не будет, сразу напишите нам.]',
    en: '[Here is the link to your lesson: {lesson_link}\nYou can enter 10 minutes before the start.|The link to the lesson appears in your account, under "Schedule", 15 minutes before the start. If it is not there by then, write to us at once.]',
  },
  /** The lesson is about to begin, and nobody knows the link. */
  LESSON_LINK_MISSING: {
    ru: 'Простите, ссылки на урок у нас пока нет. Уже передали специалисту: он пришлёт её сюда.',
    en: 'Sorry, we do not have the link to the lesson yet. A specialist is on it and will send it here.',
  },
  REVIEW_BONUS: {
    ru: 'За отзыв дарим бонусное занятие! Оставьте отзыв {review_sites} и пришлите нам скриншот опубликованного отзыва — начислим бонус после проверки.',
    en: 'We give a bonus lesson for a review! Leave one {review_sites} and send us a screenshot of it once it is published, and we will add the bonus once we have checked it.',
  },
  REVIEW_BONUS_MEDIA: {
    ru: 'Спасибо за отзыв! Скриншот получили и передали специалисту: он проверит публикацию и начислит бонус.',
    en: 'Thank you for your review! We have the screenshot and passed it on to a specialist, who will check it and add the bonus.',
  },
  FAREWELL: {
    ru: 'Спасибо, что обратились! Если появятся вопросы, мы на связи. Хорошего дня!',
    en: 'Thank you for writing! If there is anything else, we are here. Have a nice day!',
  },
  REMINDER: {
    ru: 'Простите за ожидание! Сейчас все ваши вопросы у нас отмечены как решённые. Если что-то осталось, напишите, пожалуйста, — поможем.',
    en: 'Sorry for the wait! All your questions are marked as settled on our side. If something is still open, please write to us, and we will help.',
  },
  /** The client nudges, and somebody owes an answer. */
  REMINDER_PROMISED: {
    ru: 'Простите, что заставили ждать. Мы помним о вашем вопросе: он у специалиста, ответ придёт сюда.',
    en: 'Sorry to keep you waiting. We have not forgotten your question: a specialist has it and will reply to you here.',
  },
  SCHEDULE_CHANGE: {
    ru: 'Поняли, нужно изменить расписание. Передали вашу просьбу специалисту: он подберёт время и ответит вам здесь.',
    en: 'Understood, you would like to change the schedule. We have passed your request on to a specialist, who will find a time and reply to you here.',
  },
  CROSS_EXTENSION: {
    ru: 'Спасибо за интерес! Передали ваш вопрос специалисту: он расскажет о программах, ценах и оплате и ответит вам здесь.',
    en: 'Thank you for your interest! We have passed your question on to a specialist, who will tell you about courses, prices and payment here.',
  },
  COMPLAINT: {
    ru: 'Нам очень жаль, что так вышло. Приносим извинения! Ваше обращение отмечено как приоритетное: специалист разберётся и ответит вам здесь.',
    en: 'We are very sorry about this, please accept our apologies. Your message is marked as a priority: a specialist will look into it and reply to you here.',
  },
  MISSING_TRAINER: {
    ru: 'Приносим извинения за ожидание! Уже выясняем, где преподаватель. Ваше обращение отмечено как приоритетное: специалист ответит вам здесь в ближайшее время.',
    en: 'We apologise for the wait! We are finding out where the teacher is. Your message is marked as a priority: a specialist will reply to you here shortly.',
  },
  MASS_OUTAGE: {
    ru: 'Сейчас у нас технический сбой, мы о нём знаем и уже устраняем. Напишем вам, как только всё заработает.',
    en: 'We have a technical outage at the moment, know about it and are fixing it. We will write to you as soon as everything works.',
  },
  /** A client who was told of an incident writes of it again. */
  MASS_OUTAGE_GOES_ON: {
    ru: 'Спасибо, что написали. Сбой пока не устранён, мы работаем над ним. Напишем вам, как только всё заработает.',
    en: 'Thank you for letting us know. The outage is not over yet, and we are working on it. We will write to you as soon as everything works.',
  },
  /** Said once to whoever was told of an incident, when it is over. */
  MASS_OUTAGE_OVER: {
    ru: 'Сбой устранён, всё снова работает. Спасибо за терпение! Если у вас что-то ещё не открывается, обновите страницу, а если не поможет — напишите нам.',
    en: 'The outage is over, and everything works again. Thank you for your patience! If something still does not open, please reload the page, and if that does not help, write to us.',
  },
  /** Also what is said when no other text can be: it promises an operator, so it hands over. */
  UNKNOWN: {
    ru: 'Спасибо за сообщение! Передали его специалисту: он ответит вам здесь.',
    en: 'Thank you for your message! We have passed it on to a specialist, who will reply to you here.',
  },
  ASKED_FOR_HUMAN: {
    ru: 'Конечно! Передали ваше обращение специалисту: он ответит вам здесь.',
    en: 'Of course! We have passed your message on to a specialist, who will reply to you here.',
  },
  /** Added to an automatic answer when the conversation also goes to an operator. */
  ALSO_HANDED_OVER: {
    ru: 'На всякий случай передали ваш вопрос специалисту: он посмотрит и ответит вам здесь.',
    en: 'Just in case, we have passed your question on to a specialist, who will have a look and reply to you here.',
  },
  /** Another message came while nobody has taken the conversation yet. */
  ACKNOWLEDGEMENT: {
    ru: 'Сообщение получили и добавили к вашему обращению: специалист ответит вам здесь.',
    en: 'We have got your message and added it to your request: a specialist will reply to you here.',
  },
  CLARIFYING_QUESTION: {
    ru: 'Подскажите, пожалуйста, чуть подробнее, что случилось, — так мы поможем быстрее.',
    en: 'Could you tell us a little more about what happened? That way we can help faster.',
  },
  /** Answers /help in a chat. */
  CHAT_HELP: {
    ru: 'Напишите вопрос обычным сообщением — ответим здесь. Можно прислать фото, скриншот или документ. Если нужен человек, так и напишите: «позовите специалиста».',
    en: 'Write your question as an ordinary message and we will reply here. You can send a photo, a screenshot or a document. If you need a person, just write "call a person, please".',
  },
  /** Said once in a group, where the desk does not serve. */
  CHAT_GROUP: {
    ru: 'Мы отвечаем только в личных сообщениях. Напишите нам, пожалуйста, напрямую.',
    en: 'We reply in private messages only. Please write to us directly.',
  },
  FOLLOW_UP_REMINDER_1: {
    ru: 'Мы на связи. Если вопрос ещё актуален, ответьте, пожалуйста, на это сообщение — продолжим.',
    en: 'We are still here. If your question is still open, please reply to this message and we will go on.',
  },
  FOLLOW_UP_REMINDER_2: {
    ru: 'Ждём вашего ответа: как только напишете, сразу поможем.',
    en: 'We are waiting for your reply: as soon as you write, we will help.',
  },
  FOLLOW_UP_REMINDER_3: {
    ru: 'Напоминаем о себе: если помощь ещё нужна, просто напишите нам. Если всё решилось, отвечать не нужно.',
    en: 'Just a reminder: if you still need help, write to us. If everything is settled, there is no need to reply.',
  },
  FOLLOW_UP_FAREWELL: {
    ru: 'Пока завершаем разговор. Если появятся вопросы, напишите нам в любое время. Хорошего дня!',
    en: 'We are closing this conversation for now. If there is anything else, write to us at any time. Have a nice day!',
  },
} satisfies Record<string, Record<Language, string>>;

export type TemplateKey = keyof typeof SHIPPED_TEXTS;
export const TEMPLATE_KEYS = Object.keys(SHIPPED_TEXTS) as TemplateKey[];

export function isTemplateKey(name: string): name is TemplateKey {
  return Object.hasOwn(SHIPPED_TEXTS, name);
}
