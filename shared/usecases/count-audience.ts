import type { ActiveAudience, Broadcast, StepDone, ToldAudience } from '../domain/broadcast.ts';
import { isMeant } from '../domain/broadcast.ts';
import { conversationOf, firstIdOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { dayOf } from '../domain/said.ts';
import type { Audiences, Clock, SaidByDay, ToldClients } from '../ports.ts';
import { inParallel } from './in-parallel.ts';
import { pageOfAll } from './merged-incidents.ts';

export interface CountPorts {
  said: Pick<SaidByDay, 'onDay' | 'heads'>;
  audiences: Audiences;
  toldClients: Pick<ToldClients, 'told'>;
  clock: Pick<Clock, 'business' | 'wall'>;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Finds more of the audience, each client once, and keeps it; a repeat of the step counts the same. */
export async function countAudience(ports: CountPorts, seen: Broadcast): Promise<StepDone> {
  const { audience } = seen;
  const { found, cursor } =
    audience.kind === 'told'
      ? await countTold(ports, seen, audience)
      : await countActive(ports, seen, audience);
  return { found, cursor, next_at: ports.clock.business() };
}

interface Counted {
  found: number;
  cursor: string | undefined;
}

async function countTold(
  ports: CountPorts,
  seen: Broadcast,
  { incident_id, merged = [] }: ToldAudience,
): Promise<Counted> {
  const page = { limit: LIMITS.audienceRows, after: seen.cursor };
  const { items, next } = await pageOfAll([incident_id, ...merged], page, (id, asked) =>
    ports.toldClients.told(id, 'notice', asked),
  );
  const ids = items.map(({ conversation_id }) => conversation_id);
  return { found: await addAll(ports, seen, ids), cursor: next };
}

async function countActive(ports: CountPorts, seen: Broadcast, audience: ActiveAudience): Promise<Counted> {
  const until = ports.clock.wall() + LIMITS.audienceWall;
  const met = new Set<string>();
  let [found, cursor]: [number, string | undefined] = [0, seen.cursor];
  for (let looks = 0; looks < LIMITS.audienceLooks; looks++) {
    const look = await lookBack(ports, seen.at, audience, cursor);
    cursor = look.cursor;
    const fresh = look.conversations.filter((id) => !met.has(id));
    for (const id of fresh) met.add(id);
    const known = await ports.audiences.known(seen.id, fresh, seen.step);
    const heads = await ports.said.heads(fresh.filter((id) => !known.has(id)));
    const meant = heads.filter((head) => isMeant(head, audience, seen.at)).map(({ id }) => id);
    found += await addAll(ports, seen, meant);
    if (cursor === undefined || ports.clock.wall() >= until) break;
  }
  return { found, cursor };
}

/** Of whom the index of a day tells that something was said, newest first: so whoever wrote is among them. */
export async function lookBack(
  { said }: { said: Pick<SaidByDay, 'onDay'> },
  at: number,
  { hours }: Pick<ActiveAudience, 'hours'>,
  cursor: string | undefined,
): Promise<{ conversations: string[]; cursor: string | undefined }> {
  const from = at - hours * HOUR;
  const [day = dayOf(at), behind = firstIdOf(at + 1)] = cursor?.split('#') ?? [];
  const { ids, more } = await said.onDay(day, { from: firstIdOf(from), to: behind });
  const conversations = [...new Set(ids.filter((id) => id !== behind).map(conversationOf))];
  const before = dayOf(Date.parse(day) - DAY);
  if (more) return { conversations, cursor: `${day}#${ids.at(-1)}` };
  return { conversations, cursor: before < dayOf(from) ? undefined : `${before}#${firstIdOf(at + 1)}` };
}

async function addAll({ audiences }: CountPorts, seen: Broadcast, ids: readonly string[]): Promise<number> {
  const added = await inParallel(ids, LIMITS.audienceAtOnce, (id) => audiences.add(seen.id, id, seen.step));
  return added.filter((how) => how === 'added').length;
}
