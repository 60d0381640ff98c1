import type { ConversationBody } from '../../../shared/contracts/inbox-responses.ts';

/** A conversation that waits in the queue. */
export function aConversation(over: Partial<ConversationBody> = {}): ConversationBody {
  return {
    id: 'cnv_A',
    client_id: 'anna',
    client_name: 'Анна',
    partner: 'demo',
    platform: null,
    status: 'escalated',
    handler: 'bot',
    assignee: null,
    priority: 'high',
    escalation_reason: 'complaint',
    scenario: 'COMPLAINT',
    waiting_since: '2026-11-27T10:00:00.000Z',
    deadline: null,
    overdue: false,
    unread: 1,
    incident_id: null,
    version: 4,
    last_message: {
      id: 'msg_1',
      text: 'Верните деньги',
      attachments: 0,
      created_at: '2026-11-27T10:00:00.000Z',
    },
    created_at: '2026-11-27T09:00:00.000Z',
    upcoming: null,
    client: {
      child_name: null,
      locale: null,
      lesson_link: null,
      referral_link: null,
      next_lesson_at: null,
      came_by: null,
      notices: true,
    },
    ...over,
  };
}
