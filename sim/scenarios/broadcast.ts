import { stageSettings } from '../../lib/stage-settings.ts';
import { partnerOfBot } from '../../shared/domain/bot.ts';
import type { BroadcastPlan, BroadcastStage } from '../../shared/domain/broadcast.ts';
import { broadcastId, conversationId, messageId, timeOf } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { dayOf } from '../../shared/domain/said.ts';
import type { SaidByDay } from '../../shared/ports.ts';
import type { FaultRates } from '../world/faults.ts';
import { DAY, HOUR, SECOND } from '../world/times.ts';
import type { Settings, World } from '../world/world.ts';

/** So many clients, half of them in the chats of a bot, half at a partner. */
export interface BroadcastSimPlan {
  clients: number;
  seed: number;
}

export const BOT = 'school';
export const PARTNER = 'demo';
export const HOOK = 'https://crm.example.com/hook';
const INCIDENT = 'inc_0000000000AAAAAAAAAA';

/** Of every kind, all the time; a tenth of all signals comes twice. */
const RATES: FaultRates = {
  'crash.before': 0.00005,
  'crash.after': 0.00005,
  'error.before': 0.00005,
  'error.after': 0.00005,
  again: 0.001,
  'stall.before': 0.00005,
  'stall.after': 0.00005,
  late: 0.5,
  'lane.duplicate': 0.1,
  'lane.late': 0.001,
  'lane.unacknowledged': 0.001,
};

/** Nothing hangs: how fast a cancelling takes hold is told without that. */
export const NO_STALLS: FaultRates = { ...RATES, 'stall.before': 0, 'stall.after': 0, 'lane.late': 0 };

/** The world as it is deployed. */
export function broadcastSettings({ seed }: BroadcastSimPlan, rates: FaultRates = RATES): Settings {
  return {
    seed,
    speed: 1,
    pace: 'natural',
    limited: false,
    concurrency: stageSettings('prod').concurrency,
    skew: 0,
    share: { atATime: 4, aSecond: 40 },
    faults: { rates, until: 30 * DAY },
  };
}

/** Clients who have written in the last hours, and whose messages were answered long ago. */
export async function fill(world: World, { clients }: BroadcastSimPlan): Promise<void> {
  const now = world.times.business();
  const ids: string[] = [];
  for (let number = 0; number < clients; number++) {
    const client = clientOf(number);
    const at = now - 20 * HOUR + Math.floor((number * 20 * HOUR) / clients) - SECOND;
    // Every tenth wrote a few times.
    for (let again = 0; again < (number % 10 === 0 ? 5 : 1); again++)
      ids.push(await write(world, client, at - again * 60 * SECOND, again));
  }
  world.said = listOf(world, ids);
}

interface SimClient {
  partner: string;
  client_id: string;
  channel: { bot?: string; chat_id?: string; platform?: string; webhook_url?: string };
}

export function clientOf(number: number): SimClient {
  const client_id = `${1_000_000 + number}`;
  if (number % 2 === 1) return { partner: PARTNER, client_id, channel: { webhook_url: HOOK } };
  return {
    partner: partnerOfBot(BOT),
    client_id,
    channel: { platform: 'telegram', bot: BOT, chat_id: client_id },
  };
}

async function write(
  { store }: World,
  { partner, client_id, channel }: SimClient,
  at: number,
  again: number,
): Promise<string> {
  const conversation_id = conversationId(partner, client_id);
  const id = messageId(at, conversation_id, new Uint8Array(10).fill(again));
  const seen = await store.head(conversation_id);
  const window = { start: at, count: again + 1 };
  await store.admit(seen, { conversation_id, partner, client_id, id, at, digest: id, window, channel });
  await store.putMessage({ id, conversation_id, text: '', attachments: [], received_at: at });
  const head = await store.head(conversation_id);
  if (head) await store.dropPending(head, [id]);
  return id;
}

/** The index of days, in one list: the store would look through all conversations for every look. */
function listOf({ store }: World, ids: readonly string[]): Pick<SaidByDay, 'onDay' | 'heads'> {
  const newestFirst = ids.toSorted().toReversed();
  const days = Map.groupBy(newestFirst, (id) => dayOf(timeOf(id)));
  return {
    heads: (asked) => store.heads(asked),
    async onDay(day, { from, to }) {
      const those = (days.get(day) ?? []).slice(firstUpTo(days.get(day) ?? [], to));
      const found = those.slice(0, LIMITS.saidAtOnce).filter((id) => id >= from);
      return { ids: found, more: found.length === LIMITS.saidAtOnce && those.length > found.length };
    },
  };
}

/** Where of ids, newest first, those begin that are no newer. */
function firstUpTo(ids: readonly string[], to: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') > to) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function planOf(stage: BroadcastStage, at: number): BroadcastPlan {
  const own = stage === 'message';
  return {
    id: broadcastId(at, 'simulation', stage),
    incident_id: own ? null : INCIDENT,
    stage,
    texts: { ru: TEXTS[stage], en: TEXTS[stage] },
    audience:
      stage === 'restore'
        ? { kind: 'told', incident_id: INCIDENT }
        : { kind: 'active', hours: 24, channels: [`partner:${PARTNER}`, `bot:${BOT}`] },
    automatic: stage === 'notice',
    started_by: 'desk',
    at,
  };
}

const TEXTS: Record<BroadcastStage, string> = {
  notice: 'Сайт не открывается. Чиним.',
  restore: 'Всё снова работает.',
  message: 'В субботу занятий не будет.',
};
