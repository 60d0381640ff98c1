import type { Language } from '../i18n/language.ts';

type Both = Record<Language, string>;

/** The first one that fits tells what a delivery rule means (docs/delivery.md lists the rules). */
const RULES: readonly (readonly [RegExp, Both])[] = [
  [
    /^http\.410/,
    {
      ru: 'сервер партнёра сообщил, что адреса больше нет',
      en: 'the partner’s server said that the address is gone',
    },
  ],
  [/^http\.5/, { ru: 'сервер партнёра отвечал ошибкой', en: 'the partner’s server answered with errors' }],
  [/^http\.4/, { ru: 'сервер партнёра отказывал', en: 'the partner’s server refused' }],
  [
    /^http\.3/,
    { ru: 'сервер партнёра перенаправлял в другое место', en: 'the partner’s server pointed elsewhere' },
  ],
  [/^error\.dns/, { ru: 'имя сервера не нашлось', en: 'the server’s name was not found' }],
  [/^error\.tls/, { ru: 'ошибка защищённого соединения', en: 'the secure connection failed' }],
  [/forbidden/, { ru: 'на этот адрес отправлять нельзя', en: 'nothing may be sent to this address' }],
  [
    /timeout|deadline/,
    { ru: 'сервер партнёра не ответил вовремя', en: 'the partner’s server did not answer in time' },
  ],
  [
    /^error\.(connect|request|response)/,
    { ru: 'соединение не удалось или оборвалось', en: 'no connection could be made, or it broke' },
  ],
  [/expired/, { ru: '30 дней ждал выключенного адреса', en: 'it waited 30 days for a disabled endpoint' }],
  [/^endpoint\./, { ru: 'адрес выключен', en: 'the endpoint is disabled' }],
  [/^channel\./, { ru: 'отправлять некуда', en: 'there is nowhere to send it' }],
  [/^telegram\.blocked/, { ru: 'клиент заблокировал бота', en: 'the client has blocked the bot' }],
  [/^telegram\.unknown/, { ru: 'связь с Telegram оборвалась', en: 'the connection to Telegram broke' }],
  [/^telegram/, { ru: 'Telegram отказал', en: 'Telegram refused' }],
];

const OTHER: Both = { ru: 'другая причина', en: 'another reason' };

/** What a rule of delivery means for whoever looks why a text did not arrive. */
export function ruleIn(language: Language, rule: string): string {
  return (RULES.find(([pattern]) => pattern.test(rule))?.[1] ?? OTHER)[language];
}
