import type { TimelineItemBody } from '../../../shared/contracts/inbox-responses.ts';

type Of<Kind extends TimelineItemBody['kind']> = Extract<TimelineItemBody, { kind: Kind }>;
type Turn = NonNullable<Of<'text'>['turn']>;

/** What happened, one after the other; times are epoch milliseconds. */
export type Step = { key: string; at: number } & (
  | { what: 'came'; item: Of<'message'> }
  | { what: 'understood'; turn: Turn; afterMs: number | undefined }
  | { what: 'answered'; item: Of<'text'>; sentMs: number | undefined }
  | { what: 'did'; action: Of<'action'> }
);

/** The steps of a timeline that comes newest first, in the order of time. */
export function stepsOf(items: readonly TimelineItemBody[]): Step[] {
  const came = new Map(
    items.filter((it) => it.kind === 'message').map((it) => [it.id, Date.parse(it.created_at)]),
  );
  return items.flatMap((item) => stepOf(item, came)).toSorted((a, b) => a.at - b.at);
}

function stepOf(item: TimelineItemBody, came: ReadonlyMap<string, number>): Step[] {
  const at = Date.parse(item.created_at);
  if (item.kind === 'message') return [{ key: item.id, at, what: 'came', item }];
  if (item.kind === 'action') return [{ key: item.id, at, what: 'did', action: item }];
  if (item.kind === 'note') return [];
  if (item.kind === 'left') return [understood(item.turn, came)];
  const answered: Step = {
    key: item.id,
    at: deliveredAt(item) ?? at,
    what: 'answered',
    item,
    sentMs: sentIn(item),
  };
  return item.turn ? [understood(item.turn, came), answered] : [answered];
}

function understood(turn: Turn, came: ReadonlyMap<string, number>): Step {
  const at = Date.parse(turn.created_at);
  const first = Math.min(...turn.answers.map((id) => came.get(id) ?? Number.POSITIVE_INFINITY));
  const afterMs = Number.isFinite(first) ? at - first : undefined;
  return { key: `turn-${turn.id}`, at, what: 'understood', turn, afterMs };
}

function deliveredAt({ attempts }: Of<'text'>): number | undefined {
  const last = attempts.at(-1);
  return last && Date.parse(last.finished_at);
}

/** How long the last try took on the wire, by wall time. */
function sentIn({ attempts }: Of<'text'>): number | undefined {
  return attempts.at(-1)?.timing?.total_ms;
}
