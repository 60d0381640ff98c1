import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keys } from '../shared/adapters/dynamo/access-patterns.ts';
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

/** Puts the demo partner into the table, if it is not there, and the admin's token in place of the last start's: what was changed since stays so. */
export async function seed({ tableName, dynamodbUrl, adminToken }: SeedOptions): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = new Table(tableName, client);
  const directory = new DynamoDirectory(table);
  if (!(await directory.partner(DEMO.partner))) await directory.putPartner(demoPartner());
  await directory.putPartnerKey(hashKey(DEMO.key), DEMO.partner);
  await putAdminToken(table, directory, hashKey(adminToken));
  client.destroy();
}

/** It is remembered before it opens anything, so that no start leaves one that the next does not know of. */
async function putAdminToken(table: Table, directory: DynamoDirectory, keyHash: string): Promise<void> {
  const seeded = keys.seededKey(DEMO.admin);
  const former = (await table.get(seeded))?.['key_hash'];
  if (former !== undefined) await table.remove(keys.callerKey(String(former)));
  await table.put({ ...seeded, key_hash: keyHash });
  await directory.putAdminKey(keyHash, DEMO.admin);
}

function demoPartner(): Partner {
  const secret = { secret: DEMO.webhookSecret, created_at: 0 };
  return { id: DEMO.partner, name: 'Demo', webhook_secrets: [secret] };
}
