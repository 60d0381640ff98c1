import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../lib/settings-table.ts';
import { type Account, BOOTSTRAPPED, QUOTA, typed } from './typing.ts';

const OUTPUTS = {
  'firstline-prod-data': { TableName: 'firstline-prod-data-Table-1' },
  'firstline-prod-service': { ApiUrl: 'https://api.example.com/', SocketUrl: 'wss://s.example.com/live' },
  'firstline-prod-console': { ConsoleUrl: 'https://desk.example.com', DomainTarget: 'd1.cloudfront.net' },
};
const SOUND: Account = { outputs: OUTPUTS, cli: QUOTA(1_000) };
const denied = Object.assign(new Error('no right'), { name: 'AccessDeniedException' });
const stale = Object.assign(new Error('The security token is expired'), { name: 'ExpiredTokenException' });
const [PARAMETER] = Object.keys(BOOTSTRAPPED) as [string];

describe('npm run deploy', () => {
  it('checks, deploys all stacks of the stage, and tells what to do next with everything filled in', async () => {
    const { code, out, started } = await typed(['deploy', '--stage', 'prod'], SOUND);
    expect(code).toBe(0);
    expect(started.map(({ args }) => args.slice(0, 4))).toEqual([['deploy', '--all', '-c', 'stage=prod']]);
    expect(out).toContain('ok  account      123456789012, eu-central-1, bootstrapped (version 31)');
    for (const told of [
      'console  https://desk.example.com',
      'API      https://api.example.com',
      'operator add anna --role admin --table firstline-prod-data-Table-1',
      'curl -sS https://api.example.com/health/full',
      'npm run admin -- partner add acme',
      'https://api.example.com/api/telegram/school/webhook',
    ])
      expect(out).toContain(told);
    expect(out).not.toContain('DNS');
  });

  it('leaves no file of outputs behind, unless it is told where', async () => {
    const { started } = await typed(['deploy', '--stage', 'prod'], SOUND);
    const file = started[0]?.args.at(-1) ?? '';
    expect(file).toMatch(/outputs\.json$/);
    expect(existsSync(file)).toBe(false);
  });

  it('takes the stage as CDK takes it, and hands other words of the context on', async () => {
    const { started } = await typed(['deploy', '-c', 'stage=prod', '-c', 'checks=off'], SOUND);
    expect(started[0]?.args.slice(0, 6)).toEqual(['deploy', '--all', '-c', 'stage=prod', '-c', 'checks=off']);
  });

  it('asks the same profile and region that it deploys with', async () => {
    const args = ['deploy', '--profile', 'school', '--region', 'eu-north-1', '--require-approval', 'never'];
    const { out, started } = await typed(args, { ...SOUND, env: { PATH: '/bin' } });
    expect(out).toContain('eu-north-1');
    expect(started[0]?.env).toEqual({ PATH: '/bin', AWS_PROFILE: 'school', AWS_REGION: 'eu-north-1' });
    expect(started[0]?.args.join(' ')).toContain('--require-approval never');
  });

  it('says nothing of what is next if CDK fails, and ends as CDK did', async () => {
    const { code, out } = await typed(['deploy', '--stage', 'prod'], { ...SOUND, code: 3 });
    expect(code).toBe(3);
    expect(out).not.toContain('Next');
  });

  it.each<[string, Account, string, string]>([
    ['no region', { region: undefined }, 'no region is named', 'set AWS_REGION'],
    ['no bootstrap', { parameters: {} }, 'eu-central-1 is not bootstrapped', 'npx cdk bootstrap'],
    [
      'an old bootstrap',
      { parameters: { [PARAMETER]: '5' } },
      'of version 5; 6 is needed',
      'npx cdk bootstrap',
    ],
    ['stale credentials', { parameters: { [PARAMETER]: stale } }, 'token is expired', 'set AWS_PROFILE'],
  ])('with %s deploys nothing, and says what to do', async (_, account, why, todo) => {
    const { code, out, err, started } = await typed(['deploy'], { ...SOUND, ...account });
    expect([code, started]).toEqual([1, []]);
    expect(out).toContain(why);
    expect(out).toContain(`do: ${todo}`);
    expect(err).toContain('Nothing was deployed.');
  });

  it('goes on with --force although a check fails, and stops after the checks with --checks-only', async () => {
    const account = { ...SOUND, parameters: {} };
    expect((await typed(['deploy', '--force'], account)).started).toHaveLength(1);
    expect(await typed(['deploy', '--checks-only'], SOUND)).toMatchObject({ code: 0, started: [] });
    expect(await typed(['deploy', '--checks-only'], account)).toMatchObject({ code: 1, started: [] });
  });

  it('says plainly what it could not look at, and goes on', async () => {
    const { code, out } = await typed(['deploy'], { outputs: OUTPUTS, parameters: { [PARAMETER]: denied } });
    expect(code).toBe(0);
    expect(out).toContain(`?   account      not looked at: ${PARAMETER} in eu-central-1 may not be read`);
    expect(out).toContain('?   concurrency  not looked at: the AWS CLI is not installed');
  });

  it('warns of a quota that the lanes alone may use up, and deploys', async () => {
    const { started, out } = await typed(['deploy', '--stage', 'prod'], { ...SOUND, cli: QUOTA(10) });
    expect(started).toHaveLength(1);
    expect(out).toContain('!   concurrency  the account allows 10 at once and the lanes take up to 73');
    expect(out).toContain('request-service-quota-increase');
  });
});

