import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { HeaderName, ParameterName } from './headers.ts';
import type { Operation } from './operations.ts';
import { CALLER, OURS } from './usual-faults.ts';

const ASKED: FaultCode[] = [...CALLER, 'request.invalid', ...OURS];

const DESK = { tag: 'search', for: 'staff', method: 'get' } as const;
const LOOKED: ParameterName[] = [
  'SearchWords',
  'SearchClient',
  'PartnerFilter',
  'SearchScenario',
  'MinConfidence',
  'MaxConfidence',
  'SearchFrom',
  'SearchTo',
];
const SHORT =
  'A page may come back short, or empty, although more follows: only `next` says whether there is more.';
const FILE_HEADERS: HeaderName[] = ['Content-Disposition', 'X-Content-Type-Options', 'Cache-Control', 'Link'];
const FILE = `A file of ${LIMITS.exportBytes / 1024 / 1024} MB at most; where there is more, \`Link\` leads to the next one, which may be empty and still lead on. CSV is UTF-8 with a byte order mark, comma and CRLF (RFC 4180); a cell that a spreadsheet would run begins with an apostrophe.`;

/** How operators find things, and take them out of the desk. */
export const SEARCH_OPERATIONS: Operation[] = [
  {
    ...DESK,
    path: '/api/search/messages',
    id: 'searchMessages',
    summary: 'Find what was said',
    description: `By clients and by the desk, newest first, within ${LIMITS.searchBack / 86_400_000} days unless \`from\` says otherwise. ${SHORT}`,
    parameters: [...LOOKED, 'PageLimit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'FoundMessagesPage' } },
    faults: ASKED,
  },
  {
    ...DESK,
    path: '/api/search/conversations',
    id: 'searchConversations',
    summary: 'Find conversations',
    description: `In the order of the inbox, the closed ones at the end. ${SHORT}`,
    parameters: ['ConversationWords', 'LeastMessages', 'HoursBack', 'HasFeedback', 'InboxLimit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'FoundConversationsPage' } },
    faults: ASKED,
  },
  {
    ...DESK,
    path: '/api/search/clients',
    id: 'searchClients',
    summary: 'Find clients by the beginning of their id',
    description: `By id, ${LIMITS.clientsFound} to a page. ${SHORT}`,
    parameters: ['ClientPrefix', 'PartnerFilter', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'FoundClientsPage' } },
    faults: ASKED,
  },
  {
    ...DESK,
    path: '/api/export/conversation/{conversation_id}',
    id: 'exportConversation',
    summary: 'Export a conversation',
    description: `All that is kept of it, in the order of time; of one that does not fit, the newest part first. ${FILE}`,
    parameters: ['ConversationIdInPath', 'Format', 'Cursor'],
    answers: {
      200: { description: 'The file.', schema: ['TimelineItemBody'], csv: true, headers: FILE_HEADERS },
    },
    faults: [...ASKED, 'conversation.unknown'],
  },
  {
    ...DESK,
    path: '/api/export/results',
    id: 'exportResults',
    summary: 'Export what a search finds',
    description: `The filters are those of \`/api/search/messages\`. ${FILE}`,
    parameters: [...LOOKED, 'Format', 'Cursor'],
    answers: {
      200: { description: 'The file.', schema: ['FoundMessage'], csv: true, headers: FILE_HEADERS },
    },
    faults: ASKED,
  },
  {
    ...DESK,
    path: '/api/export/report',
    id: 'exportReport',
    summary: 'Export a report',
    description: `What was decided, by day (UTC) and scenario, counted from the decisions as they stand. Where a file ends within a day, the next one has the rest of it: add up what has the same day and scenario. ${FILE}`,
    parameters: ['SearchFrom', 'SearchTo', 'Format', 'Cursor'],
    answers: {
      200: { description: 'The file.', schema: ['ReportLineBody'], csv: true, headers: FILE_HEADERS },
    },
    faults: ASKED,
  },
];
