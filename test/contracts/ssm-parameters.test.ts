import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';

interface Asked {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
  raw: string;
}
interface Answer {
  status: number;
  body: string;
}

const NAME = '/firstline/test/bots/school/token';
const FOUND: Answer = { status: 200, body: JSON.stringify({ Parameter: { Value: '1:secret' } }) };
const SECRET = 'wJalrXUtnFEMI';
const region = 'eu-central-1';

let server: Server;
let endpoint: string;
let answers: Answer[] = [];
const asked: Asked[] = [];
const pauses: number[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    const raw = await text(request);
    asked.push({ method, path, headers, body: JSON.parse(raw), raw });
    const { status, body } = answers.shift() ?? FOUND;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answers = [];
  asked.splice(0);
  pauses.splice(0);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = (where = endpoint) =>
  new SsmParameters({ region, endpoint: where, tries: 3 }, async (ms) => void pauses.push(ms));

const refusal = (status: number, type: string): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.ssm#${type}`, message: 'of no interest' }),
});

describe('Parameter Store', () => {
  it.each([
    {
      operation: 'GetParameter',
      ours: (it: SsmParameters) => it.get(NAME),
      theirs: new GetParameterCommand({ Name: NAME, WithDecryption: true }),
    },
    {
      operation: 'PutParameter',
      ours: (it: SsmParameters) => it.put(NAME, '1:secret'),
      theirs: new PutParameterCommand({
        Name: NAME,
        Value: '1:secret',
        Type: 'SecureString',
        Overwrite: true,
      }),
    },
    {
      operation: 'DeleteParameter',
      ours: (it: SsmParameters) => it.remove(NAME),
      theirs: new DeleteParameterCommand({ Name: NAME }),
    },
  ])('is asked for $operation as the SDK’s own client asks it', async ({ ours, theirs }) => {
    await ours(open());
    const client = new SSMClient({ region, endpoint });
    await client.send(theirs as GetParameterCommand);
    client.destroy();
    const [our, their] = asked.map(essence);
    expect(our).toEqual(their);
  });

  it('is asked in the function’s own name: what came is what was signed, the session’s token with it', async () => {
    await open().get(NAME);
    const [request] = asked;
    const { authorization = '' } = request?.headers ?? {};
    const [, signed = '', signature] = /SignedHeaders=([^,]+), Signature=(\w+)/.exec(authorization) ?? [];
    expect(signed.split(';')).toEqual(
      expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']),
    );
    expect(signature).toBe(signatureOf(request as Asked, signed));
  });

  it.each([
    { name: 'ThrottlingException', answer: refusal(400, 'ThrottlingException') },
    { name: 'TooManyUpdates', answer: refusal(400, 'TooManyUpdates') },
    { name: 'InternalServerError', answer: refusal(500, 'InternalServerError') },
    { name: 'HttpError', answer: { status: 502, body: '<html>' } },
  ])('that answers with $name is asked three times in all, with growing pauses', async ({ name, answer }) => {
    answers = [answer, answer];
    expect(await open().get(NAME)).toBe('1:secret');
    answers = [answer, answer, answer];
    await expect(open().get(NAME)).rejects.toMatchObject({ name });
    expect(asked).toHaveLength(6);
    expect(pauses).toHaveLength(4);
    expect(pauses[0]).toBeLessThanOrEqual(200);
    expect(pauses[1]).toBeLessThanOrEqual(400);
  });

  it('that refuses for good is asked once, and nothing of its words comes back', async () => {
    answers = [refusal(400, 'AccessDeniedException')];
    const error = await open()
      .put(NAME, '1:secret')
      .catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: 'Parameter Store answers 400.',
    });
    expect(asked).toHaveLength(1);
  });

  it('that cannot be reached is tried three times', async () => {
    await expect(open('http://127.0.0.1:1').get(NAME)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(pauses).toHaveLength(2);
  });
});

/** What decides about a request; signatures differ by the moment, and by what the SDK tells of itself. */
function essence({ method, path, headers, body }: Asked) {
  const scope = /Credential=[^/]+\/\d+\/([^,]+)/.exec(headers.authorization ?? '')?.[1];
  const kept = ['host', 'content-type', 'x-amz-target', 'x-amz-security-token'];
  return { method, path, body, scope, headers: kept.map((name) => headers[name]) };
}

/** AWS's Signature Version 4, as its documentation has it. */
function signatureOf({ method, path, headers, raw }: Asked, signed: string): string {
  const lines = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, path, '', lines.join(''), signed, sha256(raw)].join('\n');
  const moment = String(headers['x-amz-date']);
  const scope = [moment.slice(0, 8), region, 'ssm', 'aws4_request'];
  const key = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${SECRET}`);
  return hmac(key, ['AWS4-HMAC-SHA256', moment, scope.join('/'), sha256(canonical)].join('\n')).toString(
    'hex',
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
