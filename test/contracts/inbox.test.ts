import { afterAll, beforeAll, describe } from 'vitest';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoInbox } from '../../shared/adapters/dynamo/inbox-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { bothStores } from './both-stores.ts';
import { describeInbox } from './inbox.ts';
import { type RealTable, startRealTable } from './real-table.ts';

describe('the inbox in memory', () => {
  describeInbox(() => {
    const stores = new MemoryConversations();
    return { stores, inbox: stores };
  });
});

describe('the inbox in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeInbox(() => ({
    stores: bothStores(new DynamoConversations(real.table), new DynamoOutbox(real.table)),
    inbox: new DynamoInbox(real.table),
  }));
});
