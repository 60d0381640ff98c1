import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startRuleSource } from '../../local/rule-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RULE = { functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:probe', everyS: 300 };

it('a rule runs its function every so often, whatever became of the run before, until it is stopped', async () => {
  const runs: string[] = [];
  const troubles: unknown[] = [];
  const invoke = async (arn: string): Promise<void> => {
    runs.push(arn);
    if (runs.length === 2) throw new Error('it failed');
  };
  const rule = startRuleSource(RULE, invoke, (error) => troubles.push(error));
  await vi.advanceTimersByTimeAsync(299_999);
  expect(runs).toEqual([]);
  await vi.advanceTimersByTimeAsync(600_001);
  expect([runs, troubles]).toEqual([Array(3).fill(RULE.functionArn), [new Error('it failed')]]);
  rule.stop();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(runs).toHaveLength(3);
});
