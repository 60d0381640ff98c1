import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsBatches } from '../../shared/adapters/aws/sqs-batches.ts';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { DeskClassifier } from '../../shared/adapters/desk-classifier.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { DynamoModelFiles } from '../../shared/adapters/dynamo/model-files.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoTroubleReports } from '../../shared/adapters/dynamo/trouble-store.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { lazyAdviser } from '../../shared/adapters/llm/lazy-adviser.ts';
import { findPhones } from '../../shared/adapters/phone-numbers.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { type LlmSettings, readLlmSettings } from '../../shared/edge/llm-settings.ts';
import { parameterPlace } from '../../shared/edge/parameter-place.ts';
import type { Adviser, IncidentSignal } from '../../shared/ports.ts';
import type { AdviserParts } from './adviser.ts';
import type { Classify } from './consumer.ts';
import { ENV } from './env.ts';
import { incidentsFrom } from './incidents.ts';
import { outagesFrom } from './outages.ts';

/** Builds what answers conversations, once per cold start; the model's folder lies beside the bundle. */
export function wire(source: Record<string, string | undefined>): Classify {
  const env = readEnv(ENV, source);
  const llm = readLlmSettings(source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const sqs = new SQSClient();
  const company = new SqsBatches(sqs);
  const journal = createJournal(env.STAGE);
  const handbooks = new CachedHandbooks(new DynamoDocuments(table), hostClock, journal);
  const builtIn = new BuiltInClassifier(join(env.LAMBDA_TASK_ROOT, 'model'));
  const models = new DynamoModelFiles(table);
  const reports = new DynamoTroubleReports(table);
  const parameters = parameterPlace(source);
  const incidentLane = new SqsLane<IncidentSignal>(sqs, env.JOBS_QUEUE_URL);
  const incidents = incidentsFrom({ table, reports, handbooks, incidentLane, journal });
  return {
    conversations: new DynamoConversations(table),
    classifier: new DeskClassifier({ builtIn, handbooks, models, clock: hostClock, journal }),
    adviser:
      llm && lazyAdviser(() => loadAdviser(llm, { stage: env.STAGE, table, parameters, journal }), journal),
    handbooks,
    findPhones,
    inbound: company.lane(env.INBOUND_QUEUE_URL),
    outbound: company.lane(env.OUTBOUND_QUEUE_URL),
    followUps: company.lane(env.FOLLOW_UPS_QUEUE_URL),
    company,
    outages: outagesFrom({
      table,
      reports,
      incidents: incidents.sensed,
      journal,
      model: join(env.LAMBDA_TASK_ROOT, 'trouble-model'),
    }),
    incidents: incidents.reporters,
    clock: hostClock,
    chance: randomChance,
    journal,
    pace: env.PACE === 'immediate' ? 'immediate' : 'natural',
  };
}

async function loadAdviser(settings: LlmSettings, parts: AdviserParts): Promise<Adviser> {
  const { openAdviser } = await import('./adviser.ts');
  return openAdviser(settings, parts);
}
