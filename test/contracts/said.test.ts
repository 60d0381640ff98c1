import { afterAll, beforeAll, describe } from 'vitest';
import { DynamoClientList } from '../../shared/adapters/dynamo/client-store.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoSaidByDay } from '../../shared/adapters/dynamo/said-store.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { bothStores } from './both-stores.ts';
import { type RealTable, startRealTable } from './real-table.ts';
import { describeSaid } from './said.ts';

describe('what was said, in memory', () => {
  describeSaid(() => {
    const stores = new MemoryConversations();
    return { stores, said: stores, clientList: stores };
  });
});

describe('what was said, in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeSaid(() => ({
    stores: bothStores(new DynamoConversations(real.table), new DynamoOutbox(real.table)),
    said: new DynamoSaidByDay(real.table),
    clientList: new DynamoClientList(real.table),
  }));
});
