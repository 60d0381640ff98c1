import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDirectory } from '../shared/adapters/dynamo/directory-store.ts';
import { Table } from '../shared/adapters/dynamo/table.ts';
import { hashKey } from '../shared/edge/partner-key.ts';

/** Demo credentials of the twin (design §1.2, §1.4); they open nothing anywhere else. */
export const DEMO = {
  partner: 'demo',
  key: 'fl_local_demo_key',
  webhookSecret: 'whsec_Zmlyc3RsaW5lLWxvY2FsLWRlbW8tc2VjcmV0LTAxMjM=',
} as const;

export interface SeedOptions {
  tableName: string;
  dynamodbUrl: string;
}

/** Puts the demo partner into the table; again and again it is the same. */
export async function seed({ tableName, dynamodbUrl }: SeedOptions): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const directory = new DynamoDirectory(new Table(tableName, client));
  await directory.putPartner({ id: DEMO.partner, name: 'Demo', webhook_secrets: [DEMO.webhookSecret] });
  await directory.putPartnerKey(hashKey(DEMO.key), DEMO.partner);
  client.destroy();
}
