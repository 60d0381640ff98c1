import type { Fact } from './judge/facts.ts';
import { judge } from './judge/judge.ts';
import type { Finding } from './judge/story.ts';
import { endOf } from './run.ts';
import { type MonthPlan, monthSettings, playMonth } from './scenarios/month.ts';
import { Stage } from './scenarios/stage.ts';
import type { Trace } from './trace.ts';
import { DAY } from './world/times.ts';
import { World } from './world/world.ts';

/** What there was in a month of a desk. */
export interface MonthCounts {
  /** Written by clients. */
  messages: number;
  /** Taken in by receivers, of the bot and of operators. */
  replies: number;
  reminders: number;
  farewells: number;
  /** Conversations that were closed, went back from silent operators, and were handed over and back. */
  closed: number;
  returned: number;
  hand_overs: number;
  hand_backs: number;
  /** Processes that a fault hit. */
  faults: number;
}

export interface MonthResult {
  counts: MonthCounts;
  findings: Finding[];
  surprises: string[];
  resent_after_crash: number;
  /** Port calls. */
  calls: number;
}

/** All that waits ends by then: ladders, reminders, replays. */
const REST = 60;

/** Plays the month, and judges all of it. */
export async function runMonth(plan: MonthPlan, trace?: Trace): Promise<MonthResult> {
  const world = new World(monthSettings(plan), { trace });
  playMonth(new Stage(world), plan);
  const { timeline } = world;
  await timeline.runUntil((plan.days + REST) * DAY, Number.POSITIVE_INFINITY);
  const verdict = judge(world.facts, await endOf(world, timeline.isOver));
  return { ...verdict, counts: countsOf(world.facts), surprises: world.surprises, calls: world.calls };
}

function countsOf(facts: readonly Fact[]): MonthCounts {
  const sources = new Map<string, string>();
  const taken = new Map<string, Set<string>>();
  const kinds = new Map<string, number>();
  for (const fact of facts) {
    kinds.set(fact.kind, (kinds.get(fact.kind) ?? 0) + 1);
    if (fact.kind === 'committed') sources.set(fact.text.id, fact.text.source);
    if (fact.kind !== 'received') continue;
    const source = sources.get(fact.text) ?? '';
    taken.set(source, (taken.get(source) ?? new Set()).add(fact.text));
  }
  const received = (source: string): number => taken.get(source)?.size ?? 0;
  const told = (kind: Fact['kind']): number => kinds.get(kind) ?? 0;
  return {
    messages: told('written'),
    replies: received('ai_bot') + received('operator'),
    reminders: received('reminder'),
    farewells: received('farewell'),
    closed: told('closed'),
    returned: told('returned'),
    hand_overs: told('taken'),
    hand_backs: told('handed_back'),
    faults: told('hit'),
  };
}
