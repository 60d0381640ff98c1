import { describe, expect, it } from 'vitest';
import type { Escalation } from '../../../shared/domain/conversation.ts';
import type { EndState } from '../../../sim/judge/ending.ts';
import type { Told } from '../../../sim/judge/facts.ts';
import { anAttempt, anEntry, CONVERSATION, HOUR, MINUTE, NOW, SECOND } from '../../builders.ts';
import {
  accepted,
  aDeath,
  claimed,
  closed,
  committed,
  handedBack,
  headWith,
  hit,
  LATER,
  later,
  MESSAGE,
  received,
  recorded,
  sent,
  settled,
  TEXT,
  type Timed,
  taken,
  verdictOn,
  written,
  wrongs,
  wrote,
} from './told.ts';

/** What must be found nothing wrong with. */
const DELIVERED = [accepted, committed(), claimed(), sent(), received(), recorded(), settled()];
const left: Told = {
  kind: 'left',
  conversation: CONVERSATION,
  messages: [MESSAGE],
  tenure: 1,
  item: { deadline: NOW + HOUR },
};
const anItem: Escalation = {
  reason: 'complaint',
  scenario: 'COMPLAINT',
  priority: 'high',
  since: NOW,
  deadline: NOW + HOUR,
  overdue: true,
};
/** As a reply that thanks for thanks is followed. */
const END = later(3 * MINUTE, closed);
const DIED = [
  accepted,
  committed(),
  claimed(),
  sent(),
  recorded({ outcome: 'dead', rule: 'http.410' }),
  { kind: 'buried', dead: aDeath } as const,
  { kind: 'told', text: TEXT } as const,
];

describe('nothing is wrong', () => {
  it.each([
    ['with a text that is delivered', [...DELIVERED, END], {}],
    ['with a text that died, is listed and was told of', DIED, { dead: [aDeath] }],
    [
      'with a message that operators were told of',
      [wrote(), accepted, left, later(HOUR, { kind: 'overdue', conversation: CONVERSATION })],
      headWith({ owed: [MESSAGE], status: 'escalated', escalation: anItem }),
    ],
    [
      'with a message that waits, if operators are shown that it is stuck',
      [accepted, { kind: 'shown', stuck: { conversation_id: CONVERSATION, lane: 'inbound', at: NOW } }],
      headWith({ pending: [MESSAGE] }),
    ],
  ] as [string, Timed[], Partial<EndState>][])('%s', (_, told, over) => {
    expect(verdictOn(told, over)).toEqual({ findings: [], resent_after_crash: 0 });
  });

  it('with one more receipt after a crash, which is counted', () => {
    const told = [
      accepted,
      committed(),
      claimed(),
      sent(),
      received(),
      hit(),
      claimed(TEXT, 'deliver#2'),
      sent({ process: 'deliver#2' }),
      received({ process: 'deliver#2' }),
      recorded({}, 'deliver#2'),
      settled(),
      END,
    ];
    expect(verdictOn(told)).toEqual({ findings: [], resent_after_crash: 1 });
  });

  it('with one more receipt after an answer that never came', () => {
    const retry = { outcome: 'retry', rule: 'error.response.timeout', next_at: NOW + 5 * SECOND } as const;
    const told = [
      ...[accepted, committed(), claimed(), sent(), received({ heard: false }), recorded(retry)],
      { kind: 'parked', text: TEXT, due: NOW + 5 * SECOND } as const,
      ...[claimed(), sent({ business: NOW + 5 * SECOND }), received(), recorded({ number: 2 }), settled()],
      END,
    ];
    expect(verdictOn(told)).toEqual({ findings: [], resent_after_crash: 0 });
  });

  it('with the second step after an attempt that replaced one of its number that cost no try', () => {
    const again = { outcome: 'retry', rule: 'error.client.exhausted', uncounted: true } as const;
    const retry = { outcome: 'retry', rule: 'http.5xx' } as const;
    const told = [
      ...[accepted, committed(), claimed(), sent(), hit()],
      recorded({ ...again, next_at: NOW + 10 * SECOND }),
      ...[claimed(TEXT, 'deliver#2'), sent({ process: 'deliver#2' })],
      recorded({ ...retry, next_at: NOW + 5 * SECOND }, 'deliver#2'),
      { kind: 'parked', text: TEXT, due: NOW + 5 * SECOND } as const,
      ...[claimed(), sent({ business: NOW + 5 * SECOND })],
      recorded({ ...retry, number: 2, next_at: NOW + 5 * MINUTE }),
      { kind: 'parked', text: TEXT, due: NOW + 5 * MINUTE } as const,
      ...[claimed(), sent({ business: NOW + 5 * MINUTE }), received(), recorded({ number: 3 }), settled()],
      END,
    ];
    expect(verdictOn(told)).toEqual({ findings: [], resent_after_crash: 0 });
  });
});

describe('it is lost', () => {
  it.each([
    ['if nothing is left of what was accepted', [accepted], {}],
    [
      'if an operator answers before it can be read',
      [accepted, taken(), committed(TEXT, { source: 'operator', reply: undefined }), written],
      headWith({ handler: 'operator' }),
    ],
    ['if it left the head without a trace', [accepted, committed(), claimed(), sent(), settled()], {}],
    [
      'if it is called delivered and nobody took it in',
      [accepted, committed(), claimed(), sent(), recorded(), settled()],
      {},
    ],
    ['if it died and is not listed', DIED, {}],
    ['if it died and nobody was told', DIED.slice(0, -1), { dead: [aDeath] }],
    [
      'if its last row tells another ending',
      DELIVERED,
      { attempts: new Map([[TEXT, [anAttempt({ text_id: TEXT, outcome: 'cancelled' })]]]) },
    ],
    [
      'if it is cancelled though the bot has the conversation',
      [
        accepted,
        committed(),
        recorded({ outcome: 'cancelled' }),
        { kind: 'cancelled', text: TEXT, unanswered: [] },
      ],
      {},
    ],
    ['if its row holds another decision', DELIVERED, { decided: new Map([[TEXT, NOW + 1]]) }],
    ['if the head still has it', DELIVERED, headWith({ pending: [], outbox: { [TEXT]: anEntry() } })],
  ] as [string, Timed[], Partial<EndState>][])('%s', (_, told, over) => {
    expect(new Set(wrongs(told, over))).toContain('lost');
  });
});

