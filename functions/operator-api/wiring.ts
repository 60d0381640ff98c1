import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SchedulerArmedWakeUps } from '../../shared/adapters/aws/scheduler-armed-wake-ups.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDeadDeliveries } from '../../shared/adapters/dynamo/dead-store.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoFeedback } from '../../shared/adapters/dynamo/feedback-store.ts';
import { DynamoJobs } from '../../shared/adapters/dynamo/job-store.ts';
import { DynamoModelFiles } from '../../shared/adapters/dynamo/model-files.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoParkedUpdates } from '../../shared/adapters/dynamo/parked-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { createGuardedClient } from '../../shared/adapters/http/guarded-client.ts';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { randomChance, randomSecretEntropy } from '../../shared/adapters/random-chance.ts';
import { HttpBotApi } from '../../shared/adapters/telegram/bot-api.ts';
import { readPolicy } from '../../shared/contracts/policy.ts';
import { parseRates } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { ENV } from './env.ts';
import type { OperatorDoor } from './routes.ts';

/** Builds the operators' door once per cold start. */
export function wire(source: Record<string, string | undefined>): OperatorDoor {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const directory = new DynamoDirectory(table);
  const documents = new DynamoDocuments(table);
  const journal = createJournal('operator-api', env.STAGE);
  const conversations = new DynamoConversations(table);
  const tokens = new SsmBotTokens(env.BOT_TOKENS_PREFIX, hostClock);
  const botApi = new HttpBotApi({
    client: createGuardedClient({ loopbackAllowed: loopbackWebhooksAllowed }),
    base: env.TELEGRAM_API_URL,
  });
  return {
    conversations,
    outbox: new DynamoOutbox(table),
    dead: new DynamoDeadDeliveries(table),
    endpoints: new DynamoEndpoints(table, hostClock),
    jobs: new DynamoJobs(table),
    documents,
    readPolicy,
    handbooks: new CachedHandbooks(documents, hostClock, journal),
    armedWakeUps: new SchedulerArmedWakeUps(new SchedulerClient(), env.FOLLOW_UP_GROUP),
    directory: new CachedDirectory(directory, hostClock),
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
    phones: async () => (await import('../../shared/adapters/phone-numbers.ts')).findPhones,
    models: new DynamoModelFiles(table),
    readModelFile,
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    jobLane: new SqsLane(sqs, env.JOBS_QUEUE_URL),
    followUps: new SqsLane(sqs, env.FOLLOW_UPS_QUEUE_URL),
    clock: hostClock,
    chance: randomChance,
    callers: new CallerRates(parseRates(env.LIMITS)),
    journal,
  };
}
