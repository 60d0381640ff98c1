import { type ApiParts, type Resource, readProperties } from './template-resources.ts';
import { SOCKET_API, SOCKET_INTEGRATION, SOCKET_ROUTE, SOCKET_STAGE } from './template-types.ts';
import type { SocketApiWiring } from './wiring.ts';

const FUNCTION_IN_URI = /^arn:aws:apigateway:[\w-]+:lambda:path\/[\d-]+\/functions\/(.+)\/invocations$/;

/** A WebSocket API with its routes, each led through its integration to a function. */
export function socketApiOf(api: Resource, { stages, routes, integrations }: ApiParts): SocketApiWiring {
  const { Name } = readProperties(api, SOCKET_API);
  const stage = stages[0];
  if (!stage) throw new Error(`${api.place}: it has no stage, so nothing could reach it`);
  const { StageName, DefaultRouteSettings: settings } = readProperties(stage, SOCKET_STAGE);
  const rate = settings?.ThrottlingRateLimit;
  return {
    name: Name,
    id: api.names.ref(api.id),
    stage: StageName,
    routes: routes.map((route) => routeOf(route, integrations)),
    ...(rate === undefined
      ? {}
      : { throttle: { ratePerS: rate, burst: settings?.ThrottlingBurstLimit ?? rate } }),
  };
}

function routeOf(route: Resource, integrations: Resource[]): SocketApiWiring['routes'][number] {
  const { RouteKey, Target } = readProperties(route, SOCKET_ROUTE);
  const id = Target.slice('integrations/'.length);
  const integration = integrations.find((candidate) => candidate.names.ref(candidate.id) === id);
  if (!integration) throw new Error(`${route.place}: no integration is called ${id}`);
  const { IntegrationUri } = readProperties(integration, SOCKET_INTEGRATION);
  const functionArn = FUNCTION_IN_URI.exec(IntegrationUri)?.[1];
  if (!functionArn) throw new Error(`${integration.place}: ${IntegrationUri} leads to no function`);
  return { routeKey: RouteKey, functionArn };
}
