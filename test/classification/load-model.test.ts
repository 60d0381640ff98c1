import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadModel } from '../../shared/classification/load-model.ts';
import { encodeWeights } from '../../shared/classification/model-file.ts';

const SHIPPED = 'shared/classification/model';
const folder = mkdtempSync(join(tmpdir(), 'firstline-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => cpSync(SHIPPED, folder, { recursive: true }));

describe('loadModel', () => {
  it('reads what was written', () => {
    expect(Buffer.from(encodeWeights(loadModel(SHIPPED)))).toEqual(
      readFileSync(join(SHIPPED, 'weights.bin')),
    );
  });

  it('takes at most 40 ms', () => {
    const times = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      loadModel(SHIPPED);
      return performance.now() - startedAt;
    });
    expect(Math.min(...times)).toBeLessThan(40);
  });

  it('finds every feature that it knows and no other', () => {
    const { vocabulary } = loadModel(SHIPPED);
    const known = new Set(vocabulary.hashes);
    expect(vocabulary.hashes.every((hash, index) => vocabulary.find(hash) === index)).toBe(true);
    expect(
      [0, 1, 2 ** 31, 2 ** 32 - 1].filter((hash) => !known.has(hash)).map((hash) => vocabulary.find(hash)),
    ).toEqual([-1, -1, -1, -1]);
  });

  it.each([
    ['there is none', () => rmSync(join(folder, 'model.json'))],
    ['the weights are cut short', () => writeFileSync(join(folder, 'weights.bin'), new Uint8Array(10))],
    ['the metadata are not JSON', () => writeFileSync(join(folder, 'model.json'), '{')],
    [
      'the format is of another time',
      () =>
        writeFileSync(
          join(folder, 'model.json'),
          readFileSync(join(SHIPPED, 'model.json'), 'utf8').replace('"format": 1', '"format": 99'),
        ),
    ],
  ])('names the folder if %s', (_, damage) => {
    damage();
    expect(() => loadModel(folder)).toThrow(folder);
  });
});
