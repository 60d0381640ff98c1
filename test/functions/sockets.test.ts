import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { consumer } from '../../functions/project/consumer.ts';
import { wire as wireProject } from '../../functions/project/wiring.ts';
import { socketDoor } from '../../functions/socket/socket-door.ts';
import { wire as wireSocket } from '../../functions/socket/wiring.ts';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoConnections } from '../../shared/adapters/dynamo/connection-store.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { messageRow } from '../../shared/adapters/dynamo/rows.ts';
import { DynamoTickets } from '../../shared/adapters/dynamo/ticket-store.ts';
import type { Frame } from '../../shared/domain/frame.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Operator } from '../../shared/domain/operator.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { SocketEvent } from '../../shared/edge/socket-edge.ts';
import { aHead, aMessage, lambdaContext, MINUTE, NOW, SECOND, sqsEvent } from '../builders.ts';
import { captureLog, deployFunctions } from './harness.ts';

const TICKET = 'the-ticket-that-nobody-may-log';
const desk = deployFunctions({ SOCKETS_URL: 'https://sockets.example.com/live' });
const api = mockClient(ApiGatewayManagementApiClient);
afterAll(() => api.restore());

let door: ReturnType<typeof socketDoor>;
let project: ReturnType<typeof consumer>;
let tickets: DynamoTickets;
let connections: DynamoConnections;
let operators: DynamoOperators;
let tests = 0;

const headRow = ({ pending: _pending, owed: _owed, ...head }: ReturnType<typeof aHead>) => ({
  ...keys.head(head.id),
  ...head,
});

/** Names are of one test alone, because they share a table. */
const own = (name: string) => `${name}${tests}`;

beforeEach(async () => {
  tests += 1;
  const { table } = desk.real();
  door = socketDoor(wireSocket(process.env));
  project = consumer(wireProject(process.env));
  tickets = new DynamoTickets(table);
  connections = new DynamoConnections(table);
  operators = new DynamoOperators(table);
  for (const { id } of await connections.all()) await connections.remove(id);
  api.reset();
  api.on(PostToConnectionCommand).resolves({});
  api.on(DeleteConnectionCommand).resolves({});
});

async function addOperator(over: Partial<Operator> = {}): Promise<string> {
  const id = own('operator_');
  const made = {
    id,
    role: 'operator',
    name: 'Maria',
    must_change: false,
    revision: 0,
    sessions: {},
    ...over,
  };
  await operators.addOperator(made as Operator);
  return made.id;
}

async function issue(operator: string, expires = Date.now() + 30 * SECOND): Promise<string> {
  const ticket = own(TICKET);
  await tickets.issue({ hash: hashKey(ticket), operator, role: 'operator', expires });
  return ticket;
}

const event = (
  eventType: SocketEvent['requestContext']['eventType'],
  connectionId: string,
  more: Partial<SocketEvent> = {},
): SocketEvent => ({ requestContext: { eventType, connectionId }, ...more });

const connect = (id: string, ticket?: string) =>
  door(
    event('CONNECT', id, ticket === undefined ? {} : { queryStringParameters: { ticket } }),
    lambdaContext,
  );
const say = (id: string, frame: unknown) =>
  door(
    event('MESSAGE', id, { body: typeof frame === 'string' ? frame : JSON.stringify(frame) }),
    lambdaContext,
  );

const pushed = (): [string, Frame][] =>
  api
    .commandCalls(PostToConnectionCommand)
    .map(({ args: [{ input }] }) => [input.ConnectionId ?? '', JSON.parse(String(input.Data))]);
const ended = () =>
  api.commandCalls(DeleteConnectionCommand).map(({ args: [{ input }] }) => input.ConnectionId);

async function enter(id: string, over: Partial<Operator> = {}): Promise<string> {
  const operator = await addOperator(over);
  expect(await connect(id, await issue(operator))).toEqual({ statusCode: 200 });
  api.resetHistory();
  return operator;
}

