import { beforeAll, describe, expect, it } from 'vitest';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { packModel, unpackModel } from '../../shared/classification/packed-model.ts';
import { aSmallModel } from './small-models.ts';

describe('a packed model', () => {
  let small: Awaited<ReturnType<typeof aSmallModel>>;
  beforeAll(async () => {
    small = await aSmallModel();
  });
  const packed = (json = small.json) => packModel(Buffer.from(json), small.weights);

  it('is the same model again, wherever in memory its bytes lie', () => {
    const bytes = packed();
    const moved = Buffer.concat([Buffer.from('abc'), bytes]).subarray(3);
    for (const file of [bytes, moved]) {
      const model = unpackModel(file);
      expect(model.version).toBe(small.version);
      const [there, back] = [small.model, model].map((one) => createClassifier(one).classify('синючий кот'));
      expect(back).toEqual(there);
      expect(back).toMatchObject({ label: 'FAREWELL' });
    }
  });

  it.each([
    ['nothing', () => new Uint8Array()],
    ['three bytes', () => new Uint8Array(3)],
    ['a length beyond its end', () => Uint8Array.of(255, 255, 255, 255, 1)],
    ['JSON that is none', () => packed('{')],
    ['another format', () => packed(JSON.stringify({ ...JSON.parse(small.json), format: 99 }))],
    ['weights that were cut', () => packed().subarray(0, -1)],
    [
      'weights of too many features',
      () => packed(JSON.stringify({ ...JSON.parse(small.json), features: 3 })),
    ],
  ])('is refused if it is %s', (_, file) => {
    expect(() => unpackModel(file())).toThrow();
  });
});
