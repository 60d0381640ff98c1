import { stageSettings } from '../../lib/stage-settings.ts';
import { floods, puts, refuses, unreachable } from '../world/chat-replies.ts';
import { type Dice, PURPOSE, type Sequence } from '../world/dice.ts';
import type { FaultRates } from '../world/faults.ts';
import { DAY, HOUR, SECOND } from '../world/times.ts';
import type { Settings } from '../world/world.ts';
import { BOT, type Stage } from './stage.ts';

/** The chats of one bot. */
export interface CrowdPlan {
  updates: number;
  seed: number;
  /** For a day in the middle it can send nothing. */
  down: boolean;
}

/** Of a bot that is down: the second of three days. */
const DAYS = 3;
const DOWN = { from: DAY, until: 2 * DAY };
/** Midnight in Moscow. */
const START = Date.UTC(2026, 10, 23, 21);
const UPDATES_OF_ONE_CHAT = 20;
/** So many clients write at once, within so long: more than the bot may answer at once. */
const RUSH = { at: 2 * DAY + 12 * HOUR, within: 5 * SECOND, clients: 600 };
/** So many come in one sitting. */
const SITTING = [4, 12] as const;

/** Rarer than in a month where a day of waiting would make very many of them; every fifth update comes twice. */
const RATES: FaultRates = {
  'crash.before': 0.0003,
  'crash.after': 0.0003,
  'error.before': 0.0005,
  'error.after': 0.0005,
  again: 0.0005,
  'stall.before': 0.0001,
  'stall.after': 0.0001,
  late: 0.5,
  'lane.duplicate': 0.001,
  'lane.late': 0.002,
  'lane.unacknowledged': 0.0005,
  'stream.repeat': 0.02,
  'answer.lost': 0.002,
  'update.repeat': 0.2,
};

/** What clients ask for; most of it needs nobody. */
const TALK = [
  ...[
    'FAREWELL',
    'FAREWELL',
    'FAREWELL',
    'LESSON_LINK',
    'LESSON_LINK',
    'LESSON_LINK',
    'REFERRAL',
    'REFERRAL',
  ],
  ...['TECH_SUPPORT_BASIC', 'GREETING', 'ABSENCE_REQUEST'],
];
const MEDIA = [
  'none',
  'none',
  'none',
  'none',
  'none',
  'none',
  'none',
  'none',
  'photo',
  'voice',
  'sticker',
] as const;

/** The world as it is deployed. */
export function crowdSettings({ seed }: CrowdPlan): Settings {
  return {
    seed,
    speed: 1,
    start: START,
    pace: 'natural',
    limited: false,
    concurrency: stageSettings('prod').concurrency,
    skew: 0,
    share: { atATime: 4, aSecond: 40 },
    faults: { rates: RATES, until: DAYS * DAY },
  };
}

/** Clients sit down now and then, and write some updates in a row; once very many of them at a time. */
export function playCrowd(stage: Stage, { updates, down }: CrowdPlan): void {
  const { dice } = stage.world;
  talkTo(stage, dice, down);
  const chats = Math.ceil(updates / UPDATES_OF_ONE_CHAT);
  const rushing = Math.min(chats, RUSH.clients);
  rush(stage, dice.sequence(PURPOSE.actor, RUSHING), rushing);
  let left = updates - rushing;
  for (let sitting = 0; left > 0; sitting++) {
    const draw = dice.sequence(PURPOSE.actor, sitting);
    const chat = `${FIRST_CHAT + (sitting % chats)}`;
    const many = Math.min(left, draw.between(...SITTING));
    sit(stage, draw, chat, many);
    left -= many;
  }
}

const FIRST_CHAT = 1_000_000;
/** Tells rolls for the rush from those for sittings. */
const RUSHING = -1;

function rush(stage: Stage, draw: Sequence, clients: number): void {
  for (let n = 0; n < clients; n++)
    stage.writes(`${FIRST_CHAT + n}`, RUSH.at + draw.between(0, RUSH.within), { scenario: 'LESSON_LINK' });
}

function sit(stage: Stage, draw: Sequence, chat: string, updates: number): void {
  let at = draw.between(0, DAYS * DAY - HOUR);
  for (let n = 0; n < updates; n++) {
    const album = draw.chance(0.02) ? `album-${chat}-${at}` : undefined;
    const media = album ? 'photo' : draw.pick(MEDIA);
    const writing = { scenario: draw.pick(TALK), sure: draw.pick(SURE), media, album };
    stage.writes(chat, at, { ...writing, unreadable: draw.chance(0.002) });
    at += album ? draw.between(0, SECOND) : draw.between(0, draw.pick([SECOND, 2 * SECOND, 20 * SECOND]));
  }
}

const SURE = [0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.5];

/** Well but for what the Bot API refuses now and then, and for that one day. */
function talkTo(stage: Stage, dice: Dice, down: boolean): void {
  stage.world.botApi.behave(BOT, (visit) => {
    if (down && stage.elapsed >= DOWN.from && stage.elapsed < DOWN.until) return unreachable();
    const draw = dice.sequence(PURPOSE.receiver, visit);
    const chance = draw.fraction();
    if (chance < 0.0005) return floods(draw.between(1, 20));
    if (chance < 0.0015) return refuses(500, 'Internal Server Error');
    return puts(draw.between(30, 300));
  });
}
