import { expect, it } from 'vitest';
import { runAdmin } from '../../bin/admin/run.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { askAt } from './terminal.ts';

async function aTerminal() {
  const door = await openOperatorDoor();
  return async (...args: string[]) => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const env = { FIRSTLINE_ADMIN_TOKEN: 'key-of-root' };
    const code = await runAdmin(args, { env, input: () => '', asker: () => askAt(door), out: say, err: say });
    return { code, said: said.join('\n') };
  };
}

it('a partner is added with what is shown once, gets another key, loses the first, and is switched', async () => {
  const type = await aTerminal();
  const added = await type('partner', 'add', 'acme', '--name', 'Acme School');
  expect(added.said).toMatch(/^acme is added\nkey: fl_\S{43}\nwebhook secret: whsec_\S+\n/);
  expect((await type('partner', 'list')).said).toMatch(/acme +yes +2026-11-24T12:00:00.000Z +Acme School/);
  const fresh = await type('partner', 'key', 'add', 'acme', '--label', 'reader', '--scope', 'messages:read');
  const [, id = '', key = ''] = /^(key_\w+): (fl_\S+)\n/.exec(fresh.said) ?? [];
  const shown = (await type('partner', 'show', 'acme')).said;
  expect(shown).toMatch(new RegExp(`${id} +…${key.slice(-4)} +messages:read .* by root +reader`));
  expect(shown).not.toContain(key);
  expect((await type('partner', 'key', 'remove', 'acme', id)).said).toContain('is removed');
  expect(await type('partner', 'key', 'remove', 'acme', id)).toMatchObject({
    code: 1,
    said: 'partner_key.unknown',
  });
  expect((await type('partner', 'rename', 'acme', '--name', 'Acme')).said).toContain('acme: Acme,');
  expect((await type('partner', 'disable', 'acme')).said).toContain('keys open: nothing');
  expect((await type('partner', 'enable', 'acme')).said).toContain('keys open: yes');
  const log = (await type('audit', 'list', '--what', 'partner')).said.split('\n');
  expect(log).toHaveLength(5);
  expect(log.join('\n')).toContain('{"name":"Acme School"} → {"name":"Acme"}');
});

it.each([
  ['partner', 'rename', 'acme'],
  ['partner', 'key', 'add'],
  ['partner', 'key', 'add', 'acme', 'more'],
  ['partner', 'key', 'remove', 'acme'],
  ['partner', 'key', 'lose', 'acme'],
  ['audit', 'list', '--label', 'x'],
])('%s %s %s %s is refused as wrong usage', async (...args) => {
  const type = await aTerminal();
  expect((await type(...args.filter((arg): arg is string => arg !== undefined))).code).toBe(2);
});
