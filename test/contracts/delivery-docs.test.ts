import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '../../shared/contracts/describe/disposition-table.ts';
import { ERROR_TABLE, STATUS_TABLE } from '../../shared/domain/disposition.ts';

const PAGE = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8');

it('docs/delivery.md prints the tables of the code (npm run docs)', () => {
  expect(withTables(PAGE)).toBe(PAGE);
  for (const { rule } of STATUS_TABLE) expect(PAGE).toContain(`\`${rule}\``);
  for (const name of Object.keys(ERROR_TABLE)) expect(PAGE).toContain(`\`error.${name}\``);
});

it('a page without the marks is refused', () => {
  expect(() => withTables('# Delivery')).toThrow('npm run docs');
});
