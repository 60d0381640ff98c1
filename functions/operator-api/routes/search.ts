import { exportConversation, exportReport, exportResults } from '../exports.ts';
import type { OperatorRoute } from '../operator-route.ts';
import { getFoundClients, getFoundConversations, getFoundMessages } from '../search.ts';

/** What was said, found and taken along. */
export const SEARCH_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/search/messages', handler: getFoundMessages },
  { for: 'operator', method: 'GET', path: '/api/search/conversations', handler: getFoundConversations },
  { for: 'operator', method: 'GET', path: '/api/search/clients', handler: getFoundClients },
  {
    for: 'operator',
    method: 'GET',
    path: '/api/export/conversation/{conversation_id}',
    handler: exportConversation,
  },
  { for: 'operator', method: 'GET', path: '/api/export/results', handler: exportResults },
  { for: 'operator', method: 'GET', path: '/api/export/report', handler: exportReport },
];
