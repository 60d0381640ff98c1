import { describe, expect, it } from 'vitest';
import { MemoryConnections } from '../../shared/adapters/memory/connections.ts';
import type { Frame } from '../../shared/domain/frame.ts';
import type { Change } from '../../shared/domain/projection.ts';
import { projectChanges } from '../../shared/usecases/project-changes.ts';
import { MINUTE, NOW } from '../builders.ts';
import { anIncident } from '../incidents.ts';
import { HonestScreen, SmallTable } from './screen-world.ts';

const inQueue = { status: 'escalated', handler: 'bot', assignee: undefined } as const;
const taken = { handler: 'operator', assignee: 'operator_002', tenure: 2 } as const;

/** A conversation in the queue, and the screen of an operator who reads its stream piece by piece. */
async function desk() {
  const table = new SmallTable(1);
  const [id = ''] = table.rows.keys();
  table.change(id, inQueue);
  const screen = new HonestScreen(table, 'operator_001', 'operator');
  const frames: Frame[] = [];
  const connections = new MemoryConnections();
  await connections.put({ id: 'one', ...screen.who, since: NOW, until: NOW + MINUTE });
  screen.opened();
  screen.finishReads();
  const ports = {
    connections,
    snapshots: { snapshot: async (ids: readonly string[]) => table.snapshot(ids, []) },
    pusher: {
      push: async (_: string, frame: Frame) => {
        frames.push(frame);
        screen.take(frame);
        return 'sent' as const;
      },
      end: async () => undefined,
    },
    clock: { wall: () => NOW },
    journal: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  let told = table.stream.length;
  /** Tells so much of what happened, beside the table as it is now. */
  const tell = async (changes: number) => {
    await projectChanges(ports, table.stream.slice(told, told + changes) as Change[]);
    told += changes;
    screen.finishReads();
  };
  const tellOf = (changes: readonly Change[]) => projectChanges(ports, changes);
  return { table, id, screen, frames, tell, tellOf };
}

describe('a conversation that goes to another operator and comes back to the queue', () => {
  it('is read again, since what was said meanwhile was told to nobody else', async () => {
    const { table, id, screen, tell } = await desk();
    // The head of a message, and its row: the other operator is quicker than the stream.
    table.change(id, inQueue);
    await tell(1);
    table.message(id, table.newId(id));
    table.change(id, taken);
    await tell(1);
    table.change(id, inQueue);
    await tell(2);
    expect(screen.view).toEqual(table.view(screen.who));
  });

  it('is read again by a screen that knows its present version already', async () => {
    const { table, id, screen, tell } = await desk();
    table.message(id, table.newId(id));
    table.change(id, {});
    table.change(id, taken);
    await tell(1);
    table.change(id, inQueue);
    await tell(1);
    expect(screen.view[id]?.summary.version).toBe(table.read(id).summary.version);
    await tell(2);
    expect(screen.view).toEqual(table.view(screen.who));
  });

  it('is not read again while it stays in the queue', async () => {
    const { table, id, frames, tell } = await desk();
    table.change(id, {});
    table.message(id, table.newId(id));
    await tell(2);
    expect(frames.map(({ type }) => type)).toEqual(['message.created', 'conversation.updated']);
  });
});

describe('an incident', () => {
  it('is told of to everybody, once a batch, as it stands at last; how far its work is concerns nobody', async () => {
    const { frames, tellOf } = await desk();
    const [suspected, confirmed] = [anIncident(), anIncident({ version: 2, state: 'confirmed' })];
    await tellOf([
      { kind: 'incident', before: undefined, after: suspected },
      { kind: 'incident', before: suspected, after: confirmed },
    ]);
    expect(frames).toEqual([
      expect.objectContaining({
        type: 'incident.updated',
        conversation_id: null,
        version: 2,
        data: { incident: expect.objectContaining({ id: suspected.id, state: 'confirmed', reporters: 6 }) },
      }),
    ]);
    const worked = { ...confirmed, revision: 9, work: { reporters: [], tell: [] } };
    await tellOf([{ kind: 'incident', before: confirmed, after: worked }]);
    expect(frames).toHaveLength(1);
    const settled = { ...worked, settled: { linked: 6, closed: 2 } };
    await tellOf([{ kind: 'incident', before: worked, after: settled }]);
    expect(frames[1]?.data).toMatchObject({ incident: { settled: { linked: 6, closed: 2 } } });
  });
});
