import type { Clock } from '../ports.ts';

/**
 * What whoever runs the functions may tell them: how business time relates to wall time. Nothing sets it on AWS, and no
 * environment variable can, so there business time is wall time and no webhook leads to loopback.
 */
interface Host {
  time?: { businessBaseMs: number; wallBaseMs: number; speed: number };
  loopbackWebhooks?: boolean;
}

const HOST = Symbol.for('firstline.host');
// Inherits nothing: a word that slipped into every object would otherwise speak for the host.
const NOBODY = Object.freeze(Object.create(null)) as Host;

function host(): Host {
  return (globalThis as { [HOST]?: Host })[HOST] ?? NOBODY;
}

/** Both times of the system. */
export const hostClock: Clock = {
  business() {
    const { time } = host();
    const wall = Date.now();
    return time ? Math.round(time.businessBaseMs + (wall - time.wallBaseMs) * time.speed) : wall;
  },
  wall: () => Date.now(),
};

/** Whether webhooks may go to `http://localhost` and `http://127.0.0.1`. */
export function loopbackWebhooksAllowed(): boolean {
  return host().loopbackWebhooks === true;
}
