import type { Head } from '../domain/conversation.ts';
import { conversationId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import {
  asksHowUnderstood,
  hasWords,
  isUnderstoodSo,
  type Said,
  type SaidFilter,
  stateOf,
  textOf,
} from '../domain/said.ts';
import type { Turn } from '../domain/turn.ts';
import { KnownTurns } from './known-turns.ts';
import {
  conversationIn,
  headsOf,
  type SaidPlace,
  type Span,
  startOf,
  type WalkBounds,
  type WalkPorts,
  walkSaid,
} from './walk-said.ts';

/** Something that was said, and is what was looked for. */
export interface Hit {
  said: Said['said'];
  head: Head;
  /** How it was understood, or, of a reply, what it answers; undefined: nobody has understood it, or has had to. */
  turn: Turn | undefined;
  /** What became of a text of the desk. */
  state: ReturnType<typeof stateOf>;
  place: SaidPlace;
}

export interface SearchPage {
  hits: Hit[];
  /** Undefined: there are no more. */
  next: SaidPlace | undefined;
}

const SEARCH_BOUNDS: WalkBounds = {
  days: LIMITS.searchDays,
  rows: LIMITS.searchRows,
  wall: LIMITS.searchWall,
};

/** What was said in that time and fits, newest first. A page may be short, or empty, although more follows. */
export async function searchMessages(
  ports: WalkPorts,
  filter: SaidFilter,
  span: Span,
  page: { limit: number; at?: SaidPlace | undefined; bounds?: WalkBounds },
): Promise<SearchPage> {
  const hits: Hit[] = [];
  const turns = new KnownTurns(ports.said, startOf(span, page.at));
  const { client, partner } = filter;
  const wanted = client !== undefined && partner !== undefined ? conversationId(partner, client) : undefined;
  const walk = { at: page.at, bounds: page.bounds ?? SEARCH_BOUNDS, wanted };
  const next = await walkSaid(ports, span, walk, async (found, day) => {
    turns.note(found);
    const likely = found.filter(({ said }) => hasWords(textOf(said), filter.words));
    const heads = await headsOf(ports.said, likely.map(conversationIn));
    const theirs = likely.flatMap((one) => {
      const head = heads.get(conversationIn(one));
      return head && isTheirs(head, filter) && isSaid(one, head) ? [{ ...one, head, day }] : [];
    });
    const rows = asksHowUnderstood(filter) ? await turns.lookUp(theirs.flatMap(messageIn)) : 0;
    const fitting = theirs.map((one) => hitOf(one, turns)).filter(({ turn }) => isUnderstoodSo(turn, filter));
    hits.push(...fitting.slice(0, page.limit - hits.length));
    const full = hits.length >= page.limit;
    return { rows: heads.size + rows, enough: full ? hits.at(-1)?.place : undefined };
  });
  await turns.lookUp(hits.flatMap(messageIn));
  return { hits: hits.map((hit) => ({ ...hit, turn: turnOf(hit, turns) })), next };
}

function isTheirs(head: Head, { client, partner }: SaidFilter): boolean {
  return (
    (client === undefined || head.client_id === client) && (partner === undefined || head.partner === partner)
  );
}

/** A draft that was never decided for was never said. */
function isSaid({ said }: Said, head: Head): boolean {
  return said.kind === 'message' || stateOf(said, head.outbox) !== undefined;
}

function messageIn({ said }: Pick<Said, 'said'>): string[] {
  return said.kind === 'message' ? [said.message.id] : [];
}

function hitOf(one: Said & { head: Head; day: string }, turns: KnownTurns): Hit {
  const { said, head, order, day } = one;
  const state = said.kind === 'text' ? stateOf(said, head.outbox) : undefined;
  return { said, head, turn: turnOf(one, turns), state, place: { day, behind: order } };
}

function turnOf({ said }: Pick<Said, 'said'>, turns: KnownTurns): Turn | undefined {
  if (said.kind === 'message') return turns.on(said.message.id);
  return said.text.source === 'ai_bot' ? said.text : undefined;
}
