import { type Resource, readProperties } from './template-resources.ts';
import { RULE } from './template-types.ts';
import type { FunctionWiring, RuleWiring } from './wiring.ts';

const SECONDS: Record<string, number> = { minute: 60, hour: 3_600, day: 86_400 };

/** A rule that runs functions by the clock, each led to one of these. */
export function rulesOf(resource: Resource, functions: readonly FunctionWiring[]): RuleWiring[] {
  const read = readProperties(resource, RULE);
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(read.ScheduleExpression) ?? [];
  if (!unit) throw new Error(`${resource.place}: the twin does not understand ${read.ScheduleExpression}`);
  const everyS = Number(count) * (SECONDS[unit] ?? 0);
  return read.Targets.map(({ Arn }) => {
    if (!functions.some(({ arn }) => arn === Arn))
      throw new Error(`${resource.place}: no stack defines the function ${Arn}`);
    return { functionArn: Arn, everyS };
  });
}
