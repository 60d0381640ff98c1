import { CachedBoard } from '../../shared/adapters/cached-board.ts';
import { MemoryBotPacing } from '../../shared/adapters/memory/bot-pacing.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import {
  MemoryAudiences,
  MemoryBroadcastPace,
  MemoryBroadcasts,
} from '../../shared/adapters/memory/broadcasts.ts';
import { MemoryClientRecords } from '../../shared/adapters/memory/client-records.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { MemoryDeadDeliveries } from '../../shared/adapters/memory/dead-deliveries.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryEndpoints } from '../../shared/adapters/memory/endpoints.ts';
import { MemoryFeedback } from '../../shared/adapters/memory/feedback.ts';
import { MemoryIncidentLinks, MemoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { MemoryJobs } from '../../shared/adapters/memory/jobs.ts';
import { MemoryParkedUpdates } from '../../shared/adapters/memory/parked-updates.ts';
import { MemoryKeyedRequests } from '../../shared/adapters/memory/requests.ts';
import { MemoryTroubleReports, MemoryUsualTroubles } from '../../shared/adapters/memory/troubles.ts';
import type { SendShare } from '../../shared/adapters/send-limit.ts';
import { destinationOf } from '../../shared/domain/conversation.ts';
import { endpointUrl } from '../../shared/domain/endpoint.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { conversationOf, endpointId } from '../../shared/domain/ids.ts';
import type { Journal, OutgoingText, SaidByDay, Signal } from '../../shared/ports.ts';
import type { Fact, Told } from '../judge/facts.ts';
import type { Mutant } from '../mutants/mutant.ts';
import type { Trace } from '../trace.ts';
import { SimBotApi } from './bot-api.ts';
import { Dice, PURPOSE } from './dice.ts';
import { type FaultPlan, Faults } from './faults.ts';
import type { SimLane } from './lane.ts';
import { type LaneName, openLanes, TIMEOUT } from './lanes.ts';
import { conversationsIn, conversationsOf, factOf } from './observe.ts';
import {
  type Ended,
  FUNCTIONS,
  type FunctionName,
  type PortCall,
  Process,
  type Surroundings,
} from './process.ts';
import { Receivers } from './receivers.ts';
import { SimScheduler } from './scheduler.ts';
import { SimStream } from './stream.ts';
import { Timeline } from './timeline.ts';
import { Times } from './times.ts';

export interface Settings {
  seed: number;
  /** Business time runs so many times faster than wall time. */
  speed: number;
  /** Business time when the run begins; a Tuesday's noon (UTC) unless said otherwise. */
  start?: number | undefined;
  pace: 'natural' | 'immediate';
  /** Clients are held to their rate. */
  limited: boolean;
  /** Outages are sensed. */
  senses?: boolean | undefined;
  concurrency: Record<'classify' | 'deliver' | 'slow' | 'follow-up' | 'broadcast' | 'redrive', number>;
  /** Clocks of processes are off by at most so many ms. */
  skew: number;
  /** What one process may send. */
  share: SendShare;
  faults: FaultPlan;
}

/** Somebody who watches for the worst moment to act. */
export type Watcher = (process: Process, call: PortCall) => void;

/** Everything around the functions, on one timeline, out of one seed. */
export class World implements Surroundings {
  readonly timeline = new Timeline();
  readonly settings: Settings;
  readonly dice: Dice;
  readonly times: Times;
  readonly faults: Faults;
  readonly store = new MemoryConversations();
  readonly requests = new MemoryKeyedRequests();
  readonly directory = new MemoryDirectory();
  readonly bots = new MemoryBots();
  readonly parked = new MemoryParkedUpdates();
  readonly endpoints = new MemoryEndpoints();
  readonly dead = new MemoryDeadDeliveries(this.store);
  readonly jobs = new MemoryJobs();
  readonly broadcasts = new MemoryBroadcasts();
  readonly audiences = new MemoryAudiences(this.store);
  readonly incidents = new MemoryIncidents();
  /** As processes remember it for a few seconds: here all of them the same. */
  readonly board = new CachedBoard(this.incidents, { wall: () => this.times.wall() });
  /** Who has reported incidents, and who was told of them. */
  readonly links = new MemoryIncidentLinks();
  readonly troubles = new MemoryTroubleReports();
  readonly usualTroubles = new MemoryUsualTroubles();
  /** What was said by day; a scenario may have a quicker one. */
  said: Pick<SaidByDay, 'onDay' | 'heads'> = this.store;
  readonly noticePace = new MemoryBroadcastPace();
  readonly records = new MemoryClientRecords({
    conversations: this.store,
    jobs: this.jobs,
    endpoints: this.endpoints,
    feedback: new MemoryFeedback(),
    parked: this.parked,
    troubles: this.troubles,
    links: this.links,
    audiences: this.audiences,
  });
  readonly lanes: Record<LaneName, SimLane>;
  readonly scheduler: SimScheduler;
  /** Wakes conversations for their follow-ups. */
  readonly wakeUps: SimScheduler;
  readonly stream: SimStream;
  readonly receivers: Receivers;
  readonly botApi: SimBotApi;
  readonly pacing = new MemoryBotPacing({
    wall: () => this.times.wall(),
    business: () => this.times.business(),
  });
  /** What the desk does and says; a scenario may change it while it runs. */
  handbook: Handbook = SHIPPED_HANDBOOK;
  readonly facts: Fact[] = [];
  readonly watchers: Watcher[] = [];
  /** People that react to what happens. */
  readonly listeners: ((fact: Fact) => void)[] = [];
  /** Conversations of which trouble was not counted, because that failed or took too long. */
  readonly unsensed = new Set<string>();
  /** Answers that nobody should ever get. */
  readonly surprises: string[] = [];
  readonly mutant: Mutant | undefined;
  readonly #trace: Trace | undefined;
  readonly #invocations = new Map<FunctionName, number>();
  #calls = 0;

  constructor(settings: Settings, also: { mutant?: Mutant | undefined; trace?: Trace | undefined } = {}) {
    this.settings = settings;
    this.mutant = also.mutant;
    this.#trace = also.trace;
    this.dice = new Dice(settings.seed);
    this.times = new Times(this.timeline, settings.speed, settings.start);
    this.faults = new Faults(settings.faults, this.dice, () => this.timeline.now);
    this.lanes = openLanes(this, (name, body) => this.#tellLate(name, conversationsOf([body])));
    this.scheduler = this.#ringing(1, 'slow');
    this.wakeUps = this.#ringing(2, 'followUps');
    this.stream = new SimStream(this, (message) => this.#leaveBehind(message));
    const now = (): number => this.times.business();
    const tell = (fact: Told): void => this.tell(fact);
    this.receivers = new Receivers(this.timeline, now, tell);
    this.botApi = new SimBotApi(this.timeline, this.times, tell);
  }

  /** Port calls so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Runs a function once, for these conversations if they are known; resolves with what became of it. */
  invoke<T>(
    fn: FunctionName,
    work: (process: Process) => Promise<T>,
    subjects?: () => readonly string[],
  ): Promise<Ended<T>> {
    const number = (this.#invocations.get(fn) ?? 0) + 1;
    this.#invocations.set(fn, number);
    const process = new Process(this, fn, number, this.#skewOf(fn, number), subjects);
    this.timeline.after(TIMEOUT[fn], () => process.runOutOfTime());
    return new Promise((ended) => {
      process.onDeath = () => ended({ kind: 'died' });
      const end = (how: Ended<T>): void => {
        process.answered = true;
        ended(how);
      };
      work(process).then(
        (value) => end({ kind: 'returned', value }),
        (error: unknown) => end({ kind: 'failed', error }),
      );
    });
  }

  tell(told: Told): void {
    const fact: Fact = { ...told, at: this.timeline.now, now: this.times.business() };
    this.facts.push(fact);
    this.#trace?.add(this.timeline.now, '·', fact.kind, told);
    for (const listen of this.listeners) listen(fact);
  }

  numberCall(): number {
    this.#calls += 1;
    return this.#calls;
  }

  onCall(process: Process, call: PortCall): void {
    if (call.port === 'sender') this.tell({ kind: 'sent', ...this.#sending(process, call) });
    for (const watch of this.watchers) watch(process, call);
  }

  onEffect(process: Process, call: PortCall, result: unknown): void {
    this.#trace?.add(this.timeline.now, process.name, `${call.port}.${call.method}`, call.input, result);
    const fact = factOf(call, process.name, result);
    if (fact) this.tell(fact);
    if (fact?.kind === 'written') this.stream.inserted(fact.message);
  }

  onTrouble(process: Process, what: string, call?: PortCall): void {
    const where = call ? ` at ${call.port}.${call.method}` : '';
    this.#trace?.add(this.timeline.now, process.name, `!! ${what}${where}`, call?.input);
    const conversations = [...process.subjects(), ...(call ? conversationsIn(call) : [])];
    this.tell({ kind: 'hit', process: process.name, fault: what, conversations });
  }

  journalOf(process: Process): Journal {
    const write = (event: string, fields: Record<string, unknown>): void =>
      this.#trace?.add(this.timeline.now, process.name, `log ${event}`, fields);
    const error = (event: string, fields: Record<string, unknown>): void => {
      write(event, fields);
      if (event === 'delivery.dead') this.tell({ kind: 'told', text: String(fields['message_id']) });
      if (event === 'outage.unsensed') this.unsensed.add(String(fields['conversation_id']));
    };
    return { info: write, warn: write, error };
  }

  /** A record of the stream that failed again and again: an alarm tells of it. */
  #leaveBehind(message: string): void {
    const stuck = {
      conversation_id: conversationOf(message),
      lane: 'inbound',
      at: this.times.business(),
    } as const;
    this.tell({ kind: 'shown', stuck });
  }

  /** Schedules that put their signal into a lane. */
  #ringing(group: number, lane: 'slow' | 'followUps'): SimScheduler {
    const ring = (signal: Signal): void => this.lanes[lane].put(JSON.stringify(signal));
    return new SimScheduler(this, group, ring, ({ conversation_id }) =>
      this.#tellLate('scheduler', [conversation_id]),
    );
  }

  #tellLate(process: string, conversations: readonly string[]): void {
    this.tell({ kind: 'hit', process, fault: 'late', conversations });
  }

  #sending(process: Process, call: PortCall) {
    const [{ text, partner, channel }] = call.input as [OutgoingText];
    const endpoint = endpointId(partner, endpointUrl(destinationOf({ channel }) ?? ''));
    return { text: text.id, endpoint, process: process.name, business: this.times.business(process.skew) };
  }

  #skewOf(fn: FunctionName, number: number): number {
    const { skew } = this.settings;
    return skew && this.dice.between(-skew, skew, PURPOSE.skew, FUNCTIONS.indexOf(fn), number);
  }
}
