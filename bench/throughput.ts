import { setTimeout as wait } from 'node:timers/promises';
import { mixedTexts } from './corpus.ts';
import type { Section } from './figures.ts';
import { look, workBetween } from './machine-look.ts';
import type { Load } from './open-loop.ts';
import { createPartner } from './partner.ts';
import { RAMP_SECONDS, sustainedRate } from './ramp.ts';
import { startReceiver } from './receiver.ts';
import { ACCEPTED, type Passage, type RunNeed, runLoad } from './run.ts';
import { TARGETS } from './targets.ts';
import { type Measured, throughputSections } from './throughput-sections.ts';
import { startTwinProcess, type TwinProcess } from './twin-process.ts';

const WARM_UP_SECONDS = 15;
const PATIENCE_MS = 15_000;
/** Replies later than this are too late for the ramp anyway. */
const RAMP_PATIENCE_MS = 3_000;

/** Sends messages through a whole twin: at the rate asked for, at the rate accepting is judged at, and up to its limit. */
export async function measureThroughput(load: Load): Promise<Section[]> {
  await using twin = await startTwinProcess();
  await using receiver = await startReceiver();
  using partner = createPartner(twin.url, receiver.url);
  const text = mixedTexts();
  const named = (name: string): RunNeed => ({ partner, receiver, text, name });

  const first = await runLoad(named('first'), { rate: 1, seconds: 1 }, PATIENCE_MS);
  mustBeAnswered(first);
  const warmUp = await runLoad(named('warm-up'), { ...load, seconds: WARM_UP_SECONDS }, PATIENCE_MS);
  const runs: Measured[] = [];
  for (const rate of new Set([load.rate, TARGETS.accept.rate])) {
    runs.push(await measureRun(twin, named(`at-${rate}`), { ...load, rate }));
  }
  let tries = 0;
  const sustained = await sustainedRate(async (rate): Promise<Passage[]> => {
    // What an earlier try left behind would count against this one.
    await Promise.race([twin.quiet(), wait(PATIENCE_MS, undefined, { ref: false })]);
    return runLoad(named(`ramp-${tries++}`), { rate, seconds: RAMP_SECONDS }, RAMP_PATIENCE_MS);
  });
  return throughputSections({
    first,
    warmUp,
    runs,
    sustained,
    functions: await twin.functions(),
    doubled: receiver.doubled(),
  });
}

async function measureRun(twin: TwinProcess, need: RunNeed, load: Load): Promise<Measured> {
  await twin.quiet();
  await twin.resetCalls();
  const before = await look(twin.pid);
  const passages = await runLoad(need, load, PATIENCE_MS);
  // The last attempts are written down after their first byte has come.
  await twin.quiet();
  const work = workBetween(before, await look(twin.pid));
  return { ...load, ...work, passages, calls: await twin.calls() };
}

/** @throws Error, if there is nothing to measure. */
function mustBeAnswered([first]: readonly Passage[]): void {
  if (first?.status !== ACCEPTED)
    throw new Error(`the door answers the first message ${first?.status}, not ${ACCEPTED}`);
  if (first.firstByteMs === undefined)
    throw new Error(`the first message got no reply in ${PATIENCE_MS / 1_000} s`);
}
