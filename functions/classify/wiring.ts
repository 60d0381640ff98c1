import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import type { AnswerPorts } from '../../shared/usecases/answer-conversation.ts';
import { ENV } from './env.ts';

/** Builds what answers conversations, once per cold start; the model's folder lies beside the bundle. */
export function wire(source: Record<string, string | undefined>): AnswerPorts {
  const env = readEnv(ENV, source);
  const sqs = new SQSClient();
  return {
    conversations: new DynamoConversations(new Table(env.TABLE_NAME, new DynamoDBClient())),
    classifier: new BuiltInClassifier(join(env.LAMBDA_TASK_ROOT, 'model')),
    inbound: new SqsLane(sqs, env.INBOUND_QUEUE_URL),
    outbound: new SqsLane(sqs, env.OUTBOUND_QUEUE_URL),
    clock: hostClock,
    chance: randomChance,
    journal: createJournal('classify', env.STAGE),
    policy: { pace: env.PACE === 'immediate' ? 'immediate' : 'natural' },
  };
}
