import type { Head } from '../../shared/domain/conversation.ts';
import { type Dice, PURPOSE, type Sequence } from '../world/dice.ts';
import { FAULT_KINDS, type FaultKind, type FaultPlan, type FaultRates } from '../world/faults.ts';
import { answers, anyDuration, anyReply, type Reply } from '../world/replies.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND } from '../world/times.ts';
import type { Settings } from '../world/world.ts';
import { blocks, botOf, TALK, talkInChat } from './random-chats.ts';
import { CHATS, type Scenario, type Stage, webhookOf } from './stage.ts';

/** How often each kind of fault comes in a run that has it. */
const RATES: Record<FaultKind, readonly [least: number, most: number]> = {
  'crash.before': [0.002, 0.03],
  'crash.after': [0.002, 0.03],
  'error.before': [0.005, 0.05],
  'error.after': [0.005, 0.05],
  again: [0.01, 0.1],
  'stall.before': [0.003, 0.03],
  'stall.after': [0.003, 0.03],
  late: [0.5, 0.5],
  'lane.duplicate': [0.01, 0.15],
  'lane.late': [0.02, 0.2],
  'lane.unacknowledged': [0.02, 0.2],
  'alarm.late': [0.2, 0.8],
  'alarm.early': [0.1, 0.5],
  'alarm.double': [0.1, 0.5],
  'stream.late': [0.1, 0.5],
  'stream.repeat': [0.1, 0.5],
  'answer.lost': [0.02, 0.2],
  twice: [0.1, 0.5],
  'update.repeat': [0.2, 0.2],
};

/** What a run of this seed is like: which kinds of fault it has, how many, for how long. */
export function randomSettings(seed: number, dice: Dice, without?: ReadonlySet<string>): Settings {
  const draw = dice.sequence(PURPOSE.setting);
  const speed = draw.pick([1, 1, 20]);
  return {
    seed,
    speed,
    pace: draw.pick(['natural', 'natural', 'immediate']),
    limited: draw.chance(0.3),
    concurrency: {
      classify: draw.between(1, 4),
      deliver: draw.between(1, 4),
      slow: draw.between(1, 3),
      'follow-up': draw.between(1, 2),
      redrive: draw.between(1, 2),
      broadcast: 2,
    },
    skew: draw.pick([0, 5, 50]),
    share: { atATime: draw.between(1, 4), aSecond: 40 },
    faults: { ...randomFaults(draw, speed), without },
    start: NOON + draw.pick(STARTS),
  };
}

/** By day, or late enough in the evening for reminders to be put off. */
const STARTS = [0, 0, 5 * HOUR + 30 * MINUTE, 10 * HOUR];

/** Some runs are so bad, for a short while, that signals end among the dead letters. */
const STORMS = 0.08;
const STORM: FaultRates = { 'crash.before': 0.25, 'error.after': 0.15 };

function randomFaults(draw: Sequence, speed: number): Pick<FaultPlan, 'rates' | 'until'> {
  const storm = draw.chance(STORMS);
  const span = draw.pick([2 * MINUTE, HOUR, 20 * HOUR, 4 * DAY]);
  return {
    rates: { ...randomRates(draw), ...(storm && STORM) },
    until: Math.ceil(Math.min(span, storm ? HOUR : span) / speed),
  };
}

/** Every run has them. */
const USUAL: ReadonlySet<FaultKind> = new Set(['late', 'update.repeat']);

/** Only some kinds in a run: all together hide each other. */
function randomRates(draw: Sequence): FaultRates {
  const rates: FaultRates = {};
  for (const kind of FAULT_KINDS) {
    const [least, most] = RATES[kind];
    const rate = least + draw.fraction() ** 2 * (most - least);
    if (USUAL.has(kind) || draw.chance(0.45)) rates[kind] = rate;
  }
  return rates;
}

