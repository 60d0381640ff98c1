import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { nameOf, resourcesOf, synthesise } from './synthesised.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: unknown;
}

const { service, app } = synthesise('prod');
const TABLE = 'Table.Arn';
const WORK_ON = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const WRITE_LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const SEND = ['sqs:SendMessage'];
const READ_AND_WRITE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'];

const READ_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (it) => `dynamodb:${it}`,
);

/** Having conversations woken. */
const WAKE = {
  'arn:AWS::Partition:scheduler:AWS::Region:AWS::AccountId:schedule/FollowUpClockGroup/*': [
    'scheduler:CreateSchedule',
  ],
  'FollowUpClockRole.Arn': ['iam:PassRole'],
};

/** Tokens of the stage's bots. */
const TOKENS = 'arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter/firstline/prod/bots/*';

/** Speaking to open sockets, and ending them. */
const PUSH = Object.fromEntries(
  ['POST', 'DELETE'].map((method) => [
    `arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:SocketDoorApi/live/${method}/@connections/*`,
    ['execute-api:ManageConnections'],
  ]),
);

/** Every right anybody has: role → resource → actions. */
const GRANTS = {
  Auth: {
    'AuthLogs.Arn': WRITE_LOGS,
    [TABLE]: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  },
  Ingest: {
    'IngestLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:BatchGetItem'],
    'InboundQueue.Arn': [...SEND, 'sqs:GetQueueAttributes'],
  },
  Telegram: {
    'TelegramLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:BatchGetItem'],
    'InboundQueue.Arn': SEND,
  },
  Classify: {
    'ClassifyLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:BatchGetItem'],
    'InboundQueue.Arn': [...SEND, ...WORK_ON],
    'OutboundQueue.Arn': SEND,
    'FollowUpsQueue.Arn': SEND,
    'JobsQueue.Arn': SEND,
  },
  Deliver: {
    'DeliverLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:DeleteItem'],
    'OutboundQueue.Arn': [...SEND, ...WORK_ON],
    'SlowQueue.Arn': [...SEND, ...WORK_ON],
    'DeadLettersQueue.Arn': SEND,
    'arn:AWS::Partition:scheduler:AWS::Region:AWS::AccountId:schedule/RetryClockGroup/*': [
      'scheduler:CreateSchedule',
    ],
    'RetryClockRole.Arn': ['iam:PassRole'],
    'InboundQueue.Arn': SEND,
    [TOKENS]: ['ssm:GetParameter'],
    ...WAKE,
  },
  FollowUp: {
    'FollowUpLogs.Arn': WRITE_LOGS,
    [TABLE]: READ_AND_WRITE,
    'InboundQueue.Arn': SEND,
    'OutboundQueue.Arn': SEND,
    'FollowUpsQueue.Arn': [...SEND, ...WORK_ON],
    ...WAKE,
  },
  Broadcast: {
    'BroadcastLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:BatchGetItem'],
    [`${TABLE}/index/desk`]: ['dynamodb:Query'],
    'OutboundQueue.Arn': SEND,
    'BroadcastsQueue.Arn': [...SEND, ...WORK_ON],
  },
  Recover: {
    'RecoverLogs.Arn': WRITE_LOGS,
    [TABLE]: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    'Table.StreamArn': READ_STREAM,
    'InboundQueue.Arn': SEND,
    'StreamReaderFailures.Arn': SEND,
  },
  Project: {
    'ProjectLogs.Arn': WRITE_LOGS,
    [TABLE]: ['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:DeleteItem'],
    'Table.StreamArn': READ_STREAM,
    'ScreenReaderFailures.Arn': [...SEND, ...WORK_ON],
    ...PUSH,
  },
  Socket: {
    'SocketLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:DeleteItem'],
    ...PUSH,
  },
  Redrive: {
    'RedriveLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:BatchGetItem', 'dynamodb:DeleteItem'],
    'InboundQueue.Arn': SEND,
    'OutboundQueue.Arn': SEND,
    'FollowUpsQueue.Arn': SEND,
    '*': ['scheduler:ListSchedules'],
    'arn:AWS::Partition:scheduler:AWS::Region:AWS::AccountId:schedule/RetryClockGroup/*': [
      'scheduler:DeleteSchedule',
    ],
    'arn:AWS::Partition:scheduler:AWS::Region:AWS::AccountId:schedule/FollowUpClockGroup/*': [
      'scheduler:DeleteSchedule',
    ],
    'BroadcastsQueue.Arn': SEND,
    'JobsQueue.Arn': [...SEND, ...WORK_ON],
    'DeadLettersQueue.Arn': WORK_ON,
  },
  OperatorApi: {
    'OperatorApiLogs.Arn': WRITE_LOGS,
    [TABLE]: [...READ_AND_WRITE, 'dynamodb:BatchGetItem', 'dynamodb:DeleteItem'],
    [`${TABLE}/index/desk`]: ['dynamodb:Query'],
    'InboundQueue.Arn': SEND,
    'OutboundQueue.Arn': SEND,
    'JobsQueue.Arn': SEND,
    'BroadcastsQueue.Arn': SEND,
    'FollowUpsQueue.Arn': SEND,
    '*': ['scheduler:ListSchedules'],
    [TOKENS]: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
  },
  Probe: { 'ProbeLogs.Arn': WRITE_LOGS, [TABLE]: ['dynamodb:Query'], [TOKENS]: ['ssm:GetParameter'] },
  RetryClock: { 'SlowQueue.Arn': SEND },
  FollowUpClock: { 'FollowUpsQueue.Arn': SEND },
};

/** The table, as far as these partitions are asked for. */
const NARROWED = {
  Action: ['dynamodb:GetItem', 'dynamodb:Query'],
  Condition: {
    'ForAllValues:StringEquals': {
      'dynamodb:LeadingKeys': [keys.incidentBoard().pk, keys.documents().pk],
    },
  },
};

