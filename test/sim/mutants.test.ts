import { expect, it } from 'vitest';
import type { Job } from '../../sim/jobs.ts';
import { MUTANTS, type MutantName } from '../../sim/mutants.ts';
import { runOnAllCores } from '../../sim/pool.ts';

const RUNS = 300;
const NAMES = Object.keys(MUTANTS) as MutantName[];

/** What breaking it must lead to. */
const SHOWS: Record<MutantName, readonly string[]> = {
  'no-claim': ['doubled', 'spoke_over'],
  'no-fence': ['spoke_over'],
  'signal-first': ['stuck'],
  'ack-early': ['stuck', 'lost'],
  'no-epoch': ['spoke_over'],
  'forget-owed': ['lost', 'spoke_over'],
  'early-reminder': ['out_of_order'],
  'late-reminder': ['out_of_order'],
  'night-reminder': ['out_of_order'],
  'no-farewell': ['out_of_order', 'lost'],
  'blind-repeat': ['doubled'],
  'no-update-key': ['doubled'],
};

it.each(NAMES)('%s is found within three hundred runs', async (mutant) => {
  const jobs = Array.from({ length: RUNS }, (_, run): Job => ({ seed: run + 1 }));
  const { failures } = await runOnAllCores(jobs, { mutant, untilFailure: true });
  const found = failures[0]?.findings.map(({ wrong }) => wrong) ?? [];
  expect(SHOWS[mutant]).toContain(found[0]);
});
