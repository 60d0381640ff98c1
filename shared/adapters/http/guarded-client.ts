import type { ClientRequest, ClientRequestArgs } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SendErrorClass, SendResult } from '../../domain/delivery.ts';
import { judgeWebhookUrl, type WebhookUrlVerdict } from '../../domain/webhook-url.ts';
import { type Deadlines, type Exchanged, exchange } from './exchange.ts';
import { createGuardedAgent, type GuardedAgent } from './guarded-agents.ts';
import { loopbackGuard, publicAddressGuard } from './guarded-lookup.ts';
import { http } from './plain-http.ts';
import { createResolver, type Resolver } from './resolver.ts';

export interface GuardedClientOptions {
  /** Whether `http://localhost` and `http://127.0.0.1` may be called: the twin alone says yes. */
  loopbackAllowed: () => boolean;
  resolve?: Resolver;
  deadlines?: Deadlines;
  /** Monotonic ms. */
  now?: () => number;
  /** For tests: rewrites how a socket is opened, after the guard is in place, to stand in for a public host. */
  divert?: (options: ClientRequestArgs) => ClientRequestArgs;
}

interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

interface GuardedRequest extends Omit<WebhookRequest, 'body'> {
  method: 'GET' | 'POST';
  body?: string;
  /** Bytes of the answer's body that are read, at most; 64 KiB unless told. */
  most?: number;
}

export interface GuardedClient {
  /** One attempt: no redirect is followed, nothing is repeated, every failure is a result. Never rejects. */
  post(request: WebhookRequest): Promise<SendResult>;
  /** The same, for whoever needs the answer's body as it came, or to know whether the request can have left. */
  exchange(request: GuardedRequest): Promise<Exchanged>;
  /** Ends idle sockets and attempts under way. */
  close(): void;
}

/** What an attempt may take: connect 3 s, head 10 s, all 15 s, each from its start. */
export const DEADLINES: Deadlines = { connectMs: 3_000, headersMs: 10_000, totalMs: 15_000 };

// The connection's own business; a caller's word on these could only contradict what is sent.
const OWN_HEADERS = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
];

/** Sends to URLs that users named, and reaches nothing but the public internet. */
export function createGuardedClient(options: GuardedClientOptions): GuardedClient {
  const { loopbackAllowed, resolve = createResolver(), deadlines = DEADLINES, divert } = options;
  const now = options.now ?? (() => performance.now());
  const agents = {
    'https:': createGuardedAgent('https:', { guard: publicAddressGuard(resolve), now, divert }),
    'http:': createGuardedAgent('http:', { guard: loopbackGuard, now, divert }),
  };
  let closed = false;

  async function attempt(request: GuardedRequest): Promise<Exchanged> {
    const verdict = judgeWebhookUrl(request.url, { loopbackAllowed: loopbackAllowed() });
    if (!verdict.ok) return refused(classOfRefusal(verdict));
    if (closed) return refused('client.closed');
    const opened = open(verdict.url, request, agents[verdict.loopback ? 'http:' : 'https:']);
    if (!opened) return refused('request.invalid');
    const { body, most } = request;
    const exchanged = await exchange(opened, { body, most }, deadlines, now);
    const { result } = exchanged;
    return closed && result.kind === 'error'
      ? { ...exchanged, result: { ...result, error: 'client.closed' } }
      : exchanged;
  }

  return {
    post: async (request) => (await attempt({ ...request, method: 'POST' })).result,
    exchange: attempt,
    close() {
      closed = true;
      for (const { agent } of Object.values(agents)) agent.destroy();
    },
  };
}

function classOfRefusal(verdict: WebhookUrlVerdict & { ok: false }): SendErrorClass {
  return verdict.code === 'webhook_url.non_public_address' ? 'address.forbidden' : 'url.forbidden';
}

function refused(error: SendErrorClass): Exchanged {
  return { result: { kind: 'error', error, timing: { total_ms: 0 } }, unsent: true };
}

/** `undefined` if a header cannot be written in HTTP. */
function open(
  url: string,
  request: GuardedRequest,
  { agent, dropStale }: GuardedAgent,
): ClientRequest | undefined {
  dropStale();
  const send = url.startsWith('https:') ? httpsRequest : http.request;
  try {
    return send(url, { method: request.method, agent, headers: headersOf(request) });
  } catch {
    return undefined;
  }
}

function headersOf({ headers, body }: GuardedRequest): Record<string, string> {
  const given = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  return {
    ...Object.fromEntries(given),
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    'accept-encoding': 'identity',
  };
}
