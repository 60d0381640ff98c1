import type { Activity } from './activity.ts';
import { startQueueSource } from './event-sources.ts';
import type { FunctionHost } from './function-host.ts';
import { startRuleSource } from './rule-source.ts';
import { startStreamReader } from './stream-reader.ts';
import type { Services } from './twin-services.ts';
import type { QueueSourceWiring, StreamSourceWiring, Wiring } from './wiring.ts';

/** How long the work under way may go on when the twin is told to end. */
const FAREWELL_MS = 3_000;

export interface SourcesNeed extends Services {
  wiring: Wiring;
  host: FunctionHost;
  activity: Activity;
}

export interface Sources {
  /** Switches all that feeds a function on or off, by its label; false: nothing feeds one of that name. */
  set(label: string, enabled: boolean): boolean;
}

type Switch = (enabled: boolean) => void;

/** Feeds the functions from their queues and streams, and runs those that are run by the clock. */
export async function startSources(
  need: SourcesNeed,
  log: (line: string) => void,
  parts: AsyncDisposableStack,
): Promise<Sources> {
  const switches: [functionArn: string, Switch][] = [];
  for (const source of need.wiring.eventSources) {
    if (source.kind === 'queue') feedFromQueue(source, need, log, parts);
    const toggle: Switch =
      source.kind === 'queue'
        ? (enabled) => need.queues.setEnabled(source.queueArn, enabled)
        : await feedFromStream(source, need, parts);
    switches.push([source.functionArn, toggle]);
  }
  for (const rule of need.wiring.rules) {
    const onTrouble = (error: unknown): void => log(`The rule for ${rule.functionArn}: ${String(error)}`);
    parts.defer(startRuleSource(rule, need.host.invoke, onTrouble).stop);
  }
  return {
    set(label, enabled) {
      const arn = need.wiring.functions.find((one) => one.label === label)?.arn;
      const found = switches.filter(([functionArn]) => functionArn === arn);
      for (const [, toggle] of found) toggle(enabled);
      return found.length > 0;
    },
  };
}

function feedFromQueue(
  source: QueueSourceWiring,
  { queues, activity, host }: SourcesNeed,
  log: (line: string) => void,
  parts: AsyncDisposableStack,
): void {
  const { invoke } = host;
  const onTrouble = (error: unknown): void => log(`The queue ${source.queueArn}: ${String(error)}`);
  const running = startQueueSource({ source, queues, activity, invoke, onTrouble });
  parts.defer(() => patiently(running.stop()));
}

async function feedFromStream(
  source: StreamSourceWiring,
  { table, store, clock, queues, activity, host, onTableWrite }: SourcesNeed,
  parts: AsyncDisposableStack,
): Promise<Switch> {
  let off = false;
  const reader = await startStreamReader({
    source,
    tableUrl: table.url,
    store,
    clock,
    isOff: () => off,
    invoke: (event) => host.invoke(source.functionArn, event),
    onFailure: (batch) => {
      if (source.failureQueueArn) queues.send(source.failureQueueArn, JSON.stringify(batch));
    },
  });
  parts.defer(() => patiently(reader.close()));
  onTableWrite.push(reader.wake);
  activity.probe(reader.openWork);
  return (enabled) => {
    off = !enabled;
    reader.wake();
  };
}

/** Work that will not end in time is cut; it comes back from the table and the queues. */
async function patiently(ending: Promise<void>): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, FAREWELL_MS);
  await Promise.race([ending, patience.promise]);
  clearTimeout(timer);
}
