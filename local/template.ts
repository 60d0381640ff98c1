import type * as z from 'zod';
import { readAssembly } from './template-assembly.ts';
import { type Endpoints, queueUrl } from './template-names.ts';
import { physicalName, type Resource, readProperties, readResources } from './template-resources.ts';
import {
  EVENT_SOURCE,
  FUNCTION,
  HTTP_API,
  HTTP_INTEGRATION,
  HTTP_ROUTE,
  HTTP_STAGE,
  NOTHING_LOCALLY,
  QUEUE,
  SCHEDULE_GROUP,
  TABLE,
} from './template-types.ts';
import type {
  EventSourceWiring,
  FunctionWiring,
  HttpApiWiring,
  KeyWiring,
  QueueWiring,
  TableWiring,
  Wiring,
} from './wiring.ts';

/** The types that become something on this machine; whatever is neither here nor in NOTHING_LOCALLY is an error. */
const SOMETHING_LOCALLY = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::Scheduler::ScheduleGroup',
] as const;

type WiredType = (typeof SOMETHING_LOCALLY)[number];

/**
 * Reads the folder that `cdk synth` wrote and says what has to run.
 * @throws Error that names stack, logical id and property, for anything the twin does not understand.
 */
export async function readWiring(assemblyDir: string, endpoints: Endpoints): Promise<Wiring> {
  const assembly = await readAssembly(assemblyDir);
  const resources = readResources(assembly, endpoints);
  for (const resource of resources) refuseUnknown(resource);
  const ofType = (...types: WiredType[]): Resource[] =>
    resources.filter((resource) => (types as string[]).includes(resource.type));

  const wiring: Wiring = {
    tables: ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map(tableOf),
    queues: ofType('AWS::SQS::Queue').map((resource) => queueOf(resource, endpoints)),
    functions: ofType('AWS::Lambda::Function').map((resource) =>
      functionOf(resource, assembly.assets, endpoints),
    ),
    httpApis: ofType('AWS::ApiGatewayV2::Api').map((api) => httpApiOf(api, ofType)),
    eventSources: [],
    scheduleGroups: ofType('AWS::Scheduler::ScheduleGroup').map(scheduleGroupOf),
  };
  const sources = ofType('AWS::Lambda::EventSourceMapping');
  return { ...wiring, eventSources: sources.map((resource) => eventSourceOf(resource, wiring)) };
}

function refuseUnknown({ type, place }: Resource): void {
  if (type in NOTHING_LOCALLY || (SOMETHING_LOCALLY as readonly string[]).includes(type)) return;
  throw new Error(`${place}: the twin does not understand resources of this type`);
}

function tableOf(resource: Resource): TableWiring {
  const read = readProperties(resource, TABLE);
  const ttl = read.TimeToLiveSpecification;
  return {
    name: physicalName(resource),
    arn: attribute(resource, 'Arn'),
    attributes: read.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
      name: AttributeName,
      type: AttributeType,
    })),
    key: keyOf(read.KeySchema, resource),
    indexes: read.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
      name: IndexName,
      key: keyOf(KeySchema, resource),
      projection: Projection.ProjectionType,
      include: Projection.NonKeyAttributes,
    })),
    ...(ttl?.Enabled ? { ttlAttribute: ttl.AttributeName } : {}),
    ...(read.StreamSpecification ? { streamView: read.StreamSpecification.StreamViewType } : {}),
  };
}

function keyOf(schema: { AttributeName: string; KeyType: string }[], { place }: Resource): KeyWiring {
  const partition = schema.find(({ KeyType }) => KeyType === 'HASH');
  const sort = schema.find(({ KeyType }) => KeyType === 'RANGE');
  if (!partition) throw new Error(`${place}: a key without a partition key`);
  return { partition: partition.AttributeName, ...(sort ? { sort: sort.AttributeName } : {}) };
}

function queueOf(resource: Resource, endpoints: Endpoints): QueueWiring {
  const read = readProperties(resource, QUEUE);
  const name = physicalName(resource);
  const redrive = read.RedrivePolicy;
  return {
    name,
    arn: attribute(resource, 'Arn'),
    url: queueUrl(name, endpoints),
    visibilityTimeoutS: read.VisibilityTimeout,
    retentionS: read.MessageRetentionPeriod,
    delayS: read.DelaySeconds,
    ...(redrive
      ? { deadLetter: { arn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount } }
      : {}),
  };
}

