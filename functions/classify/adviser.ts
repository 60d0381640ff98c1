import { type ParameterPlace, SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { SsmSecret } from '../../shared/adapters/aws/ssm-secret.ts';
import { DynamoOpinions } from '../../shared/adapters/dynamo/opinion-store.ts';
import { DynamoSpending } from '../../shared/adapters/dynamo/spending-store.ts';
import type { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import type { Chat } from '../../shared/adapters/llm/chat.ts';
import { ChatClient } from '../../shared/adapters/llm/chat-client.ts';
import { LlmAdviser } from '../../shared/adapters/llm/llm-adviser.ts';
import { Purse } from '../../shared/adapters/llm/purse.ts';
import type { LlmSettings, OpenAiSettings } from '../../shared/edge/llm-settings.ts';
import { createMeter } from '../../shared/edge/meter.ts';
import type { Adviser, Journal } from '../../shared/ports.ts';

export interface AdviserParts {
  stage: string;
  table: Table;
  /** Where its key may be. */
  parameters: ParameterPlace;
  journal: Journal;
}

/** Builds what gives second opinions. Loaded by the first doubt: a desk without a language model does not pay for it. */
export async function openAdviser(
  settings: LlmSettings,
  { stage, table, parameters, journal }: AdviserParts,
): Promise<Adviser> {
  const clock = hostClock;
  const { prices, cap } = settings;
  return new LlmAdviser({
    chat: await openChat(settings, parameters),
    opinions: new DynamoOpinions(table, clock),
    purse: new Purse({ spending: new DynamoSpending(table, clock), prices, cap, clock, journal }),
    clock,
    journal,
    meter: createMeter('classify', stage),
  });
}

/** The SDK's client is loaded where Bedrock is asked, and nowhere else. */
async function openChat(settings: LlmSettings, parameters: ParameterPlace): Promise<Chat> {
  const { model } = settings;
  if (settings.provider === 'openai')
    return new ChatClient({
      base: settings.base,
      model,
      key: keyReader(settings.key, parameters),
      clock: hostClock,
    });
  const { ConverseClient } = await import('../../shared/adapters/llm/converse-client.ts');
  return new ConverseClient({ model, region: settings.region, clock: hostClock });
}

function keyReader(
  key: OpenAiSettings['key'],
  parameters: ParameterPlace,
): (() => Promise<string>) | undefined {
  if (key === undefined) return undefined;
  if ('plain' in key) return async () => key.plain;
  const secret = new SsmSecret(key.parameter, new SsmParameters(parameters), hostClock);
  return () => secret.read();
}
