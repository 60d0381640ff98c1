import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWiring } from '../../local/template.ts';
import { type StackFixture, sub, writeAssembly } from './assembly.ts';

const endpoints = { gatewayUrl: 'http://127.0.0.1:4000', publicUrl: 'http://localhost:3000' };
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;

const data: StackFixture = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-sk',
            KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] },
          },
        ],
        Replicas: [{ Region: { Ref: 'AWS::Region' }, DeletionProtectionEnabled: true }],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      },
    },
  },
  Outputs: {
    Name: { Value: { Ref: 'Table' }, Export: { Name: 'data:Name' } },
    Stream: {
      Value: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      Export: { Name: sub('$(AWS::StackName):Stream') },
    },
    Unexported: { Value: 'x' },
  },
};

const service: StackFixture = {
  Resources: {
    Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Lane: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'lane',
        VisibilityTimeout: 60,
        DelaySeconds: 1,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
      },
    },
    LanePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Whatever: { 'Fn::Unheard': 1 } } },
    Role: { Type: 'AWS::IAM::Role' },
    Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'follow-ups' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(2 hours)',
        State: 'ENABLED',
        Targets: [{ Arn: { 'Fn::GetAtt': ['FollowUpFunction0A1B2C3D', 'Arn'] }, Id: 'Target0' }],
      },
    },
    FollowUpFunction0A1B2C3D: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Architectures: ['arm64'],
        Code: { S3Bucket: sub('assets-$(AWS::AccountId)'), S3Key: 'abc.zip' },
        Environment: {
          Variables: {
            TABLE_NAME: { 'Fn::ImportValue': 'data:Name' },
            LANE_URL: { Ref: 'Lane' },
            LANE_ARN: { 'Fn::GetAtt': ['Lane', 'Arn'] },
            ROLE_ARN: { 'Fn::GetAtt': ['Role', 'Arn'] },
            GROUP: { Ref: 'Group' },
            API_URL: {
              'Fn::Join': [
                '',
                ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com/'],
              ],
            },
          },
        },
        Handler: 'index.handler',
        MemorySize: 512,
        ReservedConcurrentExecutions: 3,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Runtime: 'nodejs24.x',
        Timeout: 10,
      },
    },
    LaneSource: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Lane', 'Arn'] },
        FunctionName: { Ref: 'FollowUpFunction0A1B2C3D' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      },
    },
    StreamSource: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::ImportValue': 'data:Stream' },
        FunctionName: { 'Fn::GetAtt': ['FollowUpFunction0A1B2C3D', 'Arn'] },
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 3,
        MaximumBatchingWindowInSeconds: 1,
        StartingPosition: 'TRIM_HORIZON',
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Api' },
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
        RouteSettings: { $default: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 } },
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: '$default',
        AuthorizationType: 'NONE',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['FollowUpFunction0A1B2C3D', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
  },
};

/** The service stack with one resource changed. */
function changed(id: string, properties: Record<string, unknown>): Record<string, StackFixture> {
  const resource = service.Resources[id]!;
  const Properties = { ...resource.Properties, ...properties };
  return { data, service: { Resources: { ...service.Resources, [id]: { ...resource, Properties } } } };
}

async function refusal(stacks: Record<string, StackFixture>, bundles = { abc: '' }): Promise<string> {
  const dir = await writeAssembly(stacks, bundles);
  return readWiring(dir, endpoints).then(
    () => 'understood',
    (error: Error) => error.message,
  );
}

