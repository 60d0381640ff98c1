import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerSsm } from '../local/gateway-ssm.ts';
import { openTwinStore } from '../local/persistence.ts';
import { NOW } from './builders.ts';

/** The twin's Parameter Store by itself, and what it was asked. */
export async function playParameterStore() {
  let store = openTwinStore();
  let refusal: string | undefined;
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const body = await text(request);
    asked.push(`${operation} ${JSON.parse(body).Name}`);
    if (refusal !== undefined && operation === 'PutParameter')
      return response.writeHead(400).end(JSON.stringify({ __type: refusal, message: body }));
    const answer = answerSsm({ store, clock: { now: () => NOW } }, operation, body);
    return response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    parameters: () => store.list('parameter') as { id: string; value: { type: string; value: string } }[],
    /** Nothing is put from now on: it quotes what it refuses. */
    refuses(type: string) {
      refusal = type;
    },
    empty() {
      store.close();
      store = openTwinStore();
      refusal = undefined;
      asked.splice(0);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
