import { describe, expect, it } from 'vitest';
import { MemoryConnections } from '../../shared/adapters/memory/connections.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Frame } from '../../shared/domain/frame.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Pusher } from '../../shared/ports.ts';
import { pushFrames } from '../../shared/usecases/push-frames.ts';
import { MINUTE, NOW } from '../builders.ts';

const frame = (version: number): Frame => ({
  type: 'conversation.updated',
  at: NOW,
  conversation_id: `cnv_${Math.floor(version / 10)}`,
  version,
  data: { since: 0, conversation: {} as never },
});

const connection = (id: string): Connection => ({
  id,
  operator: 'operator_001',
  role: 'operator',
  since: NOW - MINUTE,
  until: NOW + MINUTE,
});

/** Pushes to these, and keeps what was taken in its order. */
async function desk(answers: Record<string, (frame: Frame) => ReturnType<Pusher['push']>>) {
  const connections = new MemoryConnections();
  for (const id of Object.keys(answers)) await connections.put(connection(id));
  const taken: string[] = [];
  const ended: string[] = [];
  const ports = {
    connections,
    pusher: {
      push: async (id: string, pushed: Frame) => {
        const answer = await answers[id]!(pushed);
        if (answer === 'sent') taken.push(`${id} ${pushed.version}`);
        return answer;
      },
      end: async (id: string) => void ended.push(id),
    },
    clock: { wall: () => NOW },
    journal: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const push = (letters: Frame[][]) =>
    pushFrames(
      ports,
      Object.keys(answers).map((id) => ({ to: connection(id), letters })),
    );
  const known = async () => (await connections.all()).map(({ id }) => id);
  return { push, taken, ended, known };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('frames that are pushed', () => {
  it('keep the order of their conversation, and reach others while one connection hangs', async () => {
    const hanging = Promise.withResolvers<'failed'>();
    const { push, taken, ended, known } = await desk({
      hangs: () => hanging.promise,
      fine: async () => 'sent',
    });
    const pushed = push([[frame(10), frame(11)], [frame(20)]]);
    await turn();
    expect(taken.toSorted()).toEqual(['fine 10', 'fine 11', 'fine 20']);
    expect(taken.indexOf('fine 10')).toBeLessThan(taken.indexOf('fine 11'));
    hanging.resolve('failed');
    await pushed;
    expect([ended, await known()]).toEqual([['hangs'], ['fine']]);
  });

  it('end a connection that did not take one, whatever it takes of another conversation after that', async () => {
    const slow = Promise.withResolvers<'sent'>();
    const { push, taken, ended, known } = await desk({
      one: ({ version }) => (version === 20 ? slow.promise : Promise.resolve('failed')),
    });
    const pushed = push([[frame(10)], [frame(20)]]);
    await turn();
    slow.resolve('sent');
    await pushed;
    expect([taken, ended, await known()]).toEqual([['one 20'], ['one'], []]);
  });

  it('are so many at a time to one connection', async () => {
    let [open, most] = [0, 0];
    const { push, taken } = await desk({
      one: async () => {
        open += 1;
        most = Math.max(most, open);
        await turn();
        open -= 1;
        return 'sent';
      },
    });
    await push(Array.from({ length: 20 }, (_, at) => [frame(at * 10)]));
    expect(taken).toHaveLength(20);
    expect(most).toBe(LIMITS.pushesAtOnce);
  });

  it('end with the first that is not taken', async () => {
    const { push, taken, ended, known } = await desk({
      gone: async ({ version }) => (version === 11 ? 'gone' : 'sent'),
    });
    await push([[frame(10), frame(11), frame(12)]]);
    expect([taken, ended, await known()]).toEqual([['gone 10'], [], []]);
  });
});