describe('a cloud assembly', () => {
  it('says all that has to run, every name resolved', async () => {
    const dir = await writeAssembly({ data, service }, { abc: '' });

    const wiring = await readWiring(dir, endpoints);

    expect(wiring.tables).toEqual([
      {
        name: 'data-Table',
        arn: arn('dynamodb', 'table/data-Table'),
        attributes: [
          { name: 'pk', type: 'S' },
          { name: 'sk', type: 'S' },
        ],
        key: { partition: 'pk', sort: 'sk' },
        indexes: [{ name: 'by-sk', key: { partition: 'sk' }, projection: 'INCLUDE', include: ['a'] }],
        ttlAttribute: 'expires_at',
        streamView: 'NEW_IMAGE',
      },
    ]);
    expect(wiring.queues).toEqual([
      {
        name: 'service-Dead',
        arn: arn('sqs', 'service-Dead'),
        url: 'http://127.0.0.1:4000/000000000000/service-Dead',
        visibilityTimeoutS: 30,
        retentionS: 1_209_600,
        delayS: 0,
      },
      {
        name: 'lane',
        arn: arn('sqs', 'lane'),
        url: 'http://127.0.0.1:4000/000000000000/lane',
        visibilityTimeoutS: 60,
        retentionS: 345_600,
        delayS: 1,
        deadLetter: { arn: arn('sqs', 'service-Dead'), maxReceiveCount: 5 },
      },
    ]);
    expect(wiring.functions).toEqual([
      {
        name: 'service-FollowUpFunction0A1B2C3D',
        label: 'follow-up',
        arn: arn('lambda', 'function:service-FollowUpFunction0A1B2C3D'),
        assetDir: join(dir, 'asset.abc'),
        handler: 'index.handler',
        timeoutS: 10,
        memoryMb: 512,
        reservedConcurrency: 3,
        environment: {
          TABLE_NAME: 'data-Table',
          LANE_URL: 'http://127.0.0.1:4000/000000000000/lane',
          LANE_ARN: arn('sqs', 'lane'),
          ROLE_ARN: 'arn:aws:iam::000000000000:role/service-Role',
          GROUP: 'follow-ups',
          API_URL: 'http://localhost:3000/',
        },
      },
    ]);
    const functionArn = wiring.functions[0]!.arn;
    expect(wiring.httpApis).toEqual([
      {
        name: 'Api',
        routes: [
          {
            routeKey: '$default',
            functionArn,
            timeoutMs: 30_000,
            throttle: { ratePerS: 10, burst: 20 },
          },
        ],
        throttle: { ratePerS: 100, burst: 200 },
      },
    ]);
    expect(wiring.eventSources).toEqual([
      {
        kind: 'queue',
        queueArn: arn('sqs', 'lane'),
        functionArn,
        batchSize: 10,
        windowS: 0,
        reportsItemFailures: true,
        maxConcurrency: 5,
      },
      {
        kind: 'stream',
        tableArn: arn('dynamodb', 'table/data-Table'),
        functionArn,
        batchSize: 100,
        windowS: 1,
        reportsItemFailures: false,
        startAt: 'TRIM_HORIZON',
        bisectOnError: true,
        maxRetries: 3,
        failureQueueArn: arn('sqs', 'service-Dead'),
        filters: [{ eventName: ['INSERT'] }],
      },
    ]);
    expect(wiring.scheduleGroups).toEqual(['follow-ups']);
    expect(wiring.rules).toEqual([{ functionArn, everyS: 7_200 }]);
  });

  it.each<[what: string, stacks: Record<string, StackFixture>, message: RegExp]>([
    [
      'a type it does not know',
      { data, service: { Resources: { Bus: { Type: 'AWS::Events::EventBus' } } } },
      /service\/Bus \(AWS::Events::EventBus\): the twin does not understand resources of this type/,
    ],
    [
      'a property it does not know',
      changed('FollowUpFunction0A1B2C3D', { Layers: ['x'] }),
      /service\/FollowUpFunction0A1B2C3D \(AWS::Lambda::Function\): .*"Layers"/,
    ],
    [
      'a nested property it does not know',
      changed('Lane', { RedrivePolicy: { other: 1 } }),
      /RedrivePolicy.*"other"/s,
    ],
    ['another runtime', changed('FollowUpFunction0A1B2C3D', { Runtime: 'python3.13' }), /Runtime/],
    ['a FIFO queue', changed('Lane', { FifoQueue: true }), /service\/Lane .*FifoQueue/],
    ['an authorizer', changed('Route', { AuthorizationType: 'JWT' }), /service\/Route .*AuthorizationType/],
    [
      'an API of another protocol',
      changed('Api', { ProtocolType: 'GRAPHQL' }),
      /service\/Api .*ProtocolType/,
    ],
    [
      'an intrinsic it does not know',
      changed('Lane', { QueueName: { 'Fn::If': [] } }),
      /service\/Lane .*Fn::If/,
    ],
    ['an import that nothing exports', { service }, /no stack exports data:Name/],
    [
      'a filter on a queue',
      changed('LaneSource', { FilterCriteria: { Filters: [{ Pattern: '{}' }] } }),
      /LaneSource/,
    ],
    [
      'a source of another account',
      changed('LaneSource', { EventSourceArn: 'arn:aws:sqs:x:1:y' }),
      /arn:aws:sqs:x:1:y/,
    ],
    ['a rule by the calendar', changed('Rule', { ScheduleExpression: 'cron(0 9 * * ? *)' }), /Rule .*cron/],
    ['a rule for nobody', changed('Rule', { Targets: [{ Arn: 'arn:x', Id: 'a' }] }), /Rule .*arn:x/],
    [
      'a condition',
      { data: { Resources: { Q: { Type: 'AWS::SQS::Queue', Condition: 'Sometimes' } } } },
      /data\/Q .*conditions/,
    ],
  ])('is refused for %s', async (_what, stacks, message) => {
    expect(await refusal(stacks)).toMatch(message);
  });

  it('is refused for a function whose code is not among the assets', async () => {
    expect(await refusal({ data, service }, { other: '' } as never)).toMatch(
      /abc\.zip is not among the assets/,
    );
  });
});
