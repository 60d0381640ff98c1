import { cut, floods, garbles, puts, refuses, UNAUTHORIZED, unreachable } from '../world/chat-replies.ts';
import { HOUR, MINUTE, SECOND } from '../world/times.ts';
import { BOT, CHATS, type Scenario } from './stage.ts';

const ANNA = '101';
const BORIS = '102';
/** Thanks: nothing but the close follows. */
const THANKS = { scenario: 'FAREWELL' };

/** Clients who write to a bot. */
export const CHAT_PLAYS: readonly Scenario[] = [
  {
    name: 'chat writes',
    play: (stage) => {
      stage.writes(ANNA, 0, { scenario: 'LESSON_LINK' });
      stage.writes(ANNA, MINUTE, THANKS);
    },
  },
  {
    name: 'update delivered again at every moment',
    play: (stage) => {
      stage.writes(ANNA, 0, { again: [0, 3, 2 * SECOND, MINUTE, 40 * HOUR], ...THANKS });
      stage.writes(ANNA, 500, { again: [1, 10 * SECOND], ...THANKS });
      stage.writes(ANNA, HOUR, { unreadable: true, again: [2, MINUTE] });
    },
  },
  {
    name: 'answers of the Bot API that are cut or garbled',
    play: (stage) => {
      const replies = [cut(true), cut(false), garbles(true), garbles(false, 200), garbles(true, 504)];
      stage.world.botApi.script(BOT, ...replies);
      for (const at of [0, 1, 2, 3, 4, 5]) stage.writes(ANNA, at * MINUTE, THANKS);
    },
  },
  {
    name: 'client blocks the bot and unblocks it',
    play: (stage) => {
      stage.writes(ANNA, 0, { scenario: 'COMPLAINT' });
      stage.at(SECOND, async () => stage.telegram.stands(ANNA, 'kicked', [MINUTE]));
      stage.at(2 * HOUR, async () => stage.telegram.stands(ANNA, 'member', [2 * SECOND]));
      stage.at(3 * HOUR, () => stage.admin.replayDead());
      stage.writes(ANNA, 4 * HOUR, THANKS);
    },
  },
  {
    name: 'bot is told to keep silent',
    play: (stage) => {
      stage.world.botApi.script(BOT, floods(30), puts(), floods(7), refuses(500, 'Internal Server Error'));
      stage.writes(ANNA, 0, THANKS);
      stage.writes(ANNA, 100, THANKS);
      stage.writes(BORIS, 8 * SECOND, THANKS);
      stage.writes(ANNA, 20 * SECOND, THANKS);
    },
  },
  {
    name: 'album',
    play: (stage) => {
      for (const at of [0, 5, 900])
        stage.writes(ANNA, at, {
          media: 'photo',
          album: 'album',
          ...(at > 0 && { text: undefined }),
          again: [30],
        });
      stage.writes(ANNA, 20 * SECOND, THANKS);
    },
  },
  {
    name: 'text in three parts',
    play: (stage) => {
      const { botApi } = stage.world;
      botApi.partsOf = () => 3;
      botApi.script(BOT, puts(), floods(5), puts(), unreachable(), puts(), puts(), cut(false), puts());
      stage.writes(ANNA, 0, THANKS);
      stage.writes(ANNA, MINUTE, THANKS);
    },
  },
  {
    name: 'token refused, and the bot enabled again',
    play: (stage) => {
      stage.world.botApi.script(BOT, UNAUTHORIZED);
      stage.writes(ANNA, 0, THANKS);
      stage.writes(ANNA, MINUTE, THANKS);
      stage.writes(BORIS, HOUR, THANKS);
      stage.at(2 * HOUR, () => stage.admin.enableDisabled());
    },
  },
  {
    name: 'operator in a chat',
    play: (stage) => {
      const conversation = stage.conversation(CHATS, ANNA);
      stage.writes(ANNA, 0, { scenario: 'COMPLAINT' });
      stage.at(MINUTE, () => stage.operator.take(conversation));
      stage.at(MINUTE + 10 * SECOND, () => stage.operator.reply(conversation));
      stage.writes(ANNA, 2 * MINUTE, { media: 'voice' });
      stage.at(3 * MINUTE, () => stage.operator.reply(conversation));
      stage.at(3 * MINUTE + 200, () => stage.operator.reply(conversation));
      stage.at(4 * MINUTE, () => stage.operator.handBack(conversation));
    },
  },
];
