import { type DeadFilter, fits } from '../domain/dead-filter.ts';
import type { DeadDelivery } from '../domain/delivery-record.ts';
import type { DeadPosition } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type { DeadDeliveries } from '../ports.ts';

export interface DeadWalk {
  order: 'newest' | 'oldest';
  filter: DeadFilter;
  /** Deaths after it are not looked at. */
  until: number;
  beyond?: DeadPosition | undefined;
  /** How many that fit are wanted, and how far to look for them. */
  wanted: number;
  deaths: number;
  days: number;
}

export interface Walked {
  found: DeadDelivery[];
  scanned: number;
  /** Where the rest begins; `undefined`: there is none. */
  next: DeadPosition | undefined;
}

/** Few may fit of those that are read. */
const ROWS_AT_ONCE = 100;
const DAY = 24 * 60 * 60 * 1000;
/** Sorts before and behind every text that died in the same millisecond. */
const FIRST = '';
const LAST = '~';

/** Walks through the days of the dead and gathers those that fit, until enough are found or enough was looked at. */
export async function walkDead(dead: Pick<DeadDeliveries, 'on'>, walk: DeadWalk): Promise<Walked> {
  const [start, end] = rangeOf(walk);
  const found: DeadDelivery[] = [];
  let scanned = 0;
  let at = start;
  let days = 1;
  while (!isBehind(walk, at, end)) {
    const limit = Math.min(Math.max(walk.wanted, ROWS_AT_ONCE), walk.deaths - scanned);
    const rows = await dead.on(dayOf(at.died_at), { order: walk.order, limit, beyond: at });
    const within = rows.filter((row) => !isBehind(walk, row, end));
    const taken = take(walk, within, walk.wanted - found.length);
    found.push(...taken.fitting);
    scanned += taken.looked.length;
    at = taken.looked.at(-1) ?? at;
    if (found.length >= walk.wanted) return { found, scanned, next: positionOf(at) };
    if (within.length < rows.length) break;
    if (rows.length < limit) {
      at = nextDay(walk, at);
      days += 1;
    }
    if ((scanned >= walk.deaths || days > walk.days) && !isBehind(walk, at, end))
      return { found, scanned, next: positionOf(at) };
  }
  return { found, scanned, next: undefined };
}

/** Where the walk begins and where it ends, in its own direction. */
function rangeOf({ order, filter, until, beyond }: DeadWalk): [DeadPosition, DeadPosition] {
  const earliest = Math.max(filter.from ?? 0, until - LIMITS.deathsKept - DAY);
  const first = { died_at: earliest, text_id: FIRST };
  const last = { died_at: Math.max(Math.min(filter.to ?? until, until), earliest - 1), text_id: LAST };
  if (order === 'oldest') return [beyond && compare(beyond, first) > 0 ? beyond : first, last];
  return [beyond && compare(beyond, last) < 0 ? beyond : last, first];
}

function isBehind({ order }: DeadWalk, one: DeadPosition, end: DeadPosition): boolean {
  return order === 'oldest' ? compare(one, end) > 0 : compare(one, end) < 0;
}

/** The rows up to the last one that is wanted, and those of them that fit. */
function take({ filter }: DeadWalk, rows: DeadDelivery[], wanted: number) {
  const fitting = rows.filter((row) => fits(filter, row)).slice(0, wanted);
  const enough = fitting.length === wanted ? rows.indexOf(fitting.at(-1) as DeadDelivery) + 1 : rows.length;
  return { fitting, looked: rows.slice(0, enough) };
}

function nextDay({ order }: DeadWalk, { died_at }: DeadPosition): DeadPosition {
  const midnight = Math.floor(died_at / DAY) * DAY;
  return order === 'oldest'
    ? { died_at: midnight + DAY, text_id: FIRST }
    : { died_at: midnight - 1, text_id: LAST };
}

function compare(one: DeadPosition, other: DeadPosition): number {
  if (one.died_at !== other.died_at) return one.died_at - other.died_at;
  return one.text_id < other.text_id ? -1 : Number(one.text_id > other.text_id);
}

const positionOf = ({ died_at, text_id }: DeadPosition): DeadPosition => ({ died_at, text_id });

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
