import { describe, expect, it } from 'vitest';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import {
  type KeywordsPreview,
  type KeywordsPreviewPorts,
  previewKeywords,
} from '../../shared/usecases/preview-keywords.ts';
import { addKeyword } from '../../shared/usecases/publish-keywords.ts';
import { PARTNER, SECOND } from '../builders.ts';
import { aDesk, incoming } from './desk.ts';
import { PlayedWakeUps } from './handbook-desk.ts';

const refund = { scenario: 'COMPLAINT', phrase: 'верните деньги', priority: 7 } as const;

/** A desk at which clients have said this, and all of it was taken for a question about the bonus. */
async function aDeskThatHeard(said: Record<string, string>) {
  const desk = aDesk({ pace: 'immediate', rate: undefined });
  desk.classifier.usual = { scenario: 'REVIEW_BONUS' };
  const armedWakeUps = new PlayedWakeUps();
  for (const [client_id, text] of Object.entries(said)) {
    const conversation_id = conversationId(PARTNER, client_id);
    desk.clock.advance(SECOND);
    await acceptMessage(desk.accept, incoming({ client_id, text }));
    await answerConversation(desk.answer, { conversation_id });
    armedWakeUps.all.push({ conversation_id, at: desk.clock.business() });
  }
  const documents = new MemoryDocuments();
  const { conversations, handbooks, clock, chance, journal } = desk;
  const ports: KeywordsPreviewPorts = { conversations, handbooks, clock, chance, documents, armedWakeUps };
  return {
    ...desk,
    documents,
    publish: (keyword: Parameters<typeof addKeyword>[1]) =>
      addKeyword({ documents, clock, chance, journal }, keyword),
    preview: (over: Partial<KeywordsPreview>) =>
      previewKeywords(ports, { add: [], remove: [], by: 'root', limit: 50, ...over }),
  };
}

const HEARD = { anna: 'Верните деньги!', boris: 'Когда урок?' };

describe('a preview of keywords', () => {
  it('tells what would have been decided otherwise with one more, and publishes nothing', async () => {
    const { preview, documents } = await aDeskThatHeard(HEARD);
    const found = await preview({ add: [refund] });
    expect(found).toMatchObject({ conversations: 2, turns: 2, changed: 1, decides: undefined });
    expect(found.items).toMatchObject([
      { client_id: 'anna', before: { scenario: 'REVIEW_BONUS' }, after: { scenario: 'COMPLAINT' } },
    ]);
    expect(await documents.all()).toEqual([]);
  });

  it('and without one that decided them', async () => {
    const desk = await aDeskThatHeard({});
    const { keyword } = await desk.publish({ ...refund, by: 'root' });
    desk.handbooks.handbook = { ...desk.handbooks.handbook, keywords: [keyword] };
    await acceptMessage(desk.accept, incoming({ client_id: 'anna', text: HEARD.anna }));
    await answerConversation(desk.answer, { conversation_id: conversationId(PARTNER, 'anna') });
    const found = await desk.preview({ remove: [keyword.id], partner: PARTNER, client_id: 'anna' });
    expect(found.items).toMatchObject([
      { before: { scenario: 'COMPLAINT' }, after: { scenario: 'REVIEW_BONUS', band: 'answer' } },
    ]);
  });

  it('shows the change alone, though others were published since the desk read its handbook', async () => {
    const { publish, preview } = await aDeskThatHeard(HEARD);
    await publish({ scenario: 'LESSON_LINK', phrase: 'когда урок', priority: 7, by: 'other' });
    expect(await preview({ add: [refund] })).toMatchObject({ turns: 2, changed: 1 });
  });

  it('of another priority for a keyword tries that, and no second one', async () => {
    const { publish, preview } = await aDeskThatHeard(HEARD);
    await publish({ ...refund, by: 'root' });
    const found = await preview({ add: [{ ...refund, priority: 4 }], text: HEARD.anna });
    // Below 5 it does not decide what the model is sure of.
    expect(found).toMatchObject({ changed: 1, decides: { priority: 4, always: false } });
  });

  it('says which would decide in a text, and leaves conversations alone if nothing is changed', async () => {
    const desk = await aDeskThatHeard(HEARD);
    const { keyword } = await desk.publish({ ...refund, by: 'root' });
    const nothing = { conversations: 0, turns: 0, changed: 0, reasons: {}, items: [], next: undefined };
    const text = 'А верните деньги';
    expect(await desk.preview({ text })).toEqual({
      ...nothing,
      decides: { ...refund, id: keyword.id, always: true },
    });
    expect((await desk.preview({ text: 'А?' })).decides).toBeUndefined();
    const stronger = { scenario: 'UNKNOWN', phrase: 'верните', priority: 9 } as const;
    expect((await desk.preview({ text, add: [stronger] })).decides).toEqual({
      ...stronger,
      id: undefined,
      always: true,
    });
    expect((await desk.preview({ text, remove: [keyword.id] })).decides).toBeUndefined();
  });

  it('refuses ids that there are none of, and more keywords than there may be', async () => {
    const { preview, documents } = await aDeskThatHeard({});
    await expect(preview({ remove: ['k1', 'k2'] })).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ path: 'remove.0' }, { path: 'remove.1' }],
    });
    const keywords = Array.from({ length: LIMITS.keywords }, (_, n) => ({
      ...refund,
      id: `k${n}`,
      phrase: `слово${n}`,
    }));
    await documents.publish({ name: 'keywords', version: 1, body: { keywords }, at: 1, by: 'root' });
    await expect(preview({ add: [refund] })).rejects.toMatchObject({ issues: [{ path: 'add' }] });
    await expect(preview({ add: [refund], remove: ['k7'] })).resolves.toMatchObject({ turns: 0 });
  });
});
