import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

export interface Key {
  pk: string;
  sk: string;
}
export type Row = Record<string, unknown>;

/** An update in DynamoDB's words; `names` and `values` hold what `#…` and `:…` stand for. */
export interface Update {
  update: string;
  condition: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

/** A row put or removed, on this condition if there is one. */
export type RowChange = ({ put: Row & Key } | { remove: Key }) & { condition?: string; values?: Row };

/** An update of the row with this key. */
export type RowUpdate = Update & { key: Key };

/** A partition of an index, and the attribute that it sorts by. */
export interface IndexKey {
  index: string;
  partition: readonly [name: string, value: string];
  sort: string;
}

export interface IndexRange {
  from: string;
  to: string;
  limit: number;
  /** From the end. */
  backwards?: true;
}

const BATCH_GET_MOST = 100;
const SORT_KEY_BYTES = 1024;

/** One DynamoDB table with the few verbs the stores need. Conditions that fail are answers here, not errors. */
export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;

  constructor(name: string, client: DynamoDBClient) {
    this.#name = name;
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  }

  get(key: Key): Promise<Row | undefined> {
    return this.#get(key, true);
  }

  /** The row as it was a moment ago, at half the price of how it is for certain. */
  glance(key: Key): Promise<Row | undefined> {
    return this.#get(key, false);
  }

  /** A row that never changes once it is there: only a glance that finds none needs to be made certain. */
  async getFixed(key: Key): Promise<Row | undefined> {
    return (await this.glance(key)) ?? this.get(key);
  }

