import { askerOf } from './admin/api.ts';
import { runAdmin } from './admin/run.ts';
import { inputFrom, STANDARD_INPUT } from './admin/standard-input.ts';

/** Policy, texts, keywords, reminders, bots and people by the API of a desk, from a terminal. Exit codes: 0, 1 for a refusal, 2 for wrong usage. */
process.exitCode = await runAdmin(process.argv.slice(2), {
  env: process.env,
  input: inputFrom(STANDARD_INPUT),
  asker: askerOf,
  out: console.log,
  err: console.error,
});
