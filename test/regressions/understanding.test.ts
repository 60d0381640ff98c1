import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { readMessage } from '../../shared/classification/read-message.ts';

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
    expect(await new BuiltInClassifier(MODEL).classify(text)).toMatchObject({ scenario });
  });
});
