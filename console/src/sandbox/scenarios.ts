import { CRM_CAST, TELEGRAM_CAST } from './cast.ts';
import { remember } from './own-words.ts';
import { actInChat, behave, postMessage } from './stage.ts';

/** A ready piece to watch. Its words are a customer's, so they are Russian. */
export interface Scenario {
  name: 'greeting' | 'cache' | 'complaint' | 'outage' | 'crmDown' | 'human';
  /** Whom to look at. */
  at: 'phone' | 'crm';
  play(): Promise<void>;
}

const OUTAGE = [
  'Здравствуйте, урок не открывается, пишет ошибку',
  'Не могу зайти на платформу, белый экран',
  'У нас ничего не грузится, урок уже идёт!',
  'Платформа не работает?',
  'Ссылка на урок выдаёт ошибку 502',
  'Ребёнок не может войти в класс, крутится загрузка',
  'Что с сайтом? Второй раз пробуем, не открывается',
  'Не заходит в личный кабинет, помогите',
  'Урок должен был начаться, а страница не открывается',
  'Добрый день, у вас сбой? Не пускает на занятие',
];

const [anna, boris] = TELEGRAM_CAST;
const [irina] = CRM_CAST;

async function inChat(customer: { id: string; name: string } | undefined, text: string): Promise<void> {
  if (!customer) return;
  remember(`telegram/${customer.id}`, { text });
  await actInChat(customer.id, customer.name, { text });
}

async function inCrm(customer: { id: string; name: string } | undefined, text: string): Promise<void> {
  if (!customer) return;
  remember(`crm/${customer.id}`, { text });
  await postMessage(customer.id, customer.name, text);
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'greeting', at: 'phone', play: () => inChat(anna, '/start') },
  { name: 'cache', at: 'phone', play: () => inChat(anna, 'Здравствуйте! Урок не открывается, что делать?') },
  { name: 'human', at: 'phone', play: () => inChat(boris, 'Позовите, пожалуйста, живого оператора') },
  {
    name: 'complaint',
    at: 'crm',
    play: () => inCrm(irina, 'Преподаватель опять не пришёл, я очень недовольна!'),
  },
  {
    name: 'crmDown',
    at: 'crm',
    async play() {
      await behave('crm', { status: 503, times: 2 });
      await inCrm(irina, 'Как отменить завтрашний урок?');
    },
  },
  {
    name: 'outage',
    at: 'crm',
    async play() {
      await Promise.all(OUTAGE.map((text, at) => inCrm({ id: `parent-${at + 1}`, name: '' }, text)));
    },
  },
];
