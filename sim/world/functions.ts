import type { Context, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { consumer as broadcast } from '../../functions/broadcast/consumer.ts';
import { consumer as classify } from '../../functions/classify/consumer.ts';
import { consumer as deliver } from '../../functions/deliver/consumer.ts';
import { consumer as followUp } from '../../functions/follow-up/consumer.ts';
import { partnersDoor } from '../../functions/ingest/partners-door.ts';
import type { Door } from '../../functions/ingest/routes.ts';
import type { OperatorDoor } from '../../functions/operator-api/operator-route.ts';
import { operatorsDoor } from '../../functions/operator-api/operators-door.ts';
import { consumer as recover } from '../../functions/recover/consumer.ts';
import { consumer as redrive } from '../../functions/redrive/consumer.ts';
import { telegramDoor } from '../../functions/telegram/telegram-door.ts';
import { makeTokenKeyPair } from '../../shared/adapters/access-tokens.ts';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { MemoryAudit } from '../../shared/adapters/memory/audit.ts';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import { MemoryConnections } from '../../shared/adapters/memory/connections.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { MemoryFeedback } from '../../shared/adapters/memory/feedback.ts';
import { MemoryHourCounts } from '../../shared/adapters/memory/hour-counts.ts';
import { MemoryModelFiles } from '../../shared/adapters/memory/model-files.ts';
import { MemoryOperators } from '../../shared/adapters/memory/operators.ts';
import { MemorySignIn } from '../../shared/adapters/memory/sign-in.ts';
import { MemorySpending } from '../../shared/adapters/memory/spending.ts';
import { MemorySavedViews } from '../../shared/adapters/memory/views.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { readPolicy } from '../../shared/contracts/policy.ts';
import type { RedriveCommand } from '../../shared/contracts/redrive-command.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { BotApiAnswer } from '../../shared/ports.ts';
import type { AnswerPorts } from '../../shared/usecases/answer-conversation.ts';
import type { SignaturePorts } from '../../shared/usecases/choose-signatures.ts';
import type { OperatePorts } from '../../shared/usecases/operate-conversation.ts';
import type { RotatePorts } from '../../shared/usecases/rotate-webhook-secret.ts';
import type { BotWebhookPorts } from '../../shared/usecases/set-bot-webhook.ts';
import type { SettlePorts } from '../../shared/usecases/settle-conversation.ts';
import { openIncidents } from '../../shared/usecases/suspect-incident.ts';
import { readTrouble, understand } from './classifier.ts';
import { type Kit, kitOf } from './kit.ts';
import type { Letter, SimLane } from './lane.ts';
import { conversationsOf } from './observe.ts';
import type { Ended, FunctionName, Process } from './process.ts';
import type { World } from './world.ts';

/** Lambda's context without its clock: nothing here runs by real time. */
const CONTEXT = {} as Context;
const JOBS = 'arn:jobs';
const SLOW = 'arn:slow';
const NO_BOT_API: BotApiAnswer = {
  result: { kind: 'error', error: 'connect.refused', timing: { total_ms: 0 } },
  unsent: true,
};

type QueueConsumer = (kit: Kit) => (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Lets the functions work in this world: the very consumers that are deployed, on its ports. */
export function deploy(world: World): void {
  const { inbound, outbound, slow, jobs, followUps, broadcasts, dead } = world.lanes;
  feed(world, inbound, 'classify', (kit) =>
    classify({
      ...kit,
      ...outagesOf(world, kit),
      classifier: { classify: understand },
      pace: world.settings.pace,
      // How many requests signals travel in is the queue's affair, and not of this world.
      company: { attend: (work) => work() },
    }),
  );
  const delivering: QueueConsumer = (kit) => deliver({ ...kit, slowQueueArn: SLOW });
  feed(world, outbound, 'deliver', delivering);
  feed(world, slow, 'deliver', delivering, SLOW);
  feed(world, followUps, 'follow-up', followUp);
  const redriving: QueueConsumer = (kit) => (event, context) => redriveBatch(kit, event, context);
  feed(world, dead, 'redrive', redriving);
  feed(world, broadcasts, 'broadcast', broadcast);
  feed(world, jobs, 'redrive', redriving, JOBS);
  world.stream.consumer = (ids) => readStream(world, ids);
}

/** A request to the partners' door. */
export function request(world: World, event: Parameters<ReturnType<typeof partnersDoor>>[0]) {
  return invoke(
    world,
    'ingest',
    (kit): Promise<HttpResponse> => partnersDoor(doorOf(world, kit))(event, CONTEXT),
  );
}

/** An update to the door of bots. */
export function takeUpdate(world: World, event: Parameters<ReturnType<typeof telegramDoor>>[0]) {
  const rates = new CallerRates(undefined);
  return invoke(
    world,
    'telegram',
    (kit): Promise<HttpResponse> =>
      telegramDoor({
        ...kit,
        addresses: rates,
        callers: rates,
        policy: { rate: undefined, burstQuiet: burstQuiet(world) },
      })(event, CONTEXT),
  );
}

/** A request to the operators' door. */
export function askOperators(world: World, event: Parameters<ReturnType<typeof operatorsDoor>>[0]) {
  const rates = new CallerRates(undefined);
  return invoke(
    world,
    'operator-api',
    (kit): Promise<HttpResponse> =>
      operatorsDoor({
        ...kit,
        inbox: world.store,
        said: world.store,
        hourCounts: new MemoryHourCounts(),
        connections: new MemoryConnections(),
        views: new MemorySavedViews(),
        spending: new MemorySpending(),
        clientList: world.store,
        operators: new MemoryOperators(),
        callers: rates,
        signedIn: NOBODY,
        people: peopleOf(kit),
        audit: new MemoryAudit(),
        partners: partnersOf(kit),
        settings: SETTINGS,
        documents: new MemoryDocuments(),
        readPolicy,
        feedback: new MemoryFeedback(),
        models: new MemoryModelFiles(),
        readModelFile,
        armedWakeUps: { armed: async () => ({ items: [], next: undefined }) },
        secrets: secretsOf(world, kit),
        signatures: signaturesOf(world, kit),
        bots: botsOf(kit),
        files: { ...botsOf(kit), conversations: kit.conversations },
      })(event, CONTEXT),
  );
}

/** Nobody signs in here: admins have keys. */
const NOBODY = {
  tokens: { read: async () => undefined },
  operators: { operatorOf: async () => undefined },
};

/** Senses outages, in worlds that have them. Nothing else is asked of a port in the others. */
function outagesOf(world: World, kit: Kit): Required<Pick<AnswerPorts, 'outages' | 'incidents'>> {
  if (!world.settings.senses) return { outages: undefined, incidents: undefined };
  const reporters = { ...kit, watch: kit.board };
  return {
    outages: { ...kit, reader: { read: readTrouble }, incidents: openIncidents(reporters) },
    incidents: reporters,
  };
}

/** Nobody asks how the desk is set. */
const SETTINGS = { stage: 'sim', pace: 'natural', limits: 'off', public_url: '', second_opinion: false };

/** Nor is a partner added. */
function partnersOf({ clock, journal }: Kit): OperatorDoor['partners'] {
  const secretBytes = (count: number) => new Uint8Array(count);
  return {
    partners: new MemoryDirectory(),
    clock,
    journal,
    secretBytes,
    secretEntropy: () => secretBytes(0),
    hashKey: (key) => key,
  };
}

/** Nor is anybody added to the desk. */
function peopleOf({ clock, journal }: Kit): OperatorDoor['people'] {
  return {
    operators: new MemoryOperators(),
    passwords: { hash: () => Promise.reject(new Error('nobody has a password here')) },
    tokenKeys: new MemorySignIn(),
    makeTokenKeyPair,
    secretBytes: (count) => new Uint8Array(count),
    clock,
    journal,
  };
}

/** Nobody rotates secrets here; nor does anybody publish policies or list reminders. */
function secretsOf({ directory }: World, { clock }: Kit): RotatePorts {
  return { directory, clock, secretEntropy: () => new Uint8Array(32) };
}

/** Nor chooses signatures. */
function signaturesOf({ directory }: World, { clock }: Kit): SignaturePorts {
  return { directory, clock, keys: new MemoryWebhookKeys(), makeKeyPair };
}

/** Nor has anything to do with bots. */
function botsOf({ clock, journal }: Kit): BotWebhookPorts {
  return {
    bots: new MemoryBots(),
    tokens: new MemoryBotTokens(),
    botApi: { call: async () => NO_BOT_API, download: async () => ({ kind: 'missing' }) },
    clock,
    journal,
    secretEntropy: () => new Uint8Array(32),
    publicUrl: 'https://desk.example.com',
    loopbackAllowed: () => false,
  };
}

/** A command to the redrive function, as an admin gives it. */
export function command(world: World, command: RedriveCommand): Promise<Ended<unknown>> {
  return invoke(world, 'redrive', (kit) => redrive(withArn(kit))(command, CONTEXT as never));
}

export type ActingPorts = OperatePorts & SettlePorts;

export type BroadcastingPorts = Pick<Kit, 'broadcasts' | 'broadcastLane' | 'clock' | 'journal'>;

/** What the operators' door does with broadcasts. */
export function broadcasting<T>(
  world: World,
  act: (ports: BroadcastingPorts) => Promise<T>,
): Promise<Ended<T>> {
  return invoke(world, 'operator-api', act);
}

/** What an operator does. */
export function operate<T>(world: World, act: (ports: ActingPorts) => Promise<T>): Promise<Ended<T>> {
  return invoke(world, 'operate', act);
}

function invoke<T>(
  world: World,
  fn: FunctionName,
  work: (kit: Kit) => Promise<T>,
  subjects?: () => readonly string[],
): Promise<Ended<T>> {
  return world.invoke(fn, (process) => work(mutated(world, process)), subjects);
}

function mutated(world: World, process: Process): Kit {
  const kit = kitOf(world, process);
  return world.mutant?.ports?.(kit, process.fn) ?? kit;
}

function doorOf(world: World, kit: Kit): Door {
  const { limited } = world.settings;
  const rates = limited ? DEFAULT_RATES : undefined;
  return {
    ...kit,
    signedIn: NOBODY,
    callers: new CallerRates(rates),
    pinger: { ping: () => Promise.reject(new Error('nobody pings here')) },
    webhookKeys: new MemoryWebhookKeys(),
    loopbackAllowed: () => false,
    dependencies: {},
    openApi: async () => '{}',
    hasStatusPage: false,
    policy: { rate: rates?.client, burstQuiet: burstQuiet(world) },
  };
}

function burstQuiet({ settings }: World): number {
  return settings.pace === 'immediate' ? 0 : LIMITS.burstQuiet;
}

function withArn(kit: Kit) {
  return { ...kit, jobsQueueArn: JOBS };
}

async function redriveBatch(kit: Kit, event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  return (await redrive(withArn(kit))(event, context as never)) ?? { batchItemFailures: [] };
}

function feed(world: World, lane: SimLane, fn: FunctionName, consumer: QueueConsumer, arn = ''): void {
  lane.consumer = async (letters) => {
    const event = { Records: letters.map((letter) => recordOf(letter, arn)) };
    const work = (kit: Kit) => {
      const run = () => consumer(kit)(event, CONTEXT);
      return world.mutant?.consume?.(run) ?? run();
    };
    const ended = await invoke(world, fn, work, () => conversationsOf(letters.map(({ body }) => body)));
    if (ended.kind !== 'returned') return undefined;
    const failed = new Set(ended.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    return ({ id }) => !failed.has(`${id}`);
  };
}

function recordOf({ id, body }: Letter, arn: string): SQSRecord {
  return { messageId: `${id}`, body, eventSourceARN: arn } as SQSRecord;
}

async function readStream(world: World, ids: readonly string[]): Promise<number> {
  const Records = ids.map((id) => ({ dynamodb: { Keys: { sk: { S: `M#${id}` } }, SequenceNumber: id } }));
  const event = { Records } as DynamoDBStreamEvent;
  const work = (kit: Kit) => recover(kit)(event, CONTEXT);
  const ended = await invoke(world, 'recover', work, () => ids.map(conversationOf));
  if (ended.kind !== 'returned') return 0;
  const failed = ended.value.batchItemFailures[0]?.itemIdentifier;
  return failed === undefined ? ids.length : ids.indexOf(failed);
}