/** People who do what people do; every third client writes in a chat. */
export const RANDOM: Scenario = {
  name: 'random',
  play(stage) {
    const draw = stage.world.dice.sequence(PURPOSE.actor);
    const span = draw.pick([10 * SECOND, MINUTE, 10 * MINUTE, 3 * HOUR]);
    const partners = ['demo', 'other'].slice(0, draw.between(1, 2));
    for (const [number, partner] of partners.entries()) endpointOf(stage, partner, number);
    botOf(stage);
    const clients = ['anna', 'boris', 'clara'].slice(0, draw.between(1, 3));
    const people = clients.map((name, number): Person => {
      const inChat = draw.chance(1 / 3);
      return { partners: inChat ? [CHATS] : partners, client: inChat ? `${FIRST_CHAT + number}` : name };
    });
    for (let said = draw.between(1, 7); said > 0; said--) {
      const { partners: of, client } = draw.pick(people);
      talk(stage, draw, draw.pick(of), client, draw.between(0, span));
    }
    if (draw.chance(0.4)) {
      const { partners: of, client } = draw.pick(people);
      operators(stage, draw, draw.pick(of), client, span);
    }
    for (const [number, { partners: of, client }] of people.entries()) {
      answersWhenFollowedUp(stage, of, client, number);
      if (of[0] === CHATS && draw.chance(0.25)) blocks(stage, draw, client, span);
    }
    admins(stage, draw);
  },
};

/** A client, and the partners by whom it may write. */
interface Person {
  partners: readonly string[];
  client: string;
}

const FIRST_CHAT = 101;

function talk(stage: Stage, draw: Sequence, partner: string, client: string, at: number): void {
  if (partner === CHATS) talkInChat(stage, draw, client, at);
  else talkBy(stage, draw, partner, client, at);
}

function talkBy(stage: Stage, draw: Sequence, partner: string, client: string, at: number): void {
  const keyed = draw.chance(0.6);
  const post = {
    client,
    scenario: draw.pick(TALK),
    key: keyed ? `key-${draw.between(1, 1e9)}` : undefined,
    photo: draw.chance(0.1),
    webhook: draw.chance(0.95) ? webhookOf(partner) : undefined,
    wait: draw.chance(0.1) ? draw.between(1, 25) : undefined,
    retries: keyed ? 14 : draw.pick([0, 0, 3]),
  };
  const text = `${post.scenario} ${draw.pick([0.95, 0.95, 0.5, 0.2])} ${draw.between(1, 1e6)}`;
  stage.says(partner, at, { ...post, text });
  // The same again: at once, within the window of a duplicate, or as one more message of a burst.
  if (draw.chance(0.2)) stage.says(partner, at + draw.pick([0, 1, 40, 3000]), { ...post, text });
  if (draw.chance(0.3))
    for (let more = draw.between(1, 3); more > 0; more--)
      stage.says(partner, at + draw.between(0, 5 * SECOND), {
        ...post,
        key: keyed ? `key-${draw.between(1, 1e9)}` : undefined,
        scenario: draw.pick(TALK),
      });
}

/** Operators take a conversation, reply or not, and hand it back or forget it; the client may write meanwhile. */
function operators(stage: Stage, draw: Sequence, partner: string, client: string, span: number): void {
  const conversation = stage.conversation(partner, client);
  const hold = draw.pick([SECOND, MINUTE, HOUR]);
  for (let takes = draw.between(1, 3); takes > 0; takes--) {
    const at = draw.between(0, span + 20 * SECOND);
    stage.at(at, spellOf(stage, draw, conversation, hold));
    if (draw.chance(0.4)) talk(stage, draw, partner, client, at + draw.between(0, hold));
  }
  if (draw.chance(0.6)) {
    const spell = (): (() => Promise<void>) => spellOf(stage, draw, conversation, hold);
    atTheWorstMoment(stage, conversation, [spell(), spell()]);
  }
}

/** One spell of an operator; who forgets to hand back loses the conversation to the queue. */
function spellOf(stage: Stage, draw: Sequence, conversation: string, hold: number): () => Promise<void> {
  const { operator, world } = stage;
  const replies = Array.from({ length: draw.pick([0, 0, 1, 2]) }, () => draw.between(0, hold));
  const back = draw.chance(0.7) ? draw.between(0, hold) : undefined;
  const later = (wait: number, act: () => Promise<void>): void =>
    world.timeline.after(world.times.ofBusiness(wait), () => void act());
  return async () => {
    await operator.take(conversation);
    for (const wait of replies) later(wait, () => operator.reply(conversation));
    if (back !== undefined) later(back, ending(stage, conversation));
  };
}

