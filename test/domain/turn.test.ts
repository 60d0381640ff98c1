import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Head } from '../../shared/domain/conversation.ts';
import { entryOf } from '../../shared/domain/desk-text.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { Profile } from '../../shared/domain/message.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { SCENARIOS, type Scenario } from '../../shared/domain/scenario.ts';
import { changedPolicy, SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { decideTurn, type TurnInput, type Understood } from '../../shared/domain/turn.ts';
import { aClassification, aHead, aMessage, anId, aPhoto, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';
import { shipped } from './said.ts';

type Case = Partial<TurnInput> &
  Partial<Omit<Understood, 'classification'>> & {
    scenario?: Scenario;
    band?: 'answer' | 'doubt' | 'refuse';
  };

function decide({ scenario = 'TECH_SUPPORT_BASIC', band = 'answer', ...over }: Case = {}) {
  const {
    entities = {},
    language = 'ru',
    human = false,
    objects = false,
    times = false,
    failed = false,
    ...input
  } = over;
  return decideTurn({
    id: anId(NOW + 1, 9),
    head: aHead({ greeted: true }),
    messages: [aMessage()],
    profile: {},
    understood: {
      classification: aClassification({ scenario, band }),
      entities,
      language,
      human,
      objects,
      times,
      failed,
    },
    handbook: SHIPPED_HANDBOOK,
    now: NOW,
    chance: 0,
    pace: 'natural',
    ...input,
  });
}

const greeted = aHead({ greeted: true });
const unknown = aHead({ greeted: false });
const occurrences = (text: string, words: string) => text.split(words).length - 1;

describe('a turn', () => {
  it('answers every message of its burst, and names the last one', () => {
    const messages = [aMessage(), aMessage({ received_at: NOW + 1 }), aMessage({ received_at: NOW + 2 })];
    const turn = decide({ messages });
    expect(turn.answers).toEqual(messages.map(({ id }) => id));
    expect(turn.in_reply_to).toBe(messages[2]?.id);
  });

  it('is the next of its conversation, under the tenure it saw', () => {
    const turn = decide({ head: aHead({ greeted: true, sequence: 4, tenure: 3 }) });
    expect(turn).toMatchObject({ sequence: 5, tenure: 3 });
    expect(entryOf(turn)).toEqual({
      sequence: 5,
      due: turn.due,
      source: 'ai_bot',
      tenure: 3,
      attempts: 0,
      sequel: { then: 'awaits_client', epoch: 1, first: 15 * MINUTE },
    });
  });

  it('always has a text without a placeholder, whatever is known of the client', () => {
    const text = fc.option(fc.constantFrom('', ' ', 'https://example.com/a'), { nil: undefined });
    const profile: fc.Arbitrary<Profile> = fc.record({ referral_link: text, lesson_link: text });
    const head = fc.constantFrom(greeted, unknown);
    const band = fc.constantFrom('answer' as const, 'doubt' as const, 'refuse' as const);
    fc.assert(
      fc.property(
        fc.constantFrom(...SCENARIOS),
        profile,
        head,
        band,
        fc.boolean(),
        (scenario, known, seen, certainty, media) => {
          const messages = [aMessage({ attachments: media ? [aPhoto] : [] })];
          const turn = decide({ scenario, profile: known, head: seen, band: certainty, messages });
          expect(turn.text.trim()).not.toBe('');
          expect(turn.text).not.toMatch(/[{}]/);
        },
      ),
    );
  });
});

describe('the first reply to a client', () => {
  it.each(SCENARIOS.filter((scenario) => scenario !== 'GREETING'))(
    'greets in front of %s, once',
    (scenario) => {
      const first = decide({ scenario, head: unknown });
      const later = decide({ scenario });
      expect(first.text).toBe(`${shipped('GREETING')}\n\n${later.text}`);
      expect(first.first).toBe(true);
      expect(later.first).toBe(false);
    },
  );

  it('to a greeting asks about days and hours, and does not greet twice', () => {
    const { text } = decide({ scenario: 'GREETING', head: unknown });
    expect(text).toBe(`${shipped('GREETING')} ${shipped('FIRST_QUESTION')}`);
    expect(occurrences(text, 'Здравствуйте')).toBe(1);
  });

  it('to a greeting that says when it wants to come asks nothing', () => {
    const { text } = decide({ scenario: 'GREETING', head: unknown, entities: { time: '18:00' } });
    expect(text).toBe(`${shipped('GREETING')} ${shipped('OFFER_HELP')}`);
  });

  it('calls the client by name, if it is known how to', () => {
    const { text } = decide({ scenario: 'FAREWELL', head: unknown, profile: { client_name: 'Ольга' } });
    expect(text).toMatch(/^Здравствуйте, Ольга! На связи/);
  });

  it('to a greeting that also goes to an operator says so', () => {
    const turn = decide({ scenario: 'GREETING', band: 'doubt', head: unknown });
    expect(turn.hand_off?.reason).toBe('low_confidence');
    expect(turn.text).toContain(shipped('ALSO_HANDED_OVER'));
  });

  it('is not the last one that returns a greeting', () => {
    expect(decide({ scenario: 'GREETING' }).text).toBe(`${shipped('GREETING')} ${shipped('OFFER_HELP')}`);
  });
});

describe('the typing delay', () => {
  it.each([
    ['GREETING', 0, 2],
    ['GREETING', 0.5, 3.5],
    ['GREETING', 1, 5],
    ['TECH_SUPPORT_BASIC', 0.9, 5],
    ['ABSENCE_REQUEST', 0.1, 10],
    ['FAREWELL', 0.25, 0.25],
    ['MASS_OUTAGE', 0.7, 0],
  ] as const)('of %s is, at %d of its range, %d s', (scenario, chance, seconds) => {
    expect(decide({ scenario, chance }).due).toBe(NOW + seconds * SECOND);
  });

  it('is none at the immediate pace', () => {
    expect(decide({ scenario: 'ABSENCE_REQUEST', pace: 'immediate' }).due).toBe(NOW);
  });

  it.each(['natural', 'immediate'] as const)(
    'at %s pace never makes a text due before an earlier one',
    (pace) => {
      const head = aHead({ greeted: true, last_due: NOW + 60 * SECOND });
      expect(decide({ head, pace }).due).toBe(NOW + 60 * SECOND);
    },
  );
});

describe('what is said', () => {
  it('is the instruction also when TECH_SUPPORT_BASIC goes to an operator, and that somebody looks', () => {
    const { text, hand_off } = decide({ band: 'doubt' });
    expect(hand_off?.reason).toBe('low_confidence');
    expect(text).toContain(shipped('TECH_SUPPORT_BASIC'));
    expect(text).toContain('скриншот');
    expect(text).toContain(shipped('ALSO_HANDED_OVER'));
  });

  it('does not promise an operator twice where the text does already', () => {
    const { text, hand_off } = decide({ scenario: 'COMPLAINT' });
    expect(hand_off).toBeDefined();
    expect(text).not.toContain(shipped('ALSO_HANDED_OVER'));
  });

  it('does not promise an operator where none was called', () => {
    expect(decide().text).not.toContain(shipped('ALSO_HANDED_OVER'));
  });

  it.each(['photo', 'document', 'video'] as const)('confirms a %s that the scenario waits for', (type) => {
    const turn = decide({ scenario: 'ABSENCE_REQUEST', messages: [aMessage({ attachments: [{ type }] })] });
    expect(turn.text).toBe(shipped('ABSENCE_REQUEST_MEDIA'));
    expect(turn.hand_off).toEqual({ reason: 'media_received', priority: 'medium' });
  });

  it.each(['voice', 'audio', 'location', 'contact', 'sticker'] as const)(
    'does not take a %s for a screenshot',
    (type) => {
      expect(decide({ messages: [aMessage({ attachments: [{ type }] })] }).hand_off).toBeUndefined();
    },
  );

  it('sees the screenshot in any message of the burst', () => {
    const messages = [aMessage({ attachments: [aPhoto] }), aMessage({ received_at: NOW + 1 })];
    expect(decide({ messages }).hand_off?.reason).toBe('media_received');
  });
});

describe('a missing parameter', () => {
  it('is replaced by the text that needs none, and the admin learns of it', () => {
    const turn = decide({ scenario: 'REFERRAL' });
    expect(turn).toMatchObject({
      text: shipped('REFERRAL'),
      fallback: false,
      missing: ['referral_link'],
    });
    expect(turn.hand_off).toBeUndefined();
  });

  it('is no trouble where it is known', () => {
    const turn = decide({ scenario: 'REFERRAL', profile: { referral_link: 'https://r.example/1' } });
    expect(turn.text).toContain('https://r.example/1');
    expect(turn.missing).toEqual([]);
  });
});

/** An item in the queue that nobody has taken. */
function escalated(over: Partial<Head> = {}): Head {
  const escalation = {
    reason: 'always_escalates',
    scenario: 'SCHEDULE_CHANGE',
    priority: 'medium',
    since: NOW - HOUR,
    deadline: NOW + HOUR,
  } as const;
  return aHead({ greeted: true, status: 'escalated', escalation, acknowledged_at: NOW - HOUR, ...over });
}

describe('while nobody has taken the conversation', () => {
  it.each(['REFERRAL', 'ABSENCE_REQUEST', 'LESSON_LINK', 'REVIEW_BONUS', 'FAREWELL'] as const)(
    'a confident %s is answered, and calls nobody again',
    (scenario) => {
      const head = escalated({ unsettled: [NOW - 2, NOW - 1] });
      const turn = decide({ scenario, head });
      expect(turn).toMatchObject({ left: false, text: shipped(scenario), escalation: head.escalation });
      expect(turn.hand_off).toBeUndefined();
    },
  );

  it.each([
    ['UNKNOWN', 'answer', 'ACKNOWLEDGEMENT'],
    ['LESSON_LINK', 'doubt', 'ACKNOWLEDGEMENT'],
    ['COMPLAINT', 'answer', 'COMPLAINT'],
    ['CROSS_EXTENSION', 'answer', 'CROSS_EXTENSION'],
    ['REMINDER', 'answer', 'REMINDER_PROMISED'],
  ] as const)('%s in the band "%s" is acknowledged by %s', (scenario, band, key) => {
    expect(decide({ scenario, band, head: escalated() }).text).toBe(shipped(key));
  });

  it.each([
    ['ten minutes ago', 10 * MINUTE, false],
    ['a moment less ago', 10 * MINUTE - 1, true],
  ])('nothing is said if that was done %s: %s', (_, ago, left) => {
    const head = escalated({ acknowledged_at: NOW - ago, sequence: 3 });
    const turn = decide({ scenario: 'UNKNOWN', head });
    expect(turn.left).toBe(left);
    expect(turn.sequence).toBe(left ? 3 : 4);
  });

  it('a repeated complaint makes it critical, said or left', () => {
    for (const ago of [MINUTE, HOUR]) {
      const head = escalated({ asked: { COMPLAINT: NOW - HOUR }, acknowledged_at: NOW - ago });
      expect(decide({ scenario: 'COMPLAINT', head }).escalation).toMatchObject({ priority: 'critical' });
    }
  });

  it('a client who asks for a human is told that one comes', () => {
    const turn = decide({ scenario: 'LESSON_LINK', human: true, head: escalated() });
    expect(turn.text).toBe(shipped('ASKED_FOR_HUMAN'));
  });
});

describe('a client who asks for a human', () => {
  it.each([
    ['UNKNOWN', 'ASKED_FOR_HUMAN', 'client_asked_for_human'],
    ['GREETING', 'ASKED_FOR_HUMAN', 'client_asked_for_human'],
    ['COMPLAINT', 'COMPLAINT', 'complaint'],
  ] as const)('in a %s gets one, and is told by %s', (scenario, key, reason) => {
    const turn = decide({ scenario, human: true });
    expect(turn.text).toBe(shipped(key));
    expect(turn.hand_off?.reason).toBe(reason);
  });
});

it('a client who asks for a human with a question that can be answered gets both', () => {
  const { text, hand_off } = decide({ scenario: 'TECH_SUPPORT_BASIC', human: true });
  expect(text).toBe(`${shipped('TECH_SUPPORT_BASIC')}\n\n${shipped('ASKED_FOR_HUMAN')}`);
  expect(hand_off?.reason).toBe('client_asked_for_human');
});

describe('doubt', () => {
  const asking: Handbook = { ...SHIPPED_HANDBOOK, policy: { ...SHIPPED_POLICY, doubt: 'ask' } };

  it('is asked about once, if the policy says so, and hands nothing over', () => {
    const turn = decide({ band: 'doubt', handbook: asking });
    expect(turn.text).toBe(shipped('CLARIFYING_QUESTION'));
    expect([turn.hand_off, turn.escalation]).toEqual([undefined, undefined]);
    expect(turn.sequel?.then).toBe('awaits_client');
  });

  it('is handed over the second time', () => {
    const head = aHead({ greeted: true, unsure: [NOW - MINUTE] });
    expect(decide({ band: 'doubt', handbook: asking, head }).hand_off?.reason).toBe('repeated_failures');
  });
});

describe('an absence', () => {
  it.each([
    [undefined, 'ABSENCE_REQUEST'],
    ['illness', 'ABSENCE_REQUEST'],
    ['doctor', 'ABSENCE_REQUEST'],
    ['travel', 'ABSENCE_REQUEST_OTHER'],
    ['family', 'ABSENCE_REQUEST_OTHER'],
    ['technical', 'ABSENCE_REQUEST_OTHER'],
  ] as const)('for the reason %s is answered by %s', (reason, key) => {
    const entities = reason === undefined ? {} : { reason };
    expect(decide({ scenario: 'ABSENCE_REQUEST', entities }).text).toBe(shipped(key));
  });
});

describe('a scenario that admins have the bot answer, and whose shipped text promises an operator', () => {
  const policy = changedPolicy({ scenarios: { SCHEDULE_CHANGE: { hands_over: [] } } }) as Policy;

  it('goes to one nevertheless', () => {
    const turn = decide({ scenario: 'SCHEDULE_CHANGE', handbook: { ...SHIPPED_HANDBOOK, policy } });
    expect(turn.hand_off).toEqual({ reason: 'always_escalates', priority: 'medium' });
    expect(turn.escalation).toMatchObject({ reason: 'always_escalates', since: NOW });
  });

  it('does not once they have published a text of their own', () => {
    const published = { SCHEDULE_CHANGE: { version: 1, texts: { ru: 'Расписание меняется в кабинете.' } } };
    const turn = decide({
      scenario: 'SCHEDULE_CHANGE',
      handbook: { ...SHIPPED_HANDBOOK, policy, published },
    });
    expect(turn).toMatchObject({ hand_off: undefined, escalation: undefined });
  });
});

describe('a scenario that admins have handed over always', () => {
  it.each(['REFERRAL', 'TECH_SUPPORT_BASIC', 'FAREWELL'] as const)(
    'and whose own text promises nobody says so beside it: %s',
    (scenario) => {
      const changes = { scenarios: { [scenario]: { hands_over: ['always'] } } };
      const policy = changedPolicy(changes) as Policy;
      const turn = decide({ scenario, handbook: { ...SHIPPED_HANDBOOK, policy } });
      expect(turn.text).toBe(`${shipped(scenario)}\n\n${shipped('ALSO_HANDED_OVER')}`);
      expect(turn.hand_off?.reason).toBe('always_escalates');
    },
  );
});

describe('what follows a reply', () => {
  it.each([
    ['GREETING', 'awaits_client', 15 * MINUTE],
    ['TECH_SUPPORT_BASIC', 'awaits_client', 15 * MINUTE],
    ['ABSENCE_REQUEST', 'awaits_client', 15 * MINUTE],
    ['REFERRAL', 'resolved', 2 * MINUTE],
    ['LESSON_LINK', 'resolved', 2 * MINUTE],
    ['FAREWELL', 'closes', 3 * MINUTE],
    ['COMPLAINT', 'resolved', 2 * MINUTE],
  ] as const)('of %s is: %s', (scenario, then, first) => {
    expect(decide({ scenario }).sequel).toEqual({ then, epoch: 1, first });
  });
});

describe('why', () => {
  it('is kept with the turn: rules, thresholds, windows and the template', () => {
    const head = aHead({ greeted: true, unsettled: [NOW - 2, NOW - 1] });
    const turn = decide({ scenario: 'REVIEW_BONUS', head });
    expect(turn.why).toEqual({
      rules: ['escalation.repeated_requests', 'turn.answered', 'confidence.answer'],
      policy: 0,
      thresholds: { answer: null, refuse: null },
      requests: 3,
      failures: 0,
      template: { key: 'REVIEW_BONUS', language: 'ru', version: 0 },
    });
  });

  it('names the first contact and the version of a published text', () => {
    const published = { GREETING: { version: 4, texts: { ru: 'Добрый день!' } } };
    const handbook = { ...SHIPPED_HANDBOOK, version: 7, published };
    const { why, text } = decide({
      scenario: 'GREETING',
      entities: { time: '18:00' },
      head: unknown,
      handbook,
    });
    expect(text).toMatch(/^Добрый день! /);
    expect(why).toMatchObject({ policy: 7, template: { key: 'GREETING', version: 4 } });
    expect(why.rules).toContain('greeting.first_contact');
  });
});

it('a text that cannot be said at all is replaced by one that promises an operator, who is called', () => {
  const handbook: Handbook = {
    ...SHIPPED_HANDBOOK,
    published: { FAREWELL: { version: 2, texts: { ru: 'До {завтра}' } } },
    shipped: { ...SHIPPED_HANDBOOK.shipped, FAREWELL: { ru: ' ', en: '' } },
  };
  const turn = decide({ scenario: 'FAREWELL', handbook });
  expect(turn).toMatchObject({
    text: shipped('UNKNOWN'),
    fallback: true,
    hand_off: { reason: 'system_error' },
  });
  expect(turn.escalation?.deadline).toBeGreaterThan(NOW);
  expect(turn.why.broken).toMatchObject([
    { key: 'FAREWELL', version: 2, reason: expect.stringMatching(/завтра.*says nothing/) },
  ]);
});

it('a client who writes English is answered in English', () => {
  const { text } = decide({ scenario: 'FAREWELL', head: unknown, language: 'en' });
  expect(text).toBe(`${shipped('GREETING', 'en')}\n\n${shipped('FAREWELL', 'en')}`);
});

it('a scenario that is switched off goes to a specialist', () => {
  const scenarios = { ...SHIPPED_POLICY.scenarios };
  scenarios.LESSON_LINK = { ...scenarios.LESSON_LINK, enabled: false };
  const handbook = { ...SHIPPED_HANDBOOK, policy: { ...SHIPPED_POLICY, scenarios } };
  const turn = decide({ scenario: 'LESSON_LINK', handbook });
  expect(turn.text).toBe(shipped('UNKNOWN'));
  expect(turn.why.rules).toContain('scenario.off');
  expect(turn.escalation).toBeDefined();
});
