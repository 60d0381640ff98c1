import { describe, expect, it } from 'vitest';
import { chatLines, crmLines } from '../../console/src/sandbox/lines.ts';
import { stepsOf } from '../../console/src/sandbox/steps.ts';

const AT = Date.UTC(2026, 10, 27, 12);
const iso = (ms: number) => new Date(AT + ms).toISOString();

describe('a chat', () => {
  it('has the customer’s words and the bot’s in the order of time, with the buttons that can be tapped', () => {
    const said = [
      { at: iso(2000), method: 'sendMessage', message_id: 7, text: 'Здравствуйте!', reply_markup: KEYBOARD },
      { at: iso(1500), method: 'setMyCommands' },
    ];
    const lines = chatLines(
      [
        { at: AT + 3000, text: 'Спасибо' },
        { at: AT, text: '/start' },
      ],
      said,
    );
    expect(lines.map(({ text, mine }) => [text, mine])).toEqual([
      ['/start', true],
      ['Здравствуйте!', false],
      ['Спасибо', true],
    ]);
    expect(lines[1]?.buttons).toEqual([{ text: 'Отмена урока', data: 'cancel' }]);
  });
});

const KEYBOARD = {
  inline_keyboard: [
    [{ text: 'Отмена урока', callback_data: 'cancel' }],
    [{ text: 'Сайт', url: 'https://x.example' }],
  ],
};

describe('a CRM', () => {
  it('shows one client’s webhooks, and those it refused as refused', () => {
    const post = (client_id: string, status: number | null) => ({
      at: iso(1000),
      status,
      headers: {},
      body: JSON.stringify({ client_id, response_text: 'Ответ', source: 'ai_bot' }),
    });
    const lines = crmLines(
      'irina',
      [],
      [post('irina', 503), post('pavel', 200), post('irina', 200), post('irina', null)],
    );
    expect(lines.map(({ refused }) => refused)).toEqual([503, undefined, 0]);
  });

  it('is not upset by what is no JSON', () => {
    expect(crmLines('irina', [], [{ at: iso(0), status: 200, headers: {}, body: 'not json' }])).toEqual([]);
  });
});

describe('what Firstline did', () => {
  const turn = {
    id: 'turn-1',
    message_id: 'm1',
    answers: ['m1'],
    scenario: 'GREETING' as const,
    confidence: 0.9,
    band: 'answer' as const,
    reasoning: '',
    model: 'm',
    escalation_reason: null,
    language: 'ru' as const,
    entities: {},
    rules: [],
    policy_version: 0,
    created_at: iso(2000),
  };
  const attempt = {
    number: 1,
    due_at: iso(3000),
    started_at: iso(3000),
    finished_at: iso(3100),
    outcome: 'delivered' as const,
    rule: 'http.2xx',
    timing: { total_ms: 12 },
  };

  it('is told in the order of time, whatever the order it comes in', () => {
    const text = {
      kind: 'text' as const,
      id: 't1',
      created_at: iso(2000),
      source: 'ai_bot' as const,
      operator: null,
      text: 'Здравствуйте!',
      in_reply_to: 'm1',
      delivery: 'delivered' as const,
      attempts: [attempt],
      turn,
    };
    const message = {
      kind: 'message' as const,
      id: 'm1',
      created_at: iso(0),
      text: 'привет',
      command: null,
      attachments: [],
    };
    const steps = stepsOf([text, message]);
    expect(steps.map(({ what, at }) => [what, at - AT])).toEqual([
      ['came', 0],
      ['understood', 2000],
      ['answered', 3100],
    ]);
    expect(steps[1]).toMatchObject({ afterMs: 2000 });
    expect(steps[2]).toMatchObject({ sentMs: 12 });
  });
});
