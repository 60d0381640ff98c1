import { LIMITS } from '../domain/limits.ts';
import type { TroubleRead, TroubleReport } from '../domain/outage/trouble.ts';

const MINUTE = 60_000;

/**
 * What was read of every shard, newest first, as one. A shard that was not read to its end may lack reports of the minute
 * of its last one, and lacks all before.
 */
export function joinedShards(
  shards: readonly (readonly TroubleReport[])[],
  from: number,
  to: number,
): TroubleRead {
  const cuts = shards.flatMap((reports) => {
    const oldest = reports[LIMITS.troubleRead - 1];
    return oldest ? [(Math.floor(oldest.at / MINUTE) + 1) * MINUTE] : [];
  });
  const unread = cuts.length > 0 ? Math.max(...cuts) : undefined;
  const known = shards.flat().filter(({ at }) => at >= Math.max(from, unread ?? from) && at <= to);
  return { reports: known.toSorted((a, b) => b.at - a.at), ...(unread !== undefined && { unread }) };
}
