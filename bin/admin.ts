import { readFileSync } from 'node:fs';
import { askerOf } from './admin/api.ts';
import { runAdmin } from './admin/run.ts';

/** Policy, texts, keywords, reminders, bots and people by the API of a desk, from a terminal. Exit codes: 0, 1 for a refusal, 2 for wrong usage. */
process.exitCode = await runAdmin(process.argv.slice(2), {
  env: process.env,
  input: () => readFileSync(0, 'utf8'),
  asker: askerOf,
  out: console.log,
  err: console.error,
});
