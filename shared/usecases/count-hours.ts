import { LIMITS } from '../domain/limits.ts';
import type { OperatorAction } from '../domain/operator-action.ts';
import { dayOf, type Said, stateOf } from '../domain/said.ts';
import {
  countFacts,
  type Fact,
  HOUR,
  type HourCount,
  hoursIn,
  isCurrent,
  noFigures,
} from '../domain/statistics.ts';
import type { Turn } from '../domain/turn.ts';
import type { Conversations, HourCounts } from '../ports.ts';
import { turnAnswering } from './find-turn.ts';
import { inParallel } from './in-parallel.ts';
import { conversationIn, headsOf, type Span, type WalkPorts, walkSaid } from './walk-said.ts';

export interface StatisticsPorts extends WalkPorts {
  conversations: Pick<Conversations, 'decisionsAfter'>;
  hourCounts: HourCounts;
}

export interface Statistics {
  /** Oldest first; hours that could not be counted in time are missing. */
  hours: HourCount[];
  /** Some are missing: whoever asks again gets further, because every count is kept, finished or not. */
  partial: boolean;
}

/** How much may be counted at once. */
export interface CountBudget {
  rows: number;
  /** Milliseconds of wall time. */
  wall: number;
}

const BUDGET: CountBudget = { rows: LIMITS.resultsRows, wall: LIMITS.resultsWall };

/**
 * All hours that these times touch, as far as they have begun. What was counted before is taken as it is while it holds
 * (`isCurrent`); the rest is counted from what was said, and kept by overwriting: to count twice, or two at once, is harmless.
 */
export async function countHours(
  ports: StatisticsPorts,
  span: Span,
  budget: CountBudget = BUDGET,
): Promise<Statistics> {
  const now = ports.clock.business();
  const hours = hoursIn({ from: span.from, to: Math.min(span.to, now) });
  const kept = await keptOf(ports, hours);
  const left = { rows: budget.rows, until: ports.clock.wall() + budget.wall };
  const counted = await inParallel(hours, LIMITS.hoursAtOnce, async (hour) => {
    const known = kept.get(hour);
    const current = known && isCurrent(known, now) ? known : undefined;
    if (current && current.behind === undefined) return current;
    return countOn(ports, current ?? { hour, begun_at: now, figures: noFigures() }, left);
  });
  const finished = counted.filter((count) => count !== undefined);
  return { hours: finished, partial: finished.length < hours.length };
}

async function keptOf(
  { hourCounts }: StatisticsPorts,
  hours: readonly number[],
): Promise<Map<number, HourCount>> {
  const days = [...new Set(hours.map(dayOf))];
  const kept = await inParallel(days, LIMITS.hoursAtOnce, (day) => hourCounts.ofDay(day));
  return new Map(kept.flat().map((count) => [count.hour, count]));
}

/** Goes on with a count, and keeps it; undefined: it is not finished. */
async function countOn(
  ports: StatisticsPorts,
  { hour, begun_at, behind, figures: before }: HourCount,
  left: { rows: number; until: number },
): Promise<HourCount | undefined> {
  if (left.rows <= 0 || ports.clock.wall() >= left.until) return undefined;
  const figures = structuredClone(before);
  const day = dayOf(hour);
  const bounds = { days: 2, rows: left.rows, wall: left.until - ports.clock.wall() };
  const at = behind === undefined ? undefined : { day, behind };
  const span = { from: hour, to: hour + HOUR - 1 };
  const rest = await walkSaid(ports, span, { at, bounds }, async (found, _day, { rows, actions }) => {
    const { facts, read } = await factsOf(ports, found, actions);
    countFacts(figures, facts);
    left.rows -= rows + read;
    return { rows: read, spent: left.rows <= 0 };
  });
  const count = { hour, begun_at, ...(rest?.behind !== undefined && { behind: rest.behind }), figures };
  await ports.hourCounts.put(count);
  return count.behind === undefined ? count : undefined;
}

/** What of that was decided for: a draft that nobody ever decided for was never said. */
async function factsOf(
  ports: StatisticsPorts,
  found: readonly Said[],
  actions: readonly OperatorAction[],
): Promise<{ facts: Fact[]; read: number }> {
  const unclear = found.filter(isUnclear);
  const heads = await headsOf(ports.said, unclear.map(conversationIn));
  const left = found.flatMap(leftIn);
  const standing = await standingOf(ports, left);
  const facts = found.flatMap((one): Fact[] => {
    const { said } = one;
    if (said.kind === 'message') return [{ kind: 'message' }];
    if (leftIn(one).length > 0) return standing.has(said.text.id) ? [{ ...said, state: 'left' }] : [];
    const state = stateOf(said, heads.get(conversationIn(one))?.outbox ?? {});
    return state === undefined ? [] : [{ ...said, state }];
  });
  const done = actions.map((action): Fact => ({ kind: 'action', action }));
  return { facts: [...facts, ...done], read: heads.size + left.length * LIMITS.searchedTurnRows };
}

/** A text of which no attempt tells how it ended: it waits, or it is a draft. */
function isUnclear({ said }: Said): boolean {
  if (said.kind === 'message' || (said.text.source === 'ai_bot' && said.text.left)) return false;
  return said.outcome === undefined || said.outcome === 'retry';
}

function leftIn({ said }: Said): Turn[] {
  return said.kind === 'text' && said.text.source === 'ai_bot' && said.text.left ? [said.text] : [];
}

/** Turns that say nothing leave no attempt: such a one counts if it is still the decision about its newest message. */
async function standingOf({ conversations }: StatisticsPorts, left: readonly Turn[]): Promise<Set<string>> {
  const standing = await inParallel(left, LIMITS.stretchesAtOnce, async ({ id, answers }) => {
    const decided = await turnAnswering(conversations, answers.at(-1) ?? id);
    return decided?.id === id ? [id] : [];
  });
  return new Set(standing.flat());
}
