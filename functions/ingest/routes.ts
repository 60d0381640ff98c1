import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import type { CallerRates } from '../../shared/edge/caller-rates.ts';
import { authenticatePartner } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import type { Directory, HostCheck } from '../../shared/ports.ts';
import type { AcceptPorts } from '../../shared/usecases/accept-message.ts';
import type { AwaitPorts } from '../../shared/usecases/await-outcome.ts';
import type { ReadPorts } from '../../shared/usecases/read-conversation.ts';
import type { TestWebhookPorts } from '../../shared/usecases/test-webhook.ts';
import { getHealth, getHealthFull, type Probe } from './health.ts';
import { getOpenApi } from './openapi.ts';
import { postMessage } from './post-message.ts';
import { putClient } from './put-client.ts';
import { getClassifications, getDelivery, getHistory } from './read-messages.ts';
import { postTestWebhook } from './test-webhook.ts';

/** All that the partners' door needs. */
export type Door = AcceptPorts &
  AwaitPorts &
  ReadPorts &
  TestWebhookPorts & {
    directory: Pick<Directory, 'partnerOfKey'>;
    hosts: HostCheck;
    loopbackAllowed: () => boolean;
    callers: CallerRates;
    dependencies: Record<string, Probe>;
    /** The description of this API, as JSON. */
    openApi: () => Promise<string>;
  };

export interface PartnerRequest {
  event: APIGatewayProxyEventV2;
  partner: string;
  parameters: Record<string, string>;
}

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
];

/** Answers a request: open routes to anybody, all others to whoever shows a valid key first. */
export async function respond(door: Door, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method } = event.requestContext.http;
  const open = matchRoute(OPEN_ROUTES, method, event.rawPath);
  if (open.kind === 'route') return open.handler(door);
  const partner = await admitCaller(door, event);
  const match = matchRoute(PARTNER_ROUTES, method, event.rawPath);
  if (match.kind !== 'route' || !COUNTED_LATER.includes(match.handler))
    door.callers.countKey(partner, door.clock.business());
  if (match.kind === 'route') return match.handler(door, { event, partner, parameters: match.parameters });
  if (match.kind === 'none' && open.kind === 'none')
    throw new Fault('route.unknown', 'there is nothing at this path');
  const allowed = [match, open].flatMap((known) => (known.kind === 'method' ? known.allowed : []));
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}

/** Whoever has no valid key is counted by address, so that keys cannot be guessed at leisure. */
async function admitCaller(door: Door, event: APIGatewayProxyEventV2): Promise<string> {
  const now = door.clock.business();
  const partner = await authenticatePartner(door.directory, event.headers).catch((error: unknown) => {
    // A directory that does not answer says nothing about the caller.
    if (error instanceof Fault) door.callers.countAddress(event.requestContext.http.sourceIp, now);
    throw error;
  });
  return partner;
}
