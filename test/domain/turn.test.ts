import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../shared/domain/message.ts';
import {
  ALSO_HANDED_OVER,
  FIRST_CONTACT,
  FIRST_QUESTION,
  SCENARIO_RULES,
  SCENARIOS,
  type Scenario,
} from '../../shared/domain/scenario.ts';
import { decideTurn, outboxEntry, type TurnInput } from '../../shared/domain/turn.ts';
import { aClassification, aHead, aMessage, anId, aPhoto, NOW, SECOND } from '../builders.ts';

type Case = Omit<Partial<TurnInput>, 'classification'> & {
  scenario?: Scenario;
  band?: 'answer' | 'doubt' | 'refuse';
};

function decide({ scenario = 'TECH_SUPPORT_BASIC', band = 'answer', ...over }: Case = {}) {
  return decideTurn({
    id: anId(NOW + 1, 9),
    head: aHead({ greeted: true }),
    messages: [aMessage()],
    profile: {},
    classification: aClassification({ scenario, band }),
    now: NOW,
    chance: 0,
    pace: 'natural',
    ...over,
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
    expect(outboxEntry(turn)).toEqual({
      sequence: 5,
      due: turn.due,
      source: 'ai_bot',
      tenure: 3,
      attempts: 0,
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
      expect(first.text).toBe(`${FIRST_CONTACT}\n\n${later.text}`);
      expect(first.first).toBe(true);
      expect(later.first).toBe(false);
    },
  );

  it('to a greeting asks about days and hours, and does not greet twice', () => {
    const { text } = decide({ scenario: 'GREETING', head: unknown });
    expect(text).toBe(`${FIRST_CONTACT} ${FIRST_QUESTION}`);
    expect(occurrences(text, 'Здравствуйте')).toBe(1);
  });

  it('to a greeting that also goes to an operator says so', () => {
    const turn = decide({ scenario: 'GREETING', band: 'doubt', head: unknown });
    expect(turn.hand_off?.reason).toBe('low_confidence');
    expect(turn.text).toContain(ALSO_HANDED_OVER);
  });

  it('is the only one that greets', () => {
    expect(decide({ scenario: 'GREETING' }).text).toBe(SCENARIO_RULES.GREETING.text);
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
    expect(text).toContain(SCENARIO_RULES.TECH_SUPPORT_BASIC.text);
    expect(text).toContain('скриншот');
    expect(text).toContain(ALSO_HANDED_OVER);
  });

  it('does not promise an operator twice where the text does already', () => {
    const { text, hand_off } = decide({ scenario: 'COMPLAINT' });
    expect(hand_off).toBeDefined();
    expect(text).not.toContain(ALSO_HANDED_OVER);
  });

  it('does not promise an operator where none was called', () => {
    expect(decide().text).not.toContain(ALSO_HANDED_OVER);
  });

  it.each(['photo', 'document', 'video'] as const)('confirms a %s that the scenario waits for', (type) => {
    const turn = decide({ scenario: 'ABSENCE_REQUEST', messages: [aMessage({ attachments: [{ type }] })] });
    expect(turn.text).toBe(SCENARIO_RULES.ABSENCE_REQUEST.onMedia);
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
      text: SCENARIO_RULES.REFERRAL.without,
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
