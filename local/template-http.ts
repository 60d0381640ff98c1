import { type ApiParts, type Resource, readProperties } from './template-resources.ts';
import { HTTP_API, HTTP_INTEGRATION, HTTP_ROUTE, HTTP_STAGE } from './template-types.ts';
import type { HttpApiWiring } from './wiring.ts';

/** An API with its routes, each led through its integration to a function. */
export function httpApiOf(api: Resource, { stages, routes, integrations }: ApiParts): HttpApiWiring {
  const { Name } = readProperties(api, HTTP_API);
  const stage = stages[0];
  if (!stage) throw new Error(`${api.place}: it has no stage, so nothing could reach it`);
  const { DefaultRouteSettings: settings, RouteSettings: own = {} } = readProperties(stage, HTTP_STAGE);
  const rate = settings?.ThrottlingRateLimit;
  return {
    name: Name,
    routes: routes.map((route) => throttled(routeOf(route, integrations), own)),
    ...(rate === undefined
      ? {}
      : { throttle: { ratePerS: rate, burst: settings?.ThrottlingBurstLimit ?? rate } }),
  };
}

type RouteWiring = HttpApiWiring['routes'][number];
type RouteSettings = Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>;

function throttled(route: RouteWiring, settings: RouteSettings): RouteWiring {
  const own = settings[route.routeKey];
  return own
    ? { ...route, throttle: { ratePerS: own.ThrottlingRateLimit, burst: own.ThrottlingBurstLimit } }
    : route;
}

function routeOf(resource: Resource, integrations: Resource[]): RouteWiring {
  const route = readProperties(resource, HTTP_ROUTE);
  const id = route.Target.slice('integrations/'.length);
  const integration = integrations.find((candidate) => candidate.names.ref(candidate.id) === id);
  if (!integration) throw new Error(`${resource.place}: no integration is called ${id}`);
  const { IntegrationUri, TimeoutInMillis } = readProperties(integration, HTTP_INTEGRATION);
  return { routeKey: route.RouteKey, functionArn: IntegrationUri, timeoutMs: TimeoutInMillis };
}
