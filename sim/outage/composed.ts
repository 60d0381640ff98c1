import type { TroubleKind } from '../../shared/domain/outage/trouble.ts';
import type { Sequence } from '../world/dice.ts';

/** Words for what does not work that the shipped models have not learned as they stand here. */
const CORES: Record<TroubleKind, readonly string[]> = {
  sign_in: [
    'логин с паролем больше не принимаются',
    'пытаюсь войти, а меня возвращает на вход',
    'аккаунт как будто удалили, войти нельзя',
    'после ввода пароля ошибка авторизации',
    'my login stopped working',
    'it won’t accept my password today',
  ],
  platform: [
    'ваш сайт вообще не открывается',
    'платформа не грузится ни на одном устройстве',
    'личный кабинет не открывается, белая страница',
    'на всех страницах ошибка сервера',
    'the platform is not loading at all',
    'your site gives a server error',
  ],
  lesson_room: [
    'класс не открывается, а урок уже начался',
    'не получается подключиться к занятию',
    'ребёнка не пускает в комнату урока',
    'урок не запускается, кнопка не реагирует',
    'we cannot join the class',
    'the lesson room is not opening',
  ],
  sound_video: [
    'на уроке совсем нет звука',
    'видео на занятии зависает у всех',
    'учителя не слышно',
    'ни камера, ни микрофон не работают',
    'there is no sound in our class',
    'the video froze and the audio is gone',
  ],
  payment: [
    'не проходит оплата картой',
    'оплатить не даёт, ошибка на платёжной странице',
    'деньги списались, а занятия не появились',
    'платёж завис и не завершается',
    'the payment fails every time',
    'I cannot pay, the card page errors out',
  ],
  app: [
    'приложение на телефоне не запускается',
    'приложение вылетает на заставке',
    'после обновления приложение не работает',
    'в приложении ничего не загружается',
    'the app crashes when I open it',
    'your mobile app does not start',
  ],
  mail: [
    'код подтверждения так и не приходит',
    'смс с кодом не доходит',
    'письмо для входа не приходит на почту',
    'от вас перестали приходить уведомления',
    'the verification code does not arrive',
    'no email with the link has come',
  ],
  homework: [
    'домашнее задание не открывается',
    'не получается отправить домашку',
    'тренажёр с заданиями не загружается',
    'файл с домашней работой не прикрепляется',
    'the homework page does not load',
    'we can’t submit the homework',
  ],
  other: ['запись урока не открывается', 'сертификат не скачивается', 'the recording does not play'],
};

const OPENINGS = [
  '',
  '',
  '',
  'Здравствуйте! ',
  'добрый день, ',
  'подскажите пожалуйста, ',
  'опять ',
  'у нас ',
  'алло, ',
] as const;
const ENDINGS = [
  '',
  '',
  '',
  ', что делать?',
  '!!!',
  ' уже полчаса',
  ' с утра',
  ', помогите',
  '. Пробовали с телефона, то же самое',
  ', это у всех так?',
] as const;
const RUSSIAN = /[а-я]/iu;
/** So many of the texts have a slip of the finger. */
const SLIPS = 0.2;

/** A report in words of its own: an opening, what does not work, an ending, and now and then a slip. */
export function composedReport(kind: TroubleKind, dice: Sequence): string {
  const core = dice.pick(CORES[kind]);
  const whole = RUSSIAN.test(core) ? `${dice.pick(OPENINGS)}${core}${dice.pick(ENDINGS)}` : core;
  return dice.chance(SLIPS) ? slipped(whole, dice) : whole;
}

/** Two letters change places, or one is lost. */
export function slipped(text: string, dice: Sequence): string {
  const at = dice.between(0, Math.max(0, text.length - 2));
  const [one = '', other = ''] = [text[at], text[at + 1]];
  const instead = dice.chance(0.5) ? other + one : other;
  return `${text.slice(0, at)}${instead}${text.slice(at + 2)}`;
}
