import { type DeskFigures, GOALS, meetsGoals, type OutagesPlan, playDesks } from './outage/desks.ts';

/** Plays the desks, and tells how their outages were noticed. Exit code 1 if that misses the goals. */
export async function tellOutages(plan: OutagesPlan, json: boolean): Promise<void> {
  const started = performance.now();
  const result = await playDesks(plan);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  for (const desk of result.desks) console.log(lineOf(desk));
  console.log(
    `${plan.months} months, seed ${plan.seed}: ${result.in_time} of ${result.outages} outages suspected in time ` +
      `(${result.share}; ${GOALS.in_time} is the goal), at most ${result.false_alarms_a_month} false alarms a desk and month, ${seconds} s`,
  );
  if (!meetsGoals(result)) process.exitCode = 1;
  if (json) console.log(JSON.stringify({ ...plan, ...result }));
}

function lineOf(desk: DeskFigures): string {
  const { peak, messages, reports, outages, in_time, never, false_alarms } = desk;
  return (
    `${String(peak).padStart(4)} clients at the peak: ${messages} messages, ${reports} reports; ` +
    `${in_time} of ${outages} in time, ${never} never, ${false_alarms} false alarms`
  );
}
