import { flagsOrExit } from '../../bin/command-line.ts';
import { synthesise } from '../../local/synth.ts';
import { billAsJson, billFor } from './bill.ts';
import { countWorkload } from './count.ts';
import { readFlags } from './flags.ts';
import { renderBill } from './render.ts';
import { readDeployment } from './standing.ts';

/** Clients of the workload, one after the other. */
const CLIENTS = 6;

/** Exit codes: 0 when it could be counted, whatever it costs; 1 when not; 2 for a bad command line. */
async function main(): Promise<void> {
  const { json } = flagsOrExit(readFlags);
  // Leaving through `exit` lets the twin's tethers end its parts.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const { dir, remove } = await synthesise();
  try {
    const bill = billFor(await countWorkload(dir, CLIENTS), await readDeployment(dir));
    console.log(renderBill(bill));
    if (json) console.log(JSON.stringify(billAsJson(bill)));
  } catch (error) {
    console.error(`Could not count: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await remove();
  }
}

await main();
