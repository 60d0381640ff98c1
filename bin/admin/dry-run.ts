import type { Answer, Ask } from './api.ts';
import { columns, given, type Typed } from './command.ts';
import { changesTyped } from './policy-changes.ts';

type Side = Record<string, unknown>;

interface ChangedTurn {
  partner: string;
  client_id: string;
  decided_at: string;
  before: Side;
  after: Side;
}

interface DryRun {
  conversations: number;
  turns: number;
  changed: number;
  reasons: Record<string, { before: number; after: number }>;
  items: ChangedTurn[];
}

const NOTHING: DryRun = { conversations: 0, turns: 0, changed: 0, reasons: {}, items: [] };

/** Tries what was typed on stored conversations. */
export async function dryRun(ask: Ask, typed: Typed): Promise<Answer> {
  const { changes } = await changesTyped(ask, typed, 'policy dry-run');
  return tryOut(ask, typed, '/api/policy/dry-run', { changes });
}

/** Tries it page by page, and adds up what comes of it. */
export async function tryOut(ask: Ask, { options }: Typed, path: string, what: object): Promise<Answer> {
  const { partner, client } = options;
  const asked = { ...what, ...given({ partner, client_id: client }) };
  let all = NOTHING;
  for (let cursor: unknown; ; ) {
    const page = await ask('POST', path, { ...asked, ...given({ cursor }) });
    all = sum(all, page as unknown as DryRun);
    if (typeof page['next'] !== 'string') return { ...page, ...all, next: undefined };
    cursor = page['next'];
  }
}

function sum(one: DryRun, other: DryRun): DryRun {
  const names = [...new Set([...Object.keys(one.reasons), ...Object.keys(other.reasons)])];
  const count = (name: string, side: 'before' | 'after') =>
    (one.reasons[name]?.[side] ?? 0) + (other.reasons[name]?.[side] ?? 0);
  return {
    conversations: one.conversations + other.conversations,
    turns: one.turns + other.turns,
    changed: one.changed + other.changed,
    reasons: Object.fromEntries(
      names.map((name) => [name, { before: count(name, 'before'), after: count(name, 'after') }]),
    ),
    items: [...one.items, ...other.items],
  };
}

export function showDryRun(answer: Answer): string[] {
  const { conversations, turns, changed, reasons, items } = answer as unknown as DryRun;
  const counts = Object.entries(reasons).map(([name, { before, after }]) => [name, before, after]);
  const summary = `${changed} of ${turns} turns would be decided otherwise; conversations: ${conversations}`;
  if (changed === 0) return [summary];
  const rows = items.map(({ decided_at, partner, client_id, before, after }) => [
    decided_at,
    partner,
    client_id,
    differences(before, after),
  ]);
  const more = changed > items.length ? [`… and ${changed - items.length} more`] : [];
  return [
    summary,
    '',
    ...columns([['handed over for', 'before', 'after'], ...counts]),
    '',
    ...columns([['decided', 'partner', 'client', 'changes'], ...rows]),
    ...more,
  ];
}

/** What differs, as `said answered → left`. */
function differences(before: Side, after: Side): string {
  const fields = Object.keys(before).filter((field) => before[field] !== after[field]);
  return fields.map((field) => `${field} ${before[field] ?? '–'} → ${after[field] ?? '–'}`).join(', ');
}
