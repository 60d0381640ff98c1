import { conversationOf } from '../shared/domain/ids.ts';
import type { EndState } from './judge/ending.ts';
import { judge, type Verdict } from './judge/judge.ts';
import { MUTANTS, type MutantName } from './mutants.ts';
import { RANDOM, randomSettings } from './scenarios/random.ts';
import { type Scenario, Stage } from './scenarios/stage.ts';
import type { Trace } from './trace.ts';
import { Dice } from './world/dice.ts';
import type { CrashPoint, MetFault } from './world/faults.ts';
import { type Settings, World } from './world/world.ts';

export interface RunResult extends Verdict {
  faults: MetFault[];
  /** Port calls that were made. */
  calls: number;
  surprises: string[];
}

export interface RunOptions {
  mutant?: MutantName | undefined;
  /** Keys of faults that are left out. */
  without?: ReadonlySet<string> | undefined;
  trace?: Trace | undefined;
}

/** One run: people, faults and times all follow from the seed. */
export function runRandom(seed: number, options: RunOptions = {}): Promise<RunResult> {
  return run(RANDOM, randomSettings(seed, new Dice(seed), options.without), options);
}

/** A scripted play in which nothing goes wrong but these crashes. */
export function runScripted(
  scenario: Scenario,
  crashAt: readonly CrashPoint[],
  options: RunOptions = {},
): Promise<RunResult> {
  const faults = { rates: { late: 0.5 }, until: 0, crashAt };
  return run(scenario, { ...CALM, start: scenario.start, faults }, options);
}

const CALM: Omit<Settings, 'faults'> = {
  seed: 0,
  speed: 1,
  pace: 'natural',
  limited: true,
  concurrency: { classify: 3, deliver: 3, slow: 2, 'follow-up': 2, broadcast: 2, redrive: 2 },
  skew: 0,
  share: { atATime: 2, aSecond: 40 },
};

async function run(scenario: Scenario, settings: Settings, options: RunOptions): Promise<RunResult> {
  const mutant = options.mutant && MUTANTS[options.mutant];
  const world = new World(settings, { mutant, trace: options.trace });
  scenario.play(new Stage(world));
  const quiet = await world.timeline.runOut();
  const verdict = judge(world.facts, await endOf(world, quiet));
  const surprises = [...world.surprises, ...circles(world)];
  return { ...verdict, faults: world.faults.met, calls: world.calls, surprises };
}

/** Many times what any run needs, however ill it goes. */
const MOST_CALLS = 20_000;

/** Signals that make more signals than they answer come to an end some day, and cost a fortune until then. */
function circles({ calls }: World): string[] {
  return calls > MOST_CALLS ? [`${calls} port calls: signals go round in circles`] : [];
}

/** What is left of a world. */
export async function endOf({ facts, store, timeline, settings }: World, quiet: boolean): Promise<EndState> {
  const texts = facts.flatMap((fact) => (fact.kind === 'committed' ? [fact.text.id] : []));
  const messages = facts.flatMap((fact) => ('message' in fact ? [fact.message] : []));
  const conversations = new Set([...texts, ...messages].map(conversationOf));
  return {
    at: timeline.now,
    speed: settings.speed,
    skew: settings.skew,
    quiet,
    heads: await mapOf(conversations, (id) => store.head(id)),
    attempts: await mapOf(texts, (id) => store.attempts(conversationOf(id), id)),
    decided: await mapOf(texts, async (id) => (await store.text(conversationOf(id), id))?.decided_at),
    dead: store.dead,
  };
}

/** What there is of each name. */
async function mapOf<T>(
  names: Iterable<string>,
  read: (name: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const name of names) {
    const value = await read(name);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
