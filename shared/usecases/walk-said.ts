import type { Head } from '../domain/conversation.ts';
import { conversationOf, firstIdOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { OperatorAction } from '../domain/operator-action.ts';
import { anchorIn, dayOf, type Said, saidAt } from '../domain/said.ts';
import type { Clock, SaidByDay } from '../ports.ts';
import { inParallel } from './in-parallel.ts';

export interface WalkPorts {
  said: SaidByDay;
  clock: Clock;
}

/** From when to when, both included; epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Where a walk goes on: on which day, and behind what was last told of it. */
export interface SaidPlace {
  day: string;
  /** An order (`Said`); undefined: the day begins. */
  behind?: string | undefined;
}

/** How far a walk may go at once. */
export interface WalkBounds {
  days: number;
  /** Index keys and rows; what one look at a day finds is not cut. */
  rows: number;
  wall: number;
}

export interface Met {
  rows: number;
  /** Behind what the walk may end; undefined: it is to go on. */
  enough?: SaidPlace | undefined;
  /** Whoever walks shares its bounds with others, and nothing is left of them. */
  spent?: boolean;
}

/** What a look on a day came across besides what was said. */
export interface Beside {
  /** Index keys and rows that it read. */
  rows: number;
  /** What operators did. */
  actions: OperatorAction[];
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * All that was said in that time, newest first, look by look, until `meet` has enough or enough was read.
 * @param wanted the only conversation that is looked at; undefined: all of them
 * @param meet is told of each look on a day, and tells what it has read itself, and where it has seen enough
 * @returns where the rest begins; undefined: there is none
 */
export async function walkSaid(
  { said, clock }: WalkPorts,
  span: Span,
  { at, bounds, wanted }: { at: SaidPlace | undefined; bounds: WalkBounds; wanted?: string | undefined },
  meet: (found: readonly Said[], day: string, beside: Beside) => Promise<Met>,
): Promise<SaidPlace | undefined> {
  const until = clock.wall() + bounds.wall;
  const first = dayOf(span.from);
  let place: SaidPlace = at ?? { day: dayOf(span.to) };
  let rows = 0;
  for (let days = 0; ; ) {
    if (place.day < first) return undefined;
    const look = await lookAt(said, span, place, wanted);
    rows += look.rows;
    const { rows: read, enough, spent } = await meet(look.found, place.day, look);
    if (enough) return enough;
    rows += read;
    place = look.next;
    if (place.behind === undefined) days += 1;
    if (place.day < first) return undefined;
    if (spent || rows >= bounds.rows || days >= bounds.days || clock.wall() >= until) return place;
  }
}

/** The id from which on the walk that begins there finds nothing. */
export function startOf(span: Span, at: SaidPlace | undefined): string {
  if (!at) return firstIdOf(span.to + 1);
  return at.behind === undefined ? firstIdOf(Date.parse(at.day) + DAY) : anchorIn(at.behind);
}

interface Look extends Beside {
  found: Said[];
  next: SaidPlace;
}

async function lookAt(
  said: SaidByDay,
  span: Span,
  { day, behind }: SaidPlace,
  wanted: string | undefined,
): Promise<Look> {
  const range = {
    from: firstIdOf(span.from),
    to: behind === undefined ? firstIdOf(span.to + 1) : anchorIn(behind),
  };
  const { ids, more } = await said.onDay(day, range);
  const groups = Map.groupBy(
    ids.filter((id) => wanted === undefined || conversationOf(id) === wanted),
    conversationOf,
  );
  const stretches = await inParallel([...groups], LIMITS.stretchesAtOnce, async ([conversation, of]) => {
    const stretch = await said.stretch(conversation, of.at(-1) ?? '', of[0] ?? '');
    const asked = new Set(of);
    const actions = stretch.actions.filter(({ id }) => asked.has(id));
    return { found: saidAt(asked, stretch), actions, rows: stretch.rows };
  });
  const found = stretches.flatMap((stretch) => stretch.found);
  return {
    found: found
      .filter(({ order }) => behind === undefined || order < behind)
      .toSorted((a, b) => (a.order < b.order ? 1 : -1)),
    // The look before has told of the one that it ended with.
    actions: stretches
      .flatMap(({ actions }) => actions)
      .filter(({ id }) => behind === undefined || id < behind),
    rows: stretches.reduce((sum, stretch) => sum + stretch.rows, ids.length),
    next: more ? { day, behind: ids.at(-1) } : { day: dayOf(Date.parse(day) - DAY) },
  };
}

export function conversationIn({ order }: Said): string {
  return conversationOf(anchorIn(order));
}

/** The heads of these conversations, as far as they exist. */
export async function headsOf(said: SaidByDay, ids: Iterable<string>): Promise<Map<string, Head>> {
  const heads = await said.heads([...new Set(ids)]);
  return new Map(heads.map((head) => [head.id, head]));
}
