import middy from '@middy/core';
import { FAULT_STATUS } from '../contracts/fault-status.ts';
import type { Journal } from '../ports.ts';
import { describeError } from './describe-error.ts';
import { asFault } from './problem.ts';

/** What API Gateway hands a function of a WebSocket API, as far as anybody looks. */
export interface SocketEvent {
  requestContext: { eventType: 'CONNECT' | 'DISCONNECT' | 'MESSAGE'; connectionId: string };
  /** Only with `$connect`. */
  queryStringParameters?: Record<string, string | undefined>;
  body?: string;
}

export interface SocketAnswer {
  statusCode: number;
}

/**
 * The frame around a socket's routes. Refusing `$connect` refuses the handshake with that status; of the other routes
 * nobody reads the answer, so what fails there is told on the log alone.
 */
export function socketEdge(journal: Journal, handle: (event: SocketEvent) => Promise<void>) {
  return middy<SocketEvent, SocketAnswer>()
    .onError((request) => {
      const fault = asFault(request.error);
      if (fault.code === 'internal') tellFailure(journal, request.event, request.error);
      request.response = { statusCode: FAULT_STATUS[fault.code] };
      finish(journal, request.event, request.response);
    })
    .after(({ event, response }) => {
      if (response) finish(journal, event, response);
    })
    .handler(async (event: SocketEvent) => {
      await handle(event);
      return { statusCode: 200 };
    });
}

function finish(journal: Journal, { requestContext }: SocketEvent, { statusCode }: SocketAnswer): void {
  const { eventType: type, connectionId: connection_id } = requestContext;
  journal.info('socket', { type, connection_id, status: statusCode });
}

function tellFailure(journal: Journal, { requestContext }: SocketEvent, error: unknown): void {
  const { connectionId: connection_id } = requestContext;
  journal.error('socket.failed', { connection_id, ...describeError(error) }, { WorkFailed: 1 });
}
