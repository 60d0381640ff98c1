import type { Broadcast, BroadcastPlan, BroadcastStage } from '../shared/domain/broadcast.ts';
import { hasEnded } from '../shared/domain/broadcast.ts';
import { changeBroadcast, startBroadcast } from '../shared/usecases/start-broadcast.ts';
import { BroadcastWatch } from './broadcast-watch.ts';
import { type BroadcastSimPlan, broadcastSettings, fill, NO_STALLS, planOf } from './scenarios/broadcast.ts';
import { AskedReplies } from './scenarios/broadcast-replies.ts';
import { type BroadcastingPorts, broadcasting, deploy } from './world/functions.ts';
import { HOUR, MINUTE, SECOND } from './world/times.ts';
import { World } from './world/world.ts';

/** What a notice to many clients, then the news of its end, and one that is cancelled came to. */
export interface BroadcastResult {
  clients: number;
  seed: number;
  /** Of notice and restore: clients whom no text of it reached, and whom more than one may have. */
  missed: number;
  doubled: number;
  /** Texts for chats of which a crash left nobody knowing whether they arrived: they are not sent again. */
  unknown: number;
  /** Both ended, and what they counted adds up. */
  counted: boolean;
  /** The most within one second: notices due by channel, and messages that the bot sent. */
  pace: { bot: number; partner: number; sent_by_bot: number };
  /** Minutes of business time. */
  took: { notice: number; restore: number };
  /** From a cancelling to the last notice that somebody began to send after it, ms; and how many it took back. */
  cancel_ms: number;
  cancelled: number;
  /** How long replies of operators take beside a broadcast, and without one, ms: p95. */
  replies: { beside: number; alone: number };
  /** The longest list that a call of the broadcast function carried. */
  rows_at_once: number;
  faults: number;
  calls: number;
}

/** Plays it with crashes and repeats at every point. */
export async function playBroadcasts(plan: BroadcastSimPlan): Promise<BroadcastResult> {
  const world = new World(broadcastSettings(plan));
  deploy(world);
  await fill(world, plan);
  const watch = new BroadcastWatch(world);
  const replies = new AskedReplies(world, watch);
  const alone = await replies.ask(20 * SECOND);
  await runFor(world, 5 * MINUTE);
  const beside = await replies.ask(20 * SECOND + MINUTE);
  const [notice, restore] = [await play(world, 'notice'), await play(world, 'restore')];
  const texts = [notice, restore].map(({ id }) => watch.textsOf(id));
  const { calls } = world;
  return {
    ...plan,
    missed: texts.reduce((sum, of) => sum + plan.clients - of.size, 0),
    doubled: texts.reduce((sum, of) => sum + [...of.values()].filter(({ size }) => size > 1).length, 0),
    unknown: watch.unknownOf(notice.id) + watch.unknownOf(restore.id),
    counted: isWhole(notice) && isWhole(restore),
    pace: watch.pace(),
    took: { notice: minutesOf(notice), restore: minutesOf(restore) },
    ...(await playCancelling(plan)),
    replies: { beside: replies.p95(beside), alone: replies.p95(alone) },
    rows_at_once: watch.rowsAtOnce,
    faults: watch.faults,
    calls,
  };
}

function isWhole({ state, counts }: Broadcast): boolean {
  const skipped = Object.values(counts.skipped).reduce((sum, one) => sum + one, 0);
  return state === 'done' && counts.failed === 0 && counts.found === counts.told + skipped;
}

function minutesOf({ at, ended_at = at }: Broadcast): number {
  return Math.round((ended_at - at) / SECOND) / 60;
}

async function play(world: World, stage: BroadcastStage): Promise<Broadcast> {
  const plan = planOf(stage, world.times.business());
  await insist(world, (ports) => startBroadcast(ports, plan));
  const ended = await untilEnded(world, plan);
  // Ladders of what failed go on for a while.
  await runFor(world, 2 * HOUR);
  return ended;
}

async function untilEnded(world: World, { id }: BroadcastPlan): Promise<Broadcast> {
  for (let minutes = 0; minutes < 48 * 60; minutes++) {
    await runFor(world, MINUTE);
    const broadcast = await world.broadcasts.broadcast(id);
    if (broadcast && hasEnded(broadcast)) return broadcast;
  }
  throw new Error(`${id} does not end`);
}

/** Nothing hangs here, and the crowd is smaller: it is cancelled soon. */
async function playCancelling({ clients, seed }: BroadcastSimPlan) {
  const world = new World(broadcastSettings({ clients, seed }, NO_STALLS));
  deploy(world);
  await fill(world, { clients: Math.min(clients, CANCELLED_CROWD), seed });
  const watch = new BroadcastWatch(world);
  const plan = planOf('message', world.times.business());
  await insist(world, (ports) => startBroadcast(ports, plan));
  const isUnderWay = async () => ((await world.broadcasts.broadcast(plan.id))?.counts.told ?? 0) > 300;
  while (!(await isUnderWay())) await runFor(world, SECOND);
  await insist(world, (ports) => changeBroadcast(ports, plan.id, 'cancel', 'root'));
  await runFor(world, HOUR);
  const { ended_at = 0 } = (await world.broadcasts.broadcast(plan.id)) ?? {};
  return { cancel_ms: watch.claimedAfter(plan.id, ended_at), cancelled: watch.cancelledOf(plan.id) };
}

const CANCELLED_CROWD = 2000;

/** Whoever sees it fail asks again. */
async function insist(world: World, act: (ports: BroadcastingPorts) => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const asked = broadcasting(world, act);
    let kind: string | undefined;
    void asked.then((ended) => {
      kind = ended.kind;
    });
    for (let waited = 0; kind === undefined && waited < 600; waited++) await runFor(world, 100);
    if (kind === 'returned') return;
  }
  throw new Error('it fails again and again');
}

async function runFor({ timeline, facts }: World, span: number): Promise<void> {
  const end = timeline.now + span;
  timeline.at(end, () => undefined);
  await timeline.runUntil(end + 1, Number.POSITIVE_INFINITY);
  // Whoever listens has heard them; of very many clients they would be too many.
  facts.length = 0;
}
