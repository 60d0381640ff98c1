import { conversationOf, firstIdOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { workSince } from '../domain/oldest-work.ts';
import { dayOf } from '../domain/said.ts';
import { headsOf, type Span, type WalkPorts } from './walk-said.ts';

/**
 * Since when the oldest work waits, as far as a few looks find it; undefined: nothing does. No list tells what waits, for
 * such a list would be written with every message. What lets work lie lets all of it lie, so a look at what was said a
 * while ago tells: the next one looks further back only where there was nothing to see, or something waits.
 */
export async function oldestWork(ports: WalkPorts): Promise<number | undefined> {
  const now = ports.clock.business();
  let oldest: number | undefined;
  let back: number = LIMITS.workRests;
  for (let look = 0; look < LIMITS.workLooks; look++, back *= 2) {
    const { since, seen } = await lookAt(ports, { from: now - 2 * back, to: now - back - 1 }, now);
    if (since === undefined && seen > 0) break;
    oldest = Math.min(since ?? now, oldest ?? now);
  }
  return oldest === now ? undefined : oldest;
}

/** At the conversations in which something was said last in that time. */
async function lookAt({ said }: WalkPorts, { from, to }: Span, now: number) {
  const range = { from: firstIdOf(from), to: firstIdOf(to + 1) };
  const days = [...new Set([dayOf(to), dayOf(from)])];
  const found = await Promise.all(days.map((day) => said.onDay(day, range)));
  const ids = found.flatMap((one) => one.ids).slice(0, LIMITS.saidAtOnce);
  const heads = await headsOf(said, ids.map(conversationOf));
  const since = [...heads.values()].flatMap((head) => workSince(head, now) ?? []);
  return { since: since.length === 0 ? undefined : Math.min(...since), seen: heads.size };
}
