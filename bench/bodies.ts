import { cleanUp, httpServer } from '../test/adapters/http/local-servers.ts';
import type { BodyFinding, BodyProbe } from './body-probe.ts';
import { figure, type Section } from './figures.ts';
import { inFreshProcess } from './fresh-process.ts';
import { type HostileReceiver, startHostileReceivers } from './hostile-receivers.ts';
import { TARGETS } from './targets.ts';

const MIB = 1_024 ** 2;

/** What one attempt takes of memory, whatever the receiver answers, and the row of the disposition table it ends in. */
export async function measureBodies(): Promise<Section> {
  const rows: Section['rows'] = {};
  try {
    for (const receiver of await startHostileReceivers(1_000)) {
      const found = await probeReceiver(receiver);
      rows[`${receiver.name}: ${found.rule}`] = {
        'heap and external': figure(found.accounted / MIB, 'MiB', TARGETS.bodyMib),
        'outside the heap': figure(found.outside / MIB, 'MiB', TARGETS.bodyMib),
        time: figure(found.ms, 'ms'),
      };
    }
  } finally {
    await cleanUp();
  }
  return {
    name: 'bodies',
    title: 'Memory of one attempt at a hostile receiver, at its highest',
    rows,
    notes: ['Each in a fresh process, after one small exchange and a garbage collection.'],
  };
}

/** One attempt in a fresh process. */
export async function probeReceiver(receiver: HostileReceiver): Promise<BodyFinding> {
  const { port } = await httpServer((_, response) => void response.end('ok'));
  const probe: BodyProbe = { receiver, warmUpUrl: `http://127.0.0.1:${port}/` };
  return inFreshProcess<BodyFinding>('./body-probe.ts', [JSON.stringify(probe)], {}, ['--expose-gc']);
}
