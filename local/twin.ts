import { randomBytes } from 'node:crypto';
import { builtConsole } from '../console/build.ts';
import { readLlmSettings } from '../shared/edge/llm-settings.ts';
import { type Activity, createActivity } from './activity.ts';
import { createAwsEnds } from './aws-ends.ts';
import { createBrokenServices } from './broken-services.ts';
import { type CallCounts, type CallerSums, createCallCounts } from './call-counts.ts';
import type { TwinClock } from './clock.ts';
import { createConsoleDoor, pageJudge } from './console-door.ts';
import { createCrmPlay } from './crm-play.ts';
import { lockDataDir } from './data-lock.ts';
import type { Flags } from './flags.ts';
import { freePort } from './free-port.ts';
import { createFunctionHost, type FunctionHost } from './function-host.ts';
import type { PoolReport } from './function-pool.ts';
import { createSocketsGateway } from './gateway-sockets.ts';
import { createHttpApi, type Door, openDoor, type RequestHandler, tokenBucket } from './http-door.ts';
import { splitTarget } from './http-event.ts';
import { createLocalEnds, type LocalEndsOptions } from './local-ends.ts';
import { seed } from './seed.ts';
import { createSocketHub, type SocketHub } from './socket-hub.ts';
import { synthesise } from './synth.ts';
import { telegramOf } from './telegram-demo.ts';
import type { TelegramPlay } from './telegram-play.ts';
import { startTelegram } from './telegram-twin.ts';
import { readWiring } from './template.ts';
import { type Services, startServices } from './twin-services.ts';
import { startSources } from './twin-sources.ts';
import type { Wiring } from './wiring.ts';

/** Variables of the twin's own environment that the functions may see. */
const PASSED =
  /^(LLM_\w+|OIDC_\w+|TELEGRAM_BOT_TOKEN|AWS_BEARER_TOKEN_BEDROCK|AWS_ENDPOINT_URL_BEDROCK_RUNTIME)$/;

export interface TwinOptions extends Partial<Omit<Flags, 'open'>> {
  /** A synthesised cloud assembly, status page or not; by default the CDK app is synthesised. */
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
  /** Where the AWS that the functions see is: table, queues and schedules. */
  awsUrl: string;
  clock: TwinClock;
  /** By the functions' labels. */
  functions(): Record<string, PoolReport>;
  /** What each function called of AWS since the counts were reset, by its label. */
  callers(): Record<string, CallerSums>;
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
  // Better now than with the first message.
  readLlmSettings(process.env);
  const door = await openDoor(port);
  parts.defer(door.close);
  if (options.dataDir !== undefined) parts.defer(await lockDataDir(options.dataDir));
  const gatewayPort = await freePort();
  const endpoints = { gatewayUrl: `http://127.0.0.1:${gatewayPort}`, publicUrl: door.url };
  const telegram = telegramOf({
    port: Number(new URL(door.url).port),
    token: process.env['TELEGRAM_BOT_TOKEN'],
  });
  const read = await readWiring(await assemblyOf(options, parts), endpoints);
  const wiring = overridden(read, { ...options, telegramApi: telegram.apiUrl });
  signal?.throwIfAborted();

  const activity = createActivity();
  const counts = createCallCounts();
  const broken = createBrokenServices();
  const { dataDir, speed = 1 } = options;
  let sockets: SocketHub | undefined;
  const others = [createSocketsGateway(counts, () => sockets)];
  const services = await startServices(
    { wiring, gatewayPort, counts, activity, dataDir, speed, broken, others },
    parts,
  );
  signal?.throwIfAborted();
  const host = createFunctionHost({
    functions: wiring.functions,
    urgent: functionsBehindDoor(wiring),
    activity,
    facts: () => ({ time: services.clock.base(), loopbackWebhooks: true }),
    gatewayUrl: services.gateway.url,
    passed: passedOn(),
    verbose: options.verbose ?? false,
    log,
  });
  parts.defer(host.close);
  parts.defer(door.close);
  sockets = openSockets(door, wiring, host, options.limits !== 'off');
  parts.defer(sockets.close);
  const sources = await startSources({ wiring, host, activity, ...services }, log, parts);
  await seedTables(wiring, services, adminToken, telegram.demoToken);
  const { clock } = services;
  const store = dataDir === undefined ? undefined : services.store;
  const limits = options.limits !== 'off';
  const play = startTelegram({ ends: telegram, clock, activity, store, limits, log }, parts);
  door.serve(
    createPublicHandler(
      {
        ...{ wiring, host, activity, counts, clock, telegram: play, sockets },
        aws: createAwsEnds({ wiring, broken, host, sources, ...services }),
      },
      options,
    ),
  );
  void host.warm(busyFunctions(wiring));
  return {
    url: door.url,
    adminToken,
    awsUrl: endpoints.gatewayUrl,
    clock,
    functions: host.report,
    callers: counts.callers,
    quiet: activity.quiet,
    failed: services.table.failed,
  };
}

