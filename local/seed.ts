import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Argon2Passwords } from '../shared/adapters/argon2.ts';
import { keys } from '../shared/adapters/dynamo/access-patterns.ts';
import { DynamoBots } from '../shared/adapters/dynamo/bot-store.ts';
import { DynamoDirectory } from '../shared/adapters/dynamo/directory-store.ts';
import { DynamoOperators } from '../shared/adapters/dynamo/operator-store.ts';
import { Table } from '../shared/adapters/dynamo/table.ts';
import { type Bot, hashOfSecret } from '../shared/domain/bot.ts';
import type { Partner } from '../shared/domain/partner.ts';
import { type PartnerKey, SCOPES } from '../shared/domain/partner-key.ts';
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
  password: 'firstline-demo',
} as const;

/** Who signs in with the demo password. */
export const DEMO_STAFF = [
  { id: 'operator_001', name: 'Ольга', role: 'operator' },
  { id: 'operator_002', name: 'Тимур', role: 'operator' },
  { id: DEMO.admin, name: 'Анна', role: 'admin' },
] as const;

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
 * Puts the demo partner, the demo bot and people to sign in as into the table, if they are not there, and the tokens of the admin and the bot in
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
  await directory.addPartnerKey(demoKey());
  await putAdminToken(table, directory, hashKey(adminToken));
  await putStaff(new DynamoOperators(table));
  if (bot) await putBot(new DynamoBots(table), bot);
  client.destroy();
}

/** Who is there already stays as they are. */
async function putStaff(operators: DynamoOperators): Promise<void> {
  const known = new Set((await operators.operators()).map(({ id }) => id));
  const fresh = DEMO_STAFF.filter(({ id }) => !known.has(id));
  const passwords = new Argon2Passwords();
  await Promise.all(
    fresh.map(async (staff) => {
      const password = await passwords.hash(DEMO.password);
      const made = { created_at: 0, created_by: 'firstline', must_change: false, revision: 1, sessions: {} };
      await operators.addOperator({ ...staff, ...made, password });
    }),
  );
}

/** It is remembered before it opens anything, so that no start leaves one that the next does not know of. */
async function putAdminToken(table: Table, directory: DynamoDirectory, keyHash: string): Promise<void> {
  const seeded = keys.seededKey(DEMO.admin);
  const former = (await table.get(seeded))?.['key_hash'];
  if (former !== undefined) await table.remove(keys.callerKey(String(former)));
  await table.put({ ...seeded, key_hash: keyHash });
  await directory.putAdminKey(keyHash, DEMO.admin);
}

/** Under the same id at every start. */
function demoKey(): PartnerKey {
  const { key, partner } = DEMO;
  const made = { label: 'demo', scopes: SCOPES, created_at: 0, created_by: 'firstline' };
  return { ...made, id: 'key_demo', partner, hash: hashKey(key), last_four: key.slice(-4) };
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