describe('rights', () => {
  test('are these and no others', () => {
    expect(grants()).toEqual(inOrder(GRANTS));
  });

  test('are given by inline policies alone, to roles that one service may assume', () => {
    const roles = resourcesOf(service, 'AWS::IAM::Role');
    expect(Object.keys(roles).sort()).toEqual(
      Object.keys(GRANTS)
        .map((name) => `${name}Role`)
        .sort(),
    );
    for (const [name, { Properties }] of Object.entries(roles)) {
      const expected = name.endsWith('ClockRole') ? 'scheduler.amazonaws.com' : 'lambda.amazonaws.com';
      expect(Object.keys(Properties)).toEqual(['AssumeRolePolicyDocument']);
      expect(statementsIn(Properties['AssumeRolePolicyDocument']).map((each) => each.Principal)).toEqual([
        { Service: expected },
      ]);
    }
  });

  test('of the public page are to read incidents and published texts, and reach no client, key or person', () => {
    const withPage = synthesise('prod', { statusPage: 'on' }).service;
    const [logs, table, ...others] = statements('Status', withPage);
    expect([nameOf(logs?.Resource), logs?.Action]).toEqual(['StatusLogs.Arn', WRITE_LOGS]);
    expect(nameOf(table?.Resource)).toBe(TABLE);
    expect(table).toMatchObject(NARROWED);
    expect(others).toEqual([]);
    for (const name of Object.keys(GRANTS)) expect(statements(name, withPage)).toEqual(statements(name));
  });

  test('to pass a role reach the Scheduler only', () => {
    const all = ['Deliver', 'FollowUp'].flatMap((name) => statements(name));
    const passing = all.filter(({ Action }) => Action === 'iam:PassRole');
    const toScheduler = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
    expect(passing.map(({ Condition }) => Condition)).toEqual([toScheduler, toScheduler, toScheduler]);
  });

  test.each(['RetryClock', 'FollowUpClock'])(
    'of the %s are lent to schedules of its own group in this account only',
    (clock) => {
      const role = resourcesOf(service, 'AWS::IAM::Role')[`${clock}Role`];
      const [assume] = statementsIn(role?.Properties['AssumeRolePolicyDocument']);
      expect(assume?.Condition).toEqual({
        StringEquals: {
          'aws:SourceAccount': { Ref: 'AWS::AccountId' },
          'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${clock}Group`)), 'Arn'] },
        },
      });
    },
  );
});

describe('cdk-nag', () => {
  test('finds nothing that is not acknowledged', () => {
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  test('was asked to overlook these findings, each at one place', () => {
    expect(app.node.findAll().flatMap(acknowledgements).sort()).toEqual([
      'service/Deliver: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<FollowUpClockGroup>/*]',
      'service/Deliver: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<RetryClockGroup>/*]',
      'service/Deliver: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/firstline/prod/bots/*]',
      'service/DistributionSecret/Secret: AwsSolutions-SMG4',
      'service/FollowUp: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<FollowUpClockGroup>/*]',
      'service/IntakeDoor/Api: AwsSolutions-APIG4',
      'service/OperatorApi: AwsSolutions-IAM5[Resource::*]',
      'service/OperatorApi: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/firstline/prod/bots/*]',
      'service/Probe: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/firstline/prod/bots/*]',
      'service/Project: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketDoorApi>/live/DELETE/@connections/*]',
      'service/Project: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketDoorApi>/live/POST/@connections/*]',
      'service/Redrive: AwsSolutions-IAM5[Resource::*]',
      'service/Redrive: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<FollowUpClockGroup>/*]',
      'service/Redrive: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<RetryClockGroup>/*]',
      'service/ScreenReader/Failures: AwsSolutions-SQS3',
      'service/Socket: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketDoorApi>/live/DELETE/@connections/*]',
      'service/Socket: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketDoorApi>/live/POST/@connections/*]',
      'service/SocketDoor/Api: AwsSolutions-APIG4',
      'service/StreamReader/Failures: AwsSolutions-SQS3',
    ]);
  });
});

function acknowledgements({ node }: IConstruct): string[] {
  const rules = node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  const ids = rules.flatMap(({ data }) => Object.keys(data)).map((id) => id.replace('Annotation::', ''));
  return ids.map((id) => `${node.path}: ${id.replace(/[0-9A-F]{8}>/, '>')}`);
}

function grants(): Record<string, Record<string, string[]>> {
  const found = Object.keys(GRANTS).map((name) => [name, byResource(statements(name))]);
  return Object.fromEntries(found);
}

function byResource(all: Statement[]): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const { Effect, Action, Resource } of all) {
    expect(Effect).toBe('Allow');
    for (const resource of [Resource].flat()) {
      const name = nameOf(resource);
      rights[name] = [...(rights[name] ?? []), ...[Action].flat()].sort();
    }
  }
  return rights;
}

function inOrder(all: Record<string, Record<string, string[]>>): Record<string, Record<string, string[]>> {
  const ordered = (rights: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(rights).map(([resource, actions]) => [resource, actions.toSorted()]));
  return Object.fromEntries(Object.entries(all).map(([name, rights]) => [name, ordered(rights)]));
}

function statements(name: string, of = service): Statement[] {
  const policies = Object.values(resourcesOf(of, 'AWS::IAM::Policy'));
  const own = policies.filter(({ Properties }) =>
    [Properties['Roles']].flat().map(nameOf).includes(`${name}Role`),
  );
  return own.flatMap(({ Properties }) => statementsIn(Properties['PolicyDocument']));
}

function statementsIn(document: unknown): Statement[] {
  return (document as { Statement: Statement[] }).Statement;
}
