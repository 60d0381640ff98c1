import { readAssembly } from './template-assembly.ts';
import { httpApiOf } from './template-http.ts';
import { type Endpoints, queueUrl, SOCKET_PATH } from './template-names.ts';
import { arePages, pagesOf } from './template-pages.ts';
import { partsOf, physicalName, type Resource, readProperties, readResources } from './template-resources.ts';
import { rulesOf } from './template-rules.ts';
import { socketApiOf } from './template-sockets.ts';
import { eventSourceOf } from './template-sources.ts';
import { FUNCTION, NOTHING_LOCALLY, QUEUE, SCHEDULE_GROUP, TABLE } from './template-types.ts';
import type {
  FunctionWiring,
  KeyWiring,
  QueueWiring,
  SocketApiWiring,
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
  'AWS::Events::Rule',
] as const;

type WiredType = (typeof SOMETHING_LOCALLY)[number];

/**
 * Reads the folder that `cdk synth` wrote and says what has to run.
 * @throws Error that names stack, logical id and property, for anything the twin does not understand.
 */
export async function readWiring(assemblyDir: string, endpoints: Endpoints): Promise<Wiring> {
  const assembly = await readAssembly(assemblyDir);
  const all = readResources(assembly, endpoints);
  const [pages, resources] = apart(all, arePages(all));
  for (const resource of resources) refuseUnknown(resource);
  const ofType = (...types: WiredType[]): Resource[] =>
    resources.filter((resource) => (types as string[]).includes(resource.type));

  const parts = {
    stages: ofType('AWS::ApiGatewayV2::Stage'),
    routes: ofType('AWS::ApiGatewayV2::Route'),
    integrations: ofType('AWS::ApiGatewayV2::Integration'),
  };
  const apis = ofType('AWS::ApiGatewayV2::Api');
  const isForSockets = ({ properties }: Resource) => properties['ProtocolType'] === 'WEBSOCKET';
  const httpApis = apis.filter((api) => !isForSockets(api));
  const socketApis = apis.filter(isForSockets).map((api) => socketApiOf(api, partsOf(api, parts)));
  const local = (value: string) => locally(value, socketApis, endpoints);
  const wiring: Wiring = {
    tables: ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map(tableOf),
    queues: ofType('AWS::SQS::Queue').map((one) => queueOf(one, endpoints)),
    functions: ofType('AWS::Lambda::Function').map((one) => functionOf(one, assembly.assets, local)),
    httpApis: httpApis.map((api) => httpApiOf(api, partsOf(api, parts))),
    socketApis,
    eventSources: [],
    scheduleGroups: ofType('AWS::Scheduler::ScheduleGroup').map(scheduleGroupOf),
    rules: [],
    pages: pagesOf(pages, local),
  };
  const sources = ofType('AWS::Lambda::EventSourceMapping');
  return {
    ...wiring,
    eventSources: sources.map((resource) => eventSourceOf(resource, wiring)),
    rules: ofType('AWS::Events::Rule').flatMap((resource) => rulesOf(resource, wiring.functions)),
  };
}

function apart(all: readonly Resource[], fits: (one: Resource) => boolean): [Resource[], Resource[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
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

function functionOf(
  resource: Resource,
  assets: Map<string, string>,
  local: (value: string) => string,
): FunctionWiring {
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
    environment: Object.fromEntries(variables.map(([name, value]) => [name, local(value)])),
    ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
  };
}

/** CDK makes `FollowUpFunction0A1B2C3D` of the construct path FollowUp/Function. */
function labelOf({ id }: Resource): string {
  const words = id.replace(/[0-9A-F]{8}$/, '').replace(/(?<=.)Function$/, '');
  return words.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/**
 * An API's address, wherever a value spells it out, is that of the door; where a WebSocket API is spoken to from behind,
 * that of the gateway.
 */
function locally(
  value: string,
  sockets: readonly SocketApiWiring[],
  { publicUrl, gatewayUrl }: Endpoints,
): string {
  return value
    .replace(
      /wss:\/\/[\w-]+\.execute-api\.[\w.-]+(\/[\w-]+)?/g,
      (_whole, stage?: string) => publicUrl.replace(/^http/, 'ws') + (stage === undefined ? '' : SOCKET_PATH),
    )
    .replace(/https:\/\/([\w-]+)\.execute-api\.[\w.-]+/g, (_whole, id: string) =>
      sockets.some((api) => api.id === id) ? gatewayUrl : publicUrl,
    );
}

function scheduleGroupOf(resource: Resource): string {
  readProperties(resource, SCHEDULE_GROUP);
  return physicalName(resource);
}

function attribute(resource: Resource, name: string): string {
  return resource.names.attribute(resource.id, name);
}
