import { type ClientRecord, isOfChat, type Trace, tracesOf } from '../domain/client-record.ts';
import { destinationOf, type Head } from '../domain/conversation.ts';
import type { DeadDelivery } from '../domain/delivery-record.ts';
import { endpointUrl, type HeldText } from '../domain/endpoint.ts';
import { Fault } from '../domain/errors.ts';
import type { Feedback } from '../domain/feedback.ts';
import { conversationId, endpointId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type {
  ClientRecords,
  Journal,
  ParkedPlace,
  ParkedUpdate,
  ParkedUpdates,
  Schedules,
} from '../ports.ts';
import { botOf } from './erase-client.ts';

export interface ExportPorts {
  records: Pick<ClientRecords, 'records' | 'find'>;
  parked: Pick<ParkedUpdates, 'parked'>;
  schedules: Pick<Schedules, 'named'>;
  journal: Journal;
}

/** One thing that is kept of a client. */
export type Kept =
  | ClientRecord
  | { kind: 'feedback'; feedback: Feedback }
  | { kind: 'dead'; dead: DeadDelivery }
  | { kind: 'held'; held: HeldText }
  /** A wake-up, by its name. */
  | { kind: 'wake_up'; name: string }
  | { kind: 'parked'; update: ParkedUpdate };

/** Behind which row of the conversation, or which parked update, an export goes on. */
export interface ExportPosition {
  record?: string | undefined;
  parked?: ParkedPlace | undefined;
}

export interface ExportAsked {
  partner: string;
  client_id: string;
  by: string;
  from?: ExportPosition | undefined;
  /** How many bytes something takes in the answer. */
  sizeOf: (kept: Kept) => number;
}

/**
 * All that is kept of a client, each thing once: its conversation in the order of time, with what is kept elsewhere because of it,
 * and updates of its chat that nobody understood. As much of it as fits into one answer.
 * @throws Fault client.unknown
 */
export async function exportClient(
  ports: ExportPorts,
  asked: ExportAsked,
): Promise<{ kept: Kept[]; next: ExportPosition | undefined }> {
  const { partner, client_id, by, from } = asked;
  const conversation_id = conversationId(partner, client_id);
  const page = new Page(asked.sizeOf);
  const next =
    (from?.parked ? undefined : await addRecords(ports, page, conversation_id, from?.record)) ??
    (await addParked(ports, page, { bot: botOf(partner), client_id }, from?.parked));
  if (!from && !next && page.kept.length === 0) throw unknownClient();
  if (!from) ports.journal.info('client.exported', { conversation_id, by });
  return { kept: page.kept, next };
}

export function unknownClient(): Fault {
  return new Fault('client.unknown', 'nothing is kept of a client with this id at this partner');
}

/** As much as an answer holds: what belongs together is on one page, and there is something on each. */
class Page {
  readonly kept: Kept[] = [];
  readonly #sizeOf: ExportAsked['sizeOf'];
  #bytes = 0;

  constructor(sizeOf: ExportAsked['sizeOf']) {
    this.#sizeOf = sizeOf;
  }

  /** False: there is no room for these any more. */
  add(kept: readonly Kept[]): boolean {
    const bytes = kept.reduce((sum, one) => sum + this.#sizeOf(one), this.#bytes);
    if (bytes > LIMITS.exportBytes && this.kept.length > 0) return false;
    this.#bytes = bytes;
    this.kept.push(...kept);
    return true;
  }
}

async function addRecords(
  ports: ExportPorts,
  page: Page,
  conversation: string,
  after: string | undefined,
): Promise<ExportPosition | undefined> {
  for (let last = after; ; ) {
    const found = await ports.records.records(conversation, { limit: LIMITS.exportRows, after: last });
    const beside = new Beside(await ports.records.find(found.flatMap(keptBeside)));
    for (const record of found) {
      const wakeUps = record.kind === 'head' ? await wakeUpsOf(ports, conversation) : [];
      if (!page.add([record, ...beside.of(record), ...wakeUps])) return { record: last };
      last = record.place;
    }
    if (found.length < LIMITS.exportRows) return undefined;
  }
}

/** What is kept elsewhere because of a row. */
function keptBeside(record: ClientRecord): Trace[] {
  return record.kind === 'head' ? heldOf(record.head) : tracesOf(record);
}

function heldOf(head: Head): Trace[] {
  const to = destinationOf(head);
  const here = to === undefined ? [] : [endpointId(head.partner, endpointUrl(to))];
  return Object.entries(head.outbox).flatMap(([text_id, { deferral }]) =>
    [...new Set([...here, ...(deferral ? [deferral.endpoint_id] : [])])].map(
      (endpoint_id): Trace => ({ kind: 'held', endpoint_id, text_id }),
    ),
  );
}

/** What was found beside rows, by the row it is to stand behind. */
class Beside {
  readonly #found: readonly { kind: Trace['kind']; value: object }[];

  constructor(found: readonly { kind: Trace['kind']; value: object }[]) {
    this.#found = found;
  }

  of(record: ClientRecord): Kept[] {
    if (record.kind === 'head')
      return this.#all('held').map((held): Kept => ({ kind: 'held', held: held as HeldText }));
    if (record.kind === 'text')
      return (this.#all('feedback') as Feedback[])
        .filter(({ turn_id }) => turn_id === record.text.id)
        .map((feedback): Kept => ({ kind: 'feedback', feedback }));
    if (record.kind !== 'attempt') return [];
    const { text_id, finished_at } = record.attempt;
    return (this.#all('dead') as DeadDelivery[])
      .filter((dead) => dead.text_id === text_id && dead.died_at === finished_at)
      .map((dead): Kept => ({ kind: 'dead', dead }));
  }

  #all(kind: Trace['kind']): object[] {
    return this.#found.filter((it) => it.kind === kind).map(({ value }) => value);
  }
}

async function wakeUpsOf({ schedules }: ExportPorts, conversation: string): Promise<Kept[]> {
  const names = await schedules.named('followUp', `${conversation}-`);
  return names.map((name): Kept => ({ kind: 'wake_up', name }));
}

async function addParked(
  { parked }: ExportPorts,
  page: Page,
  { bot, client_id }: { bot: string | undefined; client_id: string },
  from: ParkedPlace | undefined,
): Promise<ExportPosition | undefined> {
  if (bot === undefined) return undefined;
  for (let before = from; ; ) {
    const found = await parked.parked({ limit: LIMITS.parkedLookedAt, before });
    for (const update of found) {
      const theirs = update.bot === bot && isOfChat(update.body, client_id);
      if (theirs && !page.add([{ kind: 'parked', update }])) return { parked: before };
      before = { at: update.at, bot: update.bot, update: update.update };
    }
    if (found.length < LIMITS.parkedLookedAt) return undefined;
  }
}
