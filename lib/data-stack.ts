import { CfnOutput, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageSettings } from './stage-settings.ts';

export const DESK_INDEX = 'desk';

/** What must survive every deployment of the service. */
export class DataStack extends Stack {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, { terminationProtection: settings.deletionProtection });
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          // Lists of the inbox. Keys alone, so that only a head that moves in a list costs a write here.
          indexName: DESK_INDEX,
          partitionKey: { name: 'ik', type: AttributeType.STRING },
          sortKey: { name: 'is', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      timeToLiveAttribute: 'expires_at',
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      billing: Billing.onDemand(),
      // A KMS key bills its calls and adds a service whose throttling stops the table; AWS's own key encrypts
      // just the same, for nothing. A key of the account's is worth it only where key use must be audited or revoked.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: settings.recoveryDays,
      },
      deletionProtection: settings.deletionProtection,
      removalPolicy: settings.removalPolicy,
    });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }
}
