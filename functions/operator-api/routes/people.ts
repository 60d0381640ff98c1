import type { OperatorRoute } from '../operator-route.ts';
import {
  getOperators,
  postDisableOperator,
  postEnableOperator,
  postEndSessions,
  postOperator,
  postResetPassword,
  postRotateTokenKey,
  putOperator,
} from '../people.ts';

/** The people at the desk, and the keys of their tokens. */
export const PEOPLE_ROUTES: OperatorRoute[] = [
  { for: 'admin', method: 'GET', path: '/api/admin/operators', handler: getOperators },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators',
    handler: postOperator,
    audit: 'operator.added',
  },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/admin/operators/{operator_id}',
    handler: putOperator,
    audit: 'operator.changed',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/disable',
    handler: postDisableOperator,
    audit: 'operator.disabled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/enable',
    handler: postEnableOperator,
    audit: 'operator.enabled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/reset-password',
    handler: postResetPassword,
    audit: 'operator.password_reset',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/end-sessions',
    handler: postEndSessions,
    audit: 'operator.sessions_ended',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/token-keys/rotate',
    handler: postRotateTokenKey,
    audit: 'token_key.rotated',
  },
];
