import { availableParallelism, loadavg } from 'node:os';
import { flagsOrExit } from '../bin/command-line.ts';
import { measureBodies } from './bodies.ts';
import { measureBundles } from './bundles.ts';
import { measureConsole } from './console.ts';
import { measureScrolling } from './console-scroll.ts';
import { synthesiseDeployment } from './deployment.ts';
import { renderSection, type Section, sectionsAsJson } from './figures.ts';
import { type Flags, type Part, readFlags } from './flags.ts';
import { measureHandlers } from './handlers.ts';
import { measureInbox } from './inbox.ts';
import { measureLoad } from './load.ts';
import { measureScreens } from './screens.ts';
import { measureTelegram } from './telegram.ts';
import { measureThroughput } from './throughput.ts';

/** Exit codes: 0 when everything could be measured, however slow it was; 1 when not; 2 for a bad command line. */
async function main(): Promise<void> {
  const flags = flagsOrExit(readFlags);
  // Leaving through `exit` lets the twin's tether end it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  console.log(machine());
  const sections: Section[] = [];
  try {
    for await (const section of measure(flags)) {
      sections.push(section);
      console.log(renderSection(section));
    }
  } catch (error) {
    console.error(`Could not measure: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
  if (flags.json) console.log(JSON.stringify(sectionsAsJson(sections)));
}

async function* measure({ parts, rate, seconds }: Flags): AsyncGenerator<Section> {
  const wants = (part: Part): boolean => parts.includes(part);
  if (wants('bundles') || wants('load') || wants('inbox')) {
    await using deployment = await synthesiseDeployment();
    if (wants('bundles')) yield await measureBundles(deployment.functions);
    if (wants('load')) yield await measureLoad(deployment.functions);
    if (wants('inbox')) yield* measureInbox(deployment.functions, deployment.tables);
  }
  if (wants('handlers')) yield await measureHandlers();
  if (wants('throughput')) yield* await measureThroughput({ rate, seconds });
  if (wants('screens')) yield await measureScreens({ rate, seconds });
  if (wants('telegram')) yield* await measureTelegram({ rate, seconds });
  if (wants('bodies')) yield await measureBodies();
  if (wants('console')) yield await measureConsole();
  if (wants('console-scroll')) yield await measureScrolling();
}

function machine(): string {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  const noise =
    load > cores / 2 ? `; busy with other work (load ${load.toFixed(1)}): the times are worse for it` : '';
  return `${cores} cores, Node ${process.version}${noise}\nIn brackets: the target, and the share of it that was taken.\n`;
}

await main();
