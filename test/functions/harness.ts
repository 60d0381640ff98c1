import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamo/endpoint-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { Signal } from '../../shared/ports.ts';
import { aPartner, lambdaContext } from '../builders.ts';
import { type RealTable, startRealTable } from '../contracts/real-table.ts';

const HOST = Symbol.for('firstline.host');

export const KEY = 'key-of-demo';
export const OTHER_KEY = 'key-of-other';
const ADMIN_KEY = 'key-of-root';
export const withKey = { authorization: `Bearer ${KEY}` };
export const asAdmin = { authorization: `Bearer ${ADMIN_KEY}` };

const QUEUES = {
  INBOUND_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/Inbound',
  OUTBOUND_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/Outbound',
  SLOW_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/Slow',
  DEAD_LETTERS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/DeadLetters',
  BROADCASTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/Broadcasts',
  JOBS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/Jobs',
  FOLLOW_UPS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/FollowUps',
};

export interface Queued {
  queue: string;
  signal: Signal;
  delayS: number;
}

/** The functions as they are deployed: their own wiring on a real table; queues and schedules are recorded. */
export function deployFunctions(over: Record<string, string> = {}) {
  const sqs = mockClient(SQSClient);
  const scheduler = mockClient(SchedulerClient);
  let real: RealTable;
  let environment: Record<string, string> = {};

  beforeAll(async () => {
    real = await startRealTable();
    const directory = new DynamoDirectory(real.table);
    for (const [id, key] of [
      ['demo', KEY],
      ['other', OTHER_KEY],
    ] as const) {
      await directory.putPartner(aPartner({ id }));
      await directory.putPartnerKey(hashKey(key), id);
    }
    await directory.putAdminKey(hashKey(ADMIN_KEY), 'root');
    environment = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: real.url,
      AWS_MAX_ATTEMPTS: '1',
      STAGE: 'test',
      TABLE_NAME: real.name,
      // A test asks faster than any partner may.
      LIMITS: 'key=100000/1',
      PACE: 'immediate',
      LAMBDA_TASK_ROOT: new URL('../../shared/classification', import.meta.url).pathname,
      SLOW_QUEUE_ARN: 'arn:aws:sqs:eu-central-1:000000000000:Slow',
      INSTANCES: '2',
      JOBS_QUEUE_ARN: 'arn:aws:sqs:eu-central-1:000000000000:Jobs',
      SCHEDULE_GROUP: 'desk',
      SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/Schedule',
      FOLLOW_UPS_QUEUE_ARN: 'arn:aws:sqs:eu-central-1:000000000000:FollowUps',
      FOLLOW_UP_GROUP: 'wake',
      FOLLOW_UP_ROLE_ARN: 'arn:aws:iam::000000000000:role/Wake',
      BOT_TOKENS_PREFIX: '/firstline/test/bots',
      TELEGRAM_API_URL: 'http://127.0.0.1:1',
      PUBLIC_URL: 'https://desk.example.com/',
      EDGE_SECRET: 'made-at-deployment',
      STATUS_PAGE: 'off',
      SECOND_OPINION: 'off',
      ...QUEUES,
      ...over,
    };
    Object.assign(globalThis, { [HOST]: { loopbackWebhooks: true } });
  });

  beforeEach(() => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    takeSignals();
    scheduler.reset();
    scheduler.on(CreateScheduleCommand).resolves({});
    scheduler.on(ListSchedulesCommand).resolves({});
  });

  afterEach(() => vi.unstubAllEnvs());

  afterAll(async () => {
    Reflect.deleteProperty(globalThis, HOST);
    sqs.restore();
    scheduler.restore();
    await real.close();
  });

  /** Forgets what was sent; from now on the queues take everything but signals of `refused`. */
  function takeSignals(refused?: string): void {
    const isRefused = ({ MessageBody = '' }: { MessageBody?: string | undefined }): boolean =>
      refused !== undefined && JSON.parse(MessageBody).conversation_id === refused;
    sqs.reset();
    sqs.on(SendMessageCommand).callsFake((message) => {
      if (isRefused(message)) throw sdkError('ThrottlingException');
      return {};
    });
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => ({
      Failed: Entries.filter(isRefused).map(({ Id }) => ({
        Id,
        Code: 'ThrottlingException',
        SenderFault: false,
      })),
    }));
  }

  return {
    sqs,
    scheduler,
    stores: () => ({
      conversations: new DynamoConversations(real.table),
      outbox: new DynamoOutbox(real.table),
      endpoints: new DynamoEndpoints(real.table, hostClock),
    }),
    real: () => real,
    takeSignals,
    queued: (): Queued[] => sqs.calls().flatMap(({ args: [command] }) => queuedBy(command)),
    ingest: async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
      const { handler } = await import('../../functions/ingest/handler.ts');
      return handler(event, lambdaContext);
    },
    classify: async (event: SQSEvent): Promise<SQSBatchResponse> => {
      const { handler } = await import('../../functions/classify/handler.ts');
      return handler(event, lambdaContext);
    },
    deliver: async (event: SQSEvent): Promise<SQSBatchResponse> => {
      const { handler } = await import('../../functions/deliver/handler.ts');
      return handler(event, lambdaContext);
    },
    operatorApi: async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
      const { handler } = await import('../../functions/operator-api/handler.ts');
      return handler(event, lambdaContext);
    },
    probe: async (): Promise<void> => {
      const { handler } = await import('../../functions/probe/handler.ts');
      return handler();
    },
    status: async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
      const { handler } = await import('../../functions/status/handler.ts');
      return handler(event, lambdaContext);
    },
    redrive: async (event: unknown): Promise<SQSBatchResponse | undefined> => {
      const { handler } = await import('../../functions/redrive/handler.ts');
      return handler(event as SQSEvent, lambdaContext as never);
    },
  };
}

const { send } = DynamoDBDocumentClient.prototype;

/** Makes the table refuse these kinds of command; the others go on. */
export function breakTable(error: Error, ...commands: string[]): void {
  vi.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(function (
    this: DynamoDBDocumentClient,
    ...input: unknown[]
  ) {
    if (commands.includes(input[0]?.constructor.name ?? '')) throw error;
    return Reflect.apply(send, this, input);
  } as never);
}

/** An error as the SDK throws it. */
export function sdkError(name: string, extra: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(`${name}: CANARY`), { name, ...extra });
}

/** Everything that is written to the log from here on. */
export function captureLog(): () => string {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    });
  return () => lines.join('');
}

export const bodyOf = (response: HttpResponse) => JSON.parse(response.body);

/** Signals travel alone or together. */
function queuedBy(command: { input: unknown }): Queued[] {
  const { QueueUrl = '', ...input } = command.input as {
    QueueUrl?: string;
    Entries?: SentSignal[];
  } & SentSignal;
  return (input.Entries ?? [input]).map(({ MessageBody = '', DelaySeconds = 0 }) => ({
    queue: QueueUrl.split('/').at(-1) ?? '',
    signal: JSON.parse(MessageBody),
    delayS: DelaySeconds,
  }));
}

interface SentSignal {
  MessageBody?: string;
  DelaySeconds?: number;
}
