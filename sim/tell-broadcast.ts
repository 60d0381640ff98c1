import { LIMITS } from '../shared/domain/limits.ts';
import { type BroadcastResult, playBroadcasts } from './broadcast.ts';
import type { BroadcastSimPlan } from './scenarios/broadcast.ts';

/** Cancelling takes hold within so long, ms. */
const CANCEL_MOST = 2000;
/** What a bot may send in a second. */
const BOT_MOST = 30;
/** Replies may take so much longer beside a broadcast, ms. */
const DELAY_MOST = 500;

/** Plays a broadcast and tells what it came to. Exit code 1 if it is not as it must be. */
export async function tellBroadcast(plan: BroadcastSimPlan, json: boolean): Promise<void> {
  const started = performance.now();
  const result = await playBroadcasts(plan);
  const seconds = (performance.now() - started) / 1000;
  for (const line of linesOf(result, seconds)) console.log(line);
  if (!isGood(result)) process.exitCode = 1;
  if (json) console.log(JSON.stringify(result));
}

/** Is all as it must be? */
export function isGood({ missed, doubled, counted, pace, cancel_ms, replies }: BroadcastResult): boolean {
  const paced = Math.max(pace.bot, pace.partner) <= LIMITS.noticesASecond && pace.sent_by_bot <= BOT_MOST;
  const prompt = replies.beside <= replies.alone + DELAY_MOST;
  return missed === 0 && doubled === 0 && counted && paced && cancel_ms <= CANCEL_MOST && prompt;
}

function linesOf(result: BroadcastResult, seconds: number): string[] {
  const { clients, seed, missed, doubled, unknown, counted, pace, took, replies } = result;
  return [
    `${clients} clients, seed ${seed}: a notice in ${took.notice.toFixed(1)} min, and that it is over in ${took.restore.toFixed(1)} min`,
    `missed ${missed}, doubled ${doubled}, unknown ${unknown}, ${counted ? 'counts add up' : 'COUNTS DO NOT ADD UP'}`,
    `in one second at most ${pace.bot} notices due on the bot, ${pace.partner} at the partner; ${pace.sent_by_bot} messages sent by the bot`,
    `cancelled: ${result.cancelled} taken back, the last begun ${result.cancel_ms} ms later`,
    `replies: p95 ${replies.beside} ms beside it, ${replies.alone} ms alone`,
    `${result.rows_at_once} rows at once at most; ${result.faults} faults, ${result.calls} port calls, ${seconds.toFixed(1)} s`,
  ];
}
