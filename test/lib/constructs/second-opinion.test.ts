import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import type { LlmStageSettings } from '../../../lib/stage-settings.ts';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const LLM: LlmStageSettings = { baseUrl: 'https://api.example.com/v1', model: 'tiny' };
const KEY = 'arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter/firstline/prod/llm/api-key';

type Service = ReturnType<typeof synthesise>['service'];

function variablesOf(service: Service, name: string): Record<string, unknown> {
  const { Environment } = resourcesOf(service, 'AWS::Lambda::Function')[`${name}Function`]?.Properties ?? {};
  return (Environment as { Variables: Record<string, unknown> }).Variables;
}

/** What a function is told of a language model. */
const told = (service: Service, name = 'Classify') =>
  Object.fromEntries(Object.entries(variablesOf(service, name)).filter(([key]) => key.startsWith('LLM_')));

/** Every right in a stack, by the policy that it is given in. */
const rights = (service: Service): string[] =>
  Object.entries(resourcesOf(service, 'AWS::IAM::Policy')).flatMap(([policy, { Properties }]) => {
    const { Statement } = Properties['PolicyDocument'] as {
      Statement: { Action: string; Resource: unknown }[];
    };
    return Statement.flatMap(({ Action, Resource }) =>
      [Resource].flat().map((one) => `${policy}: ${[Action].flat()} on ${nameOf(one)}`),
    );
  });

describe('a stage without a language model', () => {
  test.each(['dev', 'prod'] as const)('is what %s is', (stage) => {
    expect(told(synthesise(stage).service)).toEqual({});
  });
});

describe('a stage with a language model', () => {
  const { app, service } = synthesise('prod', { llm: LLM });

  test('tells the one function that asks it, and nothing of the key but its place', () => {
    expect(told(service)).toEqual({
      LLM_BASE_URL: 'https://api.example.com/v1',
      LLM_MODEL: 'tiny',
      LLM_API_KEY_PARAMETER: '/firstline/prod/llm/api-key',
    });
    for (const other of ['Ingest', 'Deliver', 'OperatorApi']) expect(told(service, other)).toEqual({});
  });

  test('lets that function read that one parameter, and gives no right besides', () => {
    const before = rights(synthesise('prod').service);
    expect(rights(service).filter((one) => !before.includes(one))).toEqual([
      `ClassifyRoleDefaultPolicy: ssm:GetParameter on ${KEY}`,
    ]);
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  test('passes on what it may cost', () => {
    const llm = { ...LLM, dailyUsd: 0.5, usdPerMillion: { in: 0.15, out: 0.6 } };
    expect(told(synthesise('dev', { llm }).service)).toMatchObject({
      LLM_API_KEY_PARAMETER: '/firstline/dev/llm/api-key',
      LLM_DAILY_USD: '0.5',
      LLM_USD_PER_MILLION_IN: '0.15',
      LLM_USD_PER_MILLION_OUT: '0.6',
    });
  });

  test.each(['api.example.com/v1', 'ftp://api.example.com', 'https://me:secret@api.example.com', ''])(
    'is refused with the address %j',
    (baseUrl) => {
      expect(() => synthesise('dev', { llm: { ...LLM, baseUrl } })).toThrow(
        'llm.baseUrl of the stage "dev" must be an http or https URL without a password.',
      );
    },
  );
});
