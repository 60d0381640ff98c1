import { describe, expect, it } from 'vitest';
import type { Told } from '../../../sim/judge/facts.ts';
import { anId, CONVERSATION, NOW, SECOND } from '../../builders.ts';
import {
  aDeath,
  claimed,
  committed,
  findingsOfChats,
  hit,
  LATER,
  MESSAGE,
  recorded,
  TEXT,
  type Timed,
} from './told.ts';

const BOT = 'demo';
const CHAT = 'demo 101';
const SECOND_MESSAGE = anId(NOW + 5, 4);

const at = (time: number, told: Told): Timed => ({ ...told, at: time });
const put = (over: object = {}): Told => ({
  kind: 'put',
  text: TEXT,
  chat: CHAT,
  part: 0,
  of: 1,
  process: 'deliver#1',
  ...over,
});
const knocked = (over: object = {}): Told => ({
  kind: 'knocked',
  text: TEXT,
  bot: BOT,
  part: 0,
  process: 'deliver#1',
  clear: true,
  silence: undefined,
  ...over,
});
const written = (message: string, place: number): Told => ({ kind: 'written', message, place });
const restored = (message: string, place: number): Told => ({
  kind: 'wrote',
  conversation: CONVERSATION,
  message,
  row: true,
  place,
});
const acknowledged = (over: object = {}): Told => ({
  kind: 'acknowledged',
  bot: BOT,
  update: 7,
  conversation: CONVERSATION,
  place: 1,
  unreadable: false,
  ...over,
});
const replayed: Told = { kind: 'replayed', text: TEXT, due: NOW, tenure: 1, base: 1 };
const unknown = (rule = 'telegram.unknown.crash'): Told => ({
  kind: 'buried',
  dead: { ...aDeath, rule, unknown: true },
});
const stands = (blocked: boolean): Told => ({
  kind: 'stands',
  conversation: CONVERSATION,
  blocked,
  update: 8,
});
const closedChannel = recorded({ outcome: 'dead', rule: 'channel.closed' });
const anUpdate = acknowledged({ update: 8, place: undefined });
/** A bot that sends so many messages, one after so many ms. */
const burst = (many: number, gap: number, process = 'deliver#1'): Timed[] =>
  Array.from({ length: many }, (_, n) => at(n * gap, knocked({ text: anId(NOW, 100 + n), process })));
const silence = { since: 0, until: 30 * SECOND, process: 'deliver#2' };

describe('in chats nothing is wrong', () => {
  it.each<[string, Timed[], number?]>([
    ['if an update is kept and then acknowledged', [written(MESSAGE, 1), acknowledged()]],
    ['if it is delivered again', [written(MESSAGE, 1), acknowledged(), acknowledged()]],
    ['if a message comes back that was half written', [restored(MESSAGE, 1), acknowledged()]],
    ['if messages come in their order', [written(MESSAGE, 1), written(SECOND_MESSAGE, 2)]],
    [
      'if what nobody understands is set aside',
      [{ kind: 'set_aside', bot: BOT, update: 7 }, acknowledged({ place: undefined, unreadable: true })],
    ],
    ['if an update is no message', [acknowledged({ place: undefined })]],
    ['if parts follow each other', [put({ of: 2 }), at(SECOND, put({ part: 1, of: 2 }))]],
    ['if another chat is spoken to at once', [put(), put({ text: LATER, chat: 'demo 102' })]],
    ['if two come a second apart, as two clocks tell it', [put(), at(910, put({ text: LATER }))], 50],
    [
      'if what was replayed comes behind a later text',
      [committed(), committed(LATER, { sequence: 2 }), replayed, put({ text: LATER }), at(SECOND, put())],
    ],
    ['if a refused part is sent again', [knocked(), knocked()]],
    ['if an admin has it sent again', [knocked({ clear: false }), replayed, knocked()]],
    ['if thirty messages come in a second', burst(30, 33)],
    ['if more come from processes that were stalled', [hit('deliver#9'), ...burst(40, 1, 'deliver#9')]],
    ['if what was under way comes into a silence', [at(250, knocked({ silence }))]],
    ['if it comes when the silence is over but for the clocks', [at(29_950, knocked({ silence }))], 50],
    ['if the one died who was told to keep silent', [hit('deliver#2'), at(9000, knocked({ silence }))]],
    ['if it was stalled on its way into the silence', [hit(), at(9000, knocked({ silence }))]],
    ['if nobody knows because a process died', [claimed(), hit(), unknown()]],
    ['if nobody knows because the answer was cut', [claimed(), knocked({ clear: false }), unknown()]],
    ['if it is given up because its client has blocked the bot', [stands(true), anUpdate, closedChannel]],
    [
      'if the desk has heard of nothing but what came before',
      [stands(false), acknowledged({ place: undefined }), at(31 * SECOND, closedChannel)],
    ],
    ['if the desk cannot know yet that its client is back', [stands(false), anUpdate, closedChannel]],
  ])('%s', (_, told, skew = 0) => {
    expect(findingsOfChats(told, skew)).toEqual([]);
  });
});

