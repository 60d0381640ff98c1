import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createCallCounts } from '../../local/call-counts.ts';
import { createSocketsGateway } from '../../local/gateway-sockets.ts';
import { openDoor } from '../../local/http-door.ts';
import {
  createSocketHub,
  SOCKET_LIMITS,
  type SocketHub,
  type SocketHubOptions,
} from '../../local/socket-hub.ts';

interface Invoked {
  requestContext: { eventType: string; connectionId: string; disconnectStatusCode?: number };
  queryStringParameters?: Record<string, string>;
  body?: string;
}

const api = {
  name: 'sockets',
  id: 'sockets',
  stage: 'live',
  routes: (['$connect', '$disconnect', '$default'] as const).map((routeKey) => ({
    routeKey,
    functionArn: 'socket',
  })),
};

/** A door with a hub behind it, whose function answers as it is told and keeps what it was asked. */
async function startHub(over: Partial<SocketHubOptions> = {}) {
  const invoked: Invoked[] = [];
  const door = await openDoor(0);
  const hub: SocketHub = createSocketHub({
    api,
    invoke: async (_, event) => {
      invoked.push(event as Invoked);
      return { statusCode: 200 };
    },
    ...over,
  });
  door.serve((_, response) => response.end('plain'));
  door.serveSockets(hub.upgrade);
  onTestFinished(async () => {
    hub.close();
    await door.close();
  });
  return { door, hub, invoked, idOf: () => invoked[0]!.requestContext.connectionId };
}

async function connect(url: string, path = '/ws?ticket=t'): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws') + path);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

const closeOf = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
const nextMessage = (socket: WebSocket) =>
  new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));

describe('sockets of the twin', () => {
  it('come in by the function’s word, are heard, and are missed when they go', async () => {
    const { door, invoked } = await startHub();
    const socket = await connect(door.url);
    socket.send('{"type":"ping"}');
    await vi.waitFor(() => expect(invoked).toHaveLength(2));
    socket.close(1000);
    await vi.waitFor(() => expect(invoked).toHaveLength(3));
    const [came, said, left] = invoked;
    expect([came, said, left].map((it) => it?.requestContext.eventType)).toEqual([
      'CONNECT',
      'MESSAGE',
      'DISCONNECT',
    ]);
    expect(new Set(invoked.map(({ requestContext }) => requestContext.connectionId)).size).toBe(1);
    expect([came?.queryStringParameters, said?.body]).toEqual([{ ticket: 't' }, '{"type":"ping"}']);
    expect(left?.requestContext.disconnectStatusCode).toBe(1000);
  });

  it.each<[string, Partial<SocketHubOptions>, string]>([
    ['refuses', { invoke: async () => ({ statusCode: 401 }) }, '401'],
    ['fails', { invoke: () => Promise.reject(new Error('no')) }, '502'],
    ['says nothing of use', { invoke: async () => 'welcome' }, '502'],
    ['is not asked, for the throttle', { admits: () => false }, '429'],
  ])('stay outside if the function %s', async (_, over, status) => {
    const { door } = await startHub(over);
    await expect(connect(door.url)).rejects.toThrow(status);
  });

  it('come in at their own path alone; whoever asks elsewhere, or for another protocol, is answered in HTTP', async () => {
    const { door } = await startHub();
    await expect(connect(door.url, '/api/ws')).rejects.toThrow('200');
    const response = await fetch(`${door.url}/ws`, { headers: { 'x-other': 'h2c' } });
    expect(await response.text()).toBe('plain');
  });

  it('are cut when they were silent for too long, and after their longest time', async () => {
    const limits = { ...SOCKET_LIMITS, idleMs: 80, longestMs: 400 };
    const { door, hub, idOf } = await startHub({ limits });
    const silent = await connect(door.url);
    expect(await closeOf(silent)).toBe(1001);
    expect(hub.info(idOf())).toBeUndefined();

    const busy = await connect(door.url);
    const since = performance.now();
    const talking = setInterval(() => busy.readyState === busy.OPEN && busy.send('x'), 20);
    onTestFinished(() => clearInterval(talking));
    expect(await closeOf(busy)).toBe(1001);
    expect(performance.now() - since).toBeGreaterThan(300);
  });

  it('are all cut at once where somebody wants to see what screens make of it', async () => {
    const { door, hub } = await startHub();
    const ends = (await Promise.all([connect(door.url), connect(door.url)])).map(closeOf);
    expect(hub.endAll()).toBe(2);
    expect(await Promise.all(ends)).toEqual([1001, 1001]);
    expect(hub.endAll()).toBe(0);
  });

  it('are cut for a frame, or a message, that is too large', async () => {
    const { door, invoked } = await startHub();
    const frames = await connect(door.url);
    frames.send('x'.repeat(SOCKET_LIMITS.frameBytes + 1));
    expect(await closeOf(frames)).toBe(1009);

    const pieces = await connect(door.url);
    const piece = 'x'.repeat(SOCKET_LIMITS.frameBytes);
    for (let at = 0; at < 4; at += 1) pieces.send(piece, { fin: false });
    pieces.send('x', { fin: true });
    expect(await closeOf(pieces)).toBe(1009);
    expect(invoked.filter(({ requestContext }) => requestContext.eventType === 'MESSAGE')).toEqual([]);

    const allowed = await connect(door.url);
    for (let at = 0; at < 3; at += 1) allowed.send(piece, { fin: false });
    allowed.send(piece, { fin: true });
    await vi.waitFor(() =>
      expect(invoked.find(({ body }) => body?.length === SOCKET_LIMITS.messageBytes)).toBeDefined(),
    );
  });

  it('are told in API Gateway’s words that their message failed', async () => {
    const invoke = async (_: string, event: unknown) => {
      if ((event as Invoked).requestContext.eventType === 'MESSAGE') throw new Error('no');
      return { statusCode: 200 };
    };
    const { door } = await startHub({ invoke });
    const socket = await connect(door.url);
    socket.send('x');
    expect(JSON.parse(await nextMessage(socket))).toMatchObject({ message: 'Internal server error' });
  });
});

