import { type Incident, isKnown, isOpen } from './incident.ts';
import { LIMITS } from './limits.ts';
import type { Suspicion } from './outage/suspicion.ts';
import { ACCESS_KINDS, type TroubleChannel, type TroubleKind, type TroubleReport } from './outage/trouble.ts';

/** What has to be known of an open incident for every message; the rest stands in its own row. */
export type OpenIncident = Pick<
  Incident,
  'id' | 'version' | 'state' | 'kinds' | 'channels' | 'everywhere' | 'opened_by' | 'texts' | 'merged'
>;

/** What was dismissed lately, so that the same does not open it again. */
export interface Dismissal {
  kinds: TroubleKind[];
  at: number;
  reporters: number;
}

/**
 * All that decisions on incidents depend on, in one row: so of two who would open one, one joins the other's, and of two
 * who would tell a channel, one does.
 */
export interface Board {
  revision: number;
  open: OpenIncident[];
  dismissed: Dismissal[];
  /** When clients of a channel were told by themselves last, as far as that still holds. */
  told: Partial<Record<TroubleChannel, number>>;
}

export const EMPTY_BOARD: Board = { revision: 0, open: [], dismissed: [], told: {} };

/** Troubles that keep clients out are one matter; of the others each is its own. */
function isRelated(kinds: readonly TroubleKind[], kind: TroubleKind): boolean {
  return kinds.includes(kind) || (isAccess(kind) && kinds.some(isAccess));
}

function isAccess(kind: TroubleKind): boolean {
  return ACCESS_KINDS.includes(kind);
}

/** The open incident that this kind of trouble belongs to, the oldest first. */
export function relatedIn({ open }: Board, kind: TroubleKind): OpenIncident | undefined {
  return open.find(({ kinds }) => isRelated(kinds, kind));
}

/** The known incident that this is a report of: its reporter gets that one's text. Who says no more than that something is broken means it, too. */
export function reportedIn(
  { open }: Board,
  { kinds, channel }: Pick<TroubleReport, 'kinds' | 'channel'>,
): OpenIncident | undefined {
  return open.find(
    (incident) =>
      isKnown(incident) &&
      kinds.some((kind) => kind === 'other' || isRelated(incident.kinds, kind)) &&
      (incident.everywhere || incident.channels.includes(channel)),
  );
}

/**
 * Was this dismissed already? What was reported before does not open it again, nor what goes on as it was: for a while it
 * takes half as many reporters again, all of them later.
 */
export function isOldNews({ dismissed }: Board, { kind, since, at, reporters }: Suspicion): boolean {
  return dismissed.some(
    (it) =>
      isRelated(it.kinds, kind) &&
      at - it.at < LIMITS.dismissalHolds &&
      (since <= it.at || reporters < it.reporters * GROWTH),
  );
}

const GROWTH = 1.5;

/** Those of the channels whose clients were not told by themselves lately. */
export function untold({ told }: Board, channels: readonly TroubleChannel[], now: number): TroubleChannel[] {
  return channels.filter((channel) => now - (told[channel] ?? Number.NEGATIVE_INFINITY) >= LIMITS.toldAgain);
}

/** The board once this incident has changed, and these channels are being told of it. */
export function boardWith(
  board: Board,
  incident: Incident,
  now: number,
  channels: readonly TroubleChannel[] = [],
): Board {
  const others = board.open.filter(({ id }) => id !== incident.id);
  const open = isOpen(incident) ? [...others, onBoard(incident)] : others;
  const told = Object.entries(board.told).filter(([, at]) => at !== undefined && now - at < LIMITS.toldAgain);
  const dismissed = board.dismissed.filter(({ at }) => now - at < LIMITS.dismissalHolds);
  return {
    revision: board.revision + 1,
    open: open.sort((a, b) => (a.id < b.id ? -1 : 1)),
    dismissed: incident.state === 'dismissed' ? [...dismissed, dismissalOf(incident, now)] : dismissed,
    told: Object.fromEntries([...told, ...channels.map((channel) => [channel, now] as const)]),
  };
}

function onBoard(incident: Incident): OpenIncident {
  const { id, version, state, kinds, channels, everywhere, opened_by, texts, merged } = incident;
  return { id, version, state, kinds, channels, everywhere, opened_by, texts, ...(merged && { merged }) };
}

function dismissalOf({ kinds, evidence }: Incident, at: number): Dismissal {
  return { kinds, at, reporters: evidence?.reporters ?? 0 };
}
