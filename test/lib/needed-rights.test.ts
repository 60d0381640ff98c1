import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resourcesOf, synthesise } from './synthesised.ts';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = ['shared/adapters/**/*.ts', 'functions/**/*.ts'];

/** The right that each command of the SDK needs, and each operation that is asked by its name; one that is not listed here fails the test. */
const RIGHT: Record<string, string> = {
  BatchGetCommand: 'dynamodb:BatchGetItem',
  GetCommand: 'dynamodb:GetItem',
  PutCommand: 'dynamodb:PutItem',
  UpdateCommand: 'dynamodb:UpdateItem',
  // A transaction needs the rights of what is in it, which other commands name.
  TransactWriteCommand: 'dynamodb:PutItem',
  DeleteCommand: 'dynamodb:DeleteItem',
  QueryCommand: 'dynamodb:Query',
  GetQueueAttributesCommand: 'sqs:GetQueueAttributes',
  SendMessageCommand: 'sqs:SendMessage',
  SendMessageBatchCommand: 'sqs:SendMessage',
  CreateScheduleCommand: 'scheduler:CreateSchedule',
  DeleteScheduleCommand: 'scheduler:DeleteSchedule',
  ListSchedulesCommand: 'scheduler:ListSchedules',
  GetParameter: 'ssm:GetParameter',
  PutParameter: 'ssm:PutParameter',
  DeleteParameter: 'ssm:DeleteParameter',
  PostToConnectionCommand: 'execute-api:ManageConnections',
  DeleteConnectionCommand: 'execute-api:ManageConnections',
  ConverseCommand: 'bedrock:InvokeModel',
};

/** Rights that are needed without a command of ours: Lambda reads queues and the stream and writes logs by itself, CreateSchedule passes the role. */
const BY_ITSELF = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'iam:PassRole',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

/** Whoever has no language model gives no right to ask one. */
const WITH_A_MODEL = { llm: { provider: 'bedrock', model: 'amazon.nova-lite-v1:0' } } as const;

// The twin knows no IAM, so nothing else would notice a right that is missing, or that nobody needs any more.
test('what our code asks of AWS is granted, and nothing besides', () => {
  expect(grantedActions()).toEqual(unique([...neededActions(), ...BY_ITSELF]));
});

function neededActions(): string[] {
  const sources = globSync(SOURCES, { cwd: ROOT }).map((name) => readFileSync(join(ROOT, name), 'utf8'));
  const asked = sources.flatMap((source) =>
    [...source.matchAll(/\bnew (\w+Command)\b|#ask\('(\w+)'/g)].map(([, command, operation]) =>
      String(command ?? operation),
    ),
  );
  return unique(asked.map((name) => RIGHT[name] ?? `no right is known for ${name}`));
}

function grantedActions(): string[] {
  const policies = Object.values(resourcesOf(synthesise('dev', WITH_A_MODEL).service, 'AWS::IAM::Policy'));
  const documents = policies.map(({ Properties }) => Properties['PolicyDocument']);
  return unique(
    documents
      .flatMap((it) => (it as { Statement: { Action: string | string[] }[] }).Statement)
      .flatMap(({ Action }) => Action),
  );
}

function unique(names: string[]): string[] {
  return [...new Set(names)].sort();
}
