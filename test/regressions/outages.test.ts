import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryTroubleReports, MemoryUsualTroubles } from '../../shared/adapters/memory/troubles.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import type { Suspicion } from '../../shared/domain/outage/suspicion.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { watchOutage } from '../../shared/usecases/watch-outage.ts';
import { Ears } from '../../sim/outage/ears.ts';
import { aMessage, MINUTE } from '../builders.ts';
import { FixedClock, RecordingJournal } from '../usecases/desk.ts';

const ears = new Ears();
const clock = new FixedClock();
let suspected: Suspicion[] = [];
let reports = new MemoryTroubleReports();

beforeEach(() => {
  suspected = [];
  reports = new MemoryTroubleReports();
});

/** Somebody writes, and the shipped models read it. */
async function says(client: string, text: string): Promise<void> {
  const ports = {
    reader: ears,
    reports,
    usual: new MemoryUsualTroubles(),
    incidents: {
      covers: async () => false,
      suspect: async (suspicion: Suspicion) => {
        suspected.push(suspicion);
      },
    },
    clock,
    pause: () => new Promise<void>(() => undefined),
    journal: new RecordingJournal(),
  };
  const head = { id: conversationId('demo', client), partner: 'demo', channel: {} };
  const messages = [aMessage({ text, received_at: clock.business() })];
  const classification = await ears.classify(text);
  await watchOutage(ports, { head, messages, classification, policy: SHIPPED_POLICY });
}

const GREETINGS = [
  'здравствуйте',
  'Добрый день!',
  'привет',
  'Доброе утро',
  'hello',
  'здравствуйте, есть кто?',
];

describe('N9: greetings are no outage,', () => {
  it.each([10, 100])('not %d of them within a quarter of an hour', async (count) => {
    for (let client = 0; client < count; client++) {
      await says(`c${client}`, GREETINGS[client % GREETINGS.length] ?? '');
      clock.advance((15 * MINUTE) / count);
    }
    expect(suspected).toEqual([]);
    expect(reports.rows()).toBe(0);
  });

  it('nor are questions and thanks', async () => {
    const texts = [
      'Сколько стоит курс?',
      'спасибо, всё заработало',
      'когда следующий урок?',
      'оплатила, проверьте',
    ];
    for (let client = 0; client < 40; client++) await says(`c${client}`, texts[client % texts.length] ?? '');
    expect(suspected).toEqual([]);
  });
});

const DIFFERENT_WORDS = [
  'Не могу войти в личный кабинет',
  'сайт лежит?',
  'у нас урок не открывается, крутится колёсико',
  'выкидывает на страницу входа по кругу',
  '502 bad gateway',
  "can't log in, is the site down?",
  'белый экран вместо платформы',
  'приложение пишет нет соединения',
  'ne otkryvaetsya sait',
  'платформа не грузится ни с телефона ни с компа',
  'ребёнка не пускает в класс',
  'пишет сервер недоступен',
];

describe('N10: reports of a real outage are one outage,', () => {
  it('in whatever words: of twelve all count, and the eighth at the latest is enough', async () => {
    for (const [client, text] of DIFFERENT_WORDS.entries()) {
      await says(`c${client}`, text);
      clock.advance(20_000);
      if (client === 7) expect(suspected.length).toBeGreaterThan(0);
    }
    expect(reports.rows()).toBeGreaterThanOrEqual(11);
    expect(suspected.at(-1)).toMatchObject({ scope: 'access' });
  });
});

describe('N11: clients are counted, not messages:', () => {
  it('one who writes fifty times is one', async () => {
    for (let again = 0; again < 50; again++) {
      await says('anna', DIFFERENT_WORDS[again % DIFFERENT_WORDS.length] ?? '');
      clock.advance(10_000);
    }
    expect(suspected).toEqual([]);
  });
});
