/**
 * Stands in for `@aws-sdk/endpoint-cache` in every bundle (`lib/constructs/function-bundle.ts`). DynamoDB's client makes one
 * and none of its commands asks it anything: endpoints are discovered for Timestream alone.
 */
export class EndpointCache {}
