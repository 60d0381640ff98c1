import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { CachedWebhookKeys } from '../../shared/adapters/cached-webhook-keys.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { DynamoSignIn } from '../../shared/adapters/dynamo/sign-in-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { createDoorResolver } from '../../shared/adapters/http/door-resolver.ts';
import { createGuardedClient } from '../../shared/adapters/http/guarded-client.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import { signedInWith } from '../../shared/adapters/signed-in.ts';
import { WebhookPinger } from '../../shared/adapters/webhook-pinger.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { parseRates } from '../../shared/domain/rate-limit.ts';
import { VERSION } from '../../shared/domain/version.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { readOidcSettings } from '../../shared/edge/oidc-settings.ts';
import { ENV } from './env.ts';
import { openApiIn } from './openapi.ts';
import type { Door } from './routes.ts';

/** Builds the door once per cold start. */
export function wire(source: Record<string, string | undefined>): Door {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const rates = parseRates(env.LIMITS);
  const stored = new DynamoDirectory(table);
  const directory = new CachedDirectory(stored, hostClock);
  const publishedKeys = new DynamoWebhookKeys(table);
  const webhookKeys = new CachedWebhookKeys(publishedKeys, hostClock);
  return {
    conversations: new DynamoConversations(table),
    outbox: new DynamoOutbox(table),
    requests: new DynamoKeyedRequests(table),
    directory,
    signedIn: signedInWith(
      { operators: new DynamoOperators(table), tokenKeys: new DynamoSignIn(table) },
      hostClock,
      env.STAGE,
      readOidcSettings(source),
    ),
    inbound: new SqsLane(sqs, env.INBOUND_QUEUE_URL),
    hosts: createDoorResolver(),
    loopbackAllowed: loopbackWebhooksAllowed,
    clock: hostClock,
    chance: randomChance,
    pause: (milliseconds) => setTimeout(milliseconds),
    callers: new CallerRates(rates),
    pinger: new WebhookPinger({
      client: createGuardedClient({ loopbackAllowed: loopbackWebhooksAllowed }),
      directory,
      keys: webhookKeys,
      clock: hostClock,
      version: VERSION,
    }),
    // Read anew: whoever looks because a key leaked must not be shown it once more.
    webhookKeys: publishedKeys,
    dependencies: {
      table: () => stored.partner('health'),
      inbound_lane: () =>
        sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: env.INBOUND_QUEUE_URL, AttributeNames: ['QueueArn'] }),
        ),
    },
    openApi: openApiIn(env.LAMBDA_TASK_ROOT),
    hasStatusPage: env.STATUS_PAGE === 'on',
    journal: createJournal(env.STAGE),
    edgeSecret: env.EDGE_SECRET,
    policy: {
      rate: rates?.client,
      burstQuiet: env.PACE === 'immediate' ? 0 : LIMITS.burstQuiet,
    },
  };
}
