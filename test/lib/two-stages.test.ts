import { rmSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ConsoleStack } from '../../lib/console-stack.ts';
import { DataStack } from '../../lib/data-stack.ts';
import { ServiceStack } from '../../lib/service-stack.ts';
import { STACK_PARTS, stackName } from '../../lib/stack-names.ts';
import { type StageSettings, stageSettings } from '../../lib/stage-settings.ts';

type Json = Record<string, unknown>;

/** The templates of a whole stage under the names that it deploys under, by part. */
function templatesOf(settings: StageSettings): Record<(typeof STACK_PARTS)[number], Json> {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  const named = (part: (typeof STACK_PARTS)[number]) => stackName(settings.stage, part);
  try {
    const data = new DataStack(app, named('data'), settings);
    const service = new ServiceStack(app, named('service'), settings, data.table);
    const console = new ConsoleStack(app, named('console'), settings, {
      ...service.behind,
      pages: undefined,
    });
    const json = (stack: DataStack | ServiceStack | ConsoleStack) => Template.fromStack(stack).toJSON();
    return { data: json(data), service: json(service), console: json(console) };
  } finally {
    rmSync(app.outdir, { recursive: true });
  }
}

const prod = templatesOf(stageSettings('prod'));
// As somebody adds one: another name, and nothing else.
const school = templatesOf({ ...stageSettings('prod'), stage: 'school' });

const resourcesIn = (template: Json) => Object.entries(template['Resources'] as Record<string, Json>);

/** Names that only mean something within another resource: inline policies, metrics, stages of an API. */
const NOT_PHYSICAL = /^(AttributeName|IndexName|StageName|MetricName|PolicyName)$/;

/** Every name in a template that would be taken in the account: fixed names of resources, and of exports. */
function namesIn(template: Json): string[] {
  const names = resourcesIn(template).flatMap(([, resource]) =>
    Object.entries((resource['Properties'] ?? {}) as Json).flatMap(([property, value]) =>
      /Name$/.test(property) && !NOT_PHYSICAL.test(property)
        ? [fixed(resource['Type'], value)]
        : namesWithin(resource['Type'], value),
    ),
  );
  const exports = Object.values((template['Outputs'] ?? {}) as Record<string, Json>).map(({ Export }) =>
    fixed('Export', (Export as Json | undefined)?.['Name']),
  );
  return [...names, ...exports].filter((name) => name !== '');
}

/** CloudFront keeps the names of its policies one level down. */
function namesWithin(type: unknown, value: unknown): string[] {
  const isConfig = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isConfig && 'Name' in value ? [fixed(type, value.Name)] : [];
}

/** A name as far as it is fixed; one that CloudFormation makes up is nobody else's. */
function fixed(type: unknown, value: unknown): string {
  if (typeof value === 'string') return `${type} ${value}`;
  const joined = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  return joined ? `${type} ${JSON.stringify(joined)}` : '';
}

describe('two stages in one account', () => {
  test('have no name of a resource or an export in common', () => {
    const taken = STACK_PARTS.flatMap((part) => namesIn(prod[part]));
    expect(taken.length).toBeGreaterThan(5);
    const clashing = STACK_PARTS.flatMap((part) => namesIn(school[part])).filter((name) =>
      taken.includes(name),
    );
    expect(clashing).toEqual([]);
  });

  test('keep what was put by hand apart: the paths of parameters', () => {
    const paths = (templates: typeof prod) =>
      JSON.stringify(templates.service).match(/\/firstline\/[a-z]+\//g) ?? [];
    expect(new Set(paths(prod))).toEqual(new Set(['/firstline/prod/']));
    expect(new Set(paths(school))).toEqual(new Set(['/firstline/school/']));
  });
});

/**
 * What holds state, or an address that others know, by the id that CloudFormation knows it by. A changed id makes a new one and
 * deletes the old: signals in a queue, armed schedules, an address that partners call, and the table with everything. Such a
 * change goes in two deploys (docs/deployment.md); this table is changed with the second.
 */
const PINNED: Record<string, readonly string[]> = {
  'AWS::ApiGatewayV2::Api': ['IntakeDoorApi6400DE6C', 'SocketDoorApiB8B18150'],
  'AWS::CloudFront::Distribution': ['Distribution830FAC52'],
  'AWS::DynamoDB::GlobalTable': ['TableCD117FA1'],
  'AWS::S3::Bucket': ['Pages127DFD1A'],
  'AWS::SQS::Queue': [
    'BroadcastsQueueA9C09604',
    'DeadLettersQueue631681B1',
    'FollowUpsQueue2EDF34BB',
    'InboundQueue72656294',
    'JobsQueue24944186',
    'OutboundQueueA2785807',
    'ScreenReaderFailuresA1097F5A',
    'SlowQueueEDB07D1D',
    'StreamReaderFailuresEADA96EF',
  ],
  'AWS::Scheduler::ScheduleGroup': ['FollowUpClockGroupF85FDFCE', 'RetryClockGroupD41E8259'],
  'AWS::SecretsManager::Secret': ['DistributionSecret7B0BEE20'],
};

describe('an update', () => {
  test('keeps table, queues, groups of schedules, addresses and the bucket under the ids they have', () => {
    const all = STACK_PARTS.flatMap((part) => resourcesIn(prod[part]));
    const idsOf = (type: string) => all.filter(([, { Type }]) => Type === type).map(([id]) => id);
    for (const [type, ids] of Object.entries(PINNED)) expect(idsOf(type).toSorted()).toEqual(ids);
  });

  test('replaces no table, whose keys and index stay', () => {
    const [properties = {}] = resourcesIn(prod.data).map(([, { Properties }]) => Properties as Json);
    const { KeySchema, GlobalSecondaryIndexes, TableName } = properties;
    expect({ KeySchema, GlobalSecondaryIndexes, TableName }).toEqual({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'desk',
          KeySchema: [
            { AttributeName: 'ik', KeyType: 'HASH' },
            { AttributeName: 'is', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      TableName: undefined,
    });
  });

  test('fixes no name of a queue or a group, so that a second one can be made beside the first', () => {
    for (const [, { Type, Properties }] of resourcesIn(prod.service)) {
      if (Type === 'AWS::SQS::Queue') expect(Properties).not.toHaveProperty('QueueName');
      if (Type === 'AWS::Scheduler::ScheduleGroup') expect(Properties ?? {}).not.toHaveProperty('Name');
    }
  });
});

describe('what a stack leaves behind when it goes', () => {
  test.each([
    ['prod', 'Retain'],
    ['dev', 'Delete'],
  ])('of %s: the table and the logs %s, also when they are replaced', (stage, policy) => {
    const templates = templatesOf(stageSettings(stage));
    const kept = STACK_PARTS.flatMap((part) => resourcesIn(templates[part])).filter(([, { Type }]) =>
      ['AWS::DynamoDB::GlobalTable', 'AWS::Logs::LogGroup'].includes(String(Type)),
    );
    expect(kept.length).toBeGreaterThan(10);
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of kept)
      expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, policy, policy]);
  });
});
