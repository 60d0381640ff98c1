import { CachedBots } from '../../shared/adapters/cached-bots.ts';
import { InstanceSendLimit } from '../../shared/adapters/send-limit.ts';
import { ID_ENTROPY_BYTES } from '../../shared/domain/ids.ts';
import type {
  Alarm,
  Audiences,
  Bots,
  Broadcaster,
  BroadcastPace,
  BroadcastSignal,
  Broadcasts,
  Chance,
  ClientRecords,
  Clock,
  Conversations,
  DeadDeliveries,
  Directory,
  Endpoints,
  FindPhones,
  Handbooks,
  HostCheck,
  IncidentLinks,
  IncidentSignal,
  Incidents,
  IncidentWatch,
  JobSignal,
  Jobs,
  Journal,
  KeyedRequests,
  Lane,
  Outbox,
  OutgoingText,
  ParkedUpdates,
  Pause,
  SaidByDay,
  Schedules,
  Sender,
  SendLimit,
  Signal,
  ToldClients,
  TroubleReports,
  UsualTroubles,
  WakeUps,
} from '../../shared/ports.ts';
import { broadcasterOf } from '../../shared/usecases/start-broadcast.ts';
import { chatSender } from './chat-sender.ts';
import { PURPOSE } from './dice.ts';
import type { SimLane, Waiting } from './lane.ts';
import { FUNCTIONS, type Process } from './process.ts';
import type { World } from './world.ts';

/** Every port there is, as one process sees it. */
export interface Kit {
  conversations: Conversations;
  outbox: Outbox;
  endpoints: Endpoints;
  dead: DeadDeliveries;
  jobs: Jobs;
  broadcasts: Broadcasts;
  audiences: Audiences;
  noticePace: BroadcastPace;
  incidents: Incidents;
  board: IncidentWatch;
  links: IncidentLinks;
  toldClients: ToldClients;
  reports: TroubleReports;
  usual: UsualTroubles;
  broadcaster: Broadcaster;
  said: Pick<SaidByDay, 'onDay' | 'heads'>;
  requests: KeyedRequests;
  directory: Directory;
  bots: CachedBots;
  parked: ParkedUpdates;
  records: ClientRecords;
  schedules: Schedules;
  hosts: HostCheck;
  inbound: Lane;
  outbound: Lane;
  slow: Lane;
  jobLane: Lane<JobSignal>;
  broadcastLane: Lane<BroadcastSignal>;
  incidentLane: Lane<IncidentSignal>;
  deadLetters: Lane;
  alarm: Alarm;
  wakeUps: WakeUps;
  followUps: Lane;
  handbooks: Handbooks;
  findPhones: FindPhones;
  sender: Sender;
  limit: SendLimit;
  clock: Clock;
  chance: Chance;
  journal: Journal;
  pause: Pause;
}

/** The ports of one process: every call of them passes through it. */
export function kitOf(world: World, process: Process): Kit {
  const clock = {
    wall: () => world.times.wall(process.skew),
    business: () => world.times.business(process.skew),
  };
  const pause: Pause = (wait) => new Promise((go) => world.timeline.after(wait, () => process.alive && go()));
  const journal = world.journalOf(process);
  const broadcasts = through<Broadcasts>(process, 'broadcasts', world.broadcasts);
  const broadcastLane = laneOf<BroadcastSignal>(process, 'broadcasts', world.lanes.broadcasts);
  return {
    conversations: through<Conversations>(process, 'table', world.store),
    outbox: through<Outbox>(process, 'outbox', world.store),
    endpoints: through<Endpoints>(process, 'endpoints', world.endpoints),
    dead: through<DeadDeliveries>(process, 'dead', world.dead),
    jobs: through<Jobs>(process, 'jobs', world.jobs),
    broadcasts,
    broadcaster: broadcasterOf({ broadcasts, broadcastLane, clock, journal }),
    incidents: through<Incidents>(process, 'incidents', world.incidents),
    board: through<IncidentWatch>(process, 'board', world.board),
    links: through<IncidentLinks>(process, 'links', world.links),
    toldClients: through<ToldClients>(process, 'told', world.links),
    reports: through<TroubleReports>(process, 'reports', world.troubles),
    usual: through<UsualTroubles>(process, 'usual', world.usualTroubles),
    audiences: through<Audiences>(process, 'audiences', world.audiences),
    noticePace: through<BroadcastPace>(process, 'notice pace', world.noticePace),
    said: {
      onDay: calling(process, 'said', 'onDay', (day: string, range: { from: string; to: string }) =>
        world.said.onDay(day, range),
      ),
      heads: calling(process, 'said', 'heads', (ids: readonly string[]) => world.said.heads(ids)),
    },
    requests: through<KeyedRequests>(process, 'requests', world.requests),
    directory: through<Directory>(process, 'directory', world.directory),
    bots: new CachedBots(through<Bots>(process, 'bots', world.bots), clock),
    parked: through<ParkedUpdates>(process, 'parked', world.parked),
    records: through<ClientRecords>(process, 'records', world.records),
    schedules: { named: async () => [], disarm: async () => undefined },
    hosts: { check: calling(process, 'hosts', 'check', async () => 'public' as const) },
    inbound: laneOf(process, 'inbound', world.lanes.inbound),
    outbound: laneOf(process, 'outbound', world.lanes.outbound),
    slow: laneOf(process, 'slow', world.lanes.slow),
    jobLane: laneOf<JobSignal>(process, 'jobs', world.lanes.jobs),
    broadcastLane,
    incidentLane: laneOf<IncidentSignal>(process, 'jobs', world.lanes.jobs),
    deadLetters: laneOf(process, 'dead letters', world.lanes.dead),
    alarm: through<Alarm>(process, 'alarm', world.scheduler),
    wakeUps: {
      arm: calling(process, 'alarm', 'arm', (conversation_id: string, at: number) =>
        world.wakeUps.arm(`${conversation_id}-${at / 1000}`, at, { conversation_id }),
      ),
    },
    followUps: laneOf(process, 'follow-ups', world.lanes.followUps),
    handbooks: { current: async () => world.handbook },
    findPhones: () => [],
    sender: senderOf(world, process, { clock, pause }),
    limit: new InstanceSendLimit(world.settings.share, { clock, pause }),
    clock,
    chance: chanceOf(world, process),
    journal,
    pause,
  };
}

