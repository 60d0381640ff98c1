import type * as z from 'zod';
import { type Resource, readProperties } from './template-resources.ts';
import { HTTP_API, HTTP_INTEGRATION, HTTP_ROUTE, HTTP_STAGE } from './template-types.ts';
import type { HttpApiWiring } from './wiring.ts';

/** What an HTTP API is made of; those of other APIs may be among them. */
export interface HttpResources {
  stages: Resource[];
  routes: Resource[];
  integrations: Resource[];
}

/** An API with its routes, each led through its integration to a function. */
export function httpApiOf(api: Resource, { stages, routes, integrations }: HttpResources): HttpApiWiring {
  const id = api.names.ref(api.id);
  const { Name } = readProperties(api, HTTP_API);
  const stage = ofOneApi(stages, HTTP_STAGE, id)[0];
  if (!stage) throw new Error(`${api.place}: it has no stage, so nothing could reach it`);
  const own = ofOneApi(routes, HTTP_ROUTE, id);
  const settings = stage.read.DefaultRouteSettings;
  const rate = settings?.ThrottlingRateLimit;
  return {
    name: Name,
    routes: own.map(({ resource, read }) => routeOf(resource, read, integrations)),
    ...(rate === undefined
      ? {}
      : { throttle: { ratePerS: rate, burst: settings?.ThrottlingBurstLimit ?? rate } }),
  };
}

function routeOf(
  resource: Resource,
  route: { RouteKey: string; Target: string },
  integrations: Resource[],
): HttpApiWiring['routes'][number] {
  const id = route.Target.slice('integrations/'.length);
  const integration = integrations.find((candidate) => candidate.names.ref(candidate.id) === id);
  if (!integration) throw new Error(`${resource.place}: no integration is called ${id}`);
  const { IntegrationUri, TimeoutInMillis } = readProperties(integration, HTTP_INTEGRATION);
  return { routeKey: route.RouteKey, functionArn: IntegrationUri, timeoutMs: TimeoutInMillis };
}

function ofOneApi<Shape extends z.ZodType<{ ApiId: string }>>(
  resources: Resource[],
  understood: { reads: Shape; noEffect: readonly string[] },
  apiId: string,
): { resource: Resource; read: z.infer<Shape> }[] {
  return resources
    .map((resource) => ({ resource, read: readProperties(resource, understood) }))
    .filter(({ read }) => read.ApiId === apiId);
}
