import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runAdmin } from '../../bin/admin/run.ts';
import { Argon2Passwords } from '../../shared/adapters/argon2.ts';
import { DynamoAudit } from '../../shared/adapters/dynamo/audit-store.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { monthOf } from '../../shared/domain/audit.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { startRealTable } from '../contracts/real-table.ts';
import { askAt } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstline-people-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A terminal at a desk; without a key unless one is given. */
async function aTerminal(env: Record<string, string> = { FIRSTLINE_ADMIN_TOKEN: 'key-of-root' }, input = '') {
  const door = await openOperatorDoor();
  const type = async (...args: string[]) => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const world = { env, input: () => input, asker: () => askAt(door), out: say, err: say };
    const code = await runAdmin(['operator', ...args], world);
    return { code, said: said.join('\n') };
  };
  return { door, type };
}

describe('npm run admin -- operator', () => {
  it('adds somebody with a password that is shown once, lists, changes, disables and enables', async () => {
    const { type } = await aTerminal();
    const added = await type('add', 'olga', '--name', 'Olga');
    expect(added).toMatchObject({ code: 0, said: expect.stringMatching(/: (\w{5}-){3}\w{5}\n/) });
    await type('add', 'anna', '--role', 'admin');
    expect((await type('list')).said.split('\n')).toEqual([
      'id    role      access                      browsers  name',
      'anna  admin     has to change the password  0         anna',
      'olga  operator  has to change the password  0         Olga',
    ]);
    expect((await type('change', 'olga', '--role', 'admin')).said).toContain('olga: admin');
    expect((await type('disable', 'olga')).said).toContain('access: none');
    expect(await type('disable', 'anna')).toMatchObject({ code: 1, said: 'operator.last_admin' });
    expect((await type('enable', 'olga')).said).toContain('access: has to change the password');
    expect((await type('sessions-end', 'olga')).code).toBe(0);
    expect((await type('reset-password', 'olga')).said).toMatch(/password for the first time: \w/);
    expect((await type('rotate-keys', '--leaked')).said).toContain('new key');
  });

  it('takes a password from a file or the standard input, and never shows it', async () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'from the file 42\n');
    const { door, type } = await aTerminal(undefined, 'from the input 42\n');
    expect((await type('add', 'olga', '--password-file', file)).said).not.toContain('42');
    expect((await type('reset-password', 'olga', '--password-file', '-')).said).not.toContain('42');
    const olga = (await door.staff.operators.operator('olga'))!;
    expect(await door.staff.passwords.verify('from the input 42', olga.password)).toBe(true);
  });

  it.each([
    ['add', 'olga', '--role', 'owner'],
    ['add', 'olga', '--password-file', join('no', 'such', 'file')],
    ['change', 'olga'],
    ['add'],
  ])('%s %s %s %s is refused as wrong usage', async (...args) => {
    const { type } = await aTerminal();
    expect((await type(...args.filter((arg): arg is string => arg !== undefined))).code).toBe(2);
  });

  it('asks for a key wherever the API is asked', async () => {
    const { type } = await aTerminal({});
    expect(await type('list')).toMatchObject({
      code: 2,
      said: expect.stringContaining('FIRSTLINE_ADMIN_TOKEN'),
    });
  });
});

it('the first admin of a desk is put into its table with the credentials of its owner, and no key', async () => {
  const real = await startRealTable();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', real.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'owner');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'owner');
  try {
    const { type } = await aTerminal({});
    const asked = ['add', 'anna', '--role', 'admin', '--table', real.name];
    const { code, said } = await type(...asked);
    expect([code, said.split('\n')[0]]).toEqual([0, 'anna is there as admin']);
    const password = /first time: (\S+)/.exec(said)?.[1] ?? '';
    const anna = await new DynamoOperators(real.table).operator('anna');
    expect(anna).toMatchObject({ role: 'admin', must_change: true, created_by: 'owner', sessions: {} });
    expect(await new Argon2Passwords().verify(password, anna?.password)).toBe(true);
    const log = await new DynamoAudit(real.table).inMonth(monthOf(Date.now()), { limit: 9 });
    expect(log).toMatchObject([{ what: 'operator.added', by: 'owner', target: 'anna', outcome: 'done' }]);
    expect(await type(...asked)).toMatchObject({ code: 1, said: expect.stringContaining('operator.exists') });
    expect((await type('add', 'Anna', '--table', real.name)).code).toBe(2);
    const elsewhere = await type('add', 'boris', '--table', 'Nowhere');
    expect(elsewhere).toMatchObject({ code: 1, said: expect.stringContaining('the table does not take it') });
  } finally {
    await real.close();
  }
});
