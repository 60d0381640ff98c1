import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Table } from '../../../shared/adapters/dynamo/table.ts';

const KEY = { pk: 'C#1', sk: 'M#1' };
const ROW = { ...KEY, kind: 'text' };
const dynamo = mockClient(DynamoDBDocumentClient);
const table = new Table('desk', new DynamoDBClient());

/** How certain each look was to be. */
const looks = () => dynamo.commandCalls(GetCommand).map(({ args: [{ input }] }) => input.ConsistentRead);

describe('a row that never changes', () => {
  beforeEach(() => dynamo.reset());

  it.each([
    ['was there a moment ago', [ROW], [false]],
    ['has just landed', [undefined, ROW], [false, true]],
  ])('is found if it %s', async (_, found, expected) => {
    found.reduce((calls, Item) => calls.resolvesOnce(Item ? { Item } : {}), dynamo.on(GetCommand));
    expect(await table.getFixed(KEY)).toEqual(ROW);
    expect(looks()).toEqual(expected);
  });

  it('is missing for certain', async () => {
    dynamo.on(GetCommand).resolves({});
    expect(await table.getFixed(KEY)).toBeUndefined();
    expect(looks()).toEqual([false, true]);
  });
});
