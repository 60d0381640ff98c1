import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const ONE_CLIENT = /"client_id":"([^"]+)"/;

/** A partner's CRM that answers at once and remembers when the first byte of each client's reply came, from this source. */
export interface Receiver extends AsyncDisposable {
  url: string;
  /** Monotonic ms by client; the first one counts. */
  arrivals: ReadonlyMap<string, number>;
  /** Posts for clients that had one already. */
  doubled(): number;
}

export async function startReceiver(source: 'ai_bot' | 'operator' = 'ai_bot'): Promise<Receiver> {
  // Reminders and farewells come later, and are no second reply.
  const reply = `"source":"${source}"`;
  const arrivals = new Map<string, number>();
  let doubled = 0;
  const server = createServer((request, response) => {
    const firstByteAt = performance.now();
    readText(request).then(
      (body) => {
        response.end();
        if (!body.includes(reply)) return;
        const client = ONE_CLIENT.exec(body)?.[1] ?? '';
        if (arrivals.has(client)) doubled += 1;
        else arrivals.set(client, firstByteAt);
      },
      // Cut off while sending: it will come again.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/crm`,
    arrivals,
    doubled: () => doubled,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
