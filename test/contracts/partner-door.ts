import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Door, respond } from '../../functions/ingest/routes.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import { WebhookPinger } from '../../shared/adapters/webhook-pinger.ts';
import type { WebhookSenderParts } from '../../shared/adapters/webhook-sender.ts';
import type { SendResult } from '../../shared/domain/delivery.ts';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { VERSION } from '../../shared/domain/version.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { httpEdge } from '../../shared/edge/http-edge.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { HostVerdict } from '../../shared/ports.ts';
import { aPartner, CLIENT, httpEvent, lambdaContext, PARTNER } from '../builders.ts';
import { NOBODY } from '../staff.ts';
import { aDesk, type Desk, HOOK, status } from '../usecases/desk.ts';

export const KEY = 'key-of-demo';
export const OTHER_KEY = 'key-of-other';
export const ADMIN_KEY = 'key-of-root';

/** What a name server says of these hosts; all others are public. */
const HOSTS: Record<string, HostVerdict> = {
  'nowhere.example.com': 'not_found',
  'inside.example.com': 'non_public',
  'slow.example.com': 'unknown',
};

/** A request to the partners' door; what it does not say is a message that would be accepted. */
export interface Request {
  method?: string;
  path?: string;
  query?: Record<string, string>;
  /** Added to the valid ones; undefined takes one away. */
  headers?: Record<string, string | undefined>;
  /** Bytes are sent as they are (and so is text), anything else as JSON. */
  body?: unknown;
}

export const aBody = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  client_id: CLIENT,
  content: 'Не открывается урок',
  ...over,
});

/** A test ping that would be sent. */
export const aPing = (over: Record<string, unknown> = {}): Request => ({
  path: '/api/webhooks/test',
  body: { url: HOOK, ...over },
});

/** The event that API Gateway makes of the request. */
export function eventOf(request: Request): APIGatewayProxyEventV2 {
  const { method = 'POST', path = '/api/messages', query, body = aBody() } = request;
  const headers = Object.entries({ authorization: `Bearer ${KEY}`, ...request.headers });
  const event = httpEvent(method, path, { ...(query && { query }), ...(method !== 'GET' && { body: '' }) });
  event.headers = Object.fromEntries(
    Object.entries({ 'content-type': 'application/json', ...Object.fromEntries(headers) }).filter(
      (header): header is [string, string] => header[1] !== undefined,
    ),
  );
  if (body instanceof Uint8Array) {
    event.body = Buffer.from(body).toString('base64');
    event.isBase64Encoded = true;
  } else if (method !== 'GET') {
    event.body = typeof body === 'string' ? body : JSON.stringify(body);
  }
  return event;
}

const WRITES = /^(?:admit|put|draft|commit|drop|claim|park|settle|cancel|replay|send$)/;

export type Posted = Parameters<WebhookSenderParts['client']['post']>[0];

export interface PartnerDoor {
  desk: Desk;
  door: Door;
  /** Whose key it is. */
  partner: string;
  /** Every change that was made to the stores, and every signal, by the name of the port's method. */
  changes: string[];
  /** Every test ping that went out. */
  pinged: Posted[];
  /** What answers them; 200 otherwise. */
  answers: SendResult[];
  ask(request: Request): Promise<HttpResponse>;
  /** The event as it is, for requests that no gateway would make. */
  handle(event: APIGatewayProxyEventV2): Promise<HttpResponse>;
}

/** The partners' door in front of a desk in memory, with the deployed limits. */
export async function openDoor(
  over: Partial<Door> = {},
  desk: Desk = aDesk(),
  partner = PARTNER,
): Promise<PartnerDoor> {
  const changes: string[] = [];
  const directory = new MemoryDirectory();
  await directory.putPartner(aPartner({ id: partner }));
  await directory.putPartnerKey(hashKey(KEY), partner);
  await directory.putPartnerKey(hashKey(OTHER_KEY), 'other');
  await directory.putAdminKey(hashKey(ADMIN_KEY), 'root');
  const webhookKeys = new MemoryWebhookKeys();
  const pinged: Posted[] = [];
  const answers: SendResult[] = [];
  const client = {
    async post(posted: Posted) {
      pinged.push(posted);
      return answers.shift() ?? status(200);
    },
  };
  const made: Door = {
    ...desk.accept,
    outbox: desk.conversations,
    directory,
    signedIn: NOBODY,
    hosts: { check: async (host) => HOSTS[host] ?? 'public' },
    loopbackAllowed: () => false,
    journal: desk.journal,
    callers: new CallerRates(DEFAULT_RATES),
    pinger: new WebhookPinger({ client, directory, keys: webhookKeys, clock: desk.clock, version: VERSION }),
    webhookKeys,
    dependencies: { table: async () => undefined, inbound_lane: async () => undefined },
    openApi: async () => '{"openapi":"3.1.1"}',
    hasStatusPage: false,
    async pause(milliseconds) {
      await new Promise((resolve) => setImmediate(resolve));
      desk.clock.advanceWall(milliseconds);
    },
    ...over,
  };
  const door: Door = {
    ...made,
    conversations: watched(made.conversations, changes),
    requests: watched(made.requests, changes),
    inbound: watched(made.inbound, changes),
  };
  const handler = httpEdge(desk, (event) => respond(door, event));
  const handle = (event: APIGatewayProxyEventV2) => handler(event, lambdaContext);
  return {
    desk,
    door,
    partner,
    changes,
    pinged,
    answers,
    handle,
    ask: (request) => handle(eventOf(request)),
  };
}

function watched<Port extends object>(port: Port, changes: string[]): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...input: unknown[]): unknown => {
        if (WRITES.test(String(name))) changes.push(String(name));
        return Reflect.apply(member, target, input);
      };
    },
  });
}

/** Status and code; the code of an answer that refuses nothing is undefined. */
export function verdictOf(response: HttpResponse): { status: number; code: FaultCode | undefined } {
  const { code } = response.statusCode >= 400 ? (JSON.parse(response.body) as { code?: FaultCode }) : {};
  return { status: response.statusCode, code };
}
