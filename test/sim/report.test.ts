import { describe, expect, it } from 'vitest';
import { type Failure, runJob } from '../../sim/jobs.ts';
import { describeFailure } from '../../sim/report.ts';

/** The first run that a broken claim fails in. */
async function firstFailure(): Promise<{ seed: number; failure: Failure }> {
  for (let seed = 1; seed <= 200; seed++) {
    const { findings, surprises } = await runJob({ seed }, { mutant: 'no-claim' });
    if (findings.length > 0) return { seed, failure: { job: { seed }, findings, surprises } };
  }
  throw new Error('a broken claim does no harm');
}

describe('a failure for people', () => {
  it('names what is wrong, the command to see it again, the faults, and what happened', async () => {
    const { seed, failure } = await firstFailure();
    const text = await describeFailure(failure, 'no-claim');
    const lines = text.split('\n');
    expect(lines[0]).toBe(`FAILED seed ${seed}`);
    expect(text).toContain(`  again: npm run sim -- --runs 1 --seed ${seed} --mutant no-claim`);
    expect(text).toMatch(/it takes \d+ faults:/);
    expect(text).toMatch(/\n {4}\d+:\d\d:\d\d\.\d{3} deliver#\d+ +outbox\.claim/);
    expect(lines.length).toBeLessThan(90);
  });

  it('of a crash point names the play and the call', async () => {
    const job = { play: 'plain message', crashAt: [{ call: 3, when: 'after' }] } as const;
    const text = await describeFailure({ job, findings: [], surprises: ['something'] }, undefined);
    expect(text).toContain('FAILED "plain message", crash after call 3');
    expect(text).toContain('again: npm run sim -- --crash-points');
  });
});
