import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { SqsLane } from '../../shared/adapters/aws/sqs-lane.ts';
import { CONVERSATION } from '../builders.ts';

const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const traces: unknown[] = [];
let server: Server;
let lane: SqsLane;

beforeAll(async () => {
  server = createServer((request, response) => {
    traces.push(request.headers['x-amzn-trace-id']);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint, region: 'eu-central-1', credentials, md5: false });
  lane = new SqsLane(sqs, `${endpoint}/000000000000/Lane`);
});
beforeEach(() => traces.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

// By this header SQS links the trace of whoever sends with that of whoever receives (docs/observability.md).
it('a signal carries the trace that Lambda has given its sender, without a line of ours', async () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'ingest');
  vi.stubEnv('_X_AMZN_TRACE_ID', TRACE);
  await lane.send({ conversation_id: CONVERSATION });
  expect(traces).toEqual([TRACE]);
});

it('a signal of whoever has no trace carries none', async () => {
  await lane.send({ conversation_id: CONVERSATION });
  expect(traces).toEqual([undefined]);
});
