import type { Scenario } from './scenario.ts';
import { mask } from './understanding/masking.ts';
import { phoneShapes } from './understanding/phone-shapes.ts';

/** A customer's words and what they are about, as a person at the desk said: what a model learns from. */
export interface LabelledExample {
  turn_id: string;
  text: string;
  label: Scenario;
  by: string;
  at: number;
}

/** What stands in place of a mark reads as the same kind of thing, so that a model learns from it as from the customer's own words. */
const STAND_INS: Readonly<Record<string, string>> = {
  '<phone>': '+00000000000',
  '<email>': 'a@a.aa',
  '<link>': 'https://a.aa',
  '<card>': '000000',
  '<number>': '000000',
  '<handle>': '@a',
};
const MARK = new RegExp(Object.keys(STAND_INS).join('|'), 'g');

/**
 * A text to learn from: nothing in it leads to a person but what people are called. What is written like a phone number
 * goes, whether there can be such a number or not.
 */
export function textToLearn(text: string): string {
  return mask(text, { phones: phoneShapes(text), names: [] }).replace(
    MARK,
    (found) => STAND_INS[found] ?? found,
  );
}
