import { stageSettings } from '../lib/stage-settings.ts';
import { LIMITS } from '../shared/domain/limits.ts';
import type { Fact } from './judge/facts.ts';
import { Stage } from './scenarios/stage.ts';
import { PURPOSE } from './world/dice.ts';
import { answers, fails, type Reply } from './world/replies.ts';
import { MINUTE, SECOND } from './world/times.ts';
import { World } from './world/world.ts';

/** One crowd of endpoints under load, of which some turn bad at the same moment. */
export interface IsolationPlan {
  endpoints: number;
  /** Share of the endpoints that turn bad. */
  bad: number;
  /** Messages a second. */
  rate: number;
  /** How long after they turned bad is looked at, ms. */
  span: number;
  seed: number;
}

/** 95th percentile from a text being due to its being taken in, ms, at endpoints that fare well. */
export interface IsolationFinding {
  /** In the first five seconds after the others turned bad. */
  onset: number;
  /** From then on. */
  later: number;
  texts: number;
}

export interface IsolationVerdict {
  well: IsolationFinding;
  bad: IsolationFinding;
  /** How much worse the good ones fare beside the bad ones. */
  ratio: { onset: number; later: number };
}

/** Usual load of a large desk, messages a second: 86,400 a day. */
const USUAL_RATE = 1;
/** By how much the good ones may fare worse. */
export const ISOLATION_LIMITS = { onset: 1.5, later: 1.1 };

export const PLAN: IsolationPlan = {
  endpoints: 1000,
  bad: 0.2,
  rate: 10 * USUAL_RATE,
  span: MINUTE,
  seed: 1,
};
const ONSET = 5 * SECOND;
const PAUSE = 10 * SECOND;
const MOST_EVENTS = 5_000_000;
const PARTNER = 'demo';

/** What the bad ones cost the good ones: both runs are the same but for them. */
export async function compareIsolation(plan: IsolationPlan): Promise<IsolationVerdict> {
  const well = await measure({ ...plan, bad: 0 });
  const bad = await measure(plan);
  return { well, bad, ratio: { onset: bad.onset / well.onset, later: bad.later / well.later } };
}

async function measure(plan: IsolationPlan): Promise<IsolationFinding> {
  const world = new World(deployed(plan.seed));
  const turn = (plan.endpoints / plan.rate) * SECOND + PAUSE;
  for (let number = 0; number < plan.endpoints; number++) behave(world, plan, number, turn);
  talk(new Stage(world), plan);
  await world.timeline.runUntil(turn + plan.span + MINUTE, MOST_EVENTS);
  return findingOf(world.facts, turn, plan.endpoints * plan.bad);
}

/** Every endpoint is used once while all are well; after a pause, when some have turned bad, they are used at random. */
function talk(stage: Stage, { endpoints, rate, span }: IsolationPlan): void {
  const messages = endpoints + Math.round((rate * span) / SECOND);
  for (let n = 0; n < messages; n++) {
    const again = n >= endpoints;
    const number = again ? stage.world.dice.between(0, endpoints - 1, PURPOSE.actor, n) : n;
    const at = (n / rate) * SECOND + (again ? PAUSE : 0);
    stage.says(PARTNER, at, { client: `client-${n}`, webhook: hookOf(number) });
  }
}

/** The world as it is deployed: the stage's concurrency, nothing goes wrong but at the endpoints. */
function deployed(seed: number): ConstructorParameters<typeof World>[0] {
  const { concurrency } = stageSettings('prod');
  const instances = Math.max(concurrency.deliver, concurrency.slow);
  const share = (most: number): number => Math.max(1, Math.floor(most / instances));
  return {
    seed,
    speed: 1,
    pace: 'immediate',
    limited: false,
    concurrency,
    skew: 0,
    share: { atATime: share(LIMITS.originSends), aSecond: share(LIMITS.endpointRate) },
    faults: { rates: {}, until: 0, without: undefined },
  };
}

function behave(world: World, plan: IsolationPlan, number: number, turn: number): void {
  const turnsBad = number < plan.endpoints * plan.bad;
  world.receivers.behave(hookOf(number), (visit) => {
    const takes = world.dice.between(60, 250, PURPOSE.receiver, number, visit);
    return turnsBad && world.timeline.now >= turn ? badReply(number) : answers(200, { takes });
  });
}

/** Half of the bad ones take 15 s; the others are dead: nobody listens, or nobody is there. */
function badReply(number: number): Reply {
  if (number % 2 === 0) return answers(200, { takes: 15 * SECOND, received: false });
  return number % 4 === 1 ? fails('connect.refused') : { ...fails('connect.timeout'), takes: 3 * SECOND };
}

function hookOf(number: number): string {
  return `https://crm-${String(number).padStart(4, '0')}.example.com/hook`;
}

function findingOf(facts: readonly Fact[], turn: number, bad: number): IsolationFinding {
  const decided = new Map<string, number>();
  const waits: { from: number; wait: number }[] = [];
  for (const fact of facts) {
    if (fact.kind === 'committed') decided.set(fact.text.id, fact.at);
    if (fact.kind !== 'received' || Number(/crm-(\d+)/.exec(fact.url)?.[1]) < bad) continue;
    const from = decided.get(fact.text);
    decided.delete(fact.text);
    if (from !== undefined && from >= turn) waits.push({ from, wait: fact.at - from });
  }
  const within = (least: number, most: number): number[] =>
    waits.filter(({ from }) => from >= turn + least && from < turn + most).map(({ wait }) => wait);
  return {
    onset: p95(within(0, ONSET)),
    later: p95(within(ONSET, Number.POSITIVE_INFINITY)),
    texts: waits.length,
  };
}

function p95(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0;
}
