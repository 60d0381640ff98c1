import { describe, expect, test } from 'vitest';
import { ENV as AUTH } from '../../../functions/auth/env.ts';
import { ENV as BROADCAST } from '../../../functions/broadcast/env.ts';
import { ENV as CLASSIFY } from '../../../functions/classify/env.ts';
import { ENV as DELIVER } from '../../../functions/deliver/env.ts';
import { ENV as FOLLOW_UP } from '../../../functions/follow-up/env.ts';
import { ENV as INGEST } from '../../../functions/ingest/env.ts';
import { ENV as OPERATOR_API } from '../../../functions/operator-api/env.ts';
import { ENV as PROBE } from '../../../functions/probe/env.ts';
import { ENV as PROJECT } from '../../../functions/project/env.ts';
import { ENV as RECOVER } from '../../../functions/recover/env.ts';
import { ENV as REDRIVE } from '../../../functions/redrive/env.ts';
import { ENV as SOCKET } from '../../../functions/socket/env.ts';
import { ENV as STATUS } from '../../../functions/status/env.ts';
import { ENV as TELEGRAM } from '../../../functions/telegram/env.ts';
import { nameOf, type Resource, resourcesOf, synthesise } from '../synthesised.ts';

const dev = synthesise('dev');
const prod = synthesise('prod');
const withPage = synthesise('prod', { statusPage: 'on' });
const functions = resourcesOf(withPage.service, 'AWS::Lambda::Function');

const EXPECTED = [
  { name: 'Ingest', env: INGEST, timeoutS: 29, memoryMb: 512, loop: 'Terminate' },
  { name: 'Telegram', env: TELEGRAM, timeoutS: 20, memoryMb: 512, loop: 'Terminate' },
  { name: 'Classify', env: CLASSIFY, timeoutS: 10, memoryMb: 512, loop: 'Allow' },
  { name: 'Deliver', env: DELIVER, timeoutS: 20, memoryMb: 384, loop: 'Allow' },
  { name: 'Broadcast', env: BROADCAST, timeoutS: 10, memoryMb: 512, loop: 'Allow' },
  { name: 'FollowUp', env: FOLLOW_UP, timeoutS: 10, memoryMb: 256, loop: 'Allow' },
  { name: 'Recover', env: RECOVER, timeoutS: 10, memoryMb: 256, loop: 'Terminate' },
  { name: 'Probe', env: PROBE, timeoutS: 30, memoryMb: 256, loop: 'Terminate' },
  { name: 'Project', env: PROJECT, timeoutS: 20, memoryMb: 512, loop: 'Terminate' },
  { name: 'Socket', env: SOCKET, timeoutS: 10, memoryMb: 512, loop: 'Terminate' },
  { name: 'Redrive', env: REDRIVE, timeoutS: 20, memoryMb: 256, loop: 'Allow' },
  { name: 'OperatorApi', env: OPERATOR_API, timeoutS: 20, memoryMb: 1024, loop: 'Terminate' },
  { name: 'Auth', env: AUTH, timeoutS: 10, memoryMb: 512, loop: 'Terminate' },
  { name: 'Status', env: STATUS, timeoutS: 10, memoryMb: 512, loop: 'Terminate' },
];

test('there are these functions and no others', () => {
  const expected = EXPECTED.map(({ name }) => `${name}Function`);
  expect(Object.keys(functions).sort()).toEqual(expected.toSorted());
  const usual = resourcesOf(prod.service, 'AWS::Lambda::Function');
  expect(Object.keys(usual).sort()).toEqual(expected.filter((name) => name !== 'StatusFunction').sort());
});

describe.each(EXPECTED)('$name', ({ name, env, timeoutS, memoryMb, loop }) => {
  const properties = propertiesOf(functions, `${name}Function`);

  test('runs on Node 24 on arm64', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
  });

  test(`has ${timeoutS} s and ${memoryMb} MB, and Lambda's loop detection says ${loop}`, () => {
    expect(properties).toMatchObject({ Timeout: timeoutS, MemorySize: memoryMb, RecursiveLoop: loop });
  });

  test('is told exactly what it reads and Lambda does not tell it by itself, none of it empty', () => {
    const told = env.filter((variable) => !/^(AWS|LAMBDA)_/.test(variable));
    const { Variables } = properties['Environment'] as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual(told.sort());
    expect(Object.values(Variables).map(nameOf)).not.toContain('');
  });

  test('has a role and a log group to itself', () => {
    const { LogGroup } = properties['LoggingConfig'] as { LogGroup: unknown };
    expect(nameOf(properties['Role'])).toBe(`${name}Role.Arn`);
    expect(nameOf(LogGroup)).toBe(`${name}Logs`);
  });

  test('logs JSON; where logs are paid for, without a line for every start and end', () => {
    expect(properties['LoggingConfig']).toMatchObject({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
  });
});

describe.each([
  { stage: 'dev', template: dev.service, days: 7, policy: 'Delete' },
  { stage: 'prod', template: prod.service, days: 90, policy: 'Retain' },
])('in $stage', ({ template, days, policy }) => {
  test(`every log group is kept for ${days} days, then it goes`, () => {
    const groups = Object.entries(resourcesOf(template, 'AWS::Logs::LogGroup'));
    // One of each door's own, and none of a status page.
    expect(groups).toHaveLength(EXPECTED.length + 2 - 1);
    for (const [, group] of groups) {
      expect(group).toMatchObject({ DeletionPolicy: policy, Properties: { RetentionInDays: days } });
    }
  });
});

function propertiesOf(resources: Record<string, Resource>, name: string): Record<string, unknown> {
  return resources[name]?.Properties ?? {};
}
