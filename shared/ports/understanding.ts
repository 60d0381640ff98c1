import type { Advice } from '../domain/advice.ts';
import type { Judgement } from '../domain/classification.ts';
import type { PhoneSpan } from '../domain/understanding/phone.ts';

/** Finds phone numbers in a text, by their place in it. */
export type FindPhones = (text: string) => PhoneSpan[];

export interface Classifier {
  classify(text: string): Promise<Judgement>;
}

/** Is asked for a second opinion where the classifier is in doubt. It never throws; undefined: there is none to go by. */
export interface Adviser {
  /** @param text without what tells who wrote it */
  advise(text: string): Promise<Advice | undefined>;
}

/** Opinions of language models that were heard before, each for LIMITS.opinionsKept. */
export interface Opinions {
  /** @param question names what was asked of which model */
  opinion(question: string): Promise<Advice | undefined>;
  keep(question: string, advice: Advice): Promise<void>;
}

export interface Spent {
  /** Millionths of a US dollar, requests under way at their most. */
  spent: number;
  /** Requests that it was added for. */
  requests: number;
}

/** What opinions cost, by day (UTC, `YYYY-MM-DD`), in millionths of a US dollar. */
export interface Spending {
  /** What a day has come to so far; undefined: nobody was asked. */
  of(day: string): Promise<Spent | undefined>;
  /** Adds it to the day, unless that would then be over the cap; whether it was added. */
  reserve(day: string, amount: number, cap: number): Promise<boolean>;
  /** Changes what was added, once it is known what it came to. */
  correct(day: string, by: number): Promise<void>;
}
