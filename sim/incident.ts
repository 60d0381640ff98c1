import { conversationOf } from '../shared/domain/ids.ts';
import { SHIPPED_TEXTS } from '../shared/domain/texts.ts';
import type { Finding } from './judge/story.ts';
import { judgeTold } from './judge/told.ts';
import type { Mutant } from './mutants/mutant.ts';
import { type IncidentSimPlan, incidentSettings, playIncident } from './scenarios/incident.ts';
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
    findings: await judgeTold(facts, concerned, await endOf(world)),
    surprises,
    clients: concerned.active.size,
    reporters: concerned.reporters.size,
    faults: facts.filter(({ kind }) => kind === 'hit').length,
    calls,
  };
}

async function endOf({ timeline, incidents, links, broadcasts, store, unsensed }: World) {
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
    words: async (id: string) => (await store.text(conversationOf(id), id))?.text ?? '',
    phrases: {
      notice: Object.values(SHIPPED_TEXTS.MASS_OUTAGE),
      restore: Object.values(SHIPPED_TEXTS.MASS_OUTAGE_OVER),
    },
  };
}
