import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SchedulerAlarm } from '../../shared/adapters/aws/scheduler-alarm.ts';
import { SchedulerWakeUps } from '../../shared/adapters/aws/scheduler-wake-ups.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { CachedWebhookKeys } from '../../shared/adapters/cached-webhook-keys.ts';
import { ChannelSender } from '../../shared/adapters/channel-sender.ts';
import { DynamoBotPacing } from '../../shared/adapters/dynamo/bot-pacing.ts';
import { DynamoBroadcasts } from '../../shared/adapters/dynamo/broadcast-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { createGuardedClient } from '../../shared/adapters/http/guarded-client.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import { InstanceSendLimit, type SendShare } from '../../shared/adapters/send-limit.ts';
import { HttpBotApi } from '../../shared/adapters/telegram/bot-api.ts';
import { BOT_DEADLINES, TelegramSender } from '../../shared/adapters/telegram/telegram-sender.ts';
import { WebhookSender } from '../../shared/adapters/webhook-sender.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { VERSION } from '../../shared/domain/version.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { parameterPlace } from '../../shared/edge/parameter-place.ts';
import type { Pause } from '../../shared/ports.ts';
import type { Deliver } from './consumer.ts';
import { ENV } from './env.ts';

/** Builds what delivers texts, once per cold start. */
export function wire(source: Record<string, string | undefined>): Deliver {
  const env = readEnv(ENV, source);
  const parameters = new SsmParameters(parameterPlace(source));
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const scheduler = new SchedulerClient();
  const loopbackAllowed = loopbackWebhooksAllowed;
  const client = createGuardedClient({ loopbackAllowed });
  const botClient = createGuardedClient({ loopbackAllowed, deadlines: BOT_DEADLINES });
  return {
    conversations: new DynamoConversations(table),
    outbox: new DynamoOutbox(table),
    broadcasts: new DynamoBroadcasts(table),
    endpoints: new DynamoEndpoints(table, hostClock),
    sender: new ChannelSender({
      chats: new TelegramSender({
        api: new HttpBotApi({ client: botClient, base: env.TELEGRAM_API_URL }),
        tokens: new SsmBotTokens(env.BOT_TOKENS_PREFIX, parameters, hostClock),
        pacing: new DynamoBotPacing(table, hostClock),
        clock: hostClock,
        pause,
      }),
      webhooks: new WebhookSender({
        client,
        directory: new CachedDirectory(new DynamoDirectory(table), hostClock),
        keys: new CachedWebhookKeys(new DynamoWebhookKeys(table), hostClock),
        clock: hostClock,
        version: VERSION,
      }),
    }),
    limit: new InstanceSendLimit(shareOf(Number(env.INSTANCES)), { clock: hostClock, pause }),
    inbound: new SqsLane(sqs, env.INBOUND_QUEUE_URL),
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    slow: new SqsLane(sqs, env.SLOW_QUEUE_URL),
    deadLetters: new SqsLane(sqs, env.DEAD_LETTERS_QUEUE_URL),
    alarm: new SchedulerAlarm(scheduler, {
      group: env.SCHEDULE_GROUP,
      queueArn: env.SLOW_QUEUE_ARN,
      roleArn: env.SCHEDULE_ROLE_ARN,
    }),
    wakeUps: new SchedulerWakeUps(scheduler, {
      group: env.FOLLOW_UP_GROUP,
      queueArn: env.FOLLOW_UPS_QUEUE_ARN,
      roleArn: env.FOLLOW_UP_ROLE_ARN,
    }),
    clock: hostClock,
    chance: randomChance,
    pause,
    journal: createJournal(env.STAGE),
    slowQueueArn: env.SLOW_QUEUE_ARN,
  };
}

/** Nobody waits for a pause that something else has ended. */
const pause: Pause = (milliseconds) => setTimeout(milliseconds, undefined, { ref: false });

/** The lanes run at most so many instances at once, which share the sends that are allowed among them. */
function shareOf(instances: number): SendShare {
  const share = (most: number) => Math.max(1, Math.floor(most / instances));
  return { atATime: share(LIMITS.originSends), aSecond: share(LIMITS.endpointRate) };
}
