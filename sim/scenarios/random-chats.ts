import type { BotTemper } from '../world/bot-api.ts';
import { anyChatReply, puts, UNAUTHORIZED, unreachable } from '../world/chat-replies.ts';
import { PURPOSE, type Sequence } from '../world/dice.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../world/times.ts';
import { BOT, type Stage } from './stage.ts';

/** What clients ask for. */
export const TALK = [
  'GREETING',
  'TECH_SUPPORT_BASIC',
  'COMPLAINT',
  'LESSON_LINK',
  'FAREWELL',
  'SCHEDULE_CHANGE',
  'REVIEW_BONUS',
  'UNKNOWN',
];

/** Blocks the bot at some time, and mostly thinks better of it. */
export function blocks(stage: Stage, draw: Sequence, chat: string, span: number): void {
  const at = draw.between(0, span + 10 * SECOND);
  stage.at(at, async () => stage.telegram.stands(chat, 'kicked'));
  if (draw.chance(0.7))
    stage.at(at + draw.between(0, HOUR), async () => stage.telegram.stands(chat, 'member'));
}

export function talkInChat(stage: Stage, draw: Sequence, chat: string, at: number): void {
  const album = draw.chance(0.1) ? `album-${draw.between(1, 1e6)}` : undefined;
  const media = album ? 'photo' : draw.pick(MEDIA);
  const sure = draw.pick([0.95, 0.95, 0.5, 0.2]);
  const write = (time: number, unreadable = false): void =>
    stage.writes(chat, time, { scenario: draw.pick(TALK), sure, media, album, unreadable });
  write(at, draw.chance(0.05));
  if (album || draw.chance(0.3))
    for (let more = draw.between(1, 3); more > 0; more--) write(at + draw.between(0, 5 * SECOND));
}

const MEDIA = ['none', 'none', 'none', 'none', 'photo', 'voice', 'sticker'] as const;

/** The bot's chats: well, or ill for a while. */
export function botOf(stage: Stage): void {
  const { dice, botApi, times } = stage.world;
  const draw = dice.sequence(PURPOSE.receiver, BOTS);
  const worldly = draw.pick(BOT_TEMPERS);
  const until = times.business() + draw.pick([MINUTE, HOUR, DAY, 2 * DAY]);
  const long = draw.chance(0.3);
  botApi.behave(BOT, (visit, business) =>
    worldly(dice.sequence(PURPOSE.receiver, BOTS, visit), business, until),
  );
  botApi.partsOf = (text) => {
    const names = [...text.slice(-PART_LETTERS)].map((letter) => letter.charCodeAt(0));
    return long ? dice.between(1, 4, PURPOSE.receiver, BOTS, ...names) : 1;
  };
}

/** Tells rolls for bots from those for webhooks. */
const BOTS = 7000;
const PART_LETTERS = 4;

const talks: BotTemperOfRun = (draw) => puts(draw.between(5, 400));
const BOT_TEMPERS: readonly BotTemperOfRun[] = [
  talks,
  talks,
  (draw) => anyChatReply(draw),
  (draw, business, until) => (business < until ? anyChatReply(draw) : talks(draw, business, until)),
  (draw, business, until) => (business < until ? unreachable() : talks(draw, business, until)),
  (draw, business, until) => (business < until ? UNAUTHORIZED : talks(draw, business, until)),
];

type BotTemperOfRun = (draw: Sequence, business: number, until: number) => ReturnType<BotTemper>;
