import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { readExamples } from '../../shared/classification/train/examples.ts';
import { SHIPPED_MODEL, shippedCorpus } from '../../shared/classification/train/rooms.ts';
import { textToLearn } from '../../shared/domain/labelled-example.ts';

describe('a text to learn from', () => {
  it('has nothing that leads to a person but what people are called', () => {
    expect(textToLearn('Аня, +7 (916) 123-45-67, anya@mail.ru, @anya, t.me/anya, 4276 3800 1234 5675')).toBe(
      'Аня, +00000000000, a@a.aa, @a, https://a.aa 000000',
    );
  });

  it('has no phone number, and none that is mistyped', () => {
    expect(textToLearn('+7 903 111 22 33 или 8 (000) 123-45-67, +7 903 111 22')).toBe(
      '+00000000000 или +00000000000, +00000000000',
    );
  });

  it('is read as the customer’s own words are', () => {
    const { classify } = createClassifier(loadModel(SHIPPED_MODEL));
    const changed = readExamples(shippedCorpus()).filter(({ text }) => textToLearn(text) !== text);
    expect(changed.length).toBeGreaterThan(50);
    const otherwise = changed.filter(
      ({ text }) => classify(textToLearn(text)).label !== classify(text).label,
    );
    expect(otherwise.length).toBeLessThanOrEqual(changed.length / 200);
  });
});
