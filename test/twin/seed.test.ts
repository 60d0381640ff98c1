import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwinStore } from '../../local/persistence.ts';
import { DEMO, seed } from '../../local/seed.ts';
import { DEMO_BOT } from '../../local/telegram-demo.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { hashOfSecret, isSecretOf } from '../../shared/domain/bot.ts';
import { secretsInForce } from '../../shared/domain/webhook-secret.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import { rotateWebhookSecret } from '../../shared/usecases/rotate-webhook-secret.ts';
import { DAY, NOW } from '../builders.ts';
import { type RealTable, startRealTable } from '../contracts/real-table.ts';
import { FixedClock } from '../usecases/desk.ts';

let real: RealTable;
let directory: DynamoDirectory;
beforeAll(async () => {
  real = await startRealTable();
  directory = new DynamoDirectory(real.table);
});
afterAll(() => real.close());

const inForce = async () => secretsInForce((await directory.partner(DEMO.partner))!, NOW);

it('the demo partner signs with the secret that is printed, and a start does not undo its rotation', async () => {
  const start = () => seed({ tableName: real.name, dynamodbUrl: real.url, adminToken: 'token' });
  await start();
  expect(await directory.callerOfKey(hashKey(DEMO.key))).toMatchObject({
    kind: 'partner',
    partner: DEMO.partner,
  });
  expect(await inForce()).toEqual([DEMO.webhookSecret]);

  const secretEntropy = () => new Uint8Array(32).fill(1);
  await rotateWebhookSecret({ directory, clock: new FixedClock(), secretEntropy }, DEMO.partner, DAY);
  const rotated = await inForce();
  expect(rotated).toEqual([expect.stringMatching(/^whsec_AQEB/), DEMO.webhookSecret]);
  await start();
  expect(await inForce()).toEqual(rotated);
});

it('the token of a start opens nothing any more once another start has another one', async () => {
  const start = (adminToken: string) => seed({ tableName: real.name, dynamodbUrl: real.url, adminToken });
  const opens = (token: string) => directory.callerOfKey(hashKey(token));
  const admin = { kind: 'staff', id: DEMO.admin, role: 'admin' };
  for (const token of ['first', 'second', 'second', 'third', 'first']) {
    await start(token);
    expect(await opens(token)).toEqual(admin);
    for (const other of ['first', 'second', 'third'])
      if (other !== token) expect(await opens(other), `${other} after ${token}`).toBeUndefined();
  }
  expect(await opens(DEMO.key)).toMatchObject({ kind: 'partner', partner: DEMO.partner });
});

describe('the demo bot', () => {
  const PARAMETER = '/firstline/dev/bots/demo/token';

  async function aStart() {
    const store = openTwinStore();
    const bots = new DynamoBots(real.table);
    for (const bot of await bots.bots()) await bots.removeBot(bot);
    const start = (token: string = DEMO_BOT.token) =>
      seed({
        tableName: real.name,
        dynamodbUrl: real.url,
        adminToken: 'token',
        bot: { token, prefix: '/firstline/dev/bots', store, clock: { now: () => NOW } },
      });
    return { store, bots, start, tokenOf: () => store.get('parameter', PARAMETER) };
  }

  it('is there with its token and secret', async () => {
    const { bots, start, tokenOf } = await aStart();
    await start();
    const bot = await bots.bot('demo');
    expect(bot).toMatchObject({ id: 'demo', telegram_id: 42, username: DEMO_BOT.username });
    expect(isSecretOf(bot!, hashOfSecret('local-telegram-secret'), NOW)).toBe(true);
    expect(tokenOf()).toMatchObject({ type: 'SecureString', value: DEMO_BOT.token });
  });

  it('keeps a secret that was changed since, over another start', async () => {
    const { bots, start } = await aStart();
    await start();
    const seen = (await bots.bot('demo'))!;
    await bots.saveBot(seen, { ...seen, secrets: [{ hash: 'changed' }] });
    await start();
    expect((await bots.bot('demo'))?.secrets).toEqual([{ hash: 'changed' }]);
  });

  it('is not there by a token that is none, nor is that kept', async () => {
    const { bots, start, tokenOf } = await aStart();
    await expect(start('not-a-token')).rejects.toThrow('TELEGRAM_BOT_TOKEN is no token of a bot');
    expect([await bots.bot('demo'), tokenOf()]).toEqual([undefined, undefined]);
  });

  it('is another bot with another token, and itself again without', async () => {
    const { bots, start, tokenOf } = await aStart();
    const real_ = `777:${'x'.repeat(35)}`;
    for (const [token, telegram_id] of [
      [DEMO_BOT.token, 42],
      [real_, 777],
      [DEMO_BOT.token, 42],
    ] as const) {
      await start(token);
      expect([(await bots.bot('demo'))?.telegram_id, tokenOf()]).toMatchObject([
        telegram_id,
        { value: token },
      ]);
    }
  });
});
