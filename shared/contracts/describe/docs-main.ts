import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './disposition-table.ts';

/** Rewrites what `docs/delivery.md` prints of the code. */
const page = new URL('../../../docs/delivery.md', import.meta.url);
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
