import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../shared/domain/message.ts';
import { replyToClient, takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { aPhoto, CLIENT, CONVERSATION, DAY, HOUR, MINUTE, NOW } from '../builders.ts';
import { shipped } from '../domain/said.ts';
import { aStory } from './story.ts';

const aCertificate: Attachment = {
  type: 'document',
  url: 'https://files.example.com/2.pdf',
  file_name: 'справка.pdf',
};

describe('P2: a technical problem gets the instruction and the request for a screenshot', () => {
  it.each<[string, string[], object]>([
    ['the first time', ['Не открывается урок'], { status: 'open' }],
    [
      'the second time, when it is handed over',
      ['Не открывается урок', 'Нет звука'],
      { status: 'escalated' },
    ],
    ['when a human is asked for', ['Не открывается урок, позовите оператора'], { status: 'escalated' }],
  ])('%s', async (_, messages, head) => {
    const story = await aStory();
    for (const text of messages) {
      await story.says(text, 'TECH_SUPPORT_BASIC');
      await story.passes(MINUTE);
    }
    const said = story.texts().at(-1);
    expect(said).toContain('Обновите страницу');
    expect(said).toContain('пришлите, пожалуйста, скриншот');
    expect(await story.head()).toMatchObject(head);
  });

  it('also when it was not understood for sure', async () => {
    const story = await aStory();
    await story.says('что-то с уроком', { scenario: 'TECH_SUPPORT_BASIC', band: 'doubt' });
    expect(story.texts()[0]).toContain('Обновите страницу');
    expect(story.texts()[0]).toContain(shipped('ALSO_HANDED_OVER'));
    expect(await story.head()).toMatchObject({ status: 'escalated' });
  });
});

describe('F11: media is understood by what it was asked for:', () => {
  it.each([
    ['a screenshot after TECH_SUPPORT_BASIC', 'TECH_SUPPORT_BASIC', aPhoto, 'high'],
    ['a screenshot after REVIEW_BONUS', 'REVIEW_BONUS', aPhoto, 'high'],
    ['a certificate after ABSENCE_REQUEST', 'ABSENCE_REQUEST', aCertificate, 'medium'],
    ['a photo of one', 'ABSENCE_REQUEST', aPhoto, 'medium'],
  ] as const)('%s is confirmed and handed over', async (_, scenario, attachment, priority) => {
    const story = await aStory();
    await story.says('Здравствуйте, такой вопрос', scenario);
    await story.passes(MINUTE);
    await story.says('', 'UNKNOWN', { attachments: [attachment] });
    expect(story.texts()[1]).toBe(shipped(`${scenario}_MEDIA`));
    expect(await story.head()).toMatchObject({
      status: 'escalated',
      escalation: { reason: 'media_received', scenario, priority },
    });
  });

  it('with its own words it is understood by these', async () => {
    const story = await aStory();
    await story.says('Вот справка', 'ABSENCE_REQUEST', { attachments: [aCertificate] });
    expect(story.texts()[0]).toContain(shipped('ABSENCE_REQUEST_MEDIA'));
  });

  it('out of the blue it goes to an operator', async () => {
    const story = await aStory();
    await story.says('', { scenario: 'UNKNOWN', band: 'refuse' }, { attachments: [aPhoto] });
    expect(await story.head()).toMatchObject({ status: 'escalated' });
  });
});

it('F17: the receipt of a certificate is confirmed, and the conversation is not closed by it', async () => {
  const story = await aStory();
  await story.says('Заболели, не придём', 'ABSENCE_REQUEST');
  await story.passes(HOUR);
  const before = story.texts().length;
  await story.says('', 'UNKNOWN', { attachments: [aCertificate] });
  expect(story.texts().at(-1)).toContain('документ получили');
  await story.passes(3 * DAY);
  expect(story.texts()).toHaveLength(before + 1);
  expect(await story.head()).toMatchObject({ status: 'escalated', handler: 'bot' });
});

it('N1: an operator answers a client, by the same way as the bot', async () => {
  const story = await aStory();
  await story.says('Верните деньги', 'COMPLAINT');
  await story.passes(MINUTE);
  const operator = 'operator_001';
  expect(await takeConversation(story.operate, CONVERSATION, operator)).toBe('taken');
  const text = 'Здравствуйте, это Мария. Уже разбираюсь.';
  expect(await replyToClient(story.operate, CONVERSATION, { operator, text, key: 'k1' })).toBe('said');
  await story.passes(0);
  expect(story.sources()).toEqual(['ai_bot', 'operator']);
  expect(story.texts()[1]).toBe(text);
  const history = await story.body<object[]>(story.ask('GET', `/api/messages/${CLIENT}`));
  expect(history[0]).toMatchObject({ type: 'operator', content: text, delivery: 'delivered' });
});

it('N13: a message whose classifier fails is an operator’s at once, with an alarm, and the client is told so', async () => {
  const story = await aStory();
  story.classifier.classify = () => Promise.reject(new Error('the model is away'));
  await story.says('Не открывается урок');
  const { escalation, pending } = await story.head();
  expect(pending).toEqual([]);
  expect(escalation).toMatchObject({ reason: 'system_error', priority: 'medium' });
  expect(story.texts()[0]).toContain(shipped('UNKNOWN'));
  expect(story.journal.of('classifier.failed')).toHaveLength(1);
});

describe('N15: the priority', () => {
  it.each(['COMPLAINT', 'MISSING_TRAINER'] as const)(
    'of a confident %s is high, and critical when it is repeated',
    async (scenario) => {
      const story = await aStory();
      await story.says('Мы ждём уже час', { scenario, confidence: 0.99 });
      expect((await story.head()).escalation).toMatchObject({ priority: 'high' });
      await story.passes(20 * MINUTE);
      await story.says('Мы всё ещё ждём', { scenario, confidence: 0.99 });
      expect((await story.head()).escalation).toMatchObject({ priority: 'critical' });
      expect((await story.turns()).map(({ priority }) => priority)).toEqual(['high', 'critical']);
    },
  );

  it.each([
    ['COMPLAINT', 'high', 'answer'],
    ['COMPLAINT', 'high', 'doubt'],
    ['SCHEDULE_CHANGE', 'medium', 'answer'],
    ['UNKNOWN', 'medium', 'doubt'],
  ] as const)(
    'of %s (%s) is not raised by a «спасибо» an hour later (%s)',
    async (scenario, priority, band) => {
      const story = await aStory();
      await story.says('Мы ждём уже час', scenario);
      await story.passes(HOUR);
      await story.says('Спасибо', { scenario: 'FAREWELL', band });
      expect((await story.head()).escalation).toMatchObject({ priority, since: NOW });
      const [, thanks] = await story.turns();
      expect(thanks?.priority).toBe(band === 'answer' ? 'low' : 'medium');
    },
  );
});

describe('N17: the priority is shown', () => {
  it.each([
    ['Здравствуйте', 'GREETING', 'low', null],
    ['Перенесите урок', 'SCHEDULE_CHANGE', 'medium', 'always_escalates'],
    ['Верните деньги', 'COMPLAINT', 'high', 'complaint'],
  ] as const)('in the outcome of «%s» (%s): %s', async (content, scenario, priority, reason) => {
    const { classifier, post, body } = await aStory();
    classifier.answers.set(content, { scenario });
    const outcome = await body(post(content, { prefer: 'wait=5' }));
    expect(outcome).toMatchObject({ priority, escalation_reason: reason });
  });
});

it('N29: a conversation that is handed over is escalated, and whoever asks is told so', async () => {
  const story = await aStory();
  story.classifier.answers.set('Верните деньги', { scenario: 'COMPLAINT' });
  const outcome = await story.body(story.post('Верните деньги', { prefer: 'wait=5' }));
  expect(outcome).toMatchObject({ status: 'escalated', response: { type: 'bot_escalated' } });
  expect(await story.head()).toMatchObject({
    status: 'escalated',
    escalation: { reason: 'complaint', priority: 'high', since: NOW, deadline: NOW + HOUR },
  });
});
