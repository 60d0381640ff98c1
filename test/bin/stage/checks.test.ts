import { describe, expect, it } from 'vitest';
import { checkModelKey, lanesAtOnce } from '../../../bin/stage/checks.ts';
import { checkCertificate, checkWebAcl } from '../../../bin/stage/domain-checks.ts';
import { nextSteps } from '../../../bin/stage/next-steps.ts';
import type { Checking } from '../../../bin/stage/verdict.ts';
import { NoCli } from '../../../bin/stage/world.ts';
import { type StageSettings, stageSettings } from '../../../lib/stage-settings.ts';
import { resourcesOf, synthesise } from '../../lib/synthesised.ts';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const WEB_ACL = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/desk/42';
const DOMAIN = { domain: { name: 'desk.example.com', certificateArn: ARN } };
const MODEL = { llm: { baseUrl: 'https://llm.example.com/v1', model: 'small' } };

/** A stage as it is but for this, and what is answered to what it asks. */
function checking(over: Partial<StageSettings>, answer: unknown, asked: string[] = []): Checking {
  const answered = async (): Promise<never> => {
    if (answer instanceof Error) throw answer;
    return answer as never;
  };
  return {
    settings: { ...stageSettings('prod'), ...over },
    parameters: { region: async () => 'eu-central-1', get: answered },
    ask: async (args) => {
      asked.push(args.join(' '));
      return answered();
    },
  };
}

describe('the key of the model', () => {
  it.each([
    [{ value: 'AQICAH', encrypted: true, account: '1' }, 'fine', 'is at /firstline/prod/llm/api-key'],
    [undefined, 'failed', 'is not at /firstline/prod/llm/api-key'],
    [{ value: 'sk-secret', encrypted: false, account: '1' }, 'failed', 'not encrypted'],
    [new Error('throttled'), 'unclear', 'throttled'],
  ])('%j is %s', async (found, state, detail) => {
    const verdict = await checkModelKey(checking(MODEL, found));
    expect(verdict).toMatchObject({ state, detail: expect.stringContaining(detail) });
    expect(JSON.stringify(verdict)).not.toContain('sk-secret');
  });

  it('is not looked for where there is none', async () => {
    expect(await checkModelKey(checking({}, undefined))).toBeUndefined();
    const llm = { provider: 'bedrock', model: 'amazon.nova-lite-v1:0' } as const;
    expect(await checkModelKey(checking({ llm }, undefined))).toBeUndefined();
  });
});

const certificate = (Status: string, ...names: string[]) => ({
  Certificate: { Status, DomainName: names[0], SubjectAlternativeNames: names },
});

describe('the certificate of a domain', () => {
  it.each([
    [certificate('ISSUED', 'example.com', 'desk.example.com'), 'fine', 'is for desk.example.com'],
    [certificate('ISSUED', '*.example.com'), 'fine', 'is for desk.example.com'],
    [certificate('ISSUED', 'example.com', '*.desk.example.com'), 'failed', 'is not for desk.example.com'],
    [certificate('PENDING_VALIDATION', 'desk.example.com'), 'failed', 'PENDING_VALIDATION'],
    [new Error('An error occurred (ResourceNotFoundException): no'), 'failed', 'no such certificate'],
    [new Error('An error occurred (AccessDeniedException): no'), 'unclear', 'AccessDenied'],
    [new NoCli('the AWS CLI is not installed'), 'unclear', 'not installed'],
  ])('%j is %s', async (answer, state, detail) => {
    const asked: string[] = [];
    const verdict = await checkCertificate(checking(DOMAIN, answer, asked));
    expect(verdict).toMatchObject({ state, detail: expect.stringContaining(detail) });
    expect(asked).toEqual([`acm describe-certificate --region us-east-1 --certificate-arn ${ARN}`]);
  });
});

describe('the web ACL', () => {
  it.each([
    [{ WebACL: {} }, 'fine'],
    [new Error('An error occurred (WAFNonexistentItemException): no'), 'failed'],
    [new Error('AccessDenied'), 'unclear'],
  ])('%j is %s', async (answer, state) => {
    const asked: string[] = [];
    expect(await checkWebAcl(checking({ webAclArn: WEB_ACL }, answer, asked))).toMatchObject({ state });
    expect(asked).toEqual(['wafv2 get-web-acl --region us-east-1 --scope CLOUDFRONT --name desk --id 42']);
  });

  it('and the certificate are not looked for where there is none', async () => {
    expect(await checkWebAcl(checking({}, new Error('asked')))).toBeUndefined();
    expect(await checkCertificate(checking({}, new Error('asked')))).toBeUndefined();
  });
});

it.each(['dev', 'prod'] as const)('the lanes of %s take as many at once as their templates say', (stage) => {
  const { service } = synthesise(stage);
  const sources = Object.values(resourcesOf(service, 'AWS::Lambda::EventSourceMapping'));
  const most = sources.map(
    ({ Properties }) =>
      (Properties['ScalingConfig'] as { MaximumConcurrency: number } | undefined)?.MaximumConcurrency ?? 0,
  );
  expect(lanesAtOnce(stageSettings(stage))).toBe(most.reduce((sum, one) => sum + one, 0));
});

it('what is next names the record that leads a domain to the desk', () => {
  const outputs = { 'firstline-prod-console': { DomainTarget: 'd1.cloudfront.net' } };
  const lines = nextSteps({ ...stageSettings('prod'), ...DOMAIN }, outputs).join('\n');
  expect(lines).toContain('desk.example.com → d1.cloudfront.net');
});
