import type { Band } from './classification.ts';
import type { TextSource } from './conversation.ts';
import type { TextOutcome } from './delivery-record.ts';
import { timeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import { DESK } from './operator.ts';
import type { OperatorAction, OperatorActionName } from './operator-action.ts';
import type { WrittenText } from './said.ts';
import type { EscalationReason, Scenario } from './scenario.ts';
import type { Turn } from './turn.ts';

/** What became of a text, or `waiting`: nothing yet. */
export type TextState = TextOutcome | 'waiting';

/** How often something took so many seconds: two digits of these count, so that hours can be added up. */
export type Spread = Record<string, number>;

type Counts<Name extends string> = Partial<Record<Name, number>>;

export interface ScenarioFigures {
  /** Decisions, and messages that they were about. */
  turns: number;
  messages: number;
  /** Of the decisions: those by which the client was answered, nobody was owed anything, and nobody took the answer back. */
  answered_alone: number;
  /** Those that said nothing, because an operator owed an answer anyway. */
  left: number;
  /** Sum of confidences, in ten-thousandths: whole numbers add up in any order. */
  confidence: number;
  bands: Counts<Band>;
  /** Those that handed the conversation to a person, by reason. */
  escalated: Counts<EscalationReason>;
}

export type OperatorFigures = Counts<'reply' | OperatorActionName>;

/** All that is counted of an hour (UTC). Numbers alone, so that figures can be added up, whatever the order. */
export interface Figures {
  messages: number;
  texts: Partial<Record<TextSource, Counts<TextState>>>;
  scenarios: Partial<Record<Scenario, ScenarioFigures>>;
  operators: Record<string, OperatorFigures>;
  /** From the oldest message that was answered to the arrival of the text that answered it. */
  answered_in: { bot: Spread; operator: Spread };
  /** From when the client began to wait for a person to when one took the conversation. */
  taken_in: Spread;
  /** Decisions by the model that judged, and how sure it was. */
  models: Record<string, Counts<Band>>;
  /** Tries to deliver the hour's texts, by the rule that decided (`docs/delivery.md`). */
  tries: Counts<string>;
  /** From when a text was due to its first try. */
  late: Partial<Record<TextSource, Spread>>;
}

/** What is counted: a message, a text that was decided for, or what an operator did. */
export type Fact =
  | { kind: 'message' }
  | ({ kind: 'text'; state: TextState | 'left' } & WrittenText)
  | { kind: 'action'; action: OperatorAction };

export function noFigures(): Figures {
  return {
    messages: 0,
    texts: {},
    scenarios: {},
    operators: {},
    answered_in: { bot: {}, operator: {} },
    taken_in: {},
    models: {},
    tries: {},
    late: {},
  };
}

/** Counts these in. */
export function countFacts(figures: Figures, facts: readonly Fact[]): void {
  for (const fact of facts) countFact(figures, fact);
}

function countFact(figures: Figures, fact: Fact): void {
  if (fact.kind === 'message') figures.messages += 1;
  else if (fact.kind === 'action') countAction(figures, fact.action);
  else countText(figures, fact);
}

function countText(figures: Figures, fact: Fact & { kind: 'text' }): void {
  const { text, state } = fact;
  if (text.source === 'ai_bot') countTurn(figures, text, state);
  if (state === 'left') return;
  const states: Counts<TextState> = figures.texts[text.source] ?? {};
  figures.texts[text.source] = states;
  bump(states, state);
  if (text.source === 'operator') bump(doneBy(figures, text.operator), 'reply');
  countAnswer(figures, fact);
  countTries(figures, fact);
}

function countTries(figures: Figures, { text, tries, late_ms }: Fact & { kind: 'text' }): void {
  for (const rule of tries) bump(figures.tries, rule);
  if (late_ms === undefined) return;
  const spread: Spread = figures.late[text.source] ?? {};
  figures.late[text.source] = spread;
  bump(spread, secondsBetween(0, late_ms));
}

function countAnswer({ answered_in }: Figures, { text, state, ended_at }: Fact & { kind: 'text' }): void {
  if ((state !== 'delivered' && state !== 'stored') || ended_at === undefined) return;
  if (text.source === 'ai_bot')
    bump(answered_in.bot, secondsBetween(timeOf(text.answers[0] ?? text.id), ended_at));
  if (text.source === 'operator' && text.waiting_since !== undefined)
    bump(answered_in.operator, secondsBetween(text.waiting_since, ended_at));
}

function countTurn(figures: Figures, turn: Turn, state: TextState | 'left'): void {
  const { scenario, confidence, band, model } = turn.classification;
  const line = figures.scenarios[scenario] ?? noScenarioFigures();
  figures.scenarios[scenario] = line;
  line.turns += 1;
  line.messages += turn.answers.length;
  line.confidence += Math.round(confidence * CONFIDENCE_UNITS);
  bump(line.bands, band);
  const judged: Counts<Band> = figures.models[model] ?? {};
  figures.models[model] = judged;
  bump(judged, band);
  if (turn.hand_off) bump(line.escalated, turn.hand_off.reason);
  if (state === 'left') line.left += 1;
  else if (!turn.hand_off && !turn.escalation && state !== 'cancelled') line.answered_alone += 1;
}

export const CONFIDENCE_UNITS = 10_000;

function noScenarioFigures(): ScenarioFigures {
  return { turns: 0, messages: 0, answered_alone: 0, left: 0, confidence: 0, bands: {}, escalated: {} };
}

function countAction(figures: Figures, { by, action, at, before, waiting_since }: OperatorAction): void {
  // What the desk does by itself is nobody's work.
  if (action === 'return' || by === DESK) return;
  bump(doneBy(figures, by), action);
  const taken = (action === 'take' || action === 'assign') && before.handler === 'bot';
  if (taken && waiting_since !== undefined) bump(figures.taken_in, secondsBetween(waiting_since, at));
}

function doneBy({ operators }: Figures, operator: string): OperatorFigures {
  const known = operators[operator] ?? {};
  operators[operator] = known;
  return known;
}

function bump<Name extends string>(counts: Counts<Name>, name: Name): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Whole seconds; from 100 on to two digits. */
function secondsBetween(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  const step = 10 ** Math.max(0, String(seconds).length - 2);
  return String(Math.round(seconds / step) * step);
}

/** The value that a share of them do not exceed, seconds; null if there are none. */
export function quantile(spread: Spread, share: number): number | null {
  const values = Object.entries(spread).map(([seconds, times]) => [Number(seconds), times] as const);
  let left = Math.ceil(share * howMany(spread));
  for (const [seconds, times] of values.toSorted(([a], [b]) => a - b)) {
    left -= times;
    if (left <= 0) return seconds;
  }
  return null;
}

export function howMany(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce((sum: number, times) => sum + (times ?? 0), 0);
}

/** Figures of all these hours together. */
export function sumOf(all: readonly Figures[]): Figures {
  return all.reduce(
    (sum, figures) => added(sum as unknown as Numbers, figures as unknown as Numbers) as unknown as Figures,
    noFigures(),
  );
}

/** Nothing but numbers by name, however deep. */
interface Numbers {
  [name: string]: number | Numbers;
}

function added(one: Numbers, other: Numbers): Numbers {
  const sum: Numbers = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const known = sum[name];
    if (typeof value === 'number') sum[name] = (typeof known === 'number' ? known : 0) + value;
    else sum[name] = added(typeof known === 'object' ? known : {}, value);
  }
  return sum;
}

