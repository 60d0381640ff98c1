import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { awsCli } from '../../../bin/stage/aws-cli.ts';
import { SsmParameters } from '../../../bin/stage/parameter-store.ts';
import { NoCli } from '../../../bin/stage/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstline-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An `aws` that runs this, as the only one on the PATH. */
function anAws(script: string): NodeJS.ProcessEnv {
  const file = join(folder, 'aws');
  writeFileSync(file, `#!${process.execPath}\n${script}`);
  chmodSync(file, 0o755);
  return { PATH: folder };
}

describe('the command line of AWS', () => {
  it('is asked for JSON, without a pager', async () => {
    const env = anAws('console.log(JSON.stringify([process.argv.slice(2), process.env.AWS_PAGER]))');
    expect(await awsCli(['acm', 'list'], env)).toEqual([['acm', 'list', '--output', 'json'], '']);
  });

  it('that refuses is quoted', async () => {
    const env = anAws('console.error("\\nAn error occurred (AccessDenied)\\nmore"); process.exit(254)');
    await expect(awsCli(['acm'], env)).rejects.toThrow(/^An error occurred \(AccessDenied\)$/);
  });

  it('that answers no JSON is an error', async () => {
    await expect(awsCli(['acm'], anAws('console.log("hm")'))).rejects.toThrow('JSON');
  });

  it('is told apart from one that is not there', async () => {
    await expect(awsCli(['acm'], { PATH: join(folder, 'nowhere') })).rejects.toThrow(NoCli);
  });
});

describe('the parameter store', () => {
  const ssm = mockClient(SSMClient);
  beforeEach(() => ssm.reset());
  const store = new SsmParameters({ AWS_REGION: 'eu-north-1' });

  it('is asked in the region of the environment', async () => {
    expect(await store.region()).toBe('eu-north-1');
  });

  it('tells what is there, in which account, and never decrypts it', async () => {
    const ARN = 'arn:aws:ssm:eu-north-1:123456789012:parameter/one';
    ssm.on(GetParameterCommand, { Name: '/one' }).resolves({
      Parameter: { Value: '7', Type: 'SecureString', ARN },
    });
    expect(await store.get('/one')).toEqual({ value: '7', encrypted: true, account: '123456789012' });
    expect(ssm.commandCalls(GetParameterCommand)[0]?.args[0].input.WithDecryption).toBeFalsy();
  });

  it('tells what is not there from what could not be asked', async () => {
    ssm.on(GetParameterCommand).rejectsOnce(new ParameterNotFound({ message: '', $metadata: {} }));
    expect(await store.get('/one')).toBeUndefined();
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(Object.assign(new Error('no'), { name: 'ExpiredTokenException' }));
    await expect(store.get('/one')).rejects.toThrow('no');
  });
});
