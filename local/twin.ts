import { randomBytes } from 'node:crypto';
import { type Activity, createActivity } from './activity.ts';
import { type CallCounts, createCallCounts } from './call-counts.ts';
import { createTwinClock, type TwinClock } from './clock.ts';
import { createCrmPlay } from './crm-play.ts';
import { lockDataDir } from './data-lock.ts';
import { startQueueSource } from './event-sources.ts';
import type { Flags } from './flags.ts';
import { freePort } from './free-port.ts';
import { createFunctionHost, type FunctionHost } from './function-host.ts';
import type { PoolReport } from './function-pool.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { createHttpApi, openDoor, type RequestHandler } from './http-door.ts';
import { splitTarget } from './http-event.ts';
import { createLocalEnds } from './local-ends.ts';
import { openTwinStore, type TwinStore } from './persistence.ts';
import { type RunningQueues, startQueues } from './queues.ts';
import { createScheduler } from './scheduler.ts';
import { seed } from './seed.ts';
import { startStreamReader } from './stream-reader.ts';
import { synthesise } from './synth.ts';
import { type RunningTable, startTable } from './table.ts';
import { readWiring } from './template.ts';
import { startTtlSweep } from './ttl-sweep.ts';
import type { QueueSourceWiring, StreamSourceWiring, Wiring } from './wiring.ts';

/** How long the work under way may go on when the twin is told to end. */
const FAREWELL_MS = 3_000;
/** Variables of the twin's own environment that the functions may see. */
const PASSED = /^(LLM_\w+|TELEGRAM_BOT_TOKEN)$/;

export interface TwinOptions extends Partial<Omit<Flags, 'open'>> {
  /** A synthesised cloud assembly; by default the CDK app is synthesised. */
  assemblyDir?: string;
  /** An admin's bearer token; random by default. */
  adminToken?: string;
  /** Gives up starting. */
  signal?: AbortSignal;
  log?: (line: string) => void;
}

export interface Twin {
  /** `http://localhost:PORT` */
  url: string;
  adminToken: string;
  clock: TwinClock;
  /** By the functions' labels. */
  functions(): Record<string, PoolReport>;
  /** Resolves when no invocation, undelayed message or stream record is open. */
  quiet(): Promise<void>;
  /** Rejects if the twin cannot go on by itself. */
  failed: Promise<never>;
  close(): Promise<void>;
}

/**
 * Starts the whole system on this machine, wired as its templates say.
 * @throws Error in one sentence, if it cannot; nothing is left running then.
 */
export async function startTwin(options: TwinOptions = {}): Promise<Twin> {
  await using parts = new AsyncDisposableStack();
  const started = await startParts(options, parts);
  const running = parts.move();
  const failed = Promise.withResolvers<never>();
  // Whoever does not ask need not handle it.
  failed.promise.catch(() => undefined);
  started.failed.catch((error: unknown) => {
    if (!running.disposed) failed.reject(error);
  });
  return { ...started, failed: failed.promise, close: () => running.disposeAsync() };
}

async function startParts(options: TwinOptions, parts: AsyncDisposableStack): Promise<Omit<Twin, 'close'>> {
  const { port = 3000, log = console.log, signal } = options;
  const adminToken = options.adminToken ?? randomBytes(24).toString('base64url');
  const door = await openDoor(port);
  parts.defer(door.close);
  if (options.dataDir !== undefined) parts.defer(await lockDataDir(options.dataDir));
  const gatewayPort = await freePort();
  const endpoints = { gatewayUrl: `http://127.0.0.1:${gatewayPort}`, publicUrl: door.url };
  const wiring = overridden(
    await readWiring(await assemblyOf(options, parts), endpoints),
    options,
    adminToken,
  );
  signal?.throwIfAborted();

  const activity = createActivity();
  const counts = createCallCounts();
  const services = await startServices({ wiring, gatewayPort, counts, activity }, options, parts);
  signal?.throwIfAborted();
  const host = createFunctionHost({
    functions: wiring.functions,
    activity,
    facts: () => ({ time: services.clock.base(), loopbackWebhooks: true }),
    gatewayUrl: services.gateway.url,
    passed: passedOn(),
    verbose: options.verbose ?? false,
    log,
  });
  parts.defer(host.close);
  parts.defer(door.close);
  await startSources({ wiring, host, activity, ...services }, log, parts);
  await seedTables(wiring, services.table);
  door.serve(createPublicHandler({ wiring, host, activity, counts, clock: services.clock }, options));
  void host.warm(busyFunctions(wiring));
  return {
    url: door.url,
    adminToken,
    clock: services.clock,
    functions: host.report,
    quiet: activity.quiet,
    failed: services.table.failed,
  };
}

async function assemblyOf(
  { assemblyDir, signal }: TwinOptions,
  parts: AsyncDisposableStack,
): Promise<string> {
  if (assemblyDir !== undefined) return assemblyDir;
  const synthesised = await synthesise(signal);
  parts.defer(synthesised.remove);
  return synthesised.dir;
}

interface Services {
  table: RunningTable;
  store: TwinStore;
  clock: TwinClock;
  queues: RunningQueues;
  gateway: Gateway;
  /** Told of every write to a table. */
  onTableWrite: (() => void)[];
}

interface ServicesNeed {
  wiring: Wiring;
  gatewayPort: number;
  counts: CallCounts;
  activity: Activity;
}

