import { afterAll, beforeAll, describe } from 'vitest';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { describeAttemptRows } from './attempt-rows.ts';
import { bothStores } from './both-stores.ts';
import { describeChats } from './chats.ts';
import { describeConversations, type Stores } from './conversations.ts';
import { describeHandlers } from './handlers.ts';
import { describeOutbox } from './outbox.ts';
import { type RealTable, startRealTable } from './real-table.ts';
import { describeReporters } from './reporters.ts';
import { describeSilences } from './silences.ts';

describe('in memory', () => {
  describe('conversations', () => describeConversations(() => new MemoryConversations()));
  describe('their outbox', () => describeOutbox(() => new MemoryConversations()));
  describe('their handlers', () => describeHandlers(() => new MemoryConversations()));
  describe('their silences', () => describeSilences(() => new MemoryConversations()));
  describe('their attempts', () => describeAttemptRows(() => new MemoryConversations()));
  describe('a chat', () => describeChats(() => new MemoryConversations()));
  describe('a reporter', () => describeReporters(() => new MemoryConversations()));
});

describe('in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describe('conversations', () => describeConversations(() => inTable(real)));
  describe('their outbox', () => describeOutbox(() => inTable(real)));
  describe('their handlers', () => describeHandlers(() => inTable(real)));
  describe('their silences', () => describeSilences(() => inTable(real)));
  describe('their attempts', () => describeAttemptRows(() => inTable(real)));
  describe('a chat', () => describeChats(() => inTable(real)));
  describe('a reporter', () => describeReporters(() => inTable(real)));
});

function inTable({ table }: RealTable): Stores {
  return bothStores(new DynamoConversations(table), new DynamoOutbox(table));
}