describe('it is stuck', () => {
  it.each([
    ['if an accepted message waits for the bot', [accepted], headWith({ pending: [MESSAGE] })],
    [
      'if a message waits whose sender never heard of it',
      [{ kind: 'written', message: MESSAGE }],
      headWith({ pending: [MESSAGE] }),
    ],
    [
      'if a text waits on the head',
      [accepted, committed()],
      headWith({ pending: [], outbox: { [TEXT]: anEntry() } }),
    ],
    [
      'if its operator is silent for ever while the client waits',
      [wrote(), accepted, taken()],
      headWith({ pending: [MESSAGE], handler: 'operator' }),
    ],
    [
      'if nobody is told that a promise is overdue',
      [wrote(), accepted, left],
      headWith({ owed: [MESSAGE], status: 'escalated', escalation: { ...anItem, overdue: undefined } }),
    ],
    ['if it never comes to rest', DELIVERED, { quiet: false }],
  ] as [string, Timed[], Partial<EndState>][])('%s', (_, told, over) => {
    expect(new Set(wrongs(told, over))).toEqual(new Set(['stuck']));
  });
});

describe('it is doubled', () => {
  it.each([
    ['if two turns answer one message', [...DELIVERED, committed(LATER, { sequence: 2 })], {}],
    ['if it is taken in again after it was recorded', [...DELIVERED.slice(0, -1), received(), settled()], {}],
    [
      'if it is taken in again although nothing happened to who sent it',
      [accepted, committed(), claimed(), sent(), received(), received(), recorded(), settled()],
      {},
    ],
    ['if it is listed as dead although it is delivered', DELIVERED, { dead: [aDeath] }],
    [
      'if it is replayed although it was delivered',
      [...DELIVERED, { kind: 'replayed', text: TEXT, due: NOW, tenure: 1, base: 1 }],
      {},
    ],
    [
      'if one key is given two messages',
      [
        { kind: 'accepted', message: MESSAGE, key: 'k' },
        { kind: 'accepted', message: LATER, key: 'k' },
      ],
      {},
    ],
    ['if it is claimed after it ended', [...DELIVERED, claimed()], {}],
  ] as [string, Timed[], Partial<EndState>][])('%s', (_, told, over) => {
    expect(new Set(wrongs(told, over))).toContain('doubled');
  });
});

describe('it is out of order', () => {
  const later = committed(LATER, { answers: [], sequence: 2 });
  const retry = (next_at: number): Told => recorded({ outcome: 'retry', rule: 'http.5xx', next_at });

  it.each([
    ['if it is claimed while an earlier one waits', [committed(), later, claimed(LATER)]],
    [
      'if it is due before an earlier one',
      [committed(), committed(LATER, { answers: [], sequence: 2, due: NOW - 1 })],
    ],
    ['if it is sent before it is due', [committed(), claimed(), sent({ business: NOW - 1 })]],
    [
      'if it would be repeated before the step of the ladder',
      [committed(), claimed(), sent(), retry(NOW + 4999)],
    ],
    [
      'if it would be repeated later than a tenth after it',
      [committed(), claimed(), sent(), retry(NOW + 5501)],
    ],
    [
      'if it would be repeated before the receiver allows it',
      [
        ...[committed(), claimed(), sent()],
        recorded({
          outcome: 'retry',
          next_at: NOW + 5 * SECOND,
          result: { kind: 'response', status: 503, body: '', retry_after: '60', timing: { total_ms: 1 } },
        }),
      ],
    ],
  ] as [string, Timed[]][])('%s', (_, told) => {
    expect(wrongs(told)).toContain('out_of_order');
  });

  it('but not if the earlier one is a replay, or ended', () => {
    const told = [...DELIVERED, later, claimed(LATER)];
    expect(wrongs(told)).not.toContain('out_of_order');
    const replayed = { kind: 'replayed', text: TEXT, due: NOW + MINUTE, tenure: 1, base: 1 } as const;
    expect(wrongs([...DIED, replayed, later, claimed(LATER)])).not.toContain('out_of_order');
  });
});

describe('the bot speaks over a human', () => {
  it.each([
    ['if it claims a text while an operator has the conversation', [committed(), taken(), claimed()]],
    ['if it claims a text of an earlier tenure', [committed(), taken(), handedBack(), claimed()]],
    ['if it decides while an operator has the conversation', [taken(), committed(TEXT, { tenure: 2 })]],
    ['if a process sends what it does not hold', [committed(), claimed(TEXT, 'deliver#2'), sent()]],
    [
      'if a take-over leaves a text to be said',
      [
        committed(),
        taken({ withdrawn: [TEXT] }),
        recorded({ outcome: 'cancelled' }),
        { kind: 'cancelled', text: TEXT, unanswered: [] },
      ],
    ],
  ] as [string, Timed[]][])('%s', (_, told) => {
    expect(wrongs(told)).toContain('spoke_over');
  });
});
