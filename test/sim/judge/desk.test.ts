import { describe, expect, it } from 'vitest';
import type { EndState } from '../../../sim/judge/ending.ts';
import type { CommittedText, Told } from '../../../sim/judge/facts.ts';
import { anId, CONVERSATION, DAY, HOUR, MINUTE, NOW, SECOND } from '../../builders.ts';
import {
  accepted,
  claimed,
  closed,
  committed,
  found,
  handedBack,
  headWith,
  hit,
  later,
  MESSAGE,
  received,
  recorded,
  sent,
  settled,
  TEXT,
  type Timed,
  taken,
  written,
  wrote,
} from './told.ts';

const AGAIN = anId(NOW + 3, 4);

const replied = (scenario: string, over: object = {}): Timed[] => [
  ...[wrote(), written, accepted],
  committed(TEXT, { reply: { scenario, sure: true, hands_over: false, item: undefined, ...over } as never }),
  ...[claimed(), sent(), received(), recorded(), settled()],
];
const GREETED = replied('GREETING');
const THANKED = replied('FAREWELL');
const RESOLVED = replied('REFERRAL');
const ESCALATED = replied('COMPLAINT', { hands_over: true, item: { deadline: NOW + HOUR } });

let named = 10;
/** A follow-up that is decided for that time, and sent and delivered right then. */
function followUp(number: number, after: number, over: Partial<CommittedText> = {}, at = after): Timed[] {
  named += 1;
  const id = anId(NOW + after, named);
  const source = number === 0 ? 'farewell' : 'reminder';
  const text = {
    source,
    number,
    due: NOW + after,
    answers: [],
    sequence: named,
    epoch: 1,
    reply: undefined,
  } as const;
  const told: Told[] = [
    committed(id, { ...text, ...over }),
    claimed(id),
    sent({ text: id, business: NOW + at }),
    received({ text: id }),
    recorded({ text_id: id, finished_at: NOW + at }),
    settled(id),
  ];
  return told.map((fact) => later(at, fact));
}

const reminders = (): Timed[] => [
  ...followUp(1, 15 * MINUTE),
  ...followUp(2, 30 * MINUTE),
  ...followUp(3, DAY),
];
const ending = (last = DAY, over: Partial<CommittedText> = {}): Timed[] => [
  ...followUp(0, last + 2 * MINUTE, over),
  later(last + 3 * MINUTE, closed),
];
const returned = (wait: number): Timed =>
  later(wait, { kind: 'returned', conversation: CONVERSATION, item: { deadline: NOW + DAY } });
const overdue = (wait: number): Timed => later(wait, { kind: 'overdue', conversation: CONVERSATION });
const escalated = {
  reason: 'complaint',
  scenario: 'COMPLAINT',
  priority: 'high',
  since: NOW,
  deadline: NOW,
} as const;
const waits = headWith({ status: 'escalated', escalation: { ...escalated, overdue: true } });

describe('nothing is wrong with a desk', () => {
  it.each([
    ['that reminds, parts and closes', [...GREETED, ...reminders(), ...ending()], {}],
    ['that parts and closes when a matter is settled', [...RESOLVED, ...ending(0)], {}],
    ['that closes after thanks', [...THANKED, later(3 * MINUTE, closed)], {}],
    [
      'that stops as soon as the client writes',
      [...GREETED, ...followUp(1, 15 * MINUTE), later(20 * MINUTE, wrote(AGAIN))],
      {},
    ],
    ['that tells of a promise that was not kept', [...ESCALATED, overdue(HOUR)], waits],
    [
      'that counts from the hand-back when there is nothing to answer',
      [...GREETED, taken(), later(HOUR, handedBack(NOW + HOUR)), ...ending(HOUR, { tenure: 3 })],
      {},
    ],
    [
      'that is back in the queue when it is handed back without a word',
      [...ESCALATED, taken(), later(MINUTE, handedBack(undefined)), overdue(HOUR)],
      waits,
    ],
    [
      'that takes a conversation back after half an hour of silence',
      [...ESCALATED, taken(), returned(30 * MINUTE), overdue(DAY)],
      waits,
    ],
    [
      'that is late where something went wrong',
      [
        ...GREETED,
        later(15 * MINUTE, hit()),
        ...followUp(1, 15 * MINUTE, {}, 25 * MINUTE),
        later(26 * MINUTE, wrote(AGAIN)),
      ],
      {},
    ],
  ] as [string, Timed[], Partial<EndState>][])('%s', (_, told, over) => {
    expect(found(told, over)).toEqual([]);
  });
});

