import type { SchemaName } from './schemas.ts';

const MESSAGE = 'msg_01KAV6ZJ40N7Q2V8M4R0XBTC5DKPWE3GAS9HYZF1';
const REPLY = 'msg_01KAV6ZJ41N7Q2V8M4R0XBTC5DKPWE3GB2C8RT7M';
const RECEIVED = '2026-11-24T09:00:00.000Z';

/** Requests and answers to copy. */
export const EXAMPLES: Partial<Record<SchemaName, Record<string, { value: unknown }>>> = {
  PostMessage: {
    words: { value: { client_id: 'anna', content: 'Здравствуйте! Урок не открывается, что делать?' } },
    screenshot: {
      value: {
        client_id: 'anna',
        content: '',
        attachments: [{ type: 'photo', url: 'https://files.example/screen.png', caption: 'вот что вижу' }],
        timestamp: '2026-11-24T12:00:00+03:00',
        client_name: 'Анна',
        locale: 'ru',
        context: { referral_link: 'https://school.example/r/42', child_name: 'Миша' },
      },
    },
  },
  PutClient: {
    lesson: {
      value: {
        context: {
          lesson_link: 'https://school.example/lesson/7',
          next_lesson_at: '2026-11-24T18:00:00+03:00',
        },
      },
    },
  },
  RedriveBody: {
    count: { value: { filter: { partner: 'demo', from: '2026-11-24T09:00:00Z' }, dry_run: true } },
    outage: { value: { filter: { endpoint: 'end_6E8A3TSNAFPTY47VT78D', rule: 'http.5xx.exhausted' } } },
  },
  AcceptedBody: {
    accepted: {
      value: { status: 'accepted', message_id: MESSAGE, client_id: 'anna', received_at: RECEIVED },
    },
    duplicate: {
      value: {
        status: 'duplicate',
        message_id: MESSAGE,
        original_message_id: MESSAGE,
        client_id: 'anna',
        received_at: RECEIVED,
      },
    },
  },
  OutcomeBody: {
    answered: {
      value: {
        status: 'success',
        original_message_id: MESSAGE,
        client_id: 'anna',
        is_first_message: true,
        priority: 'low',
        escalation_reason: null,
        classification: {
          id: REPLY,
          scenario: 'TECH_SUPPORT_BASIC',
          confidence: 0.99,
          reasoning: 'не открывается, урок',
          model: '2026-11-24',
        },
        response: { message_id: REPLY, text: 'Здравствуйте! …', type: 'bot_auto' },
        webhook: { scheduled: true },
      },
    },
  },
};
