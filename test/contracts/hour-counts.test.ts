import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoHourCounts } from '../../shared/adapters/dynamo/hour-count-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoSaidByDay } from '../../shared/adapters/dynamo/said-store.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { MemoryHourCounts } from '../../shared/adapters/memory/hour-counts.ts';
import { noFigures } from '../../shared/domain/statistics.ts';
import { bothStores } from './both-stores.ts';
import { describeHourCounts } from './hour-counts.ts';
import { type RealTable, startRealTable } from './real-table.ts';

describe('what is counted by hour, in memory', () => {
  const hourCounts = new MemoryHourCounts();
  const stores = new MemoryConversations();
  describeHourCounts(() => ({ stores, said: stores, hourCounts }), 150);
});

describe('what is counted by hour, in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeHourCounts(
    () => ({
      stores: bothStores(new DynamoConversations(real.table), new DynamoOutbox(real.table)),
      said: new DynamoSaidByDay(real.table),
      hourCounts: new DynamoHourCounts(real.table),
    }),
    40,
  );

  it('a row of an earlier release has nothing of what is counted since', async () => {
    const hour = Date.UTC(2034, 4, 7, 7);
    const { models, tries, late, ...counted } = noFigures();
    const count = { hour, begun_at: 1, figures: { ...counted, messages: 2 } };
    await real.table.put({ ...keys.hourCount(hour), kind: 'hour_count', count });
    const [read] = await new DynamoHourCounts(real.table).ofDay('2034-05-07');
    expect(read?.figures).toEqual({ ...noFigures(), messages: 2 });
  });
});
