import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startTable } from '../../local/table.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';

export interface RealTable {
  table: Table;
  name: string;
  url: string;
  client: DynamoDBClient;
  close(): Promise<void>;
}

const NAME = 'Firstline';

/** The one table, in the emulator that the twin runs. */
export async function startRealTable(): Promise<RealTable> {
  const database = await startTable([
    {
      name: NAME,
      arn: `arn:aws:dynamodb:eu-central-1:000000000000:table/${NAME}`,
      attributes: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'S' },
        { name: 'ik', type: 'S' },
        { name: 'is', type: 'S' },
      ],
      key: { partition: 'pk', sort: 'sk' },
      indexes: [{ name: 'desk', key: { partition: 'ik', sort: 'is' }, projection: 'KEYS_ONLY', include: [] }],
    },
  ]);
  const client = new DynamoDBClient({
    endpoint: database.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    table: new Table(NAME, client),
    name: NAME,
    url: database.url,
    client,
    async close() {
      client.destroy();
      await database.close();
    },
  };
}
