import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Frame } from '../../domain/frame.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Pusher } from '../../ports.ts';

/** API Gateway's management API of one WebSocket API. */
export class SocketPusher implements Pusher {
  readonly #client: ApiGatewayManagementApiClient;

  /** @param endpoint of the API's stage, `https://…` */
  constructor(endpoint: string) {
    // The SDK would hold back what is over fifty requests, and with it the time that each of them has.
    const agent = { keepAlive: true, maxSockets: LIMITS.pushSockets };
    this.#client = new ApiGatewayManagementApiClient({
      endpoint,
      requestHandler: { httpAgent: agent, httpsAgent: agent },
    });
  }

  async push(connectionId: string, frame: Frame): Promise<'sent' | 'gone' | 'failed'> {
    const post = new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) });
    try {
      await this.#client.send(post, { abortSignal: AbortSignal.timeout(LIMITS.pushWall) });
      return 'sent';
    } catch (error) {
      return error instanceof GoneException ? 'gone' : 'failed';
    }
  }

  /** Whether it is gone already, or cannot be reached, makes no difference: a connection without a row is cut at its next ping. */
  async end(connectionId: string): Promise<void> {
    const end = new DeleteConnectionCommand({ ConnectionId: connectionId });
    await this.#client
      .send(end, { abortSignal: AbortSignal.timeout(LIMITS.pushWall) })
      .catch(() => undefined);
  }
}