function functionOf(resource: Resource, assets: Map<string, string>, endpoints: Endpoints): FunctionWiring {
  const read = readProperties(resource, FUNCTION);
  const assetDir = assets.get(read.Code.S3Key);
  if (!assetDir) throw new Error(`${resource.place}: its code ${read.Code.S3Key} is not among the assets`);
  const variables = Object.entries(read.Environment?.Variables ?? {});
  const reserved = read.ReservedConcurrentExecutions;
  return {
    name: physicalName(resource),
    label: labelOf(resource),
    arn: attribute(resource, 'Arn'),
    assetDir,
    handler: read.Handler,
    timeoutS: read.Timeout,
    memoryMb: read.MemorySize,
    environment: Object.fromEntries(variables.map(([name, value]) => [name, locally(value, endpoints)])),
    ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
  };
}

/** CDK makes `FollowUpFunction0A1B2C3D` of the construct path FollowUp/Function. */
function labelOf({ id }: Resource): string {
  const words = id.replace(/[0-9A-F]{8}$/, '').replace(/(?<=.)Function$/, '');
  return words.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** An API's address, wherever a value spells it out, is that of the door. */
function locally(value: string, { publicUrl }: Endpoints): string {
  return value.replace(/https:\/\/[\w-]+\.execute-api\.[\w.-]+/g, publicUrl);
}

type OfType = (...types: WiredType[]) => Resource[];

function httpApiOf(api: Resource, ofType: OfType): HttpApiWiring {
  const id = api.names.ref(api.id);
  const { Name } = readProperties(api, HTTP_API);
  const stage = ofOneApi(ofType('AWS::ApiGatewayV2::Stage'), HTTP_STAGE, id)[0];
  if (!stage) throw new Error(`${api.place}: it has no stage, so nothing could reach it`);
  const integrations = ofType('AWS::ApiGatewayV2::Integration');
  const routes = ofOneApi(ofType('AWS::ApiGatewayV2::Route'), HTTP_ROUTE, id);
  const settings = stage.read.DefaultRouteSettings;
  const rate = settings?.ThrottlingRateLimit;
  return {
    name: Name,
    routes: routes.map(({ resource, read }) => routeOf(resource, read, integrations)),
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

function scheduleGroupOf(resource: Resource): string {
  readProperties(resource, SCHEDULE_GROUP);
  return physicalName(resource);
}

function eventSourceOf(resource: Resource, wiring: Wiring): EventSourceWiring {
  const read = readProperties(resource, EVENT_SOURCE);
  const target = wiring.functions.find(({ name, arn }) => [name, arn].includes(read.FunctionName));
  if (!target) throw new Error(`${resource.place}: no stack defines the function ${read.FunctionName}`);
  const filters = (read.FilterCriteria?.Filters ?? []).map(({ Pattern }): unknown => JSON.parse(Pattern));
  const common = {
    functionArn: target.arn,
    windowS: read.MaximumBatchingWindowInSeconds,
    reportsItemFailures: read.FunctionResponseTypes.length > 0,
  };
  const table = wiring.tables.find(({ arn }) => read.EventSourceArn.startsWith(`${arn}/stream/`));
  if (table) {
    const { MaximumRetryAttempts: retries, DestinationConfig: destination } = read;
    return {
      ...common,
      kind: 'stream',
      tableArn: table.arn,
      batchSize: read.BatchSize ?? 100,
      startAt: read.StartingPosition ?? 'LATEST',
      bisectOnError: read.BisectBatchOnFunctionError,
      // −1 is CloudFormation's word for no limit.
      ...(retries === undefined || retries < 0 ? {} : { maxRetries: retries }),
      ...(destination ? { failureQueueArn: destination.OnFailure.Destination } : {}),
      filters,
    };
  }
  const queue = wiring.queues.find(({ arn }) => arn === read.EventSourceArn);
  if (!queue) throw new Error(`${resource.place}: no stack defines the source ${read.EventSourceArn}`);
  if (filters.length > 0)
    throw new Error(`${resource.place}: FilterCriteria of a queue are not understood by the twin`);
  const most = read.ScalingConfig?.MaximumConcurrency;
  return {
    ...common,
    kind: 'queue',
    queueArn: queue.arn,
    batchSize: read.BatchSize ?? 10,
    ...(most === undefined ? {} : { maxConcurrency: most }),
  };
}

function attribute(resource: Resource, name: string): string {
  return resource.names.attribute(resource.id, name);
}
