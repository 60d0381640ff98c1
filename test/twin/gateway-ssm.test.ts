import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putParameter } from '../../local/gateway-ssm.ts';
import { type Backend, NOON, startBackend, withTempDir } from './backend.ts';

let backend: Backend;
let ssm: SSMClient;

beforeAll(async () => {
  backend = await startBackend();
  ssm = clientOf(backend);
});
afterAll(async () => {
  ssm.destroy();
  await backend.close();
});
beforeEach(() => backend.counts.reset());

function clientOf({ gateway }: Backend): SSMClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SSMClient({ endpoint: gateway.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

const put = (Name: string, Value: string, over: object = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', ...over }));
const get = async (Name: string, WithDecryption = true) =>
  (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'none',
    (error: Error) => error.name,
  );

describe('a parameter', () => {
  it('is put, read, put over and deleted', async () => {
    const name = '/desk/one/token';
    expect((await put(name, 'first')).Version).toBe(1);
    expect((await put(name, 'second', { Overwrite: true })).Version).toBe(2);
    expect(await get(name)).toEqual({
      ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/desk/one/token',
      DataType: 'text',
      LastModifiedDate: expect.any(Date),
      Name: name,
      Type: 'SecureString',
      Value: 'second',
      Version: 2,
    });
    await ssm.send(new DeleteParameterCommand({ Name: name }));
    expect(await refusalOf(get(name))).toBe('ParameterNotFound');
    expect((await put(name, 'third')).Version).toBe(1);
  });

  it('is dated by the twin’s clock', async () => {
    await put('/desk/dated', 'x');
    const { LastModifiedDate } = (await get('/desk/dated')) ?? {};
    expect(Math.abs(Number(LastModifiedDate) - NOON)).toBeLessThan(60_000);
  });

  it('that is secure is not read without being asked for in clear', async () => {
    await put('/desk/sealed', 'secret');
    expect((await get('/desk/sealed', false))?.Value).not.toContain('secret');
    await put('/desk/open', 'plain', { Type: 'String' });
    expect((await get('/desk/open', false))?.Value).toBe('plain');
  });

  it('keeps its type if none is named', async () => {
    await put('/desk/typed', 'x', { Type: 'String' });
    await put('/desk/typed', 'y', { Type: undefined, Overwrite: true });
    expect(await get('/desk/typed')).toMatchObject({ Type: 'String', Value: 'y' });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['is there', () => put('/desk/there', 'x').then(() => put('/desk/there', 'y')), 'ParameterAlreadyExists'],
    ['has no value', () => put('/desk/empty', ''), 'ValidationException'],
    ['has more than 4 KB', () => put('/desk/large', 'ё'.repeat(2_049)), 'ValidationException'],
    ['has no type', () => put('/desk/none', 'x', { Type: undefined }), 'ValidationException'],
    [
      'has a type that there is none of',
      () => put('/desk/odd', 'x', { Type: 'Blob' }),
      'ValidationException',
    ],
    ['has a name that is none', () => put('/desk//x y', 'x'), 'ValidationException'],
    ['has sixteen levels', () => put('/x'.repeat(16), 'x'), 'ValidationException'],
    ['is not there', () => get('/desk/nobody'), 'ParameterNotFound'],
    [
      'is not there to delete',
      () => ssm.send(new DeleteParameterCommand({ Name: '/n' })),
      'ParameterNotFound',
    ],
    [
      'is asked for in a way that the twin has not',
      () => ssm.send(new GetParametersByPathCommand({ Path: '/desk' })),
      'UnknownOperationException',
    ],
  ])('that %s is refused as AWS does', async (_, asked, name) => {
    expect(await refusalOf(asked())).toBe(name);
  });
});

it('every call is counted', async () => {
  await put('/desk/counted', 'x');
  await get('/desk/counted');
  await refusalOf(get('/desk/missing'));
  expect(backend.counts.snapshot().services['ssm']).toEqual({ PutParameter: 1, GetParameter: 2 });
});

it('parameters outlive a twin that keeps its data', () =>
  withTempDir(async (dataDir) => {
    const first = await startBackend({ dataDir });
    putParameter(first, '/desk/kept', 'x');
    await first.close();
    const second = await startBackend({ dataDir });
    const client = clientOf(second);
    const { Parameter } = await client.send(
      new GetParameterCommand({ Name: '/desk/kept', WithDecryption: true }),
    );
    expect(Parameter).toMatchObject({ Type: 'SecureString', Value: 'x', Version: 1 });
    client.destroy();
    await second.close();
  }));
