import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { hashFiles, readExamples } from '../../shared/classification/train/examples.ts';
import { judgeModel } from '../../shared/classification/train/judge-model.ts';
import { summarise } from '../../shared/classification/train/report.ts';
import { frozenSet, SHIPPED_MODEL, shippedCorpus } from '../../shared/classification/train/rooms.ts';

const frozen = readExamples(frozenSet());
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

describe('the frozen set', () => {
  it('is in no corpus, not even in other spelling', () => {
    const known = new Set(readExamples(shippedCorpus()).map(({ text }) => letters(text)));
    expect(known.size).toBeGreaterThan(15_000);
    expect(frozen.map(({ text }) => letters(text)).filter((text) => text !== '' && known.has(text))).toEqual(
      [],
    );
  });

  it('asks for every label, often enough to see a difference', () => {
    const counts = Map.groupBy(frozen, ({ label }) => label);
    expect([...counts.keys()].sort()).toEqual([...loadModel(SHIPPED_MODEL).labels].sort());
    for (const [label, messages] of counts) expect(messages.length, label).toBeGreaterThanOrEqual(45);
  });
});

describe('the shipped model', () => {
  const recorded = JSON.parse(readFileSync(join(SHIPPED_MODEL, 'model.json'), 'utf8')).training.frozen;
  const measured = summarise(judgeModel(createClassifier(loadModel(SHIPPED_MODEL)), frozen));

  it('reads the frozen set as its record says', () => {
    const { sha256, ...figures } = recorded;
    expect(sha256).toBe(hashFiles(frozenSet()));
    for (const [name, figure] of Object.entries(measured)) expect(figures[name], name).toBeCloseTo(figure, 6);
  });

  it('is right, sure of it, and silent where it is not', () => {
    expect(measured.accuracy).toBeGreaterThanOrEqual(0.95);
    expect(measured.ece).toBeLessThanOrEqual(0.03);
    expect(measured.coverage).toBeGreaterThanOrEqual(0.83);
    expect(measured.answered_precision).toBeGreaterThanOrEqual(0.985);
  });
});
