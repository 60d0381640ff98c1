import { conversationOf } from '../shared/domain/ids.ts';
import { SHIPPED_TEXTS } from '../shared/domain/texts.ts';
import type { Finding } from './judge/story.ts';
import { judgeTold } from './judge/told.ts';
import type { Mutant } from './mutants/mutant.ts';
import { ANNOUNCED, type IncidentSimPlan, incidentSettings, playIncident } from './scenarios/incident.ts';
import type { Trace } from './trace.ts';
import { World } from './world/world.ts';

export interface IncidentResult {
  findings: Finding[];
  surprises: string[];
  clients: number;
  reporters: number;
  faults: number;
  /** Port calls. */
  calls: number;
}

/** An outage from its first report until everybody was told that it is over, with faults all the way. */
export async function runIncident(
  plan: IncidentSimPlan,
  also: { mutant?: Mutant | undefined; trace?: Trace | undefined } = {},
): Promise<IncidentResult> {
  const world = new World(incidentSettings(plan), also);
  const concerned = await playIncident(world, plan);
  await world.timeline.runOut();
  const { facts, surprises, calls } = world;
  return {
    findings: await judgeTold(facts, concerned, await endOf(world, plan)),
    surprises,
    clients: concerned.active.size,
    reporters: concerned.reporters.size,
    faults: facts.filter(({ kind }) => kind === 'hit').length,
    calls,
  };
}

async function endOf(world: World, { merges = false }: IncidentSimPlan) {
  const { timeline, incidents, links, broadcasts, store, unsensed } = world;
  const all = await incidents.incidents({ limit: 100 });
  const told = await broadcasts.list({ limit: 100 });
  const pages = await Promise.all(all.map(({ id }) => links.linked(id, { limit: 100_000 })));
  return {
    at: timeline.now,
    incidents: all,
    linked: new Set(pages.flatMap(({ items }) => items.map(({ conversation_id }) => conversation_id))),
    sensed: (conversation: string) => !unsensed.has(conversation),
    failed: told.reduce((sum, { counts }) => sum + counts.failed, 0),
    withdrawn: told.some(({ stage, state }) => stage === 'notice' && state === 'cancelled'),
    merges,
    said: async (id: string) => {
      const { text = '', decided_at = 0 } = (await store.text(conversationOf(id), id)) ?? {};
      return { text, decided_at };
    },
    phrases: {
      announced: [ANNOUNCED],
      notice: Object.values(SHIPPED_TEXTS.MASS_OUTAGE),
      restore: Object.values(SHIPPED_TEXTS.MASS_OUTAGE_OVER),
    },
  };
}
