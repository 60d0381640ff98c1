import { expect, it } from 'vitest';
import { createCallCounts } from '../../local/call-counts.ts';

it('counts calls by service and operation and adds up the units', () => {
  const counts = createCallCounts();
  counts.count('dynamodb', 'PutItem', { write: 3 });
  counts.count('dynamodb', 'PutItem', { write: 1 });
  counts.count('dynamodb', 'Query', { read: 0.5 });
  counts.count('sqs', 'SendMessage');
  expect(counts.snapshot()).toEqual({
    services: { dynamodb: { PutItem: 2, Query: 1 }, sqs: { SendMessage: 1 } },
    write_units: 4,
    read_units: 0.5,
  });
});

it('tells apart who called, as far as that is known', () => {
  const counts = createCallCounts();
  counts.count('dynamodb', 'Query', { read: 0.5 }, 'project');
  counts.count('dynamodb', 'Query', { read: 1 }, 'project');
  counts.count('dynamodb', 'GetItem', { read: 1 }, 'project');
  counts.count('sqs', 'SendMessage');
  expect(counts.callers()).toEqual({
    project: {
      'dynamodb Query': { calls: 2, readUnits: 1.5 },
      'dynamodb GetItem': { calls: 1, readUnits: 1 },
    },
    unknown: { 'sqs SendMessage': { calls: 1, readUnits: 0 } },
  });
  counts.reset();
  expect(counts.callers()).toEqual({});
});

it('starts at nothing again after a reset', () => {
  const counts = createCallCounts();
  counts.count('sqs', 'SendMessage', { write: 1 });
  counts.reset();
  expect(counts.snapshot()).toEqual({ services: {}, write_units: 0, read_units: 0 });
});

it('hands out snapshots that later calls do not change', () => {
  const counts = createCallCounts();
  const before = counts.snapshot();
  counts.count('sqs', 'SendMessage');
  expect(before.services).toEqual({});
});
