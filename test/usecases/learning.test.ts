import { describe, expect, it } from 'vitest';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { MemoryFeedback } from '../../shared/adapters/memory/feedback.ts';
import { MemoryModelFiles } from '../../shared/adapters/memory/model-files.ts';
import type { PublishedModel } from '../../shared/domain/published-model.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { giveFeedback, type Opinion } from '../../shared/usecases/give-feedback.ts';
import { listExamples } from '../../shared/usecases/list-examples.ts';
import {
  type ModelPorts,
  modelInForce,
  publishModel,
  rollBackModel,
} from '../../shared/usecases/publish-model.ts';
import { aFollowUpText, CONVERSATION, SECOND } from '../builders.ts';
import { aDesk, incoming, RecordingJournal, SIGNAL } from './desk.ts';

/** A desk that has understood some messages, one turn each. */
async function aTalk(...contents: string[]) {
  const desk = aDesk();
  const feedback = new MemoryFeedback();
  const ports = { ...desk.answer, conversations: desk.conversations, feedback };
  const turns: { id: string; message: string }[] = [];
  for (const content of contents) {
    const { message_id } = await acceptMessage(desk.accept, incoming({ text: content }));
    desk.clock.advance(10 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    const { outbox } = await desk.head();
    turns.push({ id: Object.keys(outbox).sort().at(-1) ?? '', message: message_id });
  }
  const say = (at: number, over: Partial<Opinion> = {}) =>
    giveFeedback(ports, {
      message_id: turns[at]?.message ?? '',
      verdict: 'incorrect',
      scenario: 'COMPLAINT',
      by: 'operator_001',
      ...over,
    });
  const examples = (page: { limit: number; before?: string } = { limit: 9 }) =>
    listExamples({ conversations: desk.conversations, feedback }, page);
  return { desk, ports, feedback, turns, say, examples };
}

describe('feedback', () => {
  it('is noted with who and when, whether the reply is named or a message that it answers', async () => {
    const { desk, feedback, turns, say } = await aTalk('Всё плохо');
    const { feedback: noted, replaced } = await say(0, { comment: 'angry' });
    expect(replaced).toBe(false);
    expect(noted).toEqual({
      turn_id: turns[0]?.id,
      conversation_id: CONVERSATION,
      verdict: 'incorrect',
      scenario: 'COMPLAINT',
      guess: 'TECH_SUPPORT_BASIC',
      confidence: 0.97,
      model: 'test',
      comment: 'angry',
      by: 'operator_001',
      at: desk.clock.business(),
    });
    expect((await say(0, { message_id: turns[0]?.id ?? '', scenario: 'REMINDER' })).replaced).toBe(true);
    expect([...feedback.all.values()]).toMatchObject([{ scenario: 'REMINDER' }]);
    expect(JSON.stringify(desk.journal.of('feedback.given'))).not.toContain('angry');
  });

  it('that all was well labels the words with what they were taken for; a call for a person labels nothing', async () => {
    const { say, examples } = await aTalk('Не открывается урок', 'Позовите кого-нибудь');
    await say(0, { verdict: 'correct', scenario: undefined });
    await say(1, { verdict: 'needs_escalation', scenario: undefined });
    const { items } = await examples();
    expect(items).toMatchObject([{ text: 'Не открывается урок', label: 'TECH_SUPPORT_BASIC' }]);
  });

  it('that corrects nothing is refused', async () => {
    const { say, feedback } = await aTalk('Не открывается урок');
    await expect(say(0, { scenario: 'TECH_SUPPORT_BASIC' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    expect(feedback.all.size).toBe(0);
  });

  it('on what the desk has not decided about is refused', async () => {
    const { desk, say } = await aTalk('Не открывается урок');
    const { message_id } = await acceptMessage(desk.accept, incoming({ text: 'и звука нет' }));
    const reminder = aFollowUpText();
    await desk.conversations.draft(reminder);
    for (const id of ['', 'x', message_id, reminder.id])
      await expect(say(0, { message_id: id }), id).rejects.toMatchObject({ code: 'message.unknown' });
  });
});

describe('labelled examples', () => {
  it('are the words of a turn without what leads to a person, newest turn first, page by page', async () => {
    const { say, examples, turns } = await aTalk(
      'Ужас! Звоните +7 916 123-45-67 или пишите на mama@mail.ru',
      'См. https://school.example/a?x=1, заказ 123456789',
      'Третий раз пишу',
    );
    for (const at of [0, 1, 2]) await say(at);
    const { items, next } = await examples({ limit: 2 });
    expect(items.map(({ text }) => text)).toEqual(['Третий раз пишу', 'См. https://a.aa заказ 000000']);
    expect(next).toBe(turns[1]?.id);
    const rest = await examples({ limit: 2, before: next ?? '' });
    expect(rest).toMatchObject({
      items: [
        { text: 'Ужас! Звоните +00000000000 или пишите на a@a.aa', label: 'COMPLAINT', by: 'operator_001' },
      ],
      next: undefined,
    });
  });

  it('end with the messages that they are made of', async () => {
    const { desk, say, examples, turns } = await aTalk('Третий раз пишу');
    await say(0);
    desk.conversations.messages = async () => [];
    expect(turns).toHaveLength(1);
    expect((await examples()).items).toEqual([]);
  });
});

const MODEL: PublishedModel = {
  id: 'aaaaaaaaaaaa',
  parts: 2,
  sha256: 'f'.repeat(64),
  over: 'bbbbbbbbbbbb',
  figures: { n: 1 },
};

/** An admin's desk, where a model's file says of itself what a test wants. */
async function aWorkshop(labels: string[] = ['GREETING']) {
  const models = new MemoryModelFiles();
  const journal = new RecordingJournal();
  const ports: ModelPorts = {
    documents: new MemoryDocuments(),
    models,
    journal,
    clock: { business: () => 1 },
    readModelFile: (bytes) => {
      if (bytes.length !== 2) throw new Error('no model');
      return { id: MODEL.id, labels, sha256: MODEL.sha256 };
    },
  };
  await models.putPart(MODEL.id, 0, new Uint8Array(1));
  await models.putPart(MODEL.id, 1, new Uint8Array(1));
  const publish = (over: Partial<PublishedModel> = {}, seen_version?: number) =>
    publishModel(ports, { model: { ...MODEL, ...over }, by: 'root', seen_version });
  return { ports, models, journal, publish };
}

describe('a model', () => {
  it('is published, told of, and taken back for the shipped one and again', async () => {
    const { ports, journal, publish } = await aWorkshop();
    expect(await modelInForce(ports)).toEqual({ version: 0, model: undefined, published: undefined });
    expect(await publish()).toMatchObject({ version: 1, model: MODEL });
    expect(await publish()).toMatchObject({ version: 1 });
    expect(await rollBackModel(ports, { version: 0, by: 'root' })).toMatchObject({
      version: 2,
      model: undefined,
    });
    expect(await rollBackModel(ports, { version: 1, by: 'root' })).toMatchObject({
      version: 3,
      model: MODEL,
    });
    expect(journal.of('model.published').map(({ version, model }) => [version, model])).toEqual([
      [1, MODEL.id],
      [2, undefined],
      [3, MODEL.id],
    ]);
  });

  it.each<[string, Partial<PublishedModel>, Scenario[] | string[], string]>([
    ['of which a part is missing', { parts: 3 }, ['GREETING'], 'model.incomplete'],
    ['whose file nobody can read', { parts: 1 }, ['GREETING'], 'model.unreadable'],
    ['whose file is another', { sha256: '0'.repeat(64) }, ['GREETING'], 'model.unreadable'],
    ['with a label that is no scenario', {}, ['GREETING', 'WEATHER'], 'model.unreadable'],
  ])('%s is not published', async (_, over, labels, code) => {
    const { ports, publish } = await aWorkshop(labels);
    await expect(publish(over)).rejects.toMatchObject({ code });
    expect(await modelInForce(ports)).toMatchObject({ version: 0 });
  });

  it('whose parts are gone is not brought back', async () => {
    const { ports, models, publish } = await aWorkshop();
    await publish();
    await rollBackModel(ports, { version: 0, by: 'root' });
    models.all.clear();
    await expect(rollBackModel(ports, { version: 1, by: 'root' })).rejects.toMatchObject({
      code: 'model.incomplete',
    });
  });

  it('is not published over one that somebody else has published meanwhile', async () => {
    const { publish } = await aWorkshop();
    await publish();
    await expect(publish({ over: 'cccccccccccc' }, 0)).rejects.toMatchObject({ code: 'model.changed' });
  });
});
