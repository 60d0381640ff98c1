import type { Head } from '../domain/conversation.ts';
import type { Attempt } from '../domain/delivery-record.ts';
import type { DeskText } from '../domain/desk-text.ts';
import type { Message } from '../domain/message.ts';
import type { Note, OperatorAction } from '../domain/operator-action.ts';
import type { Stretched, WrittenText } from '../domain/said.ts';
import type { Turn } from '../domain/turn.ts';
import type { HistoryItem, HistoryPage, TimelineItem } from '../ports.ts';

export type StoredEntry =
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText }
  | { kind: 'attempt'; attempt: Attempt }
  | { kind: 'forgotten' }
  | { kind: 'note'; note: Note }
  | { kind: 'action'; action: OperatorAction };

/**
 * What was really said, newest first, from a conversation's rows. A text counts only if the head still has it to deliver
 * or an attempt tells what became of it: a draft that was never committed shows in neither. A turn that said nothing counts
 * if its messages are decided and no later turn has answered them: none of its own tenure, if what was brought back counts.
 */
export function historyOf(
  head: Head | undefined,
  entries: readonly StoredEntry[],
  { decisionsOnly, broughtBack }: Omit<HistoryPage, 'limit'> = {},
): HistoryItem[] {
  const lastAttempt = new Map<string, Attempt>();
  for (const entry of entries) if (entry.kind === 'attempt') keepLatest(lastAttempt, entry.attempt);
  const items = entries.flatMap((entry): HistoryItem[] => {
    if (entry.kind === 'message') return decisionsOnly ? [] : [{ kind: 'message', message: entry.message }];
    return entry.kind === 'text' ? itemOf(head, entry.text, lastAttempt.get(entry.text.id)) : [];
  });
  const matter = (id: string, tenure: number) => (broughtBack ? `${tenure} ${id}` : id);
  const last = new Map(head?.pending.map((id) => [matter(id, head.tenure), UNDECIDED]));
  for (const turn of items.flatMap(decisionIn))
    for (const name of turn.answers.map((id) => matter(id, turn.tenure)))
      if ((last.get(name) ?? '') < rankOf(turn)) last.set(name, rankOf(turn));
  const stands = (turn: Turn) =>
    turn.answers.every((id) => last.get(matter(id, turn.tenure)) === rankOf(turn));
  return items.filter((item) => item.kind !== 'left' || stands(item.turn));
}

/** The same for whoever serves the client: with every attempt, and with what operators did and noted among themselves. */
export function timelineOf(head: Head | undefined, entries: readonly StoredEntry[]): TimelineItem[] {
  const items = new Map(historyOf(head, entries, { broughtBack: true }).map((item) => [idOf(item), item]));
  const attempts = Map.groupBy(
    entries.flatMap((entry) => (entry.kind === 'attempt' ? [entry.attempt] : [])),
    ({ text_id }) => text_id,
  );
  return entries.flatMap((entry): TimelineItem[] => {
    if (entry.kind === 'note') return [{ kind: 'note', note: entry.note }];
    if (entry.kind === 'action') return [{ kind: 'action', action: entry.action }];
    if (entry.kind !== 'message' && entry.kind !== 'text') return [];
    const item = items.get(entry.kind === 'message' ? entry.message.id : entry.text.id);
    if (item?.kind !== 'text') return item ? [item] : [];
    const made = attempts.get(item.text.id) ?? [];
    return [{ ...item, attempts: made.sort((a, b) => a.number - b.number) }];
  });
}

/** What of a conversation's rows was said, and how each text's attempts went. */
export function stretchedOf(entries: readonly StoredEntry[]): Omit<Stretched, 'forgotten'> {
  const attempts = Map.groupBy(
    entries.flatMap((entry) => (entry.kind === 'attempt' ? [entry.attempt] : [])),
    ({ text_id }) => text_id,
  );
  return {
    messages: entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : [])),
    texts: entries.flatMap((entry) =>
      entry.kind === 'text' ? [writtenText(entry.text, attempts.get(entry.text.id) ?? [])] : [],
    ),
    actions: entries.flatMap((entry) => (entry.kind === 'action' ? [entry.action] : [])),
  };
}

/** @param attempts of this text, in any order; those that only tell how it ended were no tries */
function writtenText(text: DeskText, attempts: readonly Attempt[]): WrittenText {
  const sorted = attempts.toSorted((a, b) => a.number - b.number);
  const last = sorted.at(-1);
  const tried = sorted.filter(({ result }) => result !== undefined);
  const [first] = tried;
  return {
    text,
    outcome: last?.outcome,
    ...(last && { ended_at: last.finished_at }),
    tries: tried.map(({ rule }) => rule),
    ...(first && { late_ms: first.started_at - first.due_at }),
  };
}

function idOf(item: HistoryItem): string {
  if (item.kind === 'message') return item.message.id;
  return item.kind === 'text' ? item.text.id : item.turn.id;
}

/** Sorts by when a turn was decided. */
function rankOf({ decided_at, id }: Turn): string {
  return `${String(decided_at).padStart(15, '0')} ${id}`;
}

/** Sorts behind every decision. */
const UNDECIDED = '~';

function itemOf(head: Head | undefined, text: DeskText, last: Attempt | undefined): HistoryItem[] {
  if (text.source === 'ai_bot' && text.left) return [{ kind: 'left', turn: text }];
  if (head?.outbox[text.id]) return [{ kind: 'text', text, outcome: 'waiting' }];
  return last && last.outcome !== 'retry' ? [{ kind: 'text', text, outcome: last.outcome }] : [];
}

function decisionIn(item: HistoryItem): Turn[] {
  if (item.kind === 'left') return [item.turn];
  return item.kind === 'text' && item.text.source === 'ai_bot' ? [item.text] : [];
}

function keepLatest(attempts: Map<string, Attempt>, attempt: Attempt): void {
  const known = attempts.get(attempt.text_id);
  if (!known || known.number < attempt.number) attempts.set(attempt.text_id, attempt);
}
