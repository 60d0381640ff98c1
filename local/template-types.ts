import * as z from 'zod';

/**
 * What the twin understands of each resource type. `reads` are the properties that shape the wiring; `noEffect` are
 * those that change nothing on one machine. A property in neither list is an error: it might matter.
 */
interface ResourceType<Shape extends z.ZodType> {
  reads: Shape;
  noEffect: readonly string[];
}

const type = <Shape extends z.ZodType>(reads: Shape, noEffect: readonly string[]): ResourceType<Shape> => ({
  reads,
  noEffect,
});

const KeySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2);

const Projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).default([]),
});

const Throughput = z.unknown().optional();

const Index = z.strictObject({
  IndexName: z.string(),
  KeySchema,
  Projection,
  ReadOnDemandThroughputSettings: Throughput,
  WriteOnDemandThroughputSettings: Throughput,
  OnDemandThroughput: Throughput,
  WarmThroughput: Throughput,
});

const TableShape = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: z.array(Index).default([]),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

/** Backups, encryption, replicas and capacity: none of it is felt on one machine. */
const TABLE_NO_EFFECT = [
  'BillingMode',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'Replicas',
  'SSESpecification',
  'Tags',
  'WarmThroughput',
  'WriteOnDemandThroughputSettings',
];

export const TABLE = type(TableShape, TABLE_NO_EFFECT);

export const QUEUE = type(
  z.strictObject({
    QueueName: z.string().optional(),
    VisibilityTimeout: z.number().default(30),
    MessageRetentionPeriod: z.number().default(345_600),
    DelaySeconds: z.number().default(0),
    RedrivePolicy: z
      .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
      .optional(),
    FifoQueue: z.literal(false).optional(),
  }),
  [
    'KmsDataKeyReusePeriodSeconds',
    'KmsMasterKeyId',
    // The twin's pollers state how long they wait; nothing else receives without saying so.
    'ReceiveMessageWaitTimeSeconds',
    'RedriveAllowPolicy',
    'SqsManagedSseEnabled',
    'Tags',
  ],
);

export const FUNCTION = type(
  z.strictObject({
    FunctionName: z.string().optional(),
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string().regex(/^[\w./-]+\.\w+$/),
    Runtime: z.literal('nodejs24.x'),
    Timeout: z.number().default(3),
    MemorySize: z.number().default(128),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
    ReservedConcurrentExecutions: z.number().optional(),
  }),
  [
    'Architectures',
    'Description',
    'KmsKeyArn',
    'LoggingConfig',
    // The local queue never cuts a chain; functions that depend on that say `Allow`, and count by themselves.
    'RecursiveLoop',
    'Role',
    'Tags',
    'TracingConfig',
  ],
);

export const EVENT_SOURCE = type(
  z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: z.number().optional(),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().optional() }).optional(),
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
    BisectBatchOnFunctionError: z.boolean().default(false),
    MaximumRetryAttempts: z.number().optional(),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
    FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
    Enabled: z.literal(true).optional(),
  }),
  ['MetricsConfig', 'Tags'],
);

export const HTTP_API = type(z.strictObject({ Name: z.string(), ProtocolType: z.literal('HTTP') }), [
  'Description',
  'DisableExecuteApiEndpoint',
  'Tags',
]);

export const HTTP_STAGE = type(
  z.strictObject({
    ApiId: z.string(),
    // Any other name would put itself in front of every path.
    StageName: z.literal('$default'),
    AutoDeploy: z.literal(true),
    DefaultRouteSettings: z
      .strictObject({
        ThrottlingRateLimit: z.number().optional(),
        ThrottlingBurstLimit: z.number().optional(),
        DetailedMetricsEnabled: z.boolean().optional(),
      })
      .optional(),
    /** By route key. */
    RouteSettings: z
      .record(
        z.string(),
        z.strictObject({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }),
      )
      .optional(),
  }),
  ['AccessLogSettings', 'Description', 'Tags'],
);

export const HTTP_ROUTE = type(
  z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string().regex(/^integrations\/./),
    AuthorizationType: z.literal('NONE').default('NONE'),
  }),
  ['OperationName'],
);

export const HTTP_INTEGRATION = type(
  z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.number().max(30_000).default(30_000),
  }),
  ['Description', 'IntegrationMethod'],
);

export const SOCKET_API = type(
  z.strictObject({
    Name: z.string(),
    ProtocolType: z.literal('WEBSOCKET'),
    // Frames that name a route of their own would be led by it: here all go to `$default`.
    RouteSelectionExpression: z.literal('$request.body.action'),
  }),
  ['Description', 'DisableExecuteApiEndpoint', 'Tags'],
);

export const SOCKET_STAGE = type(HTTP_STAGE.reads.extend({ StageName: z.string() }), HTTP_STAGE.noEffect);

export const SOCKET_ROUTE = type(
  HTTP_ROUTE.reads.extend({ RouteKey: z.enum(['$connect', '$disconnect', '$default']) }),
  HTTP_ROUTE.noEffect,
);

export const SOCKET_INTEGRATION = type(
  z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
  }),
  ['Description', 'IntegrationMethod'],
);

export const SCHEDULE_GROUP = type(z.strictObject({ Name: z.string().optional() }), ['Tags']);

export const RULE = type(
  z.strictObject({
    ScheduleExpression: z.string(),
    Targets: z.array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        // What fails here is told of, and tried again when its time has come.
        RetryPolicy: z.unknown().optional(),
      }),
    ),
    State: z.literal('ENABLED').default('ENABLED'),
  }),
  ['Description', 'Name', 'Tags'],
);

/** Types that need nothing locally, and why. */
export const NOTHING_LOCALLY: Record<string, string> = {
  'AWS::IAM::Role': 'the twin asks nobody for permission',
  'AWS::IAM::Policy': 'the twin asks nobody for permission',
  'AWS::IAM::ManagedPolicy': 'the twin asks nobody for permission',
  'AWS::Lambda::Permission': 'the twin asks nobody for permission',
  'AWS::SQS::QueuePolicy': 'the twin asks nobody for permission',
  'AWS::SNS::TopicPolicy': 'the twin asks nobody for permission',
  'AWS::KMS::Key': 'nothing is encrypted at rest on this disk',
  'AWS::KMS::Alias': 'nothing is encrypted at rest on this disk',
  'AWS::Logs::LogGroup': 'functions write to the terminal',
  'AWS::Logs::MetricFilter': 'counts for alarms',
  'AWS::Logs::QueryDefinition': 'a saved search in the AWS console',
  'AWS::CloudWatch::Alarm': 'nobody is paged from a laptop',
  'AWS::CloudWatch::CompositeAlarm': 'nobody is paged from a laptop',
  'AWS::CloudWatch::Dashboard': 'a page in the AWS console',
  'AWS::SNS::Topic': 'where alarms go',
  'AWS::SNS::Subscription': 'where alarms go',
  'AWS::SecretsManager::Secret': 'the twin makes up a secret of its own',
  'AWS::CDK::Metadata': 'versions of CDK constructs',
};
