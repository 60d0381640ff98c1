import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import type { Caller } from '../../shared/domain/partner.ts';
import { scopeOf } from '../../shared/domain/partner-key.ts';
import { type AdmittingPorts, admitCaller, settledCaller } from '../../shared/edge/admit-caller.ts';
import { type CallerRates, nameOfCaller } from '../../shared/edge/caller-rates.ts';
import type { HttpEdge } from '../../shared/edge/http-edge.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import type { Directory, HostCheck, WebhookKeys } from '../../shared/ports.ts';
import type { AcceptPorts } from '../../shared/usecases/accept-message.ts';
import type { AwaitPorts } from '../../shared/usecases/await-outcome.ts';
import type { ReadPorts } from '../../shared/usecases/read-conversation.ts';
import type { TestWebhookPorts } from '../../shared/usecases/test-webhook.ts';
import { getHealth, getHealthFull, type Probe } from './health.ts';
import { getJwks } from './jwks.ts';
import { getOpenApi } from './openapi.ts';
import { postMessage } from './post-message.ts';
import { putClient } from './put-client.ts';
import { getClassifications, getDelivery, getHistory } from './read-messages.ts';
import { postTestWebhook } from './test-webhook.ts';

/** All that the partners' door needs. */
export type Door = AcceptPorts &
  AwaitPorts &
  ReadPorts &
  HttpEdge &
  TestWebhookPorts & {
    directory: Pick<Directory, 'callerOfKey'>;
    hosts: HostCheck;
    loopbackAllowed: () => boolean;
    callers: CallerRates;
    signedIn: AdmittingPorts['signedIn'];
    /** What verifies `v1a` signatures. */
    webhookKeys: Pick<WebhookKeys, 'keys'>;
    dependencies: Record<string, Probe>;
    /** The description of this API, as JSON. */
    openApi: () => Promise<string>;
    /** Another function answers anybody how the service fares. */
    hasStatusPage: boolean;
  };

export interface PartnerRequest {
  event: APIGatewayProxyEventV2;
  partner: string;
  parameters: Record<string, string>;
}

/** Somebody of the desk asks in nobody's name. */
export type StaffRequest = Omit<PartnerRequest, 'partner'>;

type PartnerHandler = (door: Door, request: PartnerRequest) => Promise<HttpResponse>;

export const PARTNER_ROUTES: Route<PartnerHandler>[] = [
  { method: 'POST', path: '/api/messages', handler: postMessage },
  { method: 'GET', path: '/api/messages/{client_id}', handler: getHistory },
  { method: 'GET', path: '/api/messages/{client_id}/classifications', handler: getClassifications },
  { method: 'PUT', path: '/api/clients/{client_id}', handler: putClient },
  { method: 'GET', path: '/api/deliveries/{message_id}', handler: getDelivery },
  { method: 'POST', path: '/api/webhooks/test', handler: postTestWebhook },
];

// A message is counted once it is known to be no replay, a ping once its URL may be called; everything else at once.
const COUNTED_LATER: readonly PartnerHandler[] = [postMessage, postTestWebhook];

export const OPEN_ROUTES: Route<(door: Door) => Promise<HttpResponse>>[] = [
  { method: 'GET', path: '/health', handler: getHealth },
  { method: 'GET', path: '/health/full', handler: getHealthFull },
  { method: 'GET', path: '/openapi.json', handler: getOpenApi },
  { method: 'GET', path: '/.well-known/jwks.json', handler: getJwks },
];

/** Answers a request: open routes to anybody, all others to whoever shows a valid key first. Nobody of the desk is a partner. */
export async function respond(door: Door, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method } = event.requestContext.http;
  const open = matchRoute(OPEN_ROUTES, method === 'HEAD' ? 'GET' : method, event.rawPath);
  if (open.kind === 'route') return open.handler(door);
  const status = door.hasStatusPage && leading(event, STATUS_PAGE);
  if (status) return status;
  const caller = await admitCaller(door, event);
  const match = matchRoute(PARTNER_ROUTES, method, event.rawPath);
  if (caller.kind === 'staff' || match.kind !== 'route' || !COUNTED_LATER.includes(match.handler))
    door.callers.countKey(nameOfCaller(caller), door.clock.business());
  if (match.kind === 'route') return obey(door, event, caller, match);
  const allowed = [match, open].flatMap((known) => (known.kind === 'method' ? known.allowed : []));
  return elsewhere(event, allowed);
}

/** Paths that another function answers; with a slash at their end API Gateway does not know them, and they come here. */
const LED_ELSEWHERE =
  /^(\/metrics|\/api\/(?:conversations|search|export|canned-replies|views|deliveries|endpoints|policy|templates|keywords|reminders|feedback|stats|files|admin\/(?:audit|settings|clients|erasures|partners|operators|token-keys|webhook-keys|bots|parked-updates|examples|models))(?:\/[^/\s]+)*)\/$/;

/** The same of those that anybody may ask. */
const STATUS_PAGE = /^(\/status(?:\.json)?)\/$/;

/** For a path that is none of ours, or not by this method. */
function elsewhere(event: APIGatewayProxyEventV2, allowed: string[]): HttpResponse {
  const led = leading(event, LED_ELSEWHERE);
  if (led) return led;
  if (allowed.length === 0) throw new Fault('route.unknown', 'there is nothing at this path');
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}

/** Leads whoever asks for such a path to the same without its slash. */
function leading(
  { rawPath, rawQueryString }: APIGatewayProxyEventV2,
  paths: RegExp,
): HttpResponse | undefined {
  const path = paths.exec(rawPath)?.[1];
  if (path === undefined) return undefined;
  const location = rawQueryString ? `${path}?${rawQueryString}` : path;
  return json(308, { location }, { location });
}

/** What became of a text somebody of the desk may ask whosever it is; the rest is what partners do in their own name. */
async function obey(
  door: Door,
  event: APIGatewayProxyEventV2,
  caller: Caller,
  { handler, parameters }: { handler: PartnerHandler; parameters: Record<string, string> },
): Promise<HttpResponse> {
  if (caller.kind === 'partner') {
    const scope = scopeOf(event.requestContext.http.method);
    if (caller.scopes?.includes(scope) === false)
      throw new Fault('auth.forbidden', `this key is not for ${scope}`);
    return handler(door, { event, partner: caller.partner, parameters });
  }
  if (handler !== getDelivery) throw new Fault('auth.forbidden', 'this path is for the keys of partners');
  settledCaller(caller);
  return getDelivery(door, { event, parameters });
}