  async #get(key: Key, certain: boolean): Promise<Row | undefined> {
    const found = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: key, ConsistentRead: certain }),
    );
    return found.Item;
  }

  /** Rows of up to 100 keys, in no order; what the table did not manage at once is asked for again. */
  async getMany(keys: readonly Key[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (let asked = [...keys]; asked.length > 0; ) {
      const batch = asked.slice(0, BATCH_GET_MOST);
      const found = await this.#client.send(
        new BatchGetCommand({ RequestItems: { [this.#name]: { Keys: batch, ConsistentRead: true } } }),
      );
      rows.push(...(found.Responses?.[this.#name] ?? []));
      const left = (found.UnprocessedKeys?.[this.#name]?.Keys ?? []) as Key[];
      asked = [...left, ...asked.slice(BATCH_GET_MOST)];
    }
    return rows;
  }

  async put(row: Row & Key): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#name, Item: row }));
  }

  /** Puts the row if its key is free, or if `condition` holds; otherwise returns the row that is there. */
  async putNew(row: Row & Key, or?: { condition: string; values: Row }): Promise<Row | undefined> {
    const free = 'attribute_not_exists(pk)';
    return this.#refused(
      this.#client.send(
        new PutCommand({
          TableName: this.#name,
          Item: row,
          ConditionExpression: or ? `${free} OR ${or.condition}` : free,
          ...(or && { ExpressionAttributeValues: or.values }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  }

  /** Sets these attributes of a row, new or known, and leaves its others. */
  async set(key: Key, attributes: object): Promise<void> {
    const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#name,
        Key: key,
        UpdateExpression: `SET ${entries.map((_, at) => `#n${at} = :v${at}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(entries.map(([name], at) => [`#n${at}`, name])),
        ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], at) => [`:v${at}`, value])),
      }),
    );
  }

  /** Puts or removes one row and updates another, both or neither; false if a condition did not hold. Costs twice the units. */
  both(one: RowChange, other: RowUpdate): Promise<boolean> {
    return this.all([one, other]);
  }

  /** The same of a few rows, each another one. */
  async all(changes: readonly (RowChange | RowUpdate)[]): Promise<boolean> {
    const TransactItems = changes.map((change) => this.#transacted(change));
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
      if (reasons.includes('ConditionalCheckFailed')) return false;
      throw error;
    }
  }

  #transacted(change: RowChange | RowUpdate) {
    const { condition, values } = change;
    const only = {
      TableName: this.#name,
      ...(condition && { ConditionExpression: condition }),
      ...(values && { ExpressionAttributeValues: values }),
    };
    if ('put' in change) return { Put: { Item: change.put, ...only } };
    if ('remove' in change) return { Delete: { Key: change.remove, ...only } };
    const { key, update, names } = change;
    return {
      Update: {
        ...only,
        Key: key,
        UpdateExpression: update,
        ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      },
    };
  }

  /** Puts the row over one of which this is true; whether it was. */
  async replace(row: Row & Key, condition: string, values: Row): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#name,
      Item: row,
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    });
    return (await this.#refused(this.#client.send(put))) === undefined;
  }

  async remove(key: Key): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#name, Key: key }));
  }

  /** Removes the row and returns it: of several that do, one gets it. */
  async takeAway(key: Key): Promise<Row | undefined> {
    const remove = new DeleteCommand({ TableName: this.#name, Key: key, ReturnValues: 'ALL_OLD' });
    return (await this.#client.send(remove)).Attributes;
  }

  /** Removes a row of which this is true; whether it was. */
  async removeIf(key: Key, condition: string, values: Row): Promise<boolean> {
    const remove = new DeleteCommand({
      TableName: this.#name,
      Key: key,
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    });
    return (await this.#refused(this.#client.send(remove))) === undefined;
  }

  /** The row as it then is, or undefined if the condition did not hold. */
  async update(key: Key, change: Update): Promise<Row | undefined> {
    const input: UpdateCommandInput = {
      TableName: this.#name,
      Key: key,
      UpdateExpression: change.update,
      ConditionExpression: change.condition,
      ...(Object.keys(change.names).length > 0 && { ExpressionAttributeNames: change.names }),
      ...(Object.keys(change.values).length > 0 && { ExpressionAttributeValues: change.values }),
      ReturnValues: 'ALL_NEW',
    };
    try {
      return (await this.#client.send(new UpdateCommand(input))).Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /**
   * One page of a partition's rows whose sort key starts with `prefix`, newest first: `limit` rows unless there are no
   * more. The table ends an answer at 1 MB, so large rows take several. A `before` that has none of them before it is an
   * empty page.
   */
  page(range: { pk: string; prefix: string; before?: string | undefined }, limit: number): Promise<Row[]> {
    const { pk, prefix, before } = range;
    const last = lastOf(prefix);
    const to = before === undefined || isBehind(before, last) ? last : before;
    return this.#query({ pk, from: prefix, to }, limit, false);
  }

  /** The same, oldest first, from `after` on, or from the first of them. */
  pageAfter(
    { pk, prefix, after }: { pk: string; prefix: string; after: string },
    limit: number,
  ): Promise<Row[]> {
    const from = isBehind(prefix, after) ? prefix : after;
    return this.#query({ pk, from, to: lastOf(prefix) }, limit, true);
  }

  /** All rows of a partition whose sort keys lie between these, both included. */
  async between(pk: string, from: string, to: string): Promise<Row[]> {
    return this.#query({ pk, from, to }, Number.POSITIVE_INFINITY, true);
  }

  /** The newest of these, newest first. */
  newestBetween({ pk, from, to }: { pk: string; from: string; to: string }, limit: number): Promise<Row[]> {
    return this.#query({ pk, from, to }, limit, false);
  }

  /** Rows of a partition, whatever they are, from behind `after` on; the smallest key is that of no row. */
  partition({ pk, after }: { pk: string; after?: string | undefined }, limit: number): Promise<Row[]> {
    const from = after === undefined ? FIRST : `${after}${FIRST}`;
    return this.#query({ pk, from, to: lastOf('') }, limit, true);
  }

  /**
   * Keys of the rows that an index has between `from` and `to`, both included, in its order: `limit` of them unless there
   * are no more. An index is a moment behind its table.
   */
  async indexed({ index, partition, sort }: IndexKey, range: IndexRange): Promise<Row[]> {
    const rows: Row[] = [];
    if (isBehind(range.from, range.to)) return rows;
    const [name, value] = partition;
    for (let start: Row | undefined; ; ) {
      const found = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          IndexName: index,
          KeyConditionExpression: '#partition = :partition AND #sort BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#partition': name, '#sort': sort },
          ExpressionAttributeValues: { ':partition': value, ':from': range.from, ':to': range.to },
          ScanIndexForward: !range.backwards,
          Limit: range.limit - rows.length,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      rows.push(...(found.Items ?? []));
      start = found.LastEvaluatedKey;
      if (!start || rows.length >= range.limit) return rows;
    }
  }

  async #query(
    { pk, from, to }: { pk: string; from: string; to: string },
    limit: number,
    ascending: boolean,
  ): Promise<Row[]> {
    const rows: Row[] = [];
    if (isBehind(from, to) || Buffer.byteLength(to) > SORT_KEY_BYTES) return rows;
    for (let start: Row | undefined; ; ) {
      const found = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
          ScanIndexForward: ascending,
          ...(Number.isFinite(limit) && { Limit: limit - rows.length }),
          ConsistentRead: true,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      rows.push(...(found.Items ?? []));
      start = found.LastEvaluatedKey;
      if (!start || rows.length >= limit) return rows;
    }
  }

  async #refused(sent: Promise<unknown>): Promise<Row | undefined> {
    try {
      await sent;
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item ? unmarshall(error.Item) : {};
    }
  }
}

/** Sorts before every letter of a key. */
const FIRST = ' ';

/** As the table sorts: by bytes, and so not as JavaScript does. */
function isBehind(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

/** Sorts behind every key with this prefix. */
function lastOf(prefix: string): string {
  return `${prefix}\uffff`;
}
