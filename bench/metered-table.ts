import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCallCounts } from '../local/call-counts.ts';
import { forwardToDynamo } from '../local/gateway-dynamodb.ts';
import { startTable } from '../local/table.ts';
import { connectUpstream } from '../local/upstream.ts';
import type { TableWiring } from '../local/wiring.ts';

/** A table on this machine: at one address every call is counted, at the other none, which is quicker for filling it. */
export interface MeteredTable extends AsyncDisposable {
  url: string;
  plainUrl: string;
  /** What was asked at `url` since it was asked for last: requests, and read units. */
  spent(): { requests: number; readUnits: number };
}

/** Starts the deployment's table without its stream, which nobody would read. */
export async function startMeteredTable(wiring: TableWiring): Promise<MeteredTable> {
  const { streamView: _, ...table } = wiring;
  const database = await startTable([table]);
  const upstream = connectUpstream(database.url);
  const counts = createCallCounts();
  const server = createServer({ noDelay: true }, async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const body = await bodyOf(request);
    const {
      status,
      headers,
      body: answer,
      units,
    } = await forwardToDynamo(upstream, operation, request.headers, body);
    counts.count('dynamodb', operation, units);
    response.writeHead(status, headers).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plainUrl: database.url,
    spent() {
      const { services, read_units } = counts.snapshot();
      counts.reset();
      const requests = Object.values(services['dynamodb'] ?? {}).reduce((sum, count) => sum + count, 0);
      return { requests, readUnits: read_units };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      upstream.close();
      await database.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
