/** The twin pretends to be one account in one region; every name it makes up lies there. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** Where the twin's door takes sockets in. */
export const SOCKET_PATH = '/ws';

/** Where the twin's own stand-ins answer, for values that name an AWS endpoint. */
export interface Endpoints {
  /** Stand-in for the AWS APIs that functions call. */
  gatewayUrl: string;
  /** The HTTP door. */
  publicUrl: string;
}

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export interface ResourceNames {
  ref: string;
  attributes: Record<string, string>;
}

type Naming = (name: string, endpoints: Endpoints) => ResourceNames;

function arn(service: string, resource: string, place = `${REGION}:${ACCOUNT}`): string {
  return `arn:aws:${service}:${place}:${resource}`;
}

export function queueUrl(name: string, endpoints: Endpoints): string {
  return `${endpoints.gatewayUrl}/${ACCOUNT}/${name}`;
}

const named =
  (service: string, prefix: string, place?: string): Naming =>
  (name) => ({ ref: name, attributes: { Arn: arn(service, `${prefix}${name}`, place) } });

const table: Naming = (name) => {
  const tableArn = arn('dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/local` } };
};

const queue: Naming = (name, endpoints) => {
  const url = queueUrl(name, endpoints);
  return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
};

const topic: Naming = (name) => {
  const topicArn = arn('sns', name);
  return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
};

const httpApi: Naming = (name, { publicUrl }) => ({
  ref: name,
  attributes: { ApiId: name, ApiEndpoint: publicUrl },
});

const plain: Naming = (name) => ({ ref: name, attributes: {} });

/** How a resource of each type is called, by others in the templates. */
export const NAMING: Record<string, Naming> = {
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::SQS::Queue': queue,
  'AWS::Lambda::Function': named('lambda', 'function:'),
  'AWS::Scheduler::ScheduleGroup': named('scheduler', 'schedule-group/'),
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Integration': plain,
  'AWS::ApiGatewayV2::Stage': plain,
  'AWS::IAM::Role': named('iam', 'role/', `:${ACCOUNT}`),
  'AWS::Logs::LogGroup': named('logs', 'log-group:'),
  'AWS::SNS::Topic': topic,
  'AWS::SecretsManager::Secret': plain,
};

/** The property in which a template may name the resource itself. */
export const NAME_PROPERTY: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
};
