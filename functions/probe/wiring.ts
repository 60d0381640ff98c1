import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { createGuardedClient } from '../../shared/adapters/http/guarded-client.ts';
import { HttpBotApi } from '../../shared/adapters/telegram/bot-api.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { createMeter } from '../../shared/edge/meter.ts';
import type { ProbePorts } from '../../shared/usecases/probe-bots.ts';
import { ENV } from './env.ts';

/** Builds what looks after the bots' webhooks, once per cold start. */
export function wire(source: Record<string, string | undefined>): ProbePorts {
  const env = readEnv(ENV, source);
  return {
    bots: new DynamoBots(new Table(env.TABLE_NAME, new DynamoDBClient())),
    tokens: new SsmBotTokens(env.BOT_TOKENS_PREFIX, hostClock),
    botApi: new HttpBotApi({
      client: createGuardedClient({ loopbackAllowed: loopbackWebhooksAllowed }),
      base: env.TELEGRAM_API_URL,
    }),
    clock: hostClock,
    journal: createJournal('probe', env.STAGE),
    meter: createMeter('probe', env.STAGE),
  };
}
