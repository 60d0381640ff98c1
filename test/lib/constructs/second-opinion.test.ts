import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import type { BedrockModel, LlmStageSettings } from '../../../lib/stage-settings.ts';
import { nameOf, resourcesOf, synthesise } from '../synthesised.ts';

const LLM = { baseUrl: 'https://api.example.com/v1', model: 'tiny' } satisfies LlmStageSettings;
const KEY = 'arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter/firstline/prod/llm/api-key';

type Service = ReturnType<typeof synthesise>['service'];

function variablesOf(service: Service, name: string): Record<string, unknown> {
  const { Environment } = resourcesOf(service, 'AWS::Lambda::Function')[`${name}Function`]?.Properties ?? {};
  return (Environment as { Variables: Record<string, unknown> }).Variables;
}

/** What a function is told of a language model. */
const told = (service: Service, name = 'Classify') =>
  Object.fromEntries(Object.entries(variablesOf(service, name)).filter(([key]) => key.startsWith('LLM_')));

interface Statement {
  Action: string;
  Resource: unknown;
  Condition?: { StringEquals: Record<string, unknown> };
}

function conditionOf({ Condition }: Statement): string {
  const equals = Object.entries(Condition?.StringEquals ?? {});
  return equals.map(([key, value]) => ` if ${key} is ${nameOf(value)}`).join('');
}

/** Every right in a stack, by the policy that it is given in. */
const rights = (service: Service): string[] =>
  Object.entries(resourcesOf(service, 'AWS::IAM::Policy')).flatMap(([policy, { Properties }]) =>
    (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement.flatMap((one) =>
      [one.Resource]
        .flat()
        .map((resource) => `${policy}: ${[one.Action].flat()} on ${nameOf(resource)}${conditionOf(one)}`),
    ),
  );

/** The rights that come with a language model. */
function added(service: Service): string[] {
  const before = rights(synthesise('prod').service);
  return rights(service).filter((one) => !before.includes(one));
}

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
    expect(added(service)).toEqual([`ClassifyRoleDefaultPolicy: ssm:GetParameter on ${KEY}`]);
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

describe('a stage with a model on Bedrock', () => {
  const NOVA = 'amazon.nova-lite-v1:0';
  const HERE = `arn:AWS::Partition:bedrock:AWS::Region`;
  const BEHIND = [
    `arn:aws:bedrock:eu-central-1::foundation-model/${NOVA}`,
    `arn:aws:bedrock:eu-north-1::foundation-model/${NOVA}`,
  ];
  const APPLICATION = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2';
  const PROVISIONED = 'arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/a1b2';

  test('tells the function which and where, and nothing of keys', () => {
    const llm: LlmStageSettings = { provider: 'bedrock', model: NOVA, region: 'eu-central-1', dailyUsd: 2 };
    expect(told(synthesise('prod', { llm }).service)).toEqual({
      LLM_PROVIDER: 'bedrock',
      LLM_MODEL: NOVA,
      LLM_REGION: 'eu-central-1',
      LLM_DAILY_USD: '2',
    });
  });

  test.each<[string, Omit<BedrockModel, 'provider'>, string[]]>([
    ['a model here', { model: NOVA }, [`${HERE}::foundation-model/${NOVA}`]],
    [
      'a model elsewhere',
      { model: NOVA, region: 'us-east-1' },
      [`arn:AWS::Partition:bedrock:us-east-1::foundation-model/${NOVA}`],
    ],
    ['a model by its ARN', { model: PROVISIONED }, [PROVISIONED]],
    [
      'a profile over regions',
      { model: `eu.${NOVA}`, routesTo: BEHIND },
      [
        `${HERE}:AWS::AccountId:inference-profile/eu.${NOVA}`,
        ...BEHIND.map(
          (one) =>
            `${one} if bedrock:InferenceProfileArn is ${HERE}:AWS::AccountId:inference-profile/eu.${NOVA}`,
        ),
      ],
    ],
    [
      'a profile over the world',
      {
        model: `global.${NOVA}`,
        region: 'eu-west-1',
        routesTo: [`arn:aws:bedrock:::foundation-model/${NOVA}`],
      },
      [
        `arn:AWS::Partition:bedrock:eu-west-1:AWS::AccountId:inference-profile/global.${NOVA}`,
        `arn:aws:bedrock:::foundation-model/${NOVA} if bedrock:InferenceProfileArn is arn:AWS::Partition:bedrock:eu-west-1:AWS::AccountId:inference-profile/global.${NOVA}`,
      ],
    ],
    [
      'a profile of one’s own',
      { model: APPLICATION, routesTo: BEHIND.slice(0, 1) },
      [APPLICATION, `${BEHIND[0]} if bedrock:InferenceProfileArn is ${APPLICATION}`],
    ],
  ])('lets that function invoke %s, and gives no right besides', (_, model, resources) => {
    const { app, service } = synthesise('prod', { llm: { provider: 'bedrock', ...model } });
    expect(added(service)).toEqual(
      resources.map((one) => `ClassifyRoleDefaultPolicy: bedrock:InvokeModel on ${one}`),
    );
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  test.each<[Omit<BedrockModel, 'provider'>, string]>([
    [{ model: '' }, 'must be the id or ARN of a model'],
    [{ model: 'amazon.*' }, 'must be the id or ARN of a model'],
    [{ model: 'arn:aws:bedrock:*::foundation-model/x' }, 'must be the id or ARN of a model'],
    [{ model: 'arn:aws:s3:::bucket' }, 'must be the id or ARN of a model'],
    [{ model: `eu.${NOVA}` }, 'is an inference profile: llm.routesTo must name the models behind it'],
    [{ model: APPLICATION, routesTo: [] }, 'is an inference profile: llm.routesTo must name'],
    [{ model: `eu.${NOVA}`, routesTo: [NOVA] }, 'llm.routesTo must hold ARNs of foundation models'],
    [
      { model: `eu.${NOVA}`, routesTo: [BEHIND[0]!.replace('eu-central-1', '*')] },
      'llm.routesTo must hold ARNs',
    ],
    [{ model: PROVISIONED, routesTo: BEHIND }, 'is no inference profile: llm.routesTo does not go with it'],
    [{ model: NOVA, region: 'Frankfurt' }, 'llm.region "Frankfurt" must be the name of a region'],
    [{ model: PROVISIONED, region: 'us-east-1' }, 'must be the region that the ARN in llm.model names'],
  ])('is refused if it cannot be told what may be asked: %j', (model, sentence) => {
    expect(() => synthesise('dev', { llm: { provider: 'bedrock', ...model } })).toThrow(sentence);
  });
});
