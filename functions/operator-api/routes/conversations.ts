import {
  postAssign,
  postClose,
  postHandBack,
  postNote,
  postRelease,
  postReopen,
  postReply,
  postTake,
} from '../conversation-actions.ts';
import { getConversation, getConversations, getTimeline, postRead } from '../conversations.ts';
import type { OperatorRoute } from '../operator-route.ts';
import { deleteSharedView, deleteView, getViews, putSharedView, putView } from '../saved-views.ts';

/** Conversations, and what is done to them. */
export const CONVERSATION_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/conversations', handler: getConversations },
  { for: 'operator', method: 'GET', path: '/api/conversations/{conversation_id}', handler: getConversation },
  {
    for: 'operator',
    method: 'GET',
    path: '/api/conversations/{conversation_id}/messages',
    handler: getTimeline,
  },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/reply', handler: postReply },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/note', handler: postNote },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/take', handler: postTake },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/assign',
    handler: postAssign,
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/release',
    handler: postRelease,
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/hand-back',
    handler: postHandBack,
  },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/close', handler: postClose },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/reopen',
    handler: postReopen,
  },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/read', handler: postRead },
  { for: 'operator', method: 'GET', path: '/api/views', handler: getViews },
  { for: 'operator', method: 'PUT', path: '/api/views/{view_id}', handler: putView },
  { for: 'operator', method: 'DELETE', path: '/api/views/{view_id}', handler: deleteView },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/views/shared/{view_id}',
    handler: putSharedView,
    audit: 'view.saved',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/views/shared/{view_id}',
    handler: deleteSharedView,
    audit: 'view.removed',
  },
];
