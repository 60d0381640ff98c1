import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keys } from '../shared/adapters/dynamo/access-patterns.ts';
import { DynamoBots } from '../shared/adapters/dynamo/bot-store.ts';
import { DynamoDirectory } from '../shared/adapters/dynamo/directory-store.ts';
import { Table } from '../shared/adapters/dynamo/table.ts';
import { type Bot, hashOfSecret } from '../shared/domain/bot.ts';
import type { Partner } from '../shared/domain/partner.ts';
import { hashKey } from '../shared/edge/partner-key.ts';
import type { TwinClock } from './clock.ts';
import { putParameter } from './gateway-ssm.ts';
import type { TwinStore } from './persistence.ts';
import { botIdOf, DEMO_BOT } from './telegram-demo.ts';

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
  bot?: SeededBot | undefined;
}

/** The demo bot's token, and where tokens are kept. */
export interface SeededBot {
  token: string;
  prefix: string;
  store: TwinStore;
  clock: Pick<TwinClock, 'now'>;
}

/**
 * Puts the demo partner and the demo bot into the table, if they are not there, and the tokens of the admin and the bot in
 * place of the last start's: what else was changed since stays so.
 * @throws Error in one sentence, if the bot's token is none.
 */
export async function seed({ tableName, dynamodbUrl, adminToken, bot }: SeedOptions): Promise<void> {
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
  if (bot) await putBot(new DynamoBots(table), bot);
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

/** A token of another bot is one of the real Bot API, or of a start that had none: then the row is that bot's. */
async function putBot(bots: DynamoBots, { token, prefix, store, clock }: SeededBot): Promise<void> {
  const made = demoBot(botIdOf(token), clock.now());
  putParameter({ store, clock }, `${prefix}/${DEMO_BOT.id}/token`, token);
  const known = await bots.bot(DEMO_BOT.id);
  if (known?.telegram_id !== made.telegram_id) await bots.saveBot(known, made);
}

function demoBot(telegram_id: number, created_at: number): Bot {
  const { id, username, secret } = DEMO_BOT;
  return { id, telegram_id, username, created_at, revision: 0, secrets: [{ hash: hashOfSecret(secret) }] };
}
