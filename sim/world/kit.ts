import { InstanceSendLimit } from '../../shared/adapters/send-limit.ts';
import { ID_ENTROPY_BYTES } from '../../shared/domain/ids.ts';
import type {
  Alarm,
  Chance,
  Clock,
  Conversations,
  DeadDeliveries,
  Directory,
  Endpoints,
  HostCheck,
  JobSignal,
  Jobs,
  Journal,
  KeyedRequests,
  Lane,
  Outbox,
  Pause,
  Sender,
  SendLimit,
  Signal,
} from '../../shared/ports.ts';
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
  requests: KeyedRequests;
  directory: Directory;
  hosts: HostCheck;
  inbound: Lane;
  outbound: Lane;
  slow: Lane;
  jobLane: Lane<JobSignal>;
  deadLetters: Lane;
  alarm: Alarm;
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
  return {
    conversations: through<Conversations>(process, 'table', world.store),
    outbox: through<Outbox>(process, 'outbox', world.store),
    endpoints: through<Endpoints>(process, 'endpoints', world.endpoints),
    dead: through<DeadDeliveries>(process, 'dead', world.dead),
    jobs: through<Jobs>(process, 'jobs', world.jobs),
    requests: through<KeyedRequests>(process, 'requests', world.requests),
    directory: through<Directory>(process, 'directory', world.directory),
    hosts: through<HostCheck>(process, 'hosts', { check: async () => 'public' }),
    inbound: laneOf(process, 'inbound', world.lanes.inbound),
    outbound: laneOf(process, 'outbound', world.lanes.outbound),
    slow: laneOf(process, 'slow', world.lanes.slow),
    jobLane: laneOf<JobSignal>(process, 'jobs', world.lanes.jobs),
    deadLetters: laneOf(process, 'outbound dead letters', world.lanes.outboundDead),
    alarm: through<Alarm>(process, 'alarm', world.scheduler),
    sender: through<Sender>(process, 'sender', {
      send: (text) => world.receivers.receive(text, process.name),
    }),
    limit: new InstanceSendLimit(world.settings.share, { clock, pause }),
    clock,
    chance: chanceOf(world, process),
    journal: world.journalOf(process),
    pause,
  };
}

/** The port, with every call of it a call of the process. */
function through<Port extends object>(process: Process, port: string, real: Port): Port {
  return new Proxy(real, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...input: unknown[]) =>
        process.call({ port, method: String(name), input }, () => Reflect.apply(member, target, input));
    },
  });
}

function laneOf<Sent = Signal>(process: Process, name: string, lane: SimLane): Lane<Sent> {
  return {
    send: (signal, delayS, group) =>
      process.call({ port: 'lane', method: name, input: [signal, delayS] }, () =>
        lane.send(signal as Waiting, delayS, group),
      ),
  };
}

function chanceOf(world: World, process: Process): Chance {
  const draw = world.dice.sequence(PURPOSE.chance, FUNCTIONS.indexOf(process.fn), process.number);
  return {
    entropy: () => Uint8Array.from({ length: ID_ENTROPY_BYTES }, () => draw.between(0, 255)),
    fraction: () => draw.fraction(),
  };
}
