import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Twin } from '../../local/twin.ts';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { findPhones } from '../../shared/adapters/phone-numbers.ts';
import { advisedBy } from '../../shared/domain/advice.ts';
import { classifiedBy, readWords } from '../../shared/domain/burst.ts';
import type { Band, Classification } from '../../shared/domain/classification.ts';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import { mask } from '../../shared/domain/understanding/masking.ts';
import { aMessage } from '../builders.ts';
import { postMessage } from './crm.ts';

const CLASSIFICATION = join(import.meta.dirname, '../../shared/classification');

/** A message that leaves the shipped model in doubt, and what becomes of it if the second likeliest scenario is named. */
export interface Doubt {
  text: string;
  alone: Classification;
  named: Scenario;
  advised: Classification;
}

/** What the shipped model has learned it is sure of, so one half of a message is taken from here and one from there. */
export async function findDoubts(count: number): Promise<Doubt[]> {
  const model = new BuiltInClassifier(join(CLASSIFICATION, 'model'));
  const corpus = readFileSync(join(CLASSIFICATION, 'corpus/messages.jsonl'), 'utf8').trim().split('\n');
  const texts = corpus.map((line) => (JSON.parse(line) as { text: string }).text);
  const found: Doubt[] = [];
  for (let at = 0; found.length < count && at < texts.length / 2; at++) {
    const text = `${texts[at]}. ${texts.at(-1 - at)}`;
    const words = readWords([aMessage({ text })]);
    if (words.human || mask(text, { phones: findPhones(text), names: [] }) !== text) continue;
    const judgement = await model.classify(text);
    const alone = classifiedBy(judgement.classification, words, SHIPPED_HANDBOOK);
    const named = judgement.likeliest[1]?.scenario ?? 'UNKNOWN';
    const advised = advisedBy(judgement, { scenario: named, confidence: 0.9, model: 'stand-in' });
    if (alone.band === 'doubt' && advised.band === 'answer') found.push({ text, alone, named, advised });
  }
  return found;
}

interface Told {
  scenario: Scenario;
  confidence: number;
  band: Band;
}

/** What the desk makes of a message of a new client. */
export async function understood(twin: Twin, client_id: string, content: string): Promise<Told | undefined> {
  const headers = { Prefer: 'wait=20' };
  expect((await postMessage(twin.url, { client_id, content }, headers)).status).toBe(201);
  const answer = await fetch(`${twin.url}/api/messages/${client_id}/classifications`, {
    headers: { Authorization: 'Bearer fl_local_demo_key' },
  });
  return ((await answer.json()) as Told[])[0];
}

export const told = ({ scenario, confidence, band }: Classification): Told => ({
  scenario,
  confidence,
  band,
});