describe('the management API of the gateway', () => {
  async function startGateway() {
    const started = await startHub();
    const counts = createCallCounts();
    const answer = createSocketsGateway(counts, () => started.hub);
    const server = createServer((request, response) => {
      void answer(request, response, new URL(request.url ?? '/', 'http://gateway')).then((own) => {
        if (!own) response.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = new ApiGatewayManagementApiClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    return { ...started, client, counts };
  }

  it('speaks to an open socket, tells of it and ends it, and then says that it is gone', async () => {
    const { door, client, counts, idOf } = await startGateway();
    const socket = await connect(door.url);
    const ConnectionId = idOf();
    const heard = nextMessage(socket);
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: '{"привет":1}' }));
    expect(await heard).toBe('{"привет":1}');
    const { ConnectedAt, LastActiveAt } = await client.send(new GetConnectionCommand({ ConnectionId }));
    expect(LastActiveAt!.getTime()).toBeGreaterThanOrEqual(ConnectedAt!.getTime());
    const large = new PostToConnectionCommand({
      ConnectionId,
      Data: 'x'.repeat(SOCKET_LIMITS.messageBytes + 1),
    });
    await expect(client.send(large)).rejects.toMatchObject({ name: 'PayloadTooLargeException' });

    const closed = closeOf(socket);
    await client.send(new DeleteConnectionCommand({ ConnectionId }));
    expect(await closed).toBe(1001);
    for (const command of [
      new PostToConnectionCommand({ ConnectionId, Data: 'x' }),
      new GetConnectionCommand({ ConnectionId }),
      new DeleteConnectionCommand({ ConnectionId }),
    ])
      await expect(client.send(command as PostToConnectionCommand)).rejects.toMatchObject({
        name: 'GoneException',
        $metadata: { httpStatusCode: 410 },
      });
    expect(counts.snapshot().services).toEqual({
      apigatewaymanagementapi: { PostToConnection: 3, GetConnection: 2, DeleteConnection: 2 },
    });
  });
});