async function assemblyOf(
  { assemblyDir, statusPage, signal }: TwinOptions,
  parts: AsyncDisposableStack,
): Promise<string> {
  if (assemblyDir !== undefined) return assemblyDir;
  const synthesised = await synthesise({ statusPage, signal });
  parts.defer(synthesised.remove);
  return synthesised.dir;
}

async function seedTables(
  wiring: Wiring,
  { table, store, clock }: Services,
  adminToken: string,
  botToken: string,
): Promise<void> {
  const [first] = wiring.tables;
  const prefix = variableOf(wiring, 'BOT_TOKENS_PREFIX');
  const bot = prefix === undefined ? undefined : { prefix, token: botToken, store, clock };
  if (first) await seed({ tableName: first.name, dynamodbUrl: table.url, adminToken, bot });
}

/** What the functions that ask for it are told under this name. */
function variableOf({ functions }: Wiring, name: string): string | undefined {
  return functions.map(({ environment }) => environment[name]).find((value) => value !== undefined);
}

/** The one WebSocket API that the templates define, at the door. */
function openSockets(door: Door, { socketApis }: Wiring, host: FunctionHost, limited: boolean): SocketHub {
  const [api, ...others] = socketApis;
  if (!api || others.length > 0)
    throw new Error('The twin takes sockets in at one place: the templates must define one WebSocket API.');
  const admits = limited && api.throttle ? tokenBucket(api.throttle) : () => true;
  const hub = createSocketHub({ api, invoke: host.invoke, admits });
  door.serveSockets(hub.upgrade);
  return hub;
}

interface PublicNeed {
  wiring: Wiring;
  host: FunctionHost;
  activity: Activity;
  counts: CallCounts;
  clock: TwinClock;
  telegram: TelegramPlay;
  sockets: SocketHub;
  aws: LocalEndsOptions['aws'];
}

/** The twin's own ends, and behind them the one HTTP API that the templates define. */
function createPublicHandler(need: PublicNeed, options: TwinOptions): RequestHandler {
  const { wiring, host, activity, counts, clock, telegram, sockets, aws } = need;
  const [api, ...others] = wiring.httpApis;
  if (!api || others.length > 0)
    throw new Error('The twin has one door: the templates must define one HTTP API.');
  const serveApi = createHttpApi({ api, invoke: host.invoke, limits: options.limits !== 'off' });
  const crm = createCrmPlay(clock);
  const serveLocal = createLocalEnds({
    clock,
    pause: activity,
    calls: counts,
    functions: host.report,
    sockets,
    aws,
  });
  const { pages } = wiring;
  const isPage = pages ? pageJudge(pages) : () => false;
  // Whoever asks for no page does not pay for the build.
  let servePages: RequestHandler | undefined;
  return (request, response) => {
    const { path } = splitTarget(request.url ?? '/');
    if (pages && isPage(request.method, path)) {
      servePages ??= createConsoleDoor(builtConsole(), pages);
      return servePages(request, response);
    }
    if (!path.startsWith('/_local/')) return serveApi(request, response);
    const play = path.startsWith('/_local/telegram/') ? telegram : crm;
    play.handle(request, response, path).then(
      (handled) => handled || serveLocal(request, response),
      // The caller hung up while it was still sending.
      () => response.destroy(),
    );
  };
}

function functionsBehindDoor({ httpApis, socketApis }: Wiring): Set<string> {
  return new Set(
    [...httpApis, ...socketApis].flatMap(({ routes }) => routes.map(({ functionArn }) => functionArn)),
  );
}

/** Functions behind the door or a lane; who reads dead letters will hopefully never be needed. */
function busyFunctions(wiring: Wiring): Set<string> {
  const { eventSources, queues } = wiring;
  const deadLetterArns = queues.map(({ deadLetter }) => deadLetter?.arn);
  const sources = eventSources.filter(
    (one) => one.kind === 'stream' || !deadLetterArns.includes(one.queueArn),
  );
  return functionsBehindDoor(wiring).union(new Set(sources.map(({ functionArn }) => functionArn)));
}

/**
 * What the command line says beats what the stage says, in the functions that ask for it. Which language model there is only
 * the twin's own environment says: a laptop has no key of the stage's.
 */
function overridden(wiring: Wiring, options: TwinOptions & { telegramApi: string }): Wiring {
  const said: Record<string, string | undefined> = {
    PACE: options.pace === 'immediate' ? 'immediate' : undefined,
    LIMITS: options.limits === 'off' ? 'off' : undefined,
    TELEGRAM_API_URL: options.telegramApi,
    // Nobody comes through a distribution here.
    EDGE_SECRET: randomBytes(24).toString('base64url'),
  };
  const functions = wiring.functions.map((one) => ({
    ...one,
    environment: Object.fromEntries(
      Object.entries(one.environment)
        .filter(([name]) => !name.startsWith('LLM_'))
        .map(([name, value]) => [name, said[name] ?? value]),
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
