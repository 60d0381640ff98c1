import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { keys } from '../shared/adapters/dynamo/access-patterns.ts';
import { clientRow } from '../shared/adapters/dynamo/client-store.ts';
import { messageRow, placeIn } from '../shared/adapters/dynamo/rows.ts';
import type { Key, Row } from '../shared/adapters/dynamo/table.ts';
import { newHead } from '../shared/adapters/new-head.ts';
import type { Escalation, Head } from '../shared/domain/conversation.ts';
import { conversationId, messageId } from '../shared/domain/ids.ts';
import { PRIORITIES } from '../shared/domain/scenario.ts';
import { mixedTexts } from './corpus.ts';

const PARTNER = 'bench';
/** Messages of the conversation that is read in full. */
const LONG = 60;
const OPERATORS = 20;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BATCH = 25;
const AT_ONCE = 8;
/** What nobody else's messages have in them. */
export const RARE_WORD = 'квазар';

export interface Filling {
  url: string;
  table: string;
  /** Whose read marks are put. */
  reader: string;
  now: number;
}

/**
 * Conversations as a desk has them that has gone on for a month: six in ten closed, a quarter open with the bot, the rest in
 * the queue or with operators; half of them were read. In every thousandth a rare word was said last.
 */
export function headOf(n: number, now: number): Head {
  const client_id = `client-${String(n).padStart(6, '0')}`;
  const id = conversationId(PARTNER, client_id);
  const at = now - 5 * MINUTE - ((n * 7_919) % (29 * 24 * 60)) * MINUTE;
  const entry = { conversation_id: id, partner: PARTNER, client_id, id: idOf(id, at, n), at, digest: 'x' };
  const fresh = newHead({
    ...entry,
    window: { start: at, count: 1 },
    channel: { platform: n % 3 === 0 ? 'whatsapp' : 'site' },
  });
  return { ...fresh, pending: [], ...standing(n, at) };
}

function standing(n: number, at: number): Partial<Head> {
  const share = n % 20;
  if (share < 12) return { status: 'closed' };
  if (share < 17) return {};
  const priority = PRIORITIES[Math.floor(n / 20) % PRIORITIES.length] ?? 'medium';
  const escalation: Escalation = {
    reason: 'complaint',
    scenario: 'COMPLAINT',
    priority,
    since: at,
    deadline: at + HOUR,
  };
  const item = { status: 'escalated', escalation } as const;
  if (share < 18) return item;
  return { ...item, handler: 'operator', assignee: `operator_${n % OPERATORS}`, operator_at: at };
}

function idOf(conversation: string, at: number, n: number): string {
  const entropy = Buffer.alloc(8);
  entropy.writeUInt32BE((n * 2_654_435_761) % 2 ** 32);
  return messageId(at, conversation, entropy);
}

/** The rows of conversations `from` to `to`, straight into the table in batches. */
export async function fillTable(filling: Filling, from: number, to: number): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: filling.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const table = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const rows = rowsOf(filling, from, to);
  const write = async () => {
    for (let batch = take(rows, BATCH); batch.length > 0; batch = take(rows, BATCH)) {
      const requests = batch.map((Item) => ({ PutRequest: { Item } }));
      await table.send(new BatchWriteCommand({ RequestItems: { [filling.table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
  client.destroy();
}

function take<T>(from: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = from.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function* rowsOf({ reader, now }: Filling, from: number, to: number): Generator<Row & Key> {
  const text = mixedTexts();
  for (let n = from; n < to; n++) {
    const head = headOf(n, now);
    const { pending: _, owed: __, ...kept } = head;
    yield { ...keys.head(head.id), ...kept, ...placeIn(head) };
    yield { ...keys.profile(head.id), client_name: `Анна ${n}` };
    yield clientRow(head);
    yield messageRow(messageOf(head, head.last.id, n % 1_000 === 999 ? `${text(n)} ${RARE_WORD}` : text(n)));
    if (n % 2 === 0) yield { ...keys.readMark(head.id, reader), epoch: 1 };
    if (n !== 0) continue;
    for (let more = 1; more < LONG; more++)
      yield messageRow(messageOf(head, idOf(head.id, head.last.at - more * MINUTE, more), text(more)));
  }
}

function messageOf({ id: conversation_id, partner, client_id, last }: Head, id: string, text: string) {
  return { id, conversation_id, partner, client_id, received_at: last.at, text, attachments: [] };
}
