import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SocketPusher } from '../../shared/adapters/aws/socket-pusher.ts';
import type { Frame } from '../../shared/domain/frame.ts';
import { LIMITS } from '../../shared/domain/limits.ts';

const frame: Frame = { type: 'pong', at: 1, conversation_id: null, version: null, data: {} };

async function pusherTo(answer: RequestListener): Promise<SocketPusher> {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new SocketPusher(`http://127.0.0.1:${(server.address() as AddressInfo).port}/live`);
}

describe('pushing to a socket', () => {
  it('posts the frame to the connection, by its name', async () => {
    const asked: string[] = [];
    const pusher = await pusherTo((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end();
    });
    expect(await pusher.push('L0SM9cOFvHcCIhw=', frame)).toBe('sent');
    await pusher.end('L0SM9cOFvHcCIhw=');
    const path = '/live/%40connections/L0SM9cOFvHcCIhw%3D';
    expect(asked.map((it) => it.replace('/@', '/%40'))).toEqual([`POST ${path}`, `DELETE ${path}`]);
  });

  it.each([
    [410, 'GoneException', 'gone'],
    [403, 'ForbiddenException', 'failed'],
    [413, 'PayloadTooLargeException', 'failed'],
  ])('takes %i for %s', async (status, type, expected) => {
    const pusher = await pusherTo((_, response) => {
      response.writeHead(status, { 'x-amzn-errortype': type }).end('{"message":""}');
    });
    expect(await pusher.push('one', frame)).toBe(expected);
    await expect(pusher.end('one')).resolves.toBeUndefined();
  });

  it('gives up on one that does not answer', async () => {
    const limit = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    const pusher = await pusherTo(() => limit.abort());
    expect(await pusher.push('one', frame)).toBe('failed');
    expect(timeout).toHaveBeenCalledWith(LIMITS.pushWall);
  });
});
