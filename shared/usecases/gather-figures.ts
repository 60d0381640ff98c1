import type { DeskFigures } from '../domain/desk-figures.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { LIMITS } from '../domain/limits.ts';
import { dayOf } from '../domain/said.ts';
import { HOUR, sumOf } from '../domain/statistics.ts';
import type { Connections, DeadDeliveries, Endpoints, Spending } from '../ports.ts';
import { countHours, type StatisticsPorts } from './count-hours.ts';
import { oldestWork } from './oldest-work.ts';
import { type InboxPorts, listInbox } from './read-inbox.ts';
import { walkDead } from './walk-dead.ts';

export interface GatherPorts extends StatisticsPorts, Pick<InboxPorts, 'inbox'> {
  endpoints: Pick<Endpoints, 'list'>;
  connections: Pick<Connections, 'all'>;
  dead: DeadDeliveries;
  spending: Pick<Spending, 'of'>;
}

const DAY = 24 * HOUR;
/** Reads nobody's marks: unread messages are not asked for. */
const NOBODY = '';

/** How the desk stands. Everything is derived from what is kept, so that a repeat of anything counts nothing twice. */
export async function gatherFigures(ports: GatherPorts): Promise<DeskFigures> {
  const now = ports.clock.business();
  const [counted, endpoints, waiting, screens, dead, stuck, oldest, opinions] = await Promise.all([
    countHours(ports, { from: now - (now % DAY), to: now }),
    allEndpoints(ports),
    whoWaits(ports, now),
    ports.connections.all(),
    lateDeaths(ports, now),
    ports.dead.stuckSince(now - LIMITS.deathsGraphed, LIMITS.deathsGraphedMost),
    oldestWork(ports),
    ports.spending.of(dayOf(now)),
  ]);
  const { hours, partial } = counted;
  const day = sumOf(hours.map(({ figures }) => figures));
  return {
    day,
    partial,
    endpoints,
    waiting,
    screens: screens.length,
    dead,
    stuck: stuck.map(({ lane }) => lane ?? 'none'),
    oldestWorkS: secondsSince(oldest ?? now, now),
    opinions,
  };
}

async function lateDeaths({ dead }: GatherPorts, now: number): Promise<DeskFigures['dead']> {
  const most = LIMITS.deathsGraphedMost;
  const filter = { from: now - LIMITS.deathsGraphed };
  const days = LIMITS.deathsGraphed / DAY + 1;
  const walk = { order: 'newest', filter, until: now, wanted: most, deaths: most, days } as const;
  return (await walkDead(dead, walk)).found;
}

function secondsSince(since: number, now: number): number {
  return Math.round((now - since) / 1000);
}

async function allEndpoints({ endpoints }: GatherPorts): Promise<Endpoint[]> {
  const found: Endpoint[] = [];
  for (let page = 0; page < LIMITS.probedEndpointPages; page++) {
    const more = await endpoints.list({ limit: LIMITS.probedEndpointPage, after: found.at(-1) });
    found.push(...more);
    if (more.length < LIMITS.probedEndpointPage) break;
  }
  return found;
}

async function whoWaits(ports: GatherPorts, now: number): Promise<DeskFigures['waiting']> {
  const filter = { status: 'escalated', assignee: null } as const;
  const { found } = await listInbox(ports, NOBODY, filter, { limit: LIMITS.waitingCounted });
  const byPriority: Record<string, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  let since = now;
  for (const { escalation } of found.map(({ head }) => head)) {
    if (!escalation) continue;
    byPriority[escalation.priority] = (byPriority[escalation.priority] ?? 0) + 1;
    since = Math.min(since, escalation.since);
  }
  return { byPriority, longestS: secondsSince(since, now) };
}
