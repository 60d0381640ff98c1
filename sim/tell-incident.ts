import { type IncidentResult, runIncident } from './incident.ts';
import { countsOf } from './tell-month.ts';

/** So many runs, whose seeds follow each other, each with so many clients. */
export interface IncidentsPlan {
  clients: number;
  runs: number;
  seed: number;
  /** Each is two, which are merged. */
  merges?: boolean | undefined;
}

/** So many findings are told. */
const MOST_FINDINGS = 20;

/** Plays outages and tells what there was and what is wrong with it. Exit code 1 if anything is. */
export async function tellIncidents(plan: IncidentsPlan, json: boolean): Promise<void> {
  const started = performance.now();
  const { results, lines } = await playAll(plan);
  const seconds = (performance.now() - started) / 1000;
  const summary = { ...plan, ...sumOf(results) };
  for (const line of lines.slice(0, MOST_FINDINGS)) console.log(line);
  console.log(
    `${plan.runs} outages from seed ${plan.seed}, ${plan.clients} clients each, ${summary.reporters} reporters; ` +
      `${summary.faults} faults, ${summary.calls} port calls, ${seconds.toFixed(1)} s`,
  );
  console.log(`lost ${summary.lost}, doubled ${summary.doubled}, surprises ${summary.surprises}`);
  if (lines.length > 0) process.exitCode = 1;
  if (json) console.log(JSON.stringify(summary));
}

async function playAll({ clients, runs, seed, merges }: IncidentsPlan) {
  const results: IncidentResult[] = [];
  const lines: string[] = [];
  for (let run = 0; run < runs; run++) {
    const result = await runIncident({ clients, seed: seed + run, merges });
    const { findings, surprises } = result;
    results.push(result);
    for (const { wrong, conversation, what } of findings)
      lines.push(`seed ${seed + run}: ${wrong}: ${what} (${conversation})`);
    for (const what of surprises) lines.push(`seed ${seed + run}: surprise: ${what}`);
  }
  return { results, lines };
}

function sumOf(results: readonly IncidentResult[]) {
  const sum = (of: (result: IncidentResult) => number) =>
    results.reduce((all, result) => all + of(result), 0);
  const { lost, doubled } = countsOf(results.flatMap(({ findings }) => findings));
  return {
    reporters: sum(({ reporters }) => reporters),
    faults: sum(({ faults }) => faults),
    calls: sum(({ calls }) => calls),
    lost,
    doubled,
    surprises: sum(({ surprises }) => surprises.length),
  };
}
