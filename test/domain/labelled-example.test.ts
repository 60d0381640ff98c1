import { describe, expect, it } from 'vitest';
import { findPhones } from '../../shared/adapters/phone-numbers.ts';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { readExamples } from '../../shared/classification/train/examples.ts';
import { SHIPPED_MODEL, shippedCorpus } from '../../shared/classification/train/rooms.ts';
import { textToLearn } from '../../shared/domain/labelled-example.ts';

const learn = (text: string): string => textToLearn(text, findPhones(text));

describe('a text to learn from', () => {
  it('has nothing that leads to a person but what people are called', () => {
    expect(learn('Аня, +7 (916) 123-45-67, anya@mail.ru, @anya, t.me/anya, 4276 3800 1234 5675')).toBe(
      'Аня, +00000000000, a@a.aa, @a, https://a.aa 000000',
    );
  });

  it('is read as the customer’s own words are', () => {
    const { classify } = createClassifier(loadModel(SHIPPED_MODEL));
    const changed = readExamples(shippedCorpus()).filter(({ text }) => learn(text) !== text);
    expect(changed.length).toBeGreaterThan(50);
    const otherwise = changed.filter(({ text }) => classify(learn(text)).label !== classify(text).label);
    expect(otherwise.length).toBeLessThanOrEqual(changed.length / 200);
  });
});
