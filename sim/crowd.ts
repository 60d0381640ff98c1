import type { Fact } from './judge/facts.ts';
import { judge } from './judge/judge.ts';
import type { Finding } from './judge/story.ts';
import { endOf } from './run.ts';
import { type CrowdPlan, crowdSettings, playCrowd } from './scenarios/crowd.ts';
import { Stage } from './scenarios/stage.ts';
import type { Trace } from './trace.ts';
import { DAY, SECOND } from './world/times.ts';
import { World } from './world/world.ts';

/** What there was in the chats of some bots. */
export interface CrowdCounts {
  updates: number;
  /** Updates that were delivered once more than they had to be. */
  repeated: number;
  /** Messages that clients wrote, answers to them, and follow-ups, as they are in the chats. */
  messages: number;
  replies: number;
  follow_ups: number;
  /** Texts of which nobody knows whether they arrived, and those that were given up. */
  unknown: number;
  dead: number;
  /** Messages that a bot sent although it had been told to keep silent. */
  unheeded: number;
  faults: number;
  /** The most messages that reached the Bot API in one second. */
  busiest: number;
}

export interface CrowdResult {
  counts: CrowdCounts;
  /** Of the texts that did not arrive, or may not have: how many by each rule. */
  reasons: Record<string, number>;
  findings: Finding[];
  surprises: string[];
  /** Port calls. */
  calls: number;
}

/** All that waits ends by then. */
const REST = 60;

/** Plays the chats of one bot, and judges all of it. */
export async function runCrowd(plan: CrowdPlan, trace?: Trace): Promise<CrowdResult> {
  const world = new World(crowdSettings(plan), { trace });
  const stage = new Stage(world);
  playCrowd(stage, plan);
  const { timeline, facts } = world;
  await timeline.runUntil(REST * DAY, Number.POSITIVE_INFINITY);
  const { findings } = judge(facts, await endOf(world, timeline.isOver));
  const { updates, repeated } = stage.telegram;
  const { unheeded } = world.botApi;
  const counts = { updates, repeated, ...countsOf(facts), unheeded, busiest: busiestSecond(facts) };
  const surprises = [...world.surprises, ...givenUp(facts)];
  return { counts, reasons: reasonsOf(facts), findings, surprises, calls: world.calls };
}

/** Nothing in these chats is a reason to give a text up, least of all a day of waiting. */
function givenUp(facts: readonly Fact[]): string[] {
  return facts.flatMap((fact) =>
    fact.kind === 'buried' && !fact.dead.unknown
      ? [`${fact.dead.text_id} was given up: ${fact.dead.rule}`]
      : [],
  );
}

function reasonsOf(facts: readonly Fact[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const fact of facts)
    if (fact.kind === 'buried') reasons[fact.dead.rule] = (reasons[fact.dead.rule] ?? 0) + 1;
  return reasons;
}

function busiestSecond(facts: readonly Fact[]): number {
  const times = facts.flatMap(({ kind, at }) => (kind === 'knocked' ? [at] : []));
  let first = 0;
  return times.reduce((most, at, last) => {
    while ((times[first] ?? at) <= at - SECOND) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

type Heard = Omit<CrowdCounts, 'updates' | 'repeated' | 'unheeded' | 'busiest'>;

function countsOf(facts: readonly Fact[]): Heard {
  const sources = new Map<string, string>();
  const counts = { messages: 0, replies: 0, follow_ups: 0, unknown: 0, dead: 0, faults: 0 };
  for (const fact of facts) {
    if (fact.kind === 'committed') sources.set(fact.text.id, fact.text.source);
    if (fact.kind === 'written') counts.messages += 1;
    if (fact.kind === 'hit') counts.faults += 1;
    if (fact.kind === 'buried') counts[fact.dead.unknown ? 'unknown' : 'dead'] += 1;
    if (fact.kind === 'put') counts[sources.get(fact.text) === 'ai_bot' ? 'replies' : 'follow_ups'] += 1;
  }
  return counts;
}