describe('the judge of the desk finds', () => {
  const forNight = 9 * HOUR; // 21:00 UTC, midnight in Moscow
  it.each([
    [
      'one that is said twice',
      [...GREETED, ...followUp(1, 15 * MINUTE), ...followUp(1, 16 * MINUTE)],
      'doubled: reminder 1 is said twice',
    ],
    [
      'one after the client has written',
      [...GREETED, later(MINUTE, wrote(AGAIN)), ...followUp(1, 15 * MINUTE)],
      'spoke_over: it follows up although the client has written',
    ],
    [
      'one that is claimed after the client has written',
      [
        ...GREETED,
        ...followUp(1, 15 * MINUTE).slice(0, 1),
        later(15 * MINUTE, wrote(AGAIN)),
        later(15 * MINUTE, claimed(anId(NOW + 15 * MINUTE, named))),
      ],
      'spoke_over: it follows up although the client has written',
    ],
    [
      'one while somebody owes an answer',
      [...ESCALATED, ...followUp(0, 2 * MINUTE)],
      'spoke_over: it follows up although somebody owes an answer',
    ],
    [
      'one while an operator has the conversation',
      [...GREETED, taken(), ...followUp(1, 15 * MINUTE)],
      'spoke_over: the bot decided it while another had the conversation',
    ],
    [
      'one before the reply is delivered',
      [...GREETED.slice(0, 4), ...followUp(1, 15 * MINUTE)],
      'spoke_over: it follows up before the reply is delivered',
    ],
    [
      'one before its time',
      [...GREETED, ...followUp(1, 15 * MINUTE - 1)],
      'out_of_order: it follows up before its time',
    ],
    [
      'one that does not follow such a reply',
      [...RESOLVED, ...followUp(1, 15 * MINUTE)],
      'out_of_order: reminder 1 is not what follows',
    ],
    [
      'one that is decided for the night',
      [...GREETED, ...followUp(1, forNight)],
      'out_of_order: it reminds in the quiet hours',
    ],
    [
      'one that is sent at night',
      [...GREETED, ...followUp(1, 15 * MINUTE, {}, forNight)],
      'out_of_order: it is sent in the quiet hours',
    ],
    [
      'one that is claimed when its time is over',
      [...GREETED, ...followUp(1, 15 * MINUTE, {}, 46 * MINUTE)],
      'out_of_order: it is claimed although its time is over',
    ],
    [
      'one that comes too late',
      [...GREETED, ...followUp(1, 15 * MINUTE, {}, 17 * MINUTE + SECOND)],
      'out_of_order: reminder 1 comes too late',
    ],
    [
      'one that never comes',
      [...GREETED, later(18 * MINUTE, wrote(AGAIN))],
      'out_of_order: reminder 1 was to come by now',
    ],
    [
      'one that is left out',
      [...GREETED, ...followUp(2, 30 * MINUTE)],
      'lost: reminder 2 comes, and reminder 1 never did',
    ],
    [
      'a close without a farewell',
      [...RESOLVED, later(3 * MINUTE, closed)],
      'lost: it is closed without a farewell',
    ],
    [
      'a close before its time',
      [...THANKED, later(2 * MINUTE, closed)],
      'out_of_order: it is closed before its time',
    ],
    [
      'a close under an undelivered reply',
      [...GREETED.slice(0, 4), closed],
      'lost: it is closed before its reply is delivered',
    ],
    [
      'a close while an answer is owed',
      [...ESCALATED, later(DAY, closed)],
      'lost: it is closed although the client is owed an answer',
    ],
    ['silence without an end', GREETED, 'stuck: it is silent, and was never closed'],
    [
      'a promise without an open item',
      replied('COMPLAINT', { hands_over: true }),
      'lost: it promises an answer without an open item that has a deadline',
    ],
    [
      'messages that are left to nobody',
      [
        wrote(),
        { kind: 'left', conversation: CONVERSATION, messages: [MESSAGE], tenure: 1, item: undefined },
      ],
      'lost: messages are left to operators without an open item',
    ],
    [
      'a promise that is called overdue too early',
      [...ESCALATED, overdue(HOUR - SECOND)],
      'out_of_order: a promise is told to be overdue before its deadline',
    ],
    [
      'an operator who loses a conversation too early',
      [...ESCALATED, taken(), returned(29 * MINUTE)],
      'out_of_order: it is taken from its operator too early',
    ],
    [
      'an operator who keeps a conversation too long',
      [...ESCALATED, taken(), returned(33 * MINUTE)],
      'out_of_order: it is taken from its operator too late',
    ],
    [
      'an operator who loses a conversation for nothing',
      [...GREETED, taken(), returned(30 * MINUTE)],
      'out_of_order: it is taken from an operator for whom nobody waits',
    ],
  ] as [string, Timed[], string][])('%s', (_, told, finding) => {
    expect(found(told)).toContain(finding);
  });

  it('an answer that is owed by nobody', () => {
    expect(found(GREETED, headWith({ owed: [MESSAGE] }))).toContain(
      'lost: an answer is owed, and there is no open item',
    );
  });

  it('a head that tells another story', () => {
    expect(found([...THANKED, later(3 * MINUTE, closed)], headWith({ status: 'open' }))[0]).toMatch(
      /^lost: it is open/,
    );
  });
});
