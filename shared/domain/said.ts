import type { TextOutcome } from './delivery-record.ts';
import type { DeskText } from './desk-text.ts';
import { timeOf } from './ids.ts';
import type { Message } from './message.ts';
import type { OperatorAction } from './operator-action.ts';
import type { Scenario } from './scenario.ts';
import type { Turn } from './turn.ts';
import { plain } from './understanding/plain-words.ts';

/** A day's index lies in so many partitions, so that a busy hour does not write to one alone. */
export const SAID_SHARDS = 4;

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The day (UTC) of a moment, `YYYY-MM-DD`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Where in the index of days an id stands. */
export function standOf(id: string): { day: string; shard: number } {
  return { day: dayOf(timeOf(id)), shard: DIGITS.indexOf(id.slice(-1)) % SAID_SHARDS };
}

/** What a stretch of a conversation holds of what was said, in no order. */
export interface Stretched {
  messages: Message[];
  texts: WrittenText[];
  /** Ids that stand where a message should have come and did not. */
  forgotten: string[];
  /** What operators did to it meanwhile. */
  actions: OperatorAction[];
}

export interface WrittenText {
  text: DeskText;
  /** Of its last attempt, if there was one. */
  outcome: TextOutcome | 'retry' | undefined;
  /** When that ended, epoch milliseconds. */
  ended_at?: number | undefined;
  /** Of each try that was made: the rule that decided. */
  tries: string[];
  /** From when it was due to its first try, milliseconds; undefined: it was not tried. */
  late_ms?: number | undefined;
}

/** What was said by one of a conversation's two sides, at its place in the order of all that was said. */
export interface Said {
  /** Sorts all that was said; a turn comes right behind the newest message that it answers. */
  order: string;
  said: { kind: 'message'; message: Message } | ({ kind: 'text' } & WrittenText);
}

/**
 * What stands at these ids of the index, newest first. A turn has no entry of its own there: it is found right behind
 * the newest message that it answers, whose id is a millisecond older (`turnId`).
 * @param ids of one conversation
 */
export function saidAt(
  ids: ReadonlySet<string>,
  { messages, texts, forgotten }: Omit<Stretched, 'actions'>,
): Said[] {
  const heard = [...messages.map(({ id }) => id), ...forgotten].toSorted();
  const said = [
    ...messages.map((message): Said & { at: string } => ({
      at: message.id,
      order: message.id,
      said: { kind: 'message', message },
    })),
    ...texts.map((written): Said & { at: string } => {
      const { text } = written;
      const at = text.source === 'ai_bot' ? anchorOf(text, heard) : text.id;
      return { at, order: at === text.id ? at : `${at}#${text.id}`, said: { kind: 'text', ...written } };
    }),
  ];
  return said
    .filter(({ at }) => ids.has(at))
    .toSorted((a, b) => (a.order < b.order ? 1 : -1))
    .map(({ order, said: what }) => ({ order, said: what }));
}

function anchorOf({ id }: Turn, heard: readonly string[]): string {
  const before = timeOf(id) - 1;
  return heard.findLast((one) => timeOf(one) === before) ?? '';
}

/** The id of the index that a place in the order belongs to. */
export function anchorIn(order: string): string {
  return order.split('#')[0] ?? '';
}

/** What is looked for among all that was said; what is not named does not matter. */
export interface SaidFilter {
  /** Every one of them stands in it. */
  words: readonly string[];
  client?: string | undefined;
  partner?: string | undefined;
  scenario?: Scenario | undefined;
  min_confidence?: number | undefined;
  max_confidence?: number | undefined;
}

/** Words as they are looked for: whatever their case, and "е" for "ё". */
export function wordsOf(q: string): string[] {
  return plain(q)
    .split(' ')
    .filter((word) => word !== '');
}

export function hasWords(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const among = plain(text);
  return words.every((word) => among.includes(word));
}

/** All that can be read of it. */
export function textOf(said: Said['said']): string {
  if (said.kind === 'text') return said.text.text;
  const { text, attachments } = said.message;
  return [text, ...attachments.flatMap(({ caption, file_name }) => [caption ?? '', file_name ?? ''])].join(
    '\n',
  );
}

/** Was it understood as is asked for? What nobody had to understand fits only if nothing of the kind is asked. */
export function isUnderstoodSo(
  turn: Turn | undefined,
  { scenario, min_confidence, max_confidence }: SaidFilter,
): boolean {
  if (!asksHowUnderstood({ scenario, min_confidence, max_confidence })) return true;
  if (!turn) return false;
  const { classification } = turn;
  return (
    (scenario === undefined || classification.scenario === scenario) &&
    (min_confidence === undefined || classification.confidence >= min_confidence) &&
    (max_confidence === undefined || classification.confidence <= max_confidence)
  );
}

export function asksHowUnderstood({
  scenario,
  min_confidence,
  max_confidence,
}: Pick<SaidFilter, 'scenario' | 'min_confidence' | 'max_confidence'>): boolean {
  return scenario !== undefined || min_confidence !== undefined || max_confidence !== undefined;
}

/** The turns among them, the last decided first: where messages were decided about anew, ids do not tell which came later. */
export function turnsIn(said: readonly Said[]): Turn[] {
  const turns = said.flatMap(({ said: one }) =>
    one.kind === 'text' && one.text.source === 'ai_bot' ? [one.text] : [],
  );
  return turns.toSorted((a, b) => b.decided_at - a.decided_at);
}

/** What became of a text; undefined: nobody ever decided to say it, or it is a turn that says nothing. */
export function stateOf(
  { text, outcome }: WrittenText,
  outbox: Readonly<Record<string, unknown>>,
): TextOutcome | 'waiting' | undefined {
  if (text.source === 'ai_bot' && text.left) return undefined;
  if (text.id in outbox) return 'waiting';
  return outcome === 'retry' ? undefined : outcome;
}
