import { expect, it } from 'vitest';
import { compareIsolation, ISOLATION_LIMITS, PLAN } from '../../sim/isolation.ts';
import { SECOND } from '../../sim/world/times.ts';

it('a fifth of a thousand endpoints turn bad at ten times the usual load, and the others hardly notice', {
  timeout: 60 * SECOND,
}, async () => {
  const { ratio, bad, well } = await compareIsolation(PLAN);
  expect(well.texts).toBeGreaterThan((0.95 * PLAN.rate * PLAN.span) / SECOND);
  expect(bad.texts).toBeGreaterThan(0.75 * well.texts);
  expect(ratio.onset).toBeLessThanOrEqual(ISOLATION_LIMITS.onset);
  expect(ratio.later).toBeLessThanOrEqual(ISOLATION_LIMITS.later);
});
