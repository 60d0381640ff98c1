import type { ErasureBody, KeptItem } from '../../shared/contracts/client-responses.ts';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import type { EraseJob } from '../../shared/domain/job.ts';
import type { Kept } from '../../shared/usecases/export-client.ts';

const iso = (at: number): string => new Date(at).toISOString();

export function erasureView(job: EraseJob): ErasureBody {
  const { id, partner, conversation_id, until, look, erased, started_at, started_by } = job;
  const over = job.ended_at !== undefined;
  return {
    id,
    state: over ? 'done' : 'running',
    partner,
    conversation_id,
    until: iso(until),
    look,
    erased,
    started_at: iso(started_at),
    started_by,
    next_at: over ? null : iso(job.next_at),
    ended_at: job.ended_at === undefined ? null : iso(job.ended_at),
  };
}

/** Something that is kept, as it is handed to whoever it is about: without what only the desk's machinery needs. */
export function keptView(kept: Kept): KeptItem {
  return kept.kind === 'head'
    ? { kind: 'conversation', data: readable(dataOf(kept)) }
    : { kind: kept.kind, data: readable(dataOf(kept)) };
}

function dataOf(kept: Kept): object {
  switch (kept.kind) {
    case 'head': {
      const { partner, client_id, created_at, status, handler, assignee, channel } = kept.head;
      const { escalation, acknowledged_at, scenario, language, follow_up, greeted, last } = kept.head;
      const stands = { status, handler, assignee, channel, greeted, scenario, language, escalation };
      return { partner, client_id, created_at, ...stands, acknowledged_at, follow_up, last_at: last.at };
    }
    case 'profile':
      return { ...kept.profile, told_at: kept.told_at };
    case 'read':
      return { operator: kept.operator, messages: kept.epoch };
    case 'message': {
      const { conversation_id: _id, key: _key, ...message } = kept.message;
      return message;
    }
    case 'text': {
      const { conversation_id: _id, ...text } = kept.text;
      return text;
    }
    case 'attempt':
      return attemptOf(kept.attempt);
    case 'note':
      return kept.note;
    case 'action':
      return kept.action;
    case 'feedback':
      return kept.feedback;
    case 'dead':
      return kept.dead;
    case 'held':
      return kept.held;
    case 'parked':
      return kept.update;
    case 'wake_up':
      return { at: Number(kept.name.split('-').at(-1)) * 1000 };
    case 'forgotten':
      return { id: kept.place.slice('M#'.length) };
    case 'other':
      return kept.row;
  }
}

/** What the receiver answered is the receiver's. */
function attemptOf({
  conversation_id: _id,
  claim_id: _claim,
  claim_until: _until,
  ...attempt
}: Attempt): object {
  const { result } = attempt;
  if (result?.kind !== 'response') return attempt;
  const { body: _body, ...rest } = result;
  return { ...attempt, result: rest };
}

const NAMES_TIME = /^(at|due|until|since|deadline|expires|.+_(at|until))$/;

/** The same with times as people write them. */
function readable(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, readably(name, inner)]),
  );
}

function readably(name: string, value: unknown): unknown {
  if (typeof value === 'number' && NAMES_TIME.test(name) && value > 0) return iso(value);
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map((inner) => readably(name, inner));
  return typeof value === 'object' && value !== null ? readable(value) : value;
}
