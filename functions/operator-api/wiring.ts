import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeTokenKeyPair } from '../../shared/adapters/access-tokens.ts';
import { Argon2Passwords } from '../../shared/adapters/argon2.ts';
import { SchedulerArmedWakeUps } from '../../shared/adapters/aws/scheduler-armed-wake-ups.ts';
import { SchedulerSchedules } from '../../shared/adapters/aws/scheduler-schedules.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { DynamoAudiences } from '../../shared/adapters/dynamo/audience-store.ts';
import { DynamoAudit } from '../../shared/adapters/dynamo/audit-store.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { DynamoBroadcasts } from '../../shared/adapters/dynamo/broadcast-store.ts';
import { DynamoClientRecords } from '../../shared/adapters/dynamo/client-records.ts';
import { DynamoClientList } from '../../shared/adapters/dynamo/client-store.ts';
import { DynamoConnections } from '../../shared/adapters/dynamo/connection-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDeadDeliveries } from '../../shared/adapters/dynamo/dead-store.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoFeedback } from '../../shared/adapters/dynamo/feedback-store.ts';
import { DynamoHourCounts } from '../../shared/adapters/dynamo/hour-count-store.ts';
import { DynamoInbox } from '../../shared/adapters/dynamo/inbox-store.ts';
import { DynamoIncidentLinks } from '../../shared/adapters/dynamo/incident-links.ts';
import { DynamoIncidents } from '../../shared/adapters/dynamo/incident-store.ts';
import { DynamoJobs } from '../../shared/adapters/dynamo/job-store.ts';
import { DynamoModelFiles } from '../../shared/adapters/dynamo/model-files.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoParkedUpdates } from '../../shared/adapters/dynamo/parked-store.ts';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { DynamoSaidByDay } from '../../shared/adapters/dynamo/said-store.ts';
import { DynamoSignIn } from '../../shared/adapters/dynamo/sign-in-store.ts';
import { DynamoSpending } from '../../shared/adapters/dynamo/spending-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoSavedViews } from '../../shared/adapters/dynamo/view-store.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { createGuardedClient } from '../../shared/adapters/http/guarded-client.ts';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { randomChance, randomSecretBytes, randomSecretEntropy } from '../../shared/adapters/random-chance.ts';
import { signedInWith } from '../../shared/adapters/signed-in.ts';
import { HttpBotApi } from '../../shared/adapters/telegram/bot-api.ts';
import { readPolicy } from '../../shared/contracts/policy.ts';
import { parseRates } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { readOidcSettings } from '../../shared/edge/oidc-settings.ts';
import { parameterPlace } from '../../shared/edge/parameter-place.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import { ENV } from './env.ts';
import type { OperatorDoor } from './operator-route.ts';

/** Builds the operators' door once per cold start. */
export function wire(source: Record<string, string | undefined>): OperatorDoor {
  const env = readEnv(ENV, source);
  const parameters = new SsmParameters(parameterPlace(source));
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const scheduler = new SchedulerClient();
  const directory = new DynamoDirectory(table);
  const documents = new DynamoDocuments(table);
  const journal = createJournal(env.STAGE);
  const conversations = new DynamoConversations(table);
  const operators = new DynamoOperators(table);
  const tokenKeys = new DynamoSignIn(table);
  const signedIn = signedInWith({ operators, tokenKeys }, hostClock, env.STAGE, readOidcSettings(source));
  const tokens = new SsmBotTokens(env.BOT_TOKENS_PREFIX, parameters, hostClock);
  const botApi = new HttpBotApi({
    client: createGuardedClient({ loopbackAllowed: loopbackWebhooksAllowed }),
    base: env.TELEGRAM_API_URL,
  });
  return {
    conversations,
    outbox: new DynamoOutbox(table),
    inbox: new DynamoInbox(table),
    views: new DynamoSavedViews(table),
    incidents: new DynamoIncidents(table),
    links: new DynamoIncidentLinks(table),
    toldClients: new DynamoIncidentLinks(table),
    broadcasts: new DynamoBroadcasts(table),
    audiences: new DynamoAudiences(table, hostClock),
    broadcastLane: new SqsLane(sqs, env.BROADCASTS_QUEUE_URL),
    connections: new DynamoConnections(table),
    said: new DynamoSaidByDay(table),
    hourCounts: new DynamoHourCounts(table),
    clientList: new DynamoClientList(table),
    operators: new DynamoOperators(table),
    requests: new DynamoKeyedRequests(table),
    dead: new DynamoDeadDeliveries(table),
    spending: new DynamoSpending(table, hostClock),
    endpoints: new DynamoEndpoints(table, hostClock),
    jobs: new DynamoJobs(table),
    documents,
    readPolicy,
    handbooks: new CachedHandbooks(documents, hostClock, journal),
    armedWakeUps: new SchedulerArmedWakeUps(scheduler, env.FOLLOW_UP_GROUP),
    records: new DynamoClientRecords(table),
    schedules: new SchedulerSchedules(scheduler, {
      retry: env.SCHEDULE_GROUP,
      followUp: env.FOLLOW_UP_GROUP,
    }),
    directory: new CachedDirectory(directory, hostClock),
    signedIn,
    edgeSecret: env.EDGE_SECRET,
    people: {
      operators,
      passwords: new Argon2Passwords(),
      // Past every cache: a key that leaked ends with the first command.
      tokenKeys,
      makeTokenKeyPair,
      clock: hostClock,
      secretBytes: randomSecretBytes,
      journal,
    },
    audit: new DynamoAudit(table),
    partners: {
      // Past every cache, too.
      partners: directory,
      clock: hostClock,
      secretBytes: randomSecretBytes,
      secretEntropy: randomSecretEntropy,
      hashKey,
      journal,
    },
    settings: {
      stage: env.STAGE,
      pace: env.PACE,
      limits: env.LIMITS,
      public_url: env.PUBLIC_URL,
      // The twin is told of a language model by its own environment.
      second_opinion: env.SECOND_OPINION === 'on' || source['LLM_MODEL'] !== undefined,
    },
    secrets: { directory, clock: hostClock, secretEntropy: randomSecretEntropy },
    signatures: { directory, keys: new DynamoWebhookKeys(table), clock: hostClock, makeKeyPair },
    bots: {
      bots: new DynamoBots(table),
      tokens,
      botApi,
      clock: hostClock,
      secretEntropy: randomSecretEntropy,
      publicUrl: env.PUBLIC_URL,
      loopbackAllowed: loopbackWebhooksAllowed,
      journal,
    },
    files: { conversations, tokens, botApi, clock: hostClock },
    parked: new DynamoParkedUpdates(table),
    feedback: new DynamoFeedback(table),
    models: new DynamoModelFiles(table),
    readModelFile,
    inbound: new SqsLane(sqs, env.INBOUND_QUEUE_URL),
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    jobLane: new SqsLane(sqs, env.JOBS_QUEUE_URL),
    incidentLane: new SqsLane(sqs, env.JOBS_QUEUE_URL),
    followUps: new SqsLane(sqs, env.FOLLOW_UPS_QUEUE_URL),
    clock: hostClock,
    chance: randomChance,
    callers: new CallerRates(parseRates(env.LIMITS)),
    journal,
  };
}
