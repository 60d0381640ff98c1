import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock, loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { createGuardedClient } from '../../shared/adapters/http/guarded-client.ts';
import { HttpBotApi } from '../../shared/adapters/telegram/bot-api.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { createMeter } from '../../shared/edge/meter.ts';
import { parameterPlace } from '../../shared/edge/parameter-place.ts';
import type { ProbePorts } from '../../shared/usecases/probe-bots.ts';
import type { ProbeEndpointsPorts } from '../../shared/usecases/probe-endpoints.ts';
import { ENV } from './env.ts';

/** Builds what looks after bots and endpoints, once per cold start. */
export function wire(source: Record<string, string | undefined>): ProbePorts & ProbeEndpointsPorts {
  const env = readEnv(ENV, source);
  const parameters = new SsmParameters(parameterPlace(source));
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  return {
    bots: new DynamoBots(table),
    endpoints: new DynamoEndpoints(table, hostClock),
    tokens: new SsmBotTokens(env.BOT_TOKENS_PREFIX, parameters, hostClock),
    botApi: new HttpBotApi({
      client: createGuardedClient({ loopbackAllowed: loopbackWebhooksAllowed }),
      base: env.TELEGRAM_API_URL,
    }),
    clock: hostClock,
    journal: createJournal(env.STAGE),
    meter: createMeter('probe', env.STAGE),
  };
}
