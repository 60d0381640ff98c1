import { ESCALATION_REASONS, TEXT_SOURCES, TEXT_STATES } from '../partner-responses.ts';
import { list } from './response-texts.ts';

const next = 'The cursor of the next page, or null.';

export const SEARCH_TEXTS = {
  FoundMessagesPage: { '': 'A page of what was found.', items: 'Newest first.', next },
  FoundMessage: {
    '': 'Something that was said.',
    id: 'Names the message, or the text.',
    conversation_id: 'Where it was said.',
    partner: 'Whose client it is.',
    client_id: 'The client, as its partner names it.',
    source: `Who said it. \`client\`: the client; ${list(TEXT_SOURCES)}.`,
    operator: 'The operator who wrote it, or null.',
    text: 'The words.',
    attachments: 'How many came with it.',
    scenario:
      'What it was understood to be about, or what it answers; null if nobody had to understand it, or has yet.',
    confidence: 'How sure that was, 0 to 1, or null.',
    delivery: `What became of a text of the desk; null for a client's message. ${list(TEXT_STATES)}.`,
    created_at: 'When (UTC).',
  },
  FoundConversationsPage: { '': 'A page of conversations.', items: 'As the inbox has them.', next },
  FoundClientsPage: { '': 'A page of clients.', items: 'By id.', next },
  FoundClient: {
    '': 'A client.',
    client_id: 'As its partner names it.',
    client_name: 'What it is called, or null.',
    partner: 'Whose client it is.',
    conversation_id: 'Its conversation.',
  },
  ReportLineBody: {
    '': 'What was decided on a day about a scenario.',
    day: 'The day (UTC) of the messages.',
    scenario: 'What they were about.',
    turns: 'Decisions.',
    messages: 'Messages that these were about.',
    answered_alone: 'Decisions by which the client was answered while nothing was left to people.',
    left: 'Decisions that said nothing, because an operator owed an answer anyway.',
    escalated: 'Decisions that handed the conversation to a person.',
    escalated_by: `The same by reason; what is not there is 0. ${list(ESCALATION_REASONS)}.`,
  },
};
