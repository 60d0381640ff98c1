import { beforeEach, describe, expect, it } from 'vitest';
import { findPhones } from '../../shared/adapters/phone-numbers.ts';
import type { Advice } from '../../shared/domain/advice.ts';
import type { Classification } from '../../shared/domain/classification.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Adviser } from '../../shared/ports.ts';
import { understand } from '../../shared/usecases/understand.ts';
import { aHead, aJudgement, aMessage, aPhoto } from '../builders.ts';
import { FixedClock, RecordingJournal } from './desk.ts';

const ADVICE: Advice = { scenario: 'COMPLAINT', confidence: 0.95, model: 'tiny' };
const DOUBT: Partial<Classification> = { scenario: 'COMPLAINT', confidence: 0.6, band: 'doubt' };

let heard: string[];
let advice: Advice | undefined;
const adviser: Adviser = {
  async advise(text) {
    heard.push(text);
    return advice;
  },
};

beforeEach(() => {
  heard = [];
  advice = ADVICE;
});

interface Asked {
  verdict?: Partial<Classification>;
  handbook?: Partial<Handbook>;
  message?: Partial<Message>;
  profile?: { client_name?: string; child_name?: string };
  alone?: boolean;
}

async function classified({ verdict = DOUBT, handbook, message, profile = {}, alone }: Asked = {}) {
  const ports = {
    classifier: { classify: async () => aJudgement(verdict) },
    adviser: alone ? undefined : adviser,
    findPhones,
    clock: new FixedClock(),
    journal: new RecordingJournal(),
  };
  const burst = {
    head: aHead(),
    messages: [aMessage({ text: 'Сколько можно', ...message })],
    profile,
    handbook: { ...SHIPPED_HANDBOOK, ...handbook },
  };
  return (await understand(ports, burst)).classification;
}

const thresholds = (answer: number | null, refuse: number | null): Partial<Handbook> => ({
  policy: { ...SHIPPED_HANDBOOK.policy, thresholds: { answer, refuse } } as Policy,
});
const keyword = (phrase: string, priority: number): Partial<Handbook> => ({
  keywords: [{ id: 'kw_1', scenario: 'REMINDER', phrase, priority }],
});

describe('a second opinion', () => {
  it('is asked for in doubt, and weighed in', async () => {
    expect(await classified()).toMatchObject({
      scenario: 'COMPLAINT',
      band: 'answer',
      second_opinion: { model: 'tiny', scenario: 'COMPLAINT', confidence: 0.95 },
    });
    expect(heard).toEqual(['Сколько можно']);
  });

  it.each<[string, Asked]>([
    ['the classifier is sure', { verdict: { scenario: 'COMPLAINT', confidence: 0.9, band: 'answer' } }],
    [
      'nothing was understood',
      { verdict: { scenario: 'UNKNOWN', guess: 'COMPLAINT', confidence: 0.3, band: 'refuse' } },
    ],
    ['a keyword of the desk decides', { handbook: keyword('сколько', 3) }],
    ['the desk answers from less on', { handbook: thresholds(0.5, null) }],
    ['the desk refuses up to more', { handbook: thresholds(null, 0.7) }],
    ['a command was given', { message: { text: '', command: { kind: 'start' } } }],
    [
      'only a picture came',
      {
        message: { text: '', attachments: [aPhoto] },
        verdict: { band: 'refuse', scenario: 'UNKNOWN', confidence: 1 },
      },
    ],
  ])('is not asked for where %s', async (_, asked) => {
    const alone = await classified({ ...asked, alone: true });
    expect(await classified(asked)).toEqual(alone);
    expect(heard).toEqual([]);
  });

  it('is asked for where the desk’s own thresholds make a doubt', async () => {
    const sure = { scenario: 'COMPLAINT', confidence: 0.9, band: 'answer' } as const;
    await classified({ verdict: sure, handbook: thresholds(0.95, null) });
    await classified({ handbook: keyword('обещали', 10) });
    expect(heard).toHaveLength(2);
  });

  it('that there is none of leaves the built-in answer', async () => {
    advice = undefined;
    expect(await classified()).toEqual(await classified({ alone: true }));
    expect(heard).toHaveLength(1);
  });

  it('is asked for without what tells who wrote', async () => {
    const text = 'Это Анна, мама Пети, +7 916 123-45-67, a@example.com: сколько можно';
    await classified({ message: { text }, profile: { client_name: 'Анна', child_name: 'Петя' } });
    expect(heard).toEqual(['Это <name>, мама <name>, <phone>, <email>: сколько можно']);
  });
});

describe('a message of two matters', () => {
  const SAID: Record<string, Partial<Classification>> = {
    'Нет звука на уроке': { scenario: 'TECH_SUPPORT_BASIC' },
    'Какой бонус за отзыв': { scenario: 'REVIEW_BONUS', confidence: 0.98 },
  };

  async function read(text: string, whole: Partial<Classification> = {}) {
    const asked: string[] = [];
    const ports = {
      classifier: {
        classify: async (words: string) => {
          asked.push(words);
          return aJudgement(SAID[words] ?? whole);
        },
      },
      findPhones,
      clock: new FixedClock(),
      journal: new RecordingJournal(),
    };
    const messages = text.split('|').map((part) => aMessage({ text: part }));
    const burst = { head: aHead(), messages, profile: {}, handbook: SHIPPED_HANDBOOK };
    return { classification: (await understand(ports, burst)).classification, asked };
  }

  it.each(['Нет звука на уроке. Какой бонус за отзыв?', 'Нет звука на уроке|Какой бонус за отзыв'])(
    'is read as both: %s',
    async (text) => {
      expect((await read(text)).classification).toMatchObject({
        scenario: 'TECH_SUPPORT_BASIC',
        also: { scenario: 'REVIEW_BONUS', confidence: 0.98 },
      });
    },
  );

  it('is looked into only where the whole is sure', async () => {
    const { classification, asked } = await read('Нет звука на уроке. Какой бонус за отзыв?', {
      band: 'doubt',
      confidence: 0.6,
    });
    expect(classification.also).toBeUndefined();
    expect(asked).toHaveLength(1);
  });
});
