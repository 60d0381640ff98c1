import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Frame } from '../../shared/domain/frame.ts';

/** A screen's socket that keeps every frame it is sent. */
export interface Screen {
  frames: (Frame & { came: number })[];
  closed: Promise<number>;
  send(frame: unknown): void;
  /** The first of this kind that fits, now or soon. */
  next<Type extends Frame['type']>(
    type: Type,
    fits?: (frame: Extract<Frame, { type: Type }>) => boolean,
  ): Promise<Extract<Frame, { type: Type }> & { came: number }>;
  close(): void;
}

/** @throws Error with the status in it, if the handshake is refused. */
export function openScreen(url: string, ticket?: string): Promise<Screen> {
  const query = ticket === undefined ? '' : `?ticket=${ticket}`;
  return openScreenAt(`${url.replace(/^http/, 'ws')}/ws${query}`);
}

/** The same, at the address that a ticket came with. */
export async function openScreenAt(address: string): Promise<Screen> {
  const socket = new WebSocket(address);
  const frames: Screen['frames'] = [];
  const closed = Promise.withResolvers<number>();
  socket.on('message', (data) => frames.push({ ...JSON.parse(String(data)), came: Date.now() }));
  socket.on('close', closed.resolve);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    frames,
    closed: closed.promise,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async next(type, fits = () => true) {
      const find = () => frames.find((it) => it.type === type && fits(it as never));
      await expect.poll(find, { timeout: 10_000, interval: 5 }).toBeDefined();
      return find() as never;
    },
    close: () => socket.close(),
  };
}
