import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { OperatorDoor } from '../../functions/operator-api/operator-route.ts';
import { operatorsDoor } from '../../functions/operator-api/operators-door.ts';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { MemoryAudit } from '../../shared/adapters/memory/audit.ts';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import { MemoryAudiences, MemoryBroadcasts } from '../../shared/adapters/memory/broadcasts.ts';
import { MemoryConnections } from '../../shared/adapters/memory/connections.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { MemoryHourCounts } from '../../shared/adapters/memory/hour-counts.ts';
import { MemoryIncidentLinks, MemoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { MemoryModelFiles } from '../../shared/adapters/memory/model-files.ts';
import type { MemoryParkedUpdates } from '../../shared/adapters/memory/parked-updates.ts';
import { MemorySpending } from '../../shared/adapters/memory/spending.ts';
import { MemorySavedViews } from '../../shared/adapters/memory/views.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { randomSecretBytes, randomSecretEntropy } from '../../shared/adapters/random-chance.ts';
import { readPolicy } from '../../shared/contracts/policy.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { BroadcastSignal, IncidentSignal } from '../../shared/ports.ts';
import { aPartner, lambdaContext, PARTNER } from '../builders.ts';
import { aStaffRoom, type StaffRoom } from '../staff.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../usecases/deaths.ts';
import { RecordingLane } from '../usecases/desk.ts';
import { PlayedWakeUps } from '../usecases/handbook-desk.ts';
import { PlayedBotApi } from '../usecases/played-bot-api.ts';
import { ADMIN_KEY, eventOf, KEY, type Request } from './partner-door.ts';

export const ADMIN = 'root';

export interface OpenOperatorDoor {
  desk: OperatorsDesk;
  door: OperatorDoor;
  botApi: PlayedBotApi;
  botTokens: MemoryBotTokens;
  parked: MemoryParkedUpdates;
  audit: MemoryAudit;
  staff: StaffRoom;
  /** With an admin's key, unless the request says otherwise. */
  ask(request: Request): Promise<HttpResponse>;
  /** The event as it is, for requests that no gateway would make. */
  handle(event: APIGatewayProxyEventV2): Promise<HttpResponse>;
}

/** A partner, its key and an admin's. */
async function aDirectory(): Promise<MemoryDirectory> {
  const directory = new MemoryDirectory();
  await directory.putPartner(aPartner());
  await directory.putAdminKey(hashKey(ADMIN_KEY), ADMIN);
  await directory.putPartnerKey(hashKey(KEY), PARTNER);
  return directory;
}

/** The operators' door in front of a desk in memory, with the deployed limits. */
export async function openOperatorDoor(
  over: Partial<OperatorDoor> = {},
  desk: OperatorsDesk = anOperatorsDesk(),
): Promise<OpenOperatorDoor> {
  const directory = await aDirectory();
  const botApi = new PlayedBotApi();
  const botTokens = new MemoryBotTokens();
  const audit = new MemoryAudit();
  const { parked } = desk;
  const staff = aStaffRoom(desk);
  const door: OperatorDoor = {
    ...desk.start,
    ...desk.replay,
    conversations: desk.conversations,
    outbox: desk.conversations,
    inbox: desk.conversations,
    views: new MemorySavedViews(),
    incidents: new MemoryIncidents(),
    links: new MemoryIncidentLinks(),
    toldClients: new MemoryIncidentLinks(),
    broadcasts: new MemoryBroadcasts(),
    audiences: new MemoryAudiences(desk.conversations),
    broadcastLane: new RecordingLane<BroadcastSignal>(),
    incidentLane: new RecordingLane<IncidentSignal>(),
    said: desk.conversations,
    hourCounts: new MemoryHourCounts(),
    connections: new MemoryConnections(),
    clientList: desk.conversations,
    requests: desk.requests,
    inbound: desk.inbound,
    endpoints: desk.endpoints,
    dead: desk.dead,
    spending: new MemorySpending(),
    documents: new MemoryDocuments(),
    readPolicy,
    handbooks: desk.handbooks,
    armedWakeUps: new PlayedWakeUps(),
    followUps: desk.followUps,
    directory,
    signedIn: staff.signedIn,
    operators: staff.operators,
    people: { ...staff.ports, tokenKeys: staff.stored },
    clock: desk.clock,
    audit,
    partners: {
      partners: directory,
      clock: desk.clock,
      secretBytes: randomSecretBytes,
      secretEntropy: randomSecretEntropy,
      hashKey,
      journal: desk.journal,
    },
    settings: {
      stage: 'test',
      pace: 'natural',
      limits: 'on',
      public_url: 'https://desk.example.com/',
      second_opinion: false,
    },
    secrets: { directory, clock: desk.clock, secretEntropy: randomSecretEntropy },
    signatures: { directory, clock: desk.clock, keys: new MemoryWebhookKeys(), makeKeyPair },
    bots: {
      bots: new MemoryBots(),
      tokens: botTokens,
      botApi,
      clock: desk.clock,
      journal: desk.journal,
      secretEntropy: randomSecretEntropy,
      publicUrl: 'https://desk.example.com/',
      loopbackAllowed: () => false,
    },
    files: { conversations: desk.conversations, tokens: botTokens, botApi, clock: desk.clock },
    parked,
    records: desk.records,
    schedules: desk.schedules,
    feedback: desk.feedback,
    models: new MemoryModelFiles(),
    readModelFile,
    callers: new CallerRates(DEFAULT_RATES),
    ...over,
  };
  const handler = operatorsDoor(door);
  const handle = (event: APIGatewayProxyEventV2) => handler(event, lambdaContext);
  const signed = (request: Request): Request => ({
    body: '',
    ...request,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, ...request.headers },
  });
  return {
    desk,
    door,
    botApi,
    botTokens,
    parked,
    audit,
    staff,
    handle,
    ask: (request) => handle(eventOf(signed(request))),
  };
}
