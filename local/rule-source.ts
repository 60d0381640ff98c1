import type { RuleWiring } from './wiring.ts';

/**
 * Runs a function every so often, as a rule does. Wall time counts: a rule looks after what is outside, which does not
 * hurry when the twin's clock is moved.
 */
export function startRuleSource(
  { functionArn, everyS }: RuleWiring,
  invoke: (functionArn: string, event: unknown) => Promise<unknown>,
  onTrouble: (error: unknown) => void,
): { stop(): void } {
  const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
  const timer = setInterval(() => void invoke(functionArn, event).catch(onTrouble), everyS * 1_000).unref();
  return { stop: () => clearInterval(timer) };
}
