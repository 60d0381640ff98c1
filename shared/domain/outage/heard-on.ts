import { LIMITS } from '../limits.ts';
import type { TroubleChannel, TroubleReport } from './trouble.ts';

/**
 * Channels whose own clients report enough to believe it of them: a few accounts at one partner are no reason to tell
 * another's clients, one of whom happens to have trouble. Where many channels report little each, those that report most.
 */
export function heardOn(
  reports: readonly TroubleReport[],
  channels: readonly TroubleChannel[],
): TroubleChannel[] {
  const counted = channels.map((channel) => ({ channel, clients: clientsOn(reports, channel) }));
  const enough = Math.min(LIMITS.channelReporters, Math.max(0, ...counted.map(({ clients }) => clients)));
  return counted.filter(({ clients }) => clients >= enough).map(({ channel }) => channel);
}

function clientsOn(reports: readonly TroubleReport[], channel: TroubleChannel): number {
  const there = reports.filter((report) => report.channel === channel);
  return new Set(there.map(({ conversation_id }) => conversation_id)).size;
}
