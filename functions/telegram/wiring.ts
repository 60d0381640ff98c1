import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { CachedBots } from '../../shared/adapters/cached-bots.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoParkedUpdates } from '../../shared/adapters/dynamo/parked-store.ts';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { parseRates } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { ENV } from './env.ts';
import type { TelegramDoor } from './telegram-door.ts';

/** Builds the door once per cold start. */
export function wire(source: Record<string, string | undefined>): TelegramDoor {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  return {
    conversations: new DynamoConversations(table),
    requests: new DynamoKeyedRequests(table),
    bots: new CachedBots(new DynamoBots(table), hostClock),
    parked: new DynamoParkedUpdates(table),
    inbound: new SqsLane(new SQSClient(), env.INBOUND_QUEUE_URL),
    clock: hostClock,
    chance: randomChance,
    pause: (milliseconds) => setTimeout(milliseconds),
    // Telegram is never told to write less: what comes too fast is answered as one burst.
    callers: { countKey: () => undefined },
    addresses: new CallerRates(parseRates(env.LIMITS)),
    journal: createJournal(env.STAGE),
    policy: {
      rate: undefined,
      burstQuiet: env.PACE === 'immediate' ? 0 : LIMITS.burstQuiet,
      backlog: LIMITS.pendingInChat,
    },
  };
}