describe('in chats it is wrong', () => {
  it.each<[string, Timed[], string]>([
    [
      'to acknowledge an update and keep nothing',
      [acknowledged()],
      'lost: update 7 is answered, and nothing is kept of it',
    ],
    [
      'to set nothing aside of what nobody understands',
      [acknowledged({ place: undefined, unreadable: true })],
      'lost: update 7 is answered, and nothing is kept of it',
    ],
    [
      'to set the same number aside for another bot',
      [{ kind: 'set_aside', bot: 'other', update: 7 }, acknowledged({ place: undefined, unreadable: true })],
      'lost: update 7 is answered, and nothing is kept of it',
    ],
    [
      'to make two messages of one update',
      [written(MESSAGE, 1), written(SECOND_MESSAGE, 1)],
      'doubled: one update was made two messages',
    ],
    [
      'to take a message in behind a later one',
      [written(SECOND_MESSAGE, 2), written(MESSAGE, 1)],
      'out_of_order: it is taken in after a later one of its chat',
    ],
    [
      'to put a text into the chat twice',
      [put(), at(2 * SECOND, put())],
      'doubled: part 0 of it is in the chat twice',
    ],
    [
      'to put it there again after a crash',
      [put(), hit(), at(2 * SECOND, put({ process: 'deliver#2' }))],
      'doubled: part 0 of it is in the chat twice',
    ],
    [
      'to put the second part first',
      [put({ part: 1, of: 2 })],
      'out_of_order: part 1 of it is in the chat before the one that it follows',
    ],
    [
      'to put a text behind a later one',
      [committed(), committed(LATER, { sequence: 2 }), put({ text: LATER }), at(2 * SECOND, put())],
      'out_of_order: it is in the chat behind a later text',
    ],
    [
      'to put two into one chat within a second',
      [put(), at(999, put({ text: LATER }))],
      'out_of_order: it comes 999 ms after another in its chat',
    ],
    [
      'to send it again although it may be there',
      [knocked({ clear: false }), at(9000, knocked({ process: 'deliver#2' }))],
      'doubled: part 0 of it is sent although nobody knows of what was sent before',
    ],
    [
      'to send its next part although the first may not be there',
      [knocked({ clear: false }), knocked({ part: 1 })],
      'doubled: part 1 of it is sent although nobody knows of what was sent before',
    ],
    [
      'to send more than thirty messages in a second',
      burst(31, 33),
      'out_of_order: its bot sends 31 messages in 990 ms',
    ],
    [
      'to send long after the bot was told to keep silent',
      [at(251, knocked({ silence }))],
      'out_of_order: it is sent 251 ms after its bot was told to keep silent',
    ],
    [
      'to leave a text unknown without a reason',
      [claimed(), knocked(), unknown()],
      'lost: it is left unknown although nothing happened to it',
    ],
    [
      'to give a text up although its client is there',
      [closedChannel],
      'lost: it is given up although its client has not blocked the bot',
    ],
    [
      'to give it up long after the client came back',
      [stands(false), anUpdate, at(31 * SECOND, closedChannel)],
      'lost: it is given up although its client has not blocked the bot',
    ],
  ])('%s', (_, told, finding) => {
    expect(findingsOfChats(told)).toEqual([finding]);
  });
});
