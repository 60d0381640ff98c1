import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { BrokenServices } from './broken-services.ts';
import type { CallCounts } from './call-counts.ts';
import type { TwinClock } from './clock.ts';
import { forwardToDynamo, isWrite } from './gateway-dynamodb.ts';
import { answerScheduler, isSchedulerPath } from './gateway-scheduler.ts';
import { createSqsGateway } from './gateway-sqs.ts';
import { answerSsm } from './gateway-ssm.ts';
import type { TwinStore } from './persistence.ts';
import type { RunningQueues } from './queues.ts';
import type { Scheduler } from './scheduler.ts';
import { connectUpstream } from './upstream.ts';

export interface GatewayOptions {
  /** Address of DynamoDB. */
  tableUrl: string;
  queues: RunningQueues;
  scheduler: Scheduler;
  clock: TwinClock;
  counts: CallCounts;
  store: TwinStore;
  /** Those that refuse; by default none does. */
  broken?: Pick<BrokenServices, 'refusal'>;
  /** Port on 127.0.0.1; a free one by default. */
  port?: number;
  /** Called after each call that may have written to a table, before it is answered. */
  onTableWrite?: () => void;
  /** Services by path; true if the request was theirs. */
  others?: ((request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>)[];
}

export interface Gateway {
  url: string;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

/** By the word in front of the operation; DynamoDB's holds a version. */
const SERVICES: Record<string, string> = { AmazonSQS: 'sqs', AmazonSSM: 'ssm' };

/** DynamoDB takes 16 MB in a batch; nothing the functions call is larger. */
const largestBody = 16 * 1_024 * 1_024;

/**
 * The one address that the functions' AWS clients talk to: DynamoDB and SQS are told by `X-Amz-Target` and passed on,
 * Parameter Store by the same, and Scheduler by its path, and answered here. Every call is counted. It listens on 127.0.0.1.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const table = connectUpstream(options.tableUrl);
  const sqs = createSqsGateway(options);
  const { counts, scheduler } = options;

  function refusalOf(service: string, caller: string | undefined): Answer | undefined {
    const status = options.broken?.refusal(service, caller);
    if (status === undefined) return undefined;
    return failure(
      status,
      status < 500 ? 'AccessDeniedException' : 'InternalServerError',
      'Broken on purpose.',
    );
  }

  async function answerTarget(service: string, operation: string, request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request);
    const caller = callerOf(request);
    const refused = refusalOf(SERVICES[service] ?? 'dynamodb', caller);
    if (refused) return refused;
    if (service === 'AmazonSQS') {
      counts.count('sqs', operation, {}, caller);
      return sqs.answer(operation, body);
    }
    if (service === 'AmazonSSM') {
      counts.count('ssm', operation, {}, caller);
      return answerSsm(options, operation, body);
    }
    const { units, ...answer } = await forwardToDynamo(table, operation, request.headers, body);
    counts.count('dynamodb', operation, units, caller);
    if (isWrite(operation)) options.onTableWrite?.();
    return answer;
  }

  async function answerPath(request: IncomingMessage, url: URL): Promise<Answer> {
    if (!isSchedulerPath(url.pathname))
      return failure(404, 'UnknownOperationException', `Nothing is at ${url.pathname}.`);
    const refused = refusalOf('scheduler', callerOf(request));
    if (refused) return refused;
    const { operation, ...answer } = answerScheduler(
      scheduler,
      request.method ?? '',
      url,
      await readBody(request),
    );
    counts.count('scheduler', operation, {}, callerOf(request));
    return answer;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [service, operation] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (service !== undefined && operation !== undefined) {
      return write(response, await answerTarget(service, operation, request));
    }
    const url = new URL(request.url ?? '/', 'http://gateway');
    for (const other of options.others ?? []) if (await other(request, response, url)) return;
    write(response, await answerPath(request, url));
  }

  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.destroyed) return;
      write(
        response,
        failure(503, 'ServiceUnavailable', error instanceof Error ? error.message : String(error)),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      sqs.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      table.close();
    },
  };
}

/** The function's label, which the host has its clients name; Powertools puts a word of its own behind it. */
function callerOf({ headers }: IncomingMessage): string | undefined {
  return /(?:^| )app\/([\w-]+?)(?:-PT-|[^\w-]|$)/.exec(String(headers['user-agent'] ?? ''))?.[1];
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
    });
    request.on('end', () => {
      if (size > largestBody) reject(new Error(`A call is larger than ${largestBody} bytes.`));
      else resolve(Buffer.concat(chunks).toString());
    });
    request.on('error', reject);
  });
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function failure(status: number, type: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message }),
  };
}