/** The port, with every call of it a call of the process. */
function through<Port extends object>(process: Process, port: string, real: Port): Port {
  const ports = known.get(real) ?? new Map<string, PortClass>();
  const Port = ports.get(port) ?? portClass(port, real);
  known.set(real, ports.set(port, Port));
  return new Port(process) as Port;
}

type PortClass = new (process: Process) => object;

/** A class for each port that there is, because processes are many. */
const known = new WeakMap<object, Map<string, PortClass>>();

function portClass(port: string, real: object): PortClass {
  class Through {
    readonly process: Process;

    constructor(process: Process) {
      this.process = process;
    }
  }
  for (const method of methodsOf(real)) {
    const act: unknown = Reflect.get(real, method);
    if (typeof act !== 'function') continue;
    const call = function (this: Through, ...input: unknown[]) {
      return this.process.call({ port, method, input }, () => Reflect.apply(act, real, input));
    };
    Object.defineProperty(Through.prototype, method, { value: call });
  }
  return Through;
}

/** Those of its class, and of the classes that this is built on. */
function methodsOf(real: object): string[] {
  const names = new Set<string>();
  for (let type = Object.getPrototypeOf(real); type !== Object.prototype; type = Object.getPrototypeOf(type))
    for (const name of Object.getOwnPropertyNames(type)) names.add(name);
  names.delete('constructor');
  return [...names];
}

/** One method of a port. */
function calling<Input extends readonly unknown[], T>(
  process: Process,
  port: string,
  method: string,
  act: (...input: Input) => Promise<T>,
): (...input: Input) => Promise<T> {
  return (...input) => process.call({ port, method, input }, () => act(...input));
}

function laneOf<Sent = Signal>(process: Process, name: string, lane: SimLane): Lane<Sent> {
  return {
    send: (signal, delayS, group) =>
      process.call({ port: 'lane', method: name, input: [signal, delayS] }, () =>
        lane.send(signal as Waiting, delayS, group),
      ),
  };
}

/** Texts for chats go to their bot, all others to webhooks. */
function senderOf(world: World, process: Process, times: { clock: Clock; pause: Pause }): Sender {
  const chats = chatSender(world, process, times);
  const webhooks = calling(process, 'sender', 'send', (text: OutgoingText) =>
    world.receivers.receive(text, process.name),
  );
  return {
    send: (text) => (text.channel.bot === undefined ? webhooks(text) : chats.send(text)),
    typing: chats.typing,
  };
}

function chanceOf(world: World, process: Process): Chance {
  const draw = world.dice.sequence(PURPOSE.chance, FUNCTIONS.indexOf(process.fn), process.number);
  return {
    entropy: () => Uint8Array.from({ length: ID_ENTROPY_BYTES }, () => draw.between(0, 255)),
    fraction: () => draw.fraction(),
  };
}
