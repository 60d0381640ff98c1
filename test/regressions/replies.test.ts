import { describe, expect, it, vi } from 'vitest';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { SHIPPED_TEXTS, type TemplateKey } from '../../shared/domain/texts.ts';
import { publishTemplate } from '../../shared/usecases/publish-template.ts';
import { CLIENT, DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';
import { shipped } from '../domain/said.ts';
import { aStory } from './story.ts';

/** The shipped handbook with these texts in place of its own. */
const publishing = (texts: Partial<Record<TemplateKey, string>>): Handbook => ({
  ...SHIPPED_HANDBOOK,
  published: Object.fromEntries(
    Object.entries(texts).map(([key, ru]) => [key, { version: 3, texts: { ru } }]),
  ),
});

/** Runs as if this text had not been shipped. */
async function without(key: TemplateKey, run: () => Promise<void>): Promise<void> {
  const { ru } = SHIPPED_TEXTS[key];
  SHIPPED_TEXTS[key].ru = ' ';
  try {
    await run();
  } finally {
    SHIPPED_TEXTS[key].ru = ru;
  }
}

it('P6: the first message is known by the conversation, not by a window of five minutes', async () => {
  const { says, passes, turns } = await aStory();
  for (const pause of [0, 6 * MINUTE, 24 * HOUR, 7 * DAY]) {
    await passes(pause);
    await says(`Не открывается урок ${pause}`);
  }
  const all = await turns();
  expect(all.map(({ text }) => text.includes('Здравствуйте'))).toEqual([true, false, false, false]);
  expect(all.map(({ first }) => first)).toEqual([true, false, false, false]);
});

it('N21: the greeting is saved once, as part of the first reply', async () => {
  const { says, ask, body } = await aStory({ processes: 2 });
  await says('Не открывается урок');
  const history = await body<{ content: string; type: string }[]>(ask('GET', `/api/messages/${CLIENT}`));
  expect(history.map(({ type }) => type)).toEqual(['bot_auto', 'user']);
  const words = history.map(({ content }) => content).join('\n');
  expect(words.split(shipped('GREETING'))).toHaveLength(2);
});

describe('F3: a text that cannot be said', () => {
  it.each<[TemplateKey, string, string]>([
    ['FAREWELL', 'says nothing', ' '],
    ['FAREWELL', 'names a parameter that there is none of', 'До свидания, {nobody}!'],
    ['FAREWELL', 'names one that is not known', 'Привет ученику {child_name}!'],
    ['FAREWELL', 'is not closed', 'Спасибо[, {client_name}'],
    ['GREETING', 'says nothing', ' '],
  ])(
    'as it was published is said as it is shipped, and the admin is told: %s that %s',
    async (key, _, ru) => {
      const story = await aStory();
      story.handbooks.handbook = publishing({ [key]: ru });
      await story.says('Спасибо', 'FAREWELL');
      expect(story.texts()).toEqual([`${shipped('GREETING')}\n\n${shipped('FAREWELL')}`]);
      expect(await story.turns()).toMatchObject([{ fallback: false, hand_off: undefined }]);
      expect(story.journal.lines.filter(({ level }) => level === 'error')).toMatchObject([
        { event: 'template.broken', fields: { template: key } },
      ]);
    },
  );

  it('in any form is replaced by the generic one, which promises an operator, and there is one', async () => {
    const story = await aStory();
    await without('FAREWELL', () => story.says('Спасибо', 'FAREWELL'));
    expect(story.texts()).toEqual([`${shipped('GREETING')}\n\n${shipped('UNKNOWN')}`]);
    expect(await story.turns()).toMatchObject([{ fallback: true, hand_off: { reason: 'system_error' } }]);
    expect(await story.head()).toMatchObject({ status: 'escalated', escalation: { reason: 'system_error' } });
    expect(story.journal.of('template.broken')).toMatchObject([{ template: 'FAREWELL', fallback: true }]);
  });

  it('in a reminder is said as it is shipped, and the admin is told', async () => {
    const story = await aStory();
    story.handbooks.handbook = publishing({ FOLLOW_UP_REMINDER_1: '{nobody}' });
    await story.says('Не открывается урок');
    await story.passes(15 * MINUTE);
    expect(story.texts().at(-1)).toBe(shipped('FOLLOW_UP_REMINDER_1'));
    expect(story.journal.of('template.broken')).toMatchObject([{ template: 'FOLLOW_UP_REMINDER_1' }]);
  });
});

describe('N26: a parameter', () => {
  it.each([
    ['REFERRAL', undefined],
    ['LESSON_LINK', undefined],
    ['REFERRAL', 'Ваша ссылка: {referral_link}'],
    ['LESSON_LINK', 'Ссылка на урок: {lesson_link}'],
  ] as const)('that is missing never goes out as {its_name}: %s as %j', async (scenario, published) => {
    const story = await aStory();
    if (published) story.handbooks.handbook = publishing({ [scenario]: published });
    await story.says('Пришлите ссылку', scenario);
    expect(story.texts()).toHaveLength(1);
    for (const text of story.texts()) expect(text).not.toMatch(/[{}[\]|]|undefined|null/);
    expect(story.journal.of('turn.committed')).toMatchObject([{ missing: [expect.any(String)] }]);
  });

  it('that the CRM gave is in the text', async () => {
    const story = await aStory();
    const context = { referral_link: 'https://school.example/r/1' };
    await story.says('Хочу пригласить друга', 'REFERRAL', { context });
    expect(story.texts()[0]).toContain('https://school.example/r/1');
  });
});

it('F7: a published template is said within a minute, and no message costs a read for it', async () => {
  const story = await aStory();
  const { clock, journal, says, passes, texts } = story;
  const documents = new MemoryDocuments();
  const read = vi.spyOn(documents, 'all');
  const cached = new CachedHandbooks(documents, clock, journal);
  story.handbooks.current = () => cached.current();
  await says('Спасибо', 'FAREWELL');
  await publishTemplate({ documents, clock, journal }, 'FAREWELL', { texts: { ru: 'Пока!' }, by: 'root' });
  for (let n = 0; n < 5; n++) await says(`Спасибо ${n}`, 'FAREWELL');
  expect(read).toHaveBeenCalledTimes(1);
  await passes(60 * SECOND);
  await says('Ещё раз спасибо', 'FAREWELL');
  expect(texts().at(-1)).toBe('Пока!');
  expect(read).toHaveBeenCalledTimes(2);
});

describe('F13: the first greeting', () => {
  const QUESTION = /в какие дни и часы/;

  it.each(['Здравствуйте', 'Добрый день! Хотим записаться'])(
    'without a preferred time gets the question about convenient days and hours: «%s»',
    async (text) => {
      const story = await aStory();
      await story.says(text, 'GREETING');
      expect(story.texts()[0]).toMatch(QUESTION);
      await story.says('Здравствуйте ещё раз', 'GREETING');
      expect(story.texts()[1]).not.toMatch(QUESTION);
    },
  );

  it.each([
    'Здравствуйте, нам удобно в 18:30',
    'Здравствуйте! Хотим заниматься в субботу утром',
    'Добрый день, можем после 17 часов',
    'Здравствуйте! По будням вечером',
    'Здравствуйте, каждую среду',
    'Hello, Tuesdays at 5 pm would suit us',
  ])('with one does not: «%s»', async (text) => {
    const story = await aStory();
    await story.says(text, 'GREETING');
    expect(story.texts()[0]).toMatch(/Здравствуйте|Hello/);
    expect(story.texts()[0]).not.toMatch(/в какие дни и часы|Which days and hours/);
  });
});

describe('F14: a client who asks for the lesson link', () => {
  const link = 'https://school.example/lesson/42';
  const inMinutes = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();

  it.each<[string, object, string, boolean]>([
    ['gets it', { lesson_link: link }, link, false],
    [
      'gets it, also right before the lesson',
      { lesson_link: link, next_lesson_at: inMinutes(5) },
      link,
      false,
    ],
    ['is told when it comes', {}, 'за 15 минут до начала', false],
    ['is told when it comes, long before', { next_lesson_at: inMinutes(16) }, 'за 15 минут до начала', false],
    [
      'is handed over if none is known 15 minutes before',
      { next_lesson_at: inMinutes(15) },
      shipped('LESSON_LINK_MISSING'),
      true,
    ],
    ['and while the lesson runs', { next_lesson_at: inMinutes(-5) }, shipped('LESSON_LINK_MISSING'), true],
  ])('%s', async (_, context, said, escalated) => {
    const story = await aStory();
    await story.says('Где ссылка на урок?', 'LESSON_LINK', { context });
    expect(story.texts()[0]).toContain(said);
    expect((await story.head()).status).toBe(escalated ? 'escalated' : 'open');
  });
});

describe('F15: a client who wants to cancel a lesson', () => {
  it.each([
    'Хочу отменить урок',
    'Подскажите, не могу найти, где отменить урок',
    'Не получается прийти на занятие, хотим отменить',
  ])('is told how, and nobody has to do it: «%s»', async (text) => {
    const story = await aStory();
    await story.says(text, 'LESSON_CANCELLATION');
    expect(story.texts()[0]).toContain('«Расписание» → нужный урок → «Отменить»');
    expect((await story.head()).status).toBe('open');
  });

  it.each([
    ['Не получается, там нет такой кнопки', 'LESSON_CANCELLATION'],
    ['Уже пробовала, не отменяется', 'TECH_SUPPORT_BASIC'],
    ['Я не умею, отмените сами', 'LESSON_CANCELLATION'],
  ] as const)('and objects is handed over: «%s» as %s', async (objection, scenario) => {
    const story = await aStory();
    await story.says('Хочу отменить урок', 'LESSON_CANCELLATION');
    await story.passes(MINUTE);
    await story.says(objection, scenario);
    expect(story.texts()[1]).toBe(shipped('LESSON_CANCELLATION_OBJECTION'));
    expect(await story.head()).toMatchObject({ status: 'escalated', escalation: { priority: 'medium' } });
  });

  it('does not object to it by what troubles them a week later', async () => {
    const story = await aStory();
    await story.says('Хочу отменить урок', 'LESSON_CANCELLATION');
    await story.passes(7 * DAY);
    expect((await story.head()).status).toBe('closed');
    await story.says('Не открывается урок', 'TECH_SUPPORT_BASIC');
    expect(story.texts().at(-1)).toBe(shipped('TECH_SUPPORT_BASIC'));
  });
});

describe('F16: a digit is no phone number:', () => {
  it.each([
    'Хочу пригласить друга, сколько дадите, 2 урока?',
    'За друга 5000 руб или 10 000 руб?',
    'Подруга начнёт 15.12.2026 в 18:30',
    'Друг уже оплатил, заказ № 1234567',
    'У подруги 3 детей 7, 9 и 12 лет',
  ])('«%s» is answered by the bot', async (text) => {
    const story = await aStory();
    await story.says(text, 'REFERRAL');
    expect((await story.head()).status).toBe('open');
    expect(await story.turns()).toMatchObject([{ hand_off: undefined, entities: {} }]);
  });

  it.each([
    'Позвоните подруге, её номер +7 916 123-45-67',
    'Друг ждёт звонка 8 (916) 123 45 67',
    'Вот телефон 89161234567, Анна',
  ])('«%s» is handed over', async (text) => {
    const story = await aStory();
    await story.says(text, 'REFERRAL');
    expect(story.texts()[0]).toContain(shipped('REFERRAL_FRIEND'));
    expect(await story.turns()).toMatchObject([{ entities: { phones: ['+79161234567'] } }]);
    expect(await story.head()).toMatchObject({ status: 'escalated', escalation: { priority: 'medium' } });
  });
});
