import { type Connection, liveAt } from '../domain/connection.ts';
import type { Frame } from '../domain/frame.ts';
import {
  type Change,
  comesIn,
  concerns,
  framesOf,
  type Gathered,
  gather,
  newsOf,
  readAgain,
  signedOut,
} from '../domain/projection.ts';
import type { Connections, Snapshots } from '../ports.ts';
import { dropConnection, type PushPorts, pushFrames } from './push-frames.ts';

export type ProjectPorts = PushPorts & {
  connections: Pick<Connections, 'all' | 'remove'>;
  snapshots: Snapshots;
};

/** Tells the screens what a batch of the table's stream changed, each what concerns it. While nobody looks it costs one read. */
export async function projectChanges(ports: ProjectPorts, changes: readonly Change[]): Promise<void> {
  const gathered = gather(changes);
  const gone = signedOut(changes);
  const news = newsOf(changes, ports.clock.wall());
  if (gathered.length === 0 && gone.length === 0 && news.length === 0) return;
  const all = liveAt(ports.clock.wall(), await ports.connections.all());
  const [leaving, connections] = [
    all.filter(({ operator }) => gone.includes(operator)),
    all.filter(({ operator }) => !gone.includes(operator)),
  ];
  await Promise.all(leaving.map((one) => dropConnection(ports, one, 'signed_out')));
  if (connections.length === 0) return;
  const told = gathered.length === 0 ? [] : await tellings(ports, gathered);
  const mail = connections.map((to) => ({
    to,
    letters: [...(news.length > 0 ? [news] : []), ...lettersFor(to, told)],
  }));
  await pushFrames(
    ports,
    mail.filter(({ letters }) => letters.length > 0),
  );
}

interface Telling {
  conversation_id: string;
  /** Of the batch, and at last as it is now. */
  states: Gathered['heads'];
  erased: boolean;
  frames: Frame[];
  at: number;
}

async function tellings(ports: ProjectPorts, gathered: readonly Gathered[]): Promise<Telling[]> {
  const { heads, texts } = await ports.snapshots.snapshot(
    gathered.map(({ conversation_id }) => conversation_id),
    gathered.flatMap(({ said }) => said),
  );
  const at = ports.clock.wall();
  return gathered.map((one) => {
    const head = heads.find(({ id }) => id === one.conversation_id);
    const said = texts.filter(({ id }) => one.said.includes(id));
    return {
      conversation_id: one.conversation_id,
      states: head ? [...one.heads, head] : one.heads,
      erased: head === undefined,
      frames: framesOf(one, { head, texts: said }, at),
      at,
    };
  });
}

function lettersFor(to: Connection, told: readonly Telling[]): Frame[][] {
  return told.map((one) => letterFor(to, one)).filter(({ length }) => length > 0);
}

/** That something was erased concerns everybody: whoever has it on the screen must not keep it there. */
function letterFor(to: Connection, { conversation_id, states, erased, frames, at }: Telling): Frame[] {
  if (erased) return frames;
  if (!concerns(to, conversation_id, states)) return [];
  return comesIn(to, conversation_id, states)
    ? [readAgain(conversation_id, 'entered', at), ...frames]
    : frames;
}

/** Some changes will never be told: everybody is to read again what is on the screen. */
export async function resyncAll(ports: ProjectPorts): Promise<void> {
  const at = ports.clock.wall();
  const frame: Frame = {
    type: 'resync',
    at,
    conversation_id: null,
    version: null,
    data: { reason: 'left_behind' },
  };
  const connections = liveAt(at, await ports.connections.all());
  await pushFrames(
    ports,
    connections.map((to) => ({ to, letters: [[frame]] })),
  );
}