async function startServices(
  { wiring, gatewayPort, counts, activity }: ServicesNeed,
  options: TwinOptions,
  parts: AsyncDisposableStack,
): Promise<Services> {
  const data = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  const store = openTwinStore(options.dataDir);
  parts.defer(store.close);
  const table = await startTable(wiring.tables, data);
  parts.defer(table.close);
  const clock = createTwinClock({ start: Date.now(), speed: options.speed ?? 1, store });
  parts.defer(clock.stop);
  const queues = await startQueues(wiring.queues, data);
  parts.defer(queues.close);
  activity.probe(queues.openWork);
  const scheduler = createScheduler({ clock, store, groups: wiring.scheduleGroups, send: queues.send });
  parts.defer(scheduler.close);
  const onTableWrite: (() => void)[] = [];
  const gateway = await startGateway({
    tableUrl: table.url,
    queues,
    scheduler,
    clock,
    counts,
    store,
    port: gatewayPort,
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
  return { table, store, clock, queues, gateway, onTableWrite };
}

interface SourcesNeed extends Services {
  wiring: Wiring;
  host: FunctionHost;
  activity: Activity;
}

async function startSources(
  need: SourcesNeed,
  log: (line: string) => void,
  parts: AsyncDisposableStack,
): Promise<void> {
  for (const source of need.wiring.eventSources) {
    if (source.kind === 'queue') feedFromQueue(source, need, log, parts);
    else await feedFromStream(source, need, parts);
  }
}

function feedFromQueue(
  source: QueueSourceWiring,
  { queues, activity, host }: SourcesNeed,
  log: (line: string) => void,
  parts: AsyncDisposableStack,
): void {
  const { invoke } = host;
  const onTrouble = (error: unknown): void => log(`The queue ${source.queueArn}: ${String(error)}`);
  const running = startQueueSource({ source, queues, activity, invoke, onTrouble });
  parts.defer(() => patiently(running.stop()));
}

async function feedFromStream(
  source: StreamSourceWiring,
  { table, store, clock, queues, activity, host, onTableWrite }: SourcesNeed,
  parts: AsyncDisposableStack,
): Promise<void> {
  const reader = await startStreamReader({
    source,
    tableUrl: table.url,
    store,
    clock,
    invoke: (event) => host.invoke(source.functionArn, event),
    onFailure: (batch) => {
      if (source.failureQueueArn) queues.send(source.failureQueueArn, JSON.stringify(batch));
    },
  });
  parts.defer(() => patiently(reader.close()));
  onTableWrite.push(reader.wake);
  activity.probe(reader.openWork);
}

/** Work that will not end in time is cut; it comes back from the table and the queues. */
async function patiently(ending: Promise<void>): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, FAREWELL_MS);
  await Promise.race([ending, patience.promise]);
  clearTimeout(timer);
}

async function seedTables({ tables }: Wiring, table: RunningTable): Promise<void> {
  const [first] = tables;
  if (first) await seed({ tableName: first.name, dynamodbUrl: table.url });
}

interface PublicNeed {
  wiring: Wiring;
  host: FunctionHost;
  activity: Activity;
  counts: CallCounts;
  clock: TwinClock;
}

/** The twin's own ends, and behind them the one HTTP API that the templates define. */
function createPublicHandler(need: PublicNeed, options: TwinOptions): RequestHandler {
  const { wiring, host, activity, counts, clock } = need;
  const [api, ...others] = wiring.httpApis;
  if (!api || others.length > 0)
    throw new Error('The twin has one door: the templates must define one HTTP API.');
  const serveApi = createHttpApi({ api, invoke: host.invoke, limits: options.limits !== 'off' });
  const crm = createCrmPlay(clock);
  const serveLocal = createLocalEnds({ clock, pause: activity, calls: counts, functions: host.report });
  return (request, response) => {
    const { path } = splitTarget(request.url ?? '/');
    if (!path.startsWith('/_local/')) return serveApi(request, response);
    crm.handle(request, response, path).then(
      (handled) => handled || serveLocal(request, response),
      // The caller hung up while it was still sending.
      () => response.destroy(),
    );
  };
}

/** Functions behind the door or a lane; who reads dead letters will hopefully never be needed. */
function busyFunctions({ httpApis, eventSources, queues }: Wiring): Set<string> {
  const deadLetterArns = queues.map(({ deadLetter }) => deadLetter?.arn);
  const sources = eventSources.filter(
    (one) => one.kind === 'stream' || !deadLetterArns.includes(one.queueArn),
  );
  const routes = httpApis.flatMap((api) => api.routes);
  return new Set([...routes, ...sources].map(({ functionArn }) => functionArn));
}

/** What the command line says beats what the stage says, in the functions that ask for it. */
function overridden(wiring: Wiring, options: TwinOptions, adminToken: string): Wiring {
  const said: Record<string, string | undefined> = {
    PACE: options.pace === 'immediate' ? 'immediate' : undefined,
    LIMITS: options.limits === 'off' ? 'off' : undefined,
    FIRSTLINE_ADMIN_TOKEN: adminToken,
  };
  const functions = wiring.functions.map((one) => ({
    ...one,
    environment: Object.fromEntries(
      Object.entries(one.environment).map(([name, value]) => [name, said[name] ?? value]),
    ),
  }));
  return { ...wiring, functions };
}

function passedOn(): Record<string, string> {
  const passed = Object.entries(process.env).filter(
    ([name, value]) => PASSED.test(name) && value !== undefined,
  );
  return Object.fromEntries(passed) as Record<string, string>;
}