describe('npm run destroy', () => {
  it('keeps the table', async () => {
    const { code, started } = await typed(['destroy', '--stage', 'dev']);
    expect(code).toBe(0);
    expect(started[0]?.args.slice(0, 3)).toEqual([
      'destroy',
      'firstline-dev-console',
      'firstline-dev-service',
    ]);
    expect(started[0]?.args).not.toContain('--force');
  });

  it.each([
    [['--with-data'], '--confirm dev'],
    [['--with-data', '--confirm', 'prod'], '--confirm dev'],
    [['--stage', 'prod', '--with-data', '--confirm', 'prod'], 'deletionProtection'],
    [['--stage', 'prod'], 'deletionProtection'],
  ])('refuses %j, and says what is missing', async (args, missing) => {
    const { code, err, started } = await typed(['destroy', ...args]);
    expect([code, started]).toEqual([2, []]);
    expect(err).toContain(missing);
  });

  it('takes the table, too, if it is told twice', async () => {
    const { started } = await typed(['destroy', '--with-data', '--confirm', 'dev', '--yes']);
    expect(started[0]?.args.slice(1, 4)).toEqual([
      'firstline-dev-console',
      'firstline-dev-service',
      'firstline-dev-data',
    ]);
    expect(started[0]?.args).toContain('--force');
  });
});

describe('npm run synth, npm run diff', () => {
  it.each([
    [['synth'], ['synth', '--quiet', '-c', 'stage=dev']],
    [
      ['synth', '-c', 'stage=prod'],
      ['synth', '--quiet', '-c', 'stage=prod'],
    ],
    [
      ['diff', '--stage', 'prod'],
      ['diff', '-c', 'stage=prod'],
    ],
  ])('%j starts CDK with %j', async (args, given) => {
    expect((await typed(args)).started.map((one) => one.args)).toEqual([given]);
  });
});

describe('a command of a stage', () => {
  it.each(['synth', 'deploy', 'diff', 'destroy'])(
    '%s --help tells of every setting and its default',
    async (verb) => {
      const { code, out, started } = await typed([verb, '--help']);
      expect([code, started]).toEqual([0, []]);
      for (const name of Object.keys(SETTINGS))
        expect(out).toMatch(new RegExp(`^  ${name}\n      \\S.*\n      unless told: \\S`, 'm'));
      expect(out).toContain('unless told: {rateLimit:10, burstLimit:50}');
    },
  );

  it.each([
    [['deploy', '--stage', 'staging'], 'There is no stage "staging": choose one of dev, prod.'],
    [['deploy', '--stage', 'toString'], 'There is no stage'],
    [['deploy', '--with-data'], '--with-data does not belong here'],
    [['synth', '--force'], '--force does not belong here'],
    [['deploy', 'prod'], '"prod" does not belong here'],
    [['deploy', '--nowhere'], "Unknown option '--nowhere'"],
    [['undo'], 'use one of synth, deploy, diff, destroy'],
    [[], 'use one of'],
  ])('%j is wrong usage', async (args, why) => {
    const { code, err, started } = await typed(args);
    expect([code, started]).toEqual([2, []]);
    expect(err).toContain(why);
  });
});
