import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { readMessage } from '../../shared/classification/read-message.ts';
import type { ClassificationBody } from '../../shared/contracts/partner-responses.ts';
import { previewKeywords } from '../../shared/usecases/preview-keywords.ts';
import { addKeyword, removeKeyword } from '../../shared/usecases/publish-keywords.ts';
import { CLIENT, MINUTE, PARTNER } from '../builders.ts';
import { PlayedWakeUps } from '../usecases/handbook-desk.ts';
import { aStory } from './story.ts';

const MODEL = fileURLToPath(new URL('../../shared/classification/model', import.meta.url));
const { languages } = loadModel(MODEL);
const wordsOf = (text: string) => readMessage(text, languages).map((token) => token.text);

describe('N14: a word that there is is not taken for a typo of another:', () => {
  it.each(['найти', 'зайти', 'войти', 'выйти', 'пойти'])('«%s» stays «%s»', (word) => {
    for (const written of [word, word.toUpperCase(), `не могу ${word} урок`])
      expect(wordsOf(written)).toContain(word);
  });

  it.each([
    ['не могу найти ссылку на урок', 'LESSON_LINK'],
    ['не могу зайти на платформу', 'TECH_SUPPORT_BASIC'],
  ])('«%s» is %s', async (text, scenario) => {
    expect(await new BuiltInClassifier(MODEL).classify(text)).toMatchObject({
      classification: { scenario },
    });
  });
});

describe('N28: the keywords of admins', () => {
  const text = 'Верните деньги, урок не открывается';
  const refund = { scenario: 'COMPLAINT', phrase: 'верн* деньги', by: 'root' } as const;

  /** A desk that reads its handbook as it does when it is deployed. */
  async function aDeskOfAdmins() {
    const story = await aStory();
    const { clock, journal, chance, conversations } = story;
    const documents = new MemoryDocuments();
    const cached = new CachedHandbooks(documents, clock, journal);
    story.handbooks.current = () => cached.current();
    const ports = { documents, clock, journal, chance, conversations, handbooks: cached };
    return { ...story, ports: { ...ports, armedWakeUps: new PlayedWakeUps() } };
  }

  it('change what a message becomes, a minute later, and say so; taken away, they do not', async () => {
    const { ports, says, passes, turns, body, ask } = await aDeskOfAdmins();
    await says(text);
    const { keyword } = await addKeyword(ports, { ...refund, priority: 5 });
    await passes(MINUTE);
    await says(text);
    const [latest] = await body<ClassificationBody[]>(ask('GET', `/api/messages/${CLIENT}/classifications`));
    expect(latest).toMatchObject({ scenario: 'COMPLAINT', reasoning: 'ключевое слово: верн* деньги' });
    await removeKeyword(ports, { id: keyword.id, by: 'root' });
    await passes(MINUTE);
    await says(text);
    const scenarios = (await turns()).map(({ classification }) => classification.scenario);
    expect(scenarios).toEqual(['TECH_SUPPORT_BASIC', 'COMPLAINT', 'TECH_SUPPORT_BASIC']);
  });

  it('decide by their priority: from 5 on always, below where the model is not sure', async () => {
    const { ports, says, turns, passes } = await aDeskOfAdmins();
    await addKeyword(ports, { ...refund, priority: 4 });
    await says(text);
    await passes(MINUTE);
    await says(text, { scenario: 'TECH_SUPPORT_BASIC', band: 'doubt', confidence: 0.6 });
    await passes(MINUTE);
    await addKeyword(ports, { scenario: 'UNKNOWN', phrase: 'деньги', priority: 10, by: 'root' });
    await passes(MINUTE);
    await says(text);
    const scenarios = (await turns()).map(({ classification }) => classification.scenario);
    expect(scenarios).toEqual(['TECH_SUPPORT_BASIC', 'COMPLAINT', 'UNKNOWN']);
  });

  it('can be tried on what was said before they are added', async () => {
    const { ports, says, turns } = await aDeskOfAdmins();
    await says(text);
    const whose = { partner: PARTNER, client_id: CLIENT, limit: 50 };
    const tried = { add: [{ ...refund, priority: 5 }], remove: [], by: 'root', text: 'вернёте деньги?' };
    const { changed, items, decides } = await previewKeywords(ports, { ...tried, ...whose });
    expect([changed, decides?.scenario]).toEqual([1, 'COMPLAINT']);
    expect(items).toMatchObject([
      { before: { scenario: 'TECH_SUPPORT_BASIC' }, after: { scenario: 'COMPLAINT' } },
    ]);
    expect([await ports.documents.all(), (await turns()).length]).toEqual([[], 1]);
  });
});
