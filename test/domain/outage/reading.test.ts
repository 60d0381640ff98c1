import { describe, expect, it } from 'vitest';
import type { Classification } from '../../../shared/domain/classification.ts';
import { troublesIn } from '../../../shared/domain/outage/reading.ts';
import { aClassification } from '../../builders.ts';

const reading = (none: number, sure: number, second = 0) => ({
  none,
  likeliest: [
    { kind: 'sign_in', chance: sure },
    { kind: 'platform', chance: second },
  ] as const,
});
const greeting = aClassification({ scenario: 'GREETING' });
const unsure = aClassification({ scenario: 'UNKNOWN', band: 'refuse', confidence: 0.3 });

describe('what a text reports', () => {
  it.each<[string, Classification, ReturnType<typeof reading>, string[]]>([
    ['trouble of a text for technical support', aClassification(), reading(0.1, 0.8), ['sign_in']],
    ['the same where the trouble model doubts it', aClassification(), reading(0.8, 0.15), ['sign_in']],
    ['nothing where it is sure that there is none', aClassification(), reading(0.95, 0.04), []],
    ['two kinds where both may be meant', aClassification(), reading(0.1, 0.5, 0.3), ['sign_in', 'platform']],
    ['one kind where the other is far behind', aClassification(), reading(0.1, 0.7, 0.1), ['sign_in']],
    ['trouble in a greeting where there surely is some', greeting, reading(0.05, 0.9), ['sign_in']],
    ['nothing in a greeting otherwise', greeting, reading(0.45, 0.5), []],
    ['trouble of what was not understood', unsure, reading(0.3, 0.6), ['sign_in']],
    ['nothing of what was not understood and may be none', unsure, reading(0.7, 0.2), []],
    [
      'trouble that the classifier would have guessed',
      { ...unsure, guess: 'TECH_SUPPORT_BASIC' },
      reading(0.7, 0.2),
      ['sign_in'],
    ],
    [
      'nothing where a keyword of the desk says that it is about something else',
      { ...greeting, keyword: { phrase: 'не открывается', priority: 5 }, guess: 'TECH_SUPPORT_BASIC' },
      reading(0.05, 0.9),
      [],
    ],
    [
      'trouble as the second matter of a text',
      { ...greeting, also: { scenario: 'TECH_SUPPORT_BASIC', confidence: 0.9 } },
      reading(0.6, 0.3),
      ['sign_in'],
    ],
  ])('%s', (_, classification, read, kinds) => {
    expect(troublesIn(classification, read)).toEqual(kinds);
  });
});
