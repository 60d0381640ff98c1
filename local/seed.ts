import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDirectory } from '../shared/adapters/dynamo/directory-store.ts';
import { Table } from '../shared/adapters/dynamo/table.ts';
import type { Partner } from '../shared/domain/partner.ts';
import { hashKey } from '../shared/edge/partner-key.ts';

/** Demo credentials of the twin (design §1.2, §1.4); they open nothing anywhere else. */
export const DEMO = {
  partner: 'demo',
  admin: 'admin_001',
  key: 'fl_local_demo_key',
  webhookSecret: 'whsec_Zmlyc3RsaW5lLWxvY2FsLWRlbW8tc2VjcmV0LTAxMjM=',
} as const;

export interface SeedOptions {
  tableName: string;
  adminToken: string;
  dynamodbUrl: string;
}

/** Puts the demo partner into the table, if it is not there, and the admin's token: what was changed since stays so. */
export async function seed({ tableName, dynamodbUrl, adminToken }: SeedOptions): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const directory = new DynamoDirectory(new Table(tableName, client));
  if (!(await directory.partner(DEMO.partner))) await directory.putPartner(demoPartner());
  await directory.putPartnerKey(hashKey(DEMO.key), DEMO.partner);
  await directory.putAdminKey(hashKey(adminToken), DEMO.admin);
  client.destroy();
}

function demoPartner(): Partner {
  const secret = { secret: DEMO.webhookSecret, created_at: 0 };
  return { id: DEMO.partner, name: 'Demo', webhook_secrets: [secret] };
}
