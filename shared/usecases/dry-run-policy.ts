import type { Handbooks, ReadPolicy } from '../ports.ts';
import { type DryRunOf, type DryRunPorts, type DryRunResult, dryRun } from './dry-run.ts';
import { soundPolicy } from './publish-policy.ts';

export interface PolicyDryRunPorts extends DryRunPorts {
  handbooks: Handbooks;
  readPolicy: ReadPolicy;
}

export interface PolicyDryRun extends DryRunOf {
  /** In place of all that were published. */
  changes: unknown;
}

/**
 * What would have been decided otherwise by a changed policy.
 * @throws Fault request.invalid (paths `policy.…`), as if it were published
 */
export async function dryRunPolicy(
  ports: PolicyDryRunPorts,
  { changes, ...whose }: PolicyDryRun,
): Promise<DryRunResult> {
  const policy = soundPolicy(ports.readPolicy, changes);
  const inForce = await ports.handbooks.current();
  return dryRun(ports, { inForce, changed: { ...inForce, policy } }, whose);
}
