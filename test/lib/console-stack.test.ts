import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, test } from 'vitest';
import { ConsoleStack } from '../../lib/console-stack.ts';
import { type StageSettings, stageSettings } from '../../lib/stage-settings.ts';

const pages = mkdtempSync(join(tmpdir(), 'firstline-pages-'));
mkdirSync(join(pages, 'assets'));
writeFileSync(join(pages, 'index.html'), '<!doctype html>');
writeFileSync(join(pages, 'assets/index-1.js'), '');
afterAll(() => rmSync(pages, { recursive: true }));

function synthesise(over: Partial<StageSettings> = {}): Template {
  const app = new App({ analyticsReporting: false });
  const stack = new ConsoleStack(
    app,
    'console',
    { ...stageSettings('dev'), ...over },
    {
      apiUrl: 'https://abc.execute-api.eu-central-1.amazonaws.com/',
      socketUrl: 'wss://def.execute-api.eu-central-1.amazonaws.com/live',
      edgeSecret: 'made-at-deployment',
      pages,
    },
  );
  const template = Template.fromStack(stack);
  rmSync(app.outdir, { recursive: true });
  return template;
}

const template = synthesise();
const only = (type: string) => Object.values(template.findResources(type))[0]?.['Properties'];
const distribution = only('AWS::CloudFront::Distribution').DistributionConfig;
const functions = Object.values(template.findResources('AWS::CloudFront::Function')).map(
  (one) => one['Properties'].FunctionCode as string,
);

/** Runs one of the functions that CloudFront would run. */
function run(code: string, request: object): { uri: string; headers: Record<string, { value: string }> } {
  const event = { request: { uri: '/', headers: { host: { value: 'desk.example' } }, ...request } };
  const made = new Function('event', `${code}; return handler(event);`) as (event: unknown) => never;
  return made({ ...event, viewer: { ip: '203.0.113.9' } });
}

describe('the distribution', () => {
  test.each(['/api*', '/health*', '/openapi.json*', '/docs*', '/.well-known/*', '/metrics*'])(
    'leads %s to the API, uncached, and shows the secret',
    (path) => {
      const behaviour = distribution.CacheBehaviors.find(
        (one: { PathPattern: string }) => one.PathPattern === path,
      );
      const origin = distribution.Origins.find((one: { Id: string }) => one.Id === behaviour.TargetOriginId);
      expect(behaviour).toMatchObject({
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        ViewerProtocolPolicy: 'https-only',
      });
      expect(origin).toMatchObject({
        DomainName: 'abc.execute-api.eu-central-1.amazonaws.com',
        OriginCustomHeaders: [{ HeaderName: 'x-firstline-edge', HeaderValue: 'made-at-deployment' }],
      });
    },
  );

  test('leads the status page to the API only where the stage has one, by HTTPS whatever was typed', () => {
    const behaviours = (of: Template): Record<string, unknown>[] => {
      const [made] = Object.values(of.findResources('AWS::CloudFront::Distribution'));
      return made?.['Properties'].DistributionConfig.CacheBehaviors;
    };
    const usual = behaviours(template);
    expect(usual.filter(({ PathPattern }) => String(PathPattern).includes('status'))).toEqual([]);
    expect(behaviours(synthesise({ statusPage: 'on' }))).toEqual([
      ...usual,
      { ...usual[0], PathPattern: '/status*', ViewerProtocolPolicy: 'redirect-to-https' },
    ]);
  });

  test('hands on every header of the caller’s but the host, which is API Gateway’s own', () => {
    const { HeadersConfig, CookiesConfig, QueryStringsConfig } = only(
      'AWS::CloudFront::OriginRequestPolicy',
    ).OriginRequestPolicyConfig;
    expect(HeadersConfig).toEqual({ HeaderBehavior: 'allExcept', Headers: ['host'] });
    expect([CookiesConfig.CookieBehavior, QueryStringsConfig.QueryStringBehavior]).toEqual(['all', 'all']);
  });

  test('tells the functions who asks and under which name, whatever the caller claims', () => {
    const code = functions.find((one) => one.includes('x-firstline-viewer')) ?? '';
    const claimed = { host: { value: 'desk.example' }, 'x-firstline-viewer': { value: '127.0.0.1' } };
    expect(run(code, { headers: claimed }).headers).toMatchObject({
      'x-firstline-viewer': { value: '203.0.113.9' },
      'x-firstline-host': { value: 'desk.example' },
    });
  });

  test.each([
    ['/', '/index.html'],
    ['/inbox/cnv_1', '/index.html'],
    ['/assets/index-1.js', '/assets/index-1.js'],
    ['/favicon.svg', '/favicon.svg'],
  ])('takes %s for %s', (uri, served) => {
    const code = functions.find((one) => one.includes('/index.html')) ?? '';
    expect(run(code, { uri }).uri).toBe(served);
  });
});

describe('pages', () => {
  test('come with a policy that lets nothing run, or be shown, but the build', () => {
    const { ContentSecurityPolicy, StrictTransportSecurity } = only('AWS::CloudFront::ResponseHeadersPolicy')
      .ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const rules = ContentSecurityPolicy.ContentSecurityPolicy;
    expect(rules).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(rules).toContain("connect-src 'self' wss://def.execute-api.eu-central-1.amazonaws.com;");
    expect(rules).not.toMatch(/unsafe|\*/);
    expect(StrictTransportSecurity.AccessControlMaxAgeSec).toBe(31_536_000);
  });

  test('lie in a bucket that only the distribution reads, by TLS', () => {
    expect(only('AWS::S3::Bucket').PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const denied = only('AWS::S3::BucketPolicy').PolicyDocument.Statement[0];
    expect(denied).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });

  test('are asked for every time, their files once a year, and never pruned', () => {
    const deployments = Object.values(template.findResources('Custom::CDKBucketDeployment'));
    const cache = deployments.map(({ Properties: { SystemMetadata, Prune } }) => [
      SystemMetadata['cache-control'],
      Prune,
    ]);
    expect(cache.sort()).toEqual([
      ['no-cache', false],
      ['public, max-age=31536000, immutable', false],
    ]);
  });
});

describe('a stage with a domain and a firewall of its own', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
  const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/desk/42';
  const own = synthesise({ domain: { name: 'desk.example.com', certificateArn }, webAclArn });
  const [made] = Object.values(own.findResources('AWS::CloudFront::Distribution'));

  test('has the distribution answer under that name, by TLS 1.2 at least, behind that firewall', () => {
    expect(made?.['Properties'].DistributionConfig).toMatchObject({
      Aliases: ['desk.example.com'],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
      WebACLId: webAclArn,
    });
  });

  test('puts out the name, and what a record of it has to lead to', () => {
    expect(own.findOutputs('ConsoleUrl')['ConsoleUrl']?.['Value']).toBe('https://desk.example.com');
    expect(own.findOutputs('DomainTarget')['DomainTarget']?.['Value']).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^Distribution/), 'DomainName'],
    });
  });

  test('is what nobody has unless told', () => {
    for (const key of ['Aliases', 'WebACLId', 'ViewerCertificate'])
      expect(distribution).not.toHaveProperty(key);
  });
});
