import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { flagsOrExit } from './command-line.ts';
import { readFlags } from './sbom/flags.ts';
import { type Bill, billOfShipped, type Lockfile } from './sbom/shipped.ts';

const ROOT = join(import.meta.dirname, '..');
const ARGS = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const MOST_BYTES = 64 * 1024 * 1024;

/** Writes the bill of materials of what is deployed, from the lockfile alone. Needs npm 10.2 or newer, and no network. */
const { out } = flagsOrExit(readFlags);
const lock: Lockfile = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const bill = billOfShipped(JSON.parse(askNpm()) as Bill, lock);
writeFileSync(resolve(out), `${JSON.stringify(bill, undefined, 2)}\n`);
console.log(`${out}: ${bill.components.length} packages`);

/** npm itself, as it has started this. @throws Error with npm's words, or if it was not npm */
function askNpm(): string {
  const npm = process.env['npm_execpath'];
  if (!npm) throw new Error('Run it by npm: npm run sbom.');
  return execFileSync(process.execPath, [npm, ...ARGS], {
    cwd: ROOT,
    maxBuffer: MOST_BYTES,
    encoding: 'utf8',
  });
}
