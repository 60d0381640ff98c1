import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { hashFiles, readExamples } from '../../shared/classification/train/examples.ts';
import { judgeModel } from '../../shared/classification/train/judge-model.ts';
import { summarise } from '../../shared/classification/train/report.ts';
import { TROUBLE_KINDS } from '../../shared/domain/outage/trouble.ts';

const ROOM = fileURLToPath(new URL('../../shared/classification/trouble', import.meta.url));
const MODEL = join(ROOM, 'model');
const corpus = filesIn('corpus');
const frozen = readExamples(filesIn('frozen'));
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function filesIn(name: string): string[] {
  return readdirSync(join(ROOM, name))
    .sort()
    .map((file) => join(ROOM, name, file));
}

describe('the model of troubles', () => {
  it('knows every kind, and that there is none', () => {
    expect([...loadModel(MODEL).labels].sort()).toEqual([...TROUBLE_KINDS, 'NONE'].sort());
  });

  it('was trained on its corpus, and on nothing of its frozen set', () => {
    const { training } = JSON.parse(readFileSync(join(MODEL, 'model.json'), 'utf8'));
    expect(training.corpus_sha256).toBe(hashFiles(corpus));
    const known = new Set(readExamples(corpus).map(({ text }) => letters(text)));
    expect(frozen.map(({ text }) => letters(text)).filter((text) => text !== '' && known.has(text))).toEqual(
      [],
    );
  });

  it('is small enough to come along', () => {
    const bytes = readdirSync(MODEL).reduce((sum, file) => sum + statSync(join(MODEL, file)).size, 0);
    expect(bytes).toBeLessThan(300_000);
  });

  it('is right about nine in ten of texts that it has never seen', () => {
    expect(frozen.length).toBeGreaterThan(300);
    const { accuracy, macro_f1 } = summarise(judgeModel(createClassifier(loadModel(MODEL)), frozen));
    expect(accuracy).toBeGreaterThanOrEqual(0.92);
    expect(macro_f1).toBeGreaterThanOrEqual(0.9);
  });
});
