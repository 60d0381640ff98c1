import type { Activity } from './activity.ts';
import { type BrokenServices, sentByScheduler } from './broken-services.ts';
import type { CallCounts } from './call-counts.ts';
import { createTwinClock, type TwinClock } from './clock.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
import { openTwinStore, type TwinStore } from './persistence.ts';
import { type RunningQueues, startQueues } from './queues.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { type RunningTable, startTable } from './table.ts';
import { startTtlSweep } from './ttl-sweep.ts';
import type { Wiring } from './wiring.ts';

/** What stands in for AWS behind the functions. */
export interface Services {
  table: RunningTable;
  store: TwinStore;
  clock: TwinClock;
  queues: RunningQueues;
  scheduler: Scheduler;
  gateway: Gateway;
  /** Told of every write to a table. */
  onTableWrite: (() => void)[];
}

export interface ServicesNeed {
  wiring: Wiring;
  gatewayPort: number;
  counts: CallCounts;
  activity: Activity;
  dataDir?: string | undefined;
  speed: number;
  broken: BrokenServices;
  /** Services that the gateway answers for besides. */
  others: NonNullable<GatewayOptions['others']>;
}

/** Starts database, queues, clock, scheduler and the gateway to them; `parts` ends them, the last one first. */
export async function startServices(
  { wiring, gatewayPort, counts, activity, dataDir, speed, broken, others }: ServicesNeed,
  parts: AsyncDisposableStack,
): Promise<Services> {
  const data = dataDir === undefined ? {} : { dataDir };
  const store = openTwinStore(dataDir);
  parts.defer(store.close);
  const table = await startTable(wiring.tables, data);
  parts.defer(table.close);
  const clock = createTwinClock({ start: Date.now(), speed, store });
  parts.defer(clock.stop);
  const queues = await startQueues(wiring.queues, data);
  parts.defer(queues.close);
  activity.probe(queues.openWork);
  const send = sentByScheduler(broken, queues.send);
  const scheduler = createScheduler({ clock, store, groups: wiring.scheduleGroups, send });
  parts.defer(scheduler.close);
  const onTableWrite: (() => void)[] = [];
  const gateway = await startGateway({
    tableUrl: table.url,
    queues,
    scheduler,
    clock,
    counts,
    store,
    broken,
    port: gatewayPort,
    others,
    onTableWrite: () => {
      for (const tell of onTableWrite) tell();
    },
  });
  parts.defer(gateway.close);
  for (const { ttlAttribute, ...rest } of wiring.tables) {
    if (ttlAttribute === undefined) continue;
    const sweep = startTtlSweep({ table: { ...rest, ttlAttribute }, tableUrl: table.url, clock });
    parts.defer(sweep.close);
    onTableWrite.push(sweep.noteWrite);
  }
  return { table, store, clock, queues, scheduler, gateway, onTableWrite };
}