/** How a spell ends: handed back for the most part; or put back, closed, closed and opened again, or taken over by another. */
function ending(stage: Stage, conversation: string): () => Promise<void> {
  const { operator, colleague, world } = stage;
  const draw = endings.get(world) ?? world.dice.sequence(PURPOSE.actor, ENDING);
  endings.set(world, draw);
  const how = draw.between(0, 9);
  return async () => {
    if (how === 0) return operator.release(conversation);
    if (how === 1 || how === 2) {
      await operator.close(conversation);
      return how === 2 ? colleague.reopen(conversation) : undefined;
    }
    if (how === 3) {
      await colleague.takeOver(conversation);
      await operator.reply(conversation);
      await colleague.reply(conversation);
    }
    const last = how === 3 ? colleague : operator;
    return last.handBack(conversation);
  };
}

/** Endings are drawn apart, so that they change nothing else of a run. */
const endings = new WeakMap<object, Sequence>();
const ENDING = 2;

/** Operators click just when a text is about to leave. */
function atTheWorstMoment(stage: Stage, conversation: string, acts: (() => Promise<void>)[]): void {
  const draw = stage.world.dice.sequence(PURPOSE.actor, WORST);
  stage.world.watchers.push((process, { method, input }) => {
    if (process.fn !== 'deliver' || method !== 'head' || input[0] !== conversation) return;
    const act = draw.chance(0.3) ? acts.pop() : undefined;
    if (act) stage.world.timeline.after(draw.between(0, 12), () => void act());
  });
}

const WORST = 1;

/** Some write just when they are reminded, or while the reminder is on its way. */
function answersWhenFollowedUp(
  stage: Stage,
  partners: readonly string[],
  client: string,
  number: number,
): void {
  const draw = stage.world.dice.sequence(PURPOSE.actor, ANSWERS + number);
  const partner = draw.pick(partners);
  const conversation = stage.conversation(partner, client);
  let left = draw.chance(0.5) ? 2 : 0;
  stage.world.watchers.push((_process, { method, input: [head] }) => {
    if (left === 0 || method !== 'commitFollowUp' || (head as Head).id !== conversation) return;
    left -= 1;
    if (draw.chance(0.5))
      talk(stage, draw, partner, client, stage.elapsed + draw.pick([0, 10, 40, SECOND, 7 * SECOND]));
  });
}

const ANSWERS = 2;

function admins(stage: Stage, draw: Sequence): void {
  for (const at of [2 * HOUR, 30 * HOUR, 100 * HOUR, 140 * HOUR]) {
    const again = draw.chance(0.5) ? () => stage.admin.replayDead() : () => stage.admin.redriveDead();
    if (draw.chance(0.7)) stage.at(at + draw.between(0, HOUR), again);
    if (draw.chance(0.3)) stage.at(at + draw.between(0, HOUR), () => stage.admin.enableDisabled());
    if (draw.chance(0.7)) stage.at(at + draw.between(0, HOUR), () => stage.admin.resumeStuck());
  }
}

function endpointOf(stage: Stage, partner: string, number: number): void {
  const { dice, receivers, times } = stage.world;
  const draw = dice.sequence(PURPOSE.receiver, number);
  const worldly = draw.pick(TEMPERS);
  const until = times.business() + draw.pick([MINUTE, HOUR, DAY, 3 * DAY]);
  receivers.behave(webhookOf(partner), (visit, business) =>
    worldly(dice.sequence(PURPOSE.receiver, number, visit), business, until),
  );
}

type WorldlyTemper = (draw: Sequence, business: number, until: number) => Reply;
const well: WorldlyTemper = (draw) => answers(200, { takes: anyDuration(draw) });
const outage: WorldlyTemper = (draw, business, until) =>
  business < until ? unwell(draw, business) : well(draw, business, until);
const unwell = (draw: Sequence, business: number): Reply => {
  const reply = anyReply(draw, business);
  return reply.status !== undefined && reply.received ? answers(503) : reply;
};

const TEMPERS: readonly WorldlyTemper[] = [
  well,
  well,
  well,
  outage,
  outage,
  (draw, business) => anyReply(draw, business),
  (draw) => (draw.chance(0.3) ? answers(500) : answers(204, { takes: anyDuration(draw) })),
  (draw) => answers(draw.pick([400, 401, 404, 410])),
  () => answers(500),
];
