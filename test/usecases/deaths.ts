import { MemoryAudiences, MemoryBroadcasts } from '../../shared/adapters/memory/broadcasts.ts';
import { MemoryClientRecords } from '../../shared/adapters/memory/client-records.ts';
import { MemoryDeadDeliveries } from '../../shared/adapters/memory/dead-deliveries.ts';
import { MemoryFeedback } from '../../shared/adapters/memory/feedback.ts';
import { MemoryIncidentLinks, MemoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { MemoryParkedUpdates } from '../../shared/adapters/memory/parked-updates.ts';
import { MemoryTroubleReports } from '../../shared/adapters/memory/troubles.ts';
import type { DeadDelivery, TextOutcome } from '../../shared/domain/delivery-record.ts';
import { entryOf } from '../../shared/domain/desk-text.ts';
import {
  type Endpoint,
  type EndpointState,
  freshEndpoint,
  type HeldText,
} from '../../shared/domain/endpoint.ts';
import { conversationId, messageId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type {
  Conversations,
  Endpoints,
  JobSignal,
  Outbox,
  ScheduleClock,
  Schedules,
} from '../../shared/ports.ts';
import type { StartPorts } from '../../shared/usecases/start-job.ts';
import type { SwitchPorts } from '../../shared/usecases/switch-endpoint.ts';
import { type JobPorts, workOnJob } from '../../shared/usecases/work-on-job.ts';
import { anAdmission, aTurn, DAY, NOW, PARTNER } from '../builders.ts';
import { aDesk, Crash, crashing, type Desk } from './desk.ts';

type Stores = Pick<Conversations, 'admit' | 'head' | 'draft' | 'commitTurn'> & Outbox;

/** A text of a client, told apart by its number. */
export interface TextOf {
  n: number;
  /** When it was given up, or held. */
  at?: number;
  partner?: string;
  rule?: string;
  endpoint_id?: string;
}

const clientOf = (n: number): string => `client-${n}`;
export const textOf = ({ n, partner = PARTNER }: TextOf): string =>
  messageId(NOW - DAY + n, conversationId(partner, clientOf(n)), new Uint8Array(10).fill(7));

/** A conversation whose one text waits in its outbox. */
export async function write(stores: Stores, text: TextOf): Promise<Turn> {
  const { n, partner = PARTNER } = text;
  const conversation_id = conversationId(partner, clientOf(n));
  const admission = anAdmission({
    conversation_id,
    partner,
    client_id: clientOf(n),
    id: messageId(NOW, conversation_id, new Uint8Array(10)),
  });
  await stores.admit(undefined, admission);
  const head = await stores.head(conversation_id);
  const turn = aTurn({
    id: textOf(text),
    conversation_id,
    answers: [admission.id],
    in_reply_to: admission.id,
  });
  await stores.draft(turn);
  if (!head) throw new Error('there is no head');
  await stores.commitTurn(head, turn, { entry: entryOf(turn), decided: turn.answers });
  return turn;
}

/** Ends the text that waits, as an attempt would. */
export async function end(
  stores: Stores,
  text: TextOf,
  outcome: TextOutcome = 'dead',
): Promise<DeadDelivery> {
  const { n, at = NOW - DAY, partner = PARTNER, rule = 'http.5xx.exhausted', endpoint_id } = text;
  const conversation_id = conversationId(partner, clientOf(n));
  const text_id = textOf(text);
  const head = await stores.head(conversation_id);
  const entry = head?.outbox[text_id];
  if (!head || !entry) throw new Error('the text does not wait');
  const number = (entry.replay_after ?? 0) + entry.attempts + 1;
  const claim = { id: `claim-${number}`, until: 0 };
  await stores.claim(head, text_id, claim);
  const times = { due_at: at, started_at: at, finished_at: at };
  await stores.putAttempt({ conversation_id, text_id, number, claim_id: claim.id, ...times, rule, outcome });
  const dead = {
    conversation_id,
    partner,
    client_id: clientOf(n),
    text_id,
    died_at: at,
    rule,
    attempts: number,
  };
  const buried = endpoint_id === undefined ? dead : { ...dead, endpoint_id };
  if (outcome === 'dead') await stores.bury(buried, claim.id);
  else await stores.settle(conversation_id, text_id, claim.id);
  return buried;
}

/** A text that was given up. */
export async function giveUp(stores: Stores, text: TextOf): Promise<DeadDelivery> {
  await write(stores, text);
  return end(stores, text);
}

/** Schedules that a test has armed. */
class RecordingSchedules implements Schedules {
  readonly armed: Record<ScheduleClock, string[]> = { retry: [], followUp: [] };

  named = async (clock: ScheduleClock, prefix: string): Promise<string[]> =>
    this.armed[clock].filter((name) => name.startsWith(prefix));

  disarm = async (clock: ScheduleClock, name: string): Promise<void> => {
    this.armed[clock] = this.armed[clock].filter((known) => known !== name);
  };
}

/** Where a client leaves something besides its conversation, in memory. */
export function keptBeside({ conversations, jobs, endpoints }: Desk) {
  const parked = new MemoryParkedUpdates();
  const feedback = new MemoryFeedback();
  const [troubles, links] = [new MemoryTroubleReports(), new MemoryIncidentLinks()];
  const audiences = new MemoryAudiences(conversations);
  const tellings = {
    troubles,
    links,
    audiences,
    incidents: new MemoryIncidents(),
    broadcasts: new MemoryBroadcasts(),
  };
  const places = { conversations, jobs, endpoints, feedback, parked, ...tellings };
  const records = new MemoryClientRecords(places);
  return { parked, feedback, records, ...tellings, schedules: new RecordingSchedules() };
}

/** What operators work with, in memory, beside a desk. */
export function anOperatorsDesk() {
  const desk = aDesk();
  const { conversations, outbound, jobLane, jobs, endpoints, clock, chance, journal } = desk;
  const dead = new MemoryDeadDeliveries(conversations);
  const { parked, feedback, records, schedules, ...tellings } = keptBeside(desk);
  const work: JobPorts = {
    conversations,
    outbox: conversations,
    dead,
    endpoints,
    jobs,
    outbound,
    jobLane,
    clock,
    journal,
    records,
    requests: desk.requests,
    parked,
    schedules,
    incidents: tellings.incidents,
    broadcasts: tellings.broadcasts,
  };
  const start: StartPorts & SwitchPorts = { jobs, jobLane, clock, chance, journal, endpoints };
  return {
    ...desk,
    parked,
    feedback,
    records,
    schedules,
    tellings,
    dead,
    work,
    start,
    replay: work,
    /** Attends to the jobs' lane until nothing is left in it; waits pass at once. */
    async workOff(attend = (signal: JobSignal) => workOnJob(work, signal)): Promise<number> {
      let steps = 0;
      for (let [sent, ...rest] = jobLane.take(); sent; [sent, ...rest] = [...rest, ...jobLane.take()]) {
        clock.advance(sent.delayS * 1000);
        await attend(sent.signal);
        steps += 1;
        if (steps > 1000) throw new Error('the job does not end');
      }
      return steps;
    },
    /** Conversations that deliver was sent to, in order. */
    signalled: (): string[] => outbound.take().map(({ signal }) => signal.conversation_id),
  };
}

export type OperatorsDesk = ReturnType<typeof anOperatorsDesk>;

/** A job's start and every step, the `k`-th call of which crashes its process; a signal not attended to comes again. */
export async function workThroughCrash(
  desk: OperatorsDesk,
  [k, when]: readonly [number, 'before' | 'after'],
  begin: (ports: StartPorts & JobPorts) => Promise<Job>,
): Promise<{ id: string; crashes: number; calls: number }> {
  const ports = { ...desk.start, ...desk.work };
  const crash = crashing(ports, k, when);
  let crashes = 0;
  const survive = async <T>(attempt: (by: typeof ports) => Promise<T>): Promise<T> => {
    try {
      if (crashes === 0) return await attempt(crash.ports);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes += 1;
    }
    return attempt(ports);
  };
  const { id } = await survive(begin);
  await desk.workOff((signal) => survive((by) => workOnJob(by, signal)));
  return { id, crashes, calls: crash.calls() };
}

export const ENDPOINT = freshEndpoint(PARTNER, 'https://crm.example.com/hook');

/** Keeps an endpoint that fares like this. */
export async function keepEndpoint(
  endpoints: Pick<Endpoints, 'save' | 'endpoint'>,
  state: EndpointState,
  over: Partial<Endpoint> = {},
): Promise<Endpoint> {
  const next = { ...ENDPOINT, ...over, state };
  await endpoints.save(await endpoints.endpoint(next.id), next);
  return next;
}

/** A text that waits because its endpoint is disabled. */
export async function hold(
  desk: { conversations: Stores; endpoints: Pick<Endpoints, 'hold'> },
  text: TextOf,
): Promise<HeldText> {
  const { conversation_id, id: text_id } = await write(desk.conversations, text);
  const { at: held_at = NOW - DAY, partner = PARTNER, n, endpoint_id = ENDPOINT.id } = text;
  const head = await desk.conversations.head(conversation_id);
  if (!head) throw new Error('there is no head');
  const until = held_at + 30 * DAY;
  const deferral = { endpoint_id, rule: 'endpoint.disabled', until, since: held_at, times: 1 };
  await desk.conversations.defer(head, text_id, deferral);
  const held = { endpoint_id, conversation_id, partner, client_id: clientOf(n), text_id, held_at, until };
  await desk.endpoints.hold(held);
  return held;
}