/** An hour as it was counted once; kept in place of how it was counted before. */
export interface HourCount {
  /** When the hour begins, epoch milliseconds. */
  hour: number;
  /** When this count began, business time: what had landed by then is in it. */
  begun_at: number;
  /** It is not finished, and goes on behind this order of what was said (`Said`). */
  behind?: string | undefined;
  figures: Figures;
}

export const HOUR = 60 * 60 * 1000;

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}

/** Beginnings of all hours that these times touch. */
export function hoursIn({ from, to }: { from: number; to: number }): number[] {
  const [first, last] = [hourOf(from), hourOf(to)];
  return Array.from({ length: Math.max(0, (last - first) / HOUR + 1) }, (_, n) => first + n * HOUR);
}

/**
 * Is it to be taken, or to be gone on with, as it is? An hour is counted anew for every one of `LIMITS.hourCounted` that
 * has passed since it ended, because texts still arrive or die; before the first of these it is open. When the attempts
 * are about to expire it stays as it is.
 */
export function isCurrent({ hour, begun_at, behind }: HourCount, now: number): boolean {
  const end = hour + HOUR;
  if (behind === undefined && now - end > LIMITS.attemptsKept - LIMITS.hourCountLast) return true;
  const passed = LIMITS.hourCounted.findLast((after) => end + after <= now);
  if (passed !== undefined) return begun_at >= end + passed;
  return now - begun_at < (behind === undefined ? LIMITS.openHourKept : LIMITS.openHourResumed);
}
