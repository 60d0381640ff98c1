import type { Frame } from '../../../shared/contracts/screen-frames.ts';

export interface Line {
  send(frame: unknown): void;
  close(): void;
}

export interface LineEvents {
  opened(): void;
  frame(frame: Frame): void;
  /** Once, however it ended, also if it never opened; not after `close`. */
  closed(): void;
}

/** API Gateway ends a socket after ten minutes of silence. */
const PING_MS = 60_000;
/** A line that says nothing for so long after a ping is dead, whatever the browser thinks of it. */
const PONG_MS = 10_000;

/** One socket, watched. */
export function connect(url: string, events: LineEvents): Line {
  const socket = new WebSocket(url);
  let dead: ReturnType<typeof setTimeout> | undefined;
  const pings = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send('{"type":"ping"}');
    dead ??= setTimeout(end, PONG_MS);
  }, PING_MS);
  let ended = false;
  function end(): void {
    if (ended) return;
    forget();
    events.closed();
  }
  function forget(): void {
    ended = true;
    clearInterval(pings);
    clearTimeout(dead);
    socket.close();
  }
  socket.addEventListener('open', () => ended || events.opened());
  socket.addEventListener('close', end);
  socket.addEventListener('message', ({ data }) => {
    clearTimeout(dead);
    dead = undefined;
    const frame = readFrame(data);
    if (frame && !ended) events.frame(frame);
  });
  return {
    send: (frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)),
    close: forget,
  };
}

function readFrame(data: unknown): Frame | undefined {
  try {
    return JSON.parse(String(data)) as Frame;
  } catch {
    return undefined;
  }
}
