import { LIMITS } from '../domain/limits.ts';
import type { Clock, Journal, Meter } from '../ports.ts';
import { type BotState, type ReadPorts, readBots } from './read-bots.ts';

export interface ProbePorts extends ReadPorts {
  clock: Pick<Clock, 'wall'>;
  journal: Journal;
  meter: Meter;
}

/**
 * Asks Telegram how the webhook of every bot stands. What cannot be delivered shows nowhere else: the door is not even
 * asked. Each bot that is not well is a line in the log; together they are two figures, `BotsUnwell` and `UpdatesWaiting`.
 */
export async function probeBots(ports: ProbePorts): Promise<void> {
  const states = await readBots(ports);
  const unwell = states.flatMap((state) => {
    const why = troubleOf(state, ports.clock.wall());
    return why === undefined ? [] : [{ bot: state.bot.id, why }];
  });
  for (const one of unwell) ports.journal.warn('bot.unwell', one);
  const waiting = states.reduce((sum, { webhook }) => sum + (webhook?.pending_update_count ?? 0), 0);
  // A series without a value costs nothing; the other one has to be there, because its alarm rings where it is missing.
  ports.meter.record({ BotsUnwell: unwell.length, ...(waiting > 0 && { UpdatesWaiting: waiting }) });
}

/** An error that Telegram has got over is none. */
function troubleOf({ webhook, error }: BotState, now: number): string | undefined {
  if (!webhook) return error ?? 'nothing is known of its webhook';
  if (webhook.url === '') return 'it has no webhook';
  const { last_error_at, pending_update_count } = webhook;
  const failsNow = last_error_at !== undefined && last_error_at > now - LIMITS.botErrorRecentWall;
  return failsNow && pending_update_count > 0
    ? (webhook.last_error_message ?? 'its updates cannot be delivered')
    : undefined;
}