describe('a handshake', () => {
  it.each<[string, () => Promise<string | undefined>]>([
    ['no ticket', async () => undefined],
    ['an empty one', async () => ''],
    ['a made-up one', async () => 'made-up'],
    ['one that is longer than any', async () => 'x'.repeat(LIMITS.ticketCharacters + 1)],
    ['one that is too old', async () => issue(await addOperator(), Date.now() - 1)],
    ['one of nobody', async () => issue('nobody')],
    ['one of a disabled operator', async () => issue(await addOperator({ disabled_at: NOW }))],
    [
      'one of somebody who must change the password',
      async () => issue(await addOperator({ must_change: true })),
    ],
    [
      'one that was used',
      async () => {
        const ticket = await issue(await addOperator());
        await connect(own('first'), ticket);
        return ticket;
      },
    ],
    [
      'the hash of a good one',
      async () => {
        await issue(await addOperator());
        return hashKey(own(TICKET));
      },
    ],
  ])('with %s is refused, and leaves no connection', async (_, ticket) => {
    const log = captureLog();
    expect(await connect(own('refused'), await ticket())).toEqual({ statusCode: 401 });
    expect(await connections.connection(own('refused'))).toBeUndefined();
    expect(log()).not.toContain(TICKET);
  });

  it('with a good one is let in as who the ticket’s owner is now', async () => {
    const operator = await addOperator({ role: 'admin' });
    const log = captureLog();
    expect(await connect(own('in'), await issue(operator))).toEqual({ statusCode: 200 });
    const connection = await connections.connection(own('in'));
    expect(connection).toMatchObject({ operator, role: 'admin' });
    expect(connection!.until - connection!.since).toBe(LIMITS.connectionWall);
    expect(log()).not.toContain(TICKET);
  });

  it('opens one ticket for one of two that come at once', async () => {
    const ticket = await issue(await addOperator());
    const both = await Promise.all([connect(own('one'), ticket), connect(own('two'), ticket)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  it('with one tab too many ends the oldest', async () => {
    const operator = await addOperator();
    const tabs = Array.from({ length: LIMITS.connectionsOfOne }, (_, at) => own(`tab${at}-`));
    const now = Date.now();
    for (const [at, id] of tabs.entries())
      await connections.put({
        id,
        operator,
        role: 'operator',
        since: now - MINUTE + at,
        until: now + MINUTE,
      });
    expect(await connect(own('more'), await issue(operator))).toEqual({ statusCode: 200 });
    expect(ended()).toEqual([tabs[0]]);
    expect(await connections.all()).toHaveLength(LIMITS.connectionsOfOne);
  });

  it('is not let in by a frame that names its route', async () => {
    await say(own('liar'), { action: '$connect', ticket: await issue(await addOperator()) });
    expect(await connections.connection(own('liar'))).toBeUndefined();
  });
});

describe('what a screen sends', () => {
  it('is answered if it is a ping', async () => {
    await enter(own('a'));
    await say(own('a'), { type: 'ping', more: 'is ignored' });
    expect(pushed()).toEqual([[own('a'), expect.objectContaining({ type: 'pong', conversation_id: null })]]);
  });

  it('shows everybody what it looks at, and that it is gone', async () => {
    const [one, other] = [await enter(own('a')), await enter(own('b'), { id: own('other_') })];
    const viewing = conversationId('demo', 'anna');
    await say(own('a'), { type: 'viewing', conversation_id: viewing });
    const shown = {
      type: 'presence',
      data: { operators: expect.arrayContaining([{ id: one, viewing: [viewing] }]) },
    };
    expect(pushed()).toEqual(
      expect.arrayContaining([own('a'), own('b')].map((id) => [id, expect.objectContaining(shown)])),
    );
    api.resetHistory();
    await door(event('DISCONNECT', own('a')), lambdaContext);
    expect(pushed().map(([id, { data }]) => [id, data])).toEqual([
      [own('b'), { operators: [{ id: other, viewing: [] }] }],
    ]);
  });

  it('tells who types to those who have the same on their screens', async () => {
    const conversation_id = conversationId('demo', 'anna');
    const typist = await enter(own('a'));
    for (const name of ['b', 'c']) await enter(own(name), { id: own(`${name}_`) });
    await say(own('b'), { type: 'viewing', conversation_id });
    api.resetHistory();
    await say(own('a'), { type: 'typing', conversation_id });
    expect(pushed()).toEqual([
      [own('b'), expect.objectContaining({ type: 'typing', conversation_id, data: { operator: typist } })],
    ]);
  });

  it.each<[string, string]>([
    ['is no JSON', 'ping'],
    [
      'is larger than any frame of a screen',
      JSON.stringify({ type: 'ping', x: 'y'.repeat(LIMITS.screenFrameBytes) }),
    ],
  ])('ends the connection if it %s', async (_, frame) => {
    await enter(own('a'));
    await say(own('a'), frame);
    expect(ended()).toEqual([own('a')]);
    expect(await connections.connection(own('a'))).toBeUndefined();
  });

  it('ends the connection if it comes too fast', async () => {
    await enter(own('a'));
    for (let at = 0; at < LIMITS.screenFrames; at += 1) await say(own('a'), { type: 'unknown' });
    expect(ended()).toEqual([]);
    await say(own('a'), { type: 'unknown' });
    expect(ended()).toEqual([own('a')]);
  });

  it.each([
    { type: 'of-tomorrow' },
    { type: 'viewing', conversation_id: 'no id' },
    { type: 'typing' },
    null,
    [],
  ])('changes nothing if it is not understood: %j', async (frame) => {
    await enter(own('a'));
    expect(await say(own('a'), frame)).toEqual({ statusCode: 200 });
    expect([pushed(), ended()]).toEqual([[], []]);
  });

  it.each([
    { type: 'ping' },
    { type: 'viewing', conversation_id: null },
    { type: 'typing', conversation_id: conversationId('demo', 'anna') },
  ])('ends a connection that nothing is known of, which would be told nothing: %j', async (frame) => {
    await say(own('unknown'), frame);
    expect([pushed(), ended()]).toEqual([[], [own('unknown')]]);
  });
});

describe('a batch of the table’s stream', () => {
  const row = (
    keys: object,
    images: Partial<Record<'OldImage' | 'NewImage', object>>,
    at = 1,
  ): DynamoDBRecord =>
    ({
      eventName: images.OldImage ? 'MODIFY' : 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: {
        SequenceNumber: String(at),
        Keys: keys,
        ...Object.fromEntries(
          Object.entries(images).map(([name, image]) => [
            name,
            marshall(image, { removeUndefinedValues: true }),
          ]),
        ),
      },
    }) as DynamoDBRecord;

  async function written(over: Parameters<typeof aHead>[0] = {}): Promise<DynamoDBRecord[]> {
    const id = conversationId('demo', own('client'));
    const head = aHead({ id, version: 2, ...over });
    const row_ = headRow(head);
    await desk.real().table.put(row_);
    const message = aMessage({ conversation_id: id });
    return [
      row({}, { OldImage: headRow(aHead({ id, version: 1 })), NewImage: row_ }, 1),
      row({}, { NewImage: messageRow(message) }, 2),
    ];
  }

  const put = (id: string, over: Partial<Parameters<DynamoConnections['put']>[0]> = {}) =>
    connections.put({
      id,
      operator: own('operator_'),
      role: 'admin',
      since: Date.now() - MINUTE,
      until: Date.now() + MINUTE,
      ...over,
    });

  it('is told to those whom it concerns, the frames of each in their order', async () => {
    await put(own('admin'));
    await put(own('operator'), { role: 'operator' });
    await put(own('cut'), { until: Date.now() - 1 });
    expect(await project({ Records: await written() }, lambdaContext)).toEqual({ batchItemFailures: [] });
    expect(pushed().map(([id, { type, version }]) => [id, type, version])).toEqual([
      [own('admin'), 'message.created', 2],
      [own('admin'), 'conversation.updated', 2],
    ]);
  });

  it('costs one read while nobody looks', async () => {
    expect(await project({ Records: await written() }, lambdaContext)).toEqual({ batchItemFailures: [] });
    expect(pushed()).toEqual([]);
  });

  it('forgets whoever is gone, ends whoever takes nothing, and leaves alone who is just coming', async () => {
    const coming = { since: Date.now() };
    for (const name of ['gone', 'stuck', 'fine']) await put(own(name));
    await put(own('coming'), coming);
    const gone = new GoneException({ message: '', $metadata: {} });
    for (const name of ['gone', 'coming'])
      api.on(PostToConnectionCommand, { ConnectionId: own(name) }).rejects(gone);
    api.on(PostToConnectionCommand, { ConnectionId: own('stuck') }).rejects(new Error('slow'));
    await project({ Records: await written() }, lambdaContext);
    expect((await connections.all()).map(({ id }) => id).sort()).toEqual([own('coming'), own('fine')]);
    expect(ended()).toEqual([own('stuck')]);
    expect(pushed().filter(([id]) => id === own('fine'))).toHaveLength(2);
  });

  it('ends before a record that cannot be read, and tells what came earlier', async () => {
    await put(own('admin'));
    const [first, second] = await written();
    const poison = row(
      {},
      { NewImage: { pk: 'C#cnv', sk: 'HEAD', id: 'cnv', version: 3 }, OldImage: { pk: 'C#cnv', sk: 'HEAD' } },
      2,
    );
    const log = captureLog();
    const unreadable = {
      ...second!,
      dynamodb: { ...second!.dynamodb, NewImage: { pk: { X: 'y' } } as never },
    };
    expect(await project({ Records: [first!, unreadable] }, lambdaContext)).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    });
    expect(pushed().map(([, { type }]) => type)).toEqual(['conversation.updated']);
    // What can be read and makes no sense fails with its batch, which its event source halves until it is alone.
    expect(await project({ Records: [poison] }, lambdaContext)).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    });
    expect(log()).toContain('record.failed');
  });

  it('has everybody read again once some of it was left behind', async () => {
    for (const name of ['a', 'b']) await put(own(name), { role: 'operator' });
    expect(await project(sqsEvent('{"DDBStreamBatchInfo":{}}'), lambdaContext)).toEqual({
      batchItemFailures: [],
    });
    expect(
      pushed()
        .map(([id, { type }]) => [id, type])
        .sort(),
    ).toEqual([
      [own('a'), 'resync'],
      [own('b'), 'resync'],
    ]);
  });

  it('ends the sockets of an operator whose access was taken away', async () => {
    await put(own('a'), { operator: 'maria' });
    await put(own('b'), { operator: 'boris' });
    const image = (operator: object, sessions: object) => ({
      pk: 'OPERATORS',
      sk: 'O#maria',
      operator: { id: 'maria', role: 'operator', ...operator },
      revision: 1,
      sessions,
    });
    const change = row({}, { OldImage: image({}, { one: {} }), NewImage: image({ disabled_at: NOW }, {}) });
    await project({ Records: [change] }, lambdaContext);
    expect(ended()).toEqual([own('a')]);
    expect((await connections.all()).map(({ id }) => id)).toEqual([own('b')]);
  });
});
