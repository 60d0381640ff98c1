import { SsmSecret } from '../../shared/adapters/aws/ssm-secret.ts';
import { DynamoOpinions } from '../../shared/adapters/dynamo/opinion-store.ts';
import { DynamoSpending } from '../../shared/adapters/dynamo/spending-store.ts';
import type { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { ChatClient } from '../../shared/adapters/llm/chat-client.ts';
import { LlmAdviser } from '../../shared/adapters/llm/llm-adviser.ts';
import { Purse } from '../../shared/adapters/llm/purse.ts';
import type { LlmSettings } from '../../shared/edge/llm-settings.ts';
import { createMeter } from '../../shared/edge/meter.ts';
import type { Adviser, Journal } from '../../shared/ports.ts';

export interface AdviserParts {
  stage: string;
  table: Table;
  journal: Journal;
}

/** Builds what gives second opinions. Loaded by the first doubt: a desk without a language model does not pay for it. */
export function openAdviser(
  { base, model, key, cap, prices }: LlmSettings,
  { stage, table, journal }: AdviserParts,
): Adviser {
  const clock = hostClock;
  return new LlmAdviser({
    model,
    chat: new ChatClient({ base, key: keyReader(key), clock }),
    opinions: new DynamoOpinions(table, clock),
    purse: new Purse({ spending: new DynamoSpending(table, clock), prices, cap, clock, journal }),
    clock,
    journal,
    meter: createMeter('classify', stage),
  });
}

function keyReader(key: LlmSettings['key']): (() => Promise<string>) | undefined {
  if (key === undefined) return undefined;
  if ('plain' in key) return async () => key.plain;
  const secret = new SsmSecret(key.parameter, hostClock);
  return () => secret.read();
}
