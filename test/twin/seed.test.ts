import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO, seed } from '../../local/seed.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
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
  expect(await directory.callerOfKey(hashKey(DEMO.key))).toEqual({ kind: 'partner', partner: DEMO.partner });
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
  const admin = { kind: 'admin', admin: DEMO.admin };
  for (const token of ['first', 'second', 'second', 'third', 'first']) {
    await start(token);
    expect(await opens(token)).toEqual(admin);
    for (const other of ['first', 'second', 'third'])
      if (other !== token) expect(await opens(other), `${other} after ${token}`).toBeUndefined();
  }
  expect(await opens(DEMO.key)).toEqual({ kind: 'partner', partner: DEMO.partner });
});
