import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const TAG = { tag: 'sign-in', parameters: [] } satisfies Pick<Operation, 'tag' | 'parameters'>;
const MINUTES = LIMITS.signInLockWall / 60_000;
const ACCESS = LIMITS.accessTokenWall / 60_000;
const GRANTED: Operation['answers'] = {
  200: {
    description: 'Signed in.',
    schema: 'SignedInBody',
    headers: ['Cache-Control', 'Set-Cookie'],
  },
};
const ENDED: Operation['answers'] = {
  204: { description: 'It is over.', schema: 'nothing', headers: ['Set-Cookie'] },
};

/** What people of the desk ask to sign in. */
export const SIGN_IN_OPERATIONS: Operation[] = [
  {
    ...TAG,
    method: 'post',
    path: '/api/auth/login',
    id: 'signIn',
    open: true,
    summary: 'Sign in',
    description: `Gives an access token, good for ${ACCESS} minutes, and a cookie for the next one. A name that is not known, a wrong password and access that was taken away are the same (\`auth.credentials_wrong\`). After ${LIMITS.signInTriesOfName} failures in a row under one name, or ${LIMITS.signInTriesOfAddress} from one address, there can be no try for ${MINUTES} minutes (\`limit.sign_in\`). A browser has to ask from the address of the desk.`,
    body: 'Login',
    answers: GRANTED,
    faults: [
      ...BODY,
      'auth.credentials_wrong',
      'auth.origin_refused',
      'limit.sign_in',
      'limit.address',
      ...OURS,
    ],
  },
  {
    ...TAG,
    method: 'post',
    path: '/api/auth/refresh',
    id: 'refreshSession',
    for: 'session',
    summary: 'Get the next access token',
    description: `For the cookie, and with another cookie in its place. A cookie that was used before ends the session, for whoever has a copy of it; within ${LIMITS.refreshGraceWall / 1000} seconds it is taken for a second tab of the same browser. A session ends after ${LIMITS.sessionIdleWall / 3_600_000} hours without this, and after ${LIMITS.sessionLongestWall / 86_400_000} days in any case.`,
    answers: GRANTED,
    faults: ['auth.session_ended', 'auth.origin_refused', 'limit.address', ...OURS],
  },
  {
    ...TAG,
    method: 'post',
    path: '/api/auth/logout',
    id: 'signOut',
    for: 'session',
    summary: 'Sign out',
    description: 'Ends the session of this browser. Access tokens of it open nothing after a minute at most.',
    answers: ENDED,
    faults: ['auth.origin_refused', 'limit.address', ...OURS],
  },
  {
    ...TAG,
    method: 'post',
    path: '/api/auth/logout-everywhere',
    id: 'signOutEverywhere',
    for: 'staff',
    unsettled: true,
    summary: 'Sign out everywhere',
    description: 'Ends every session of whoever asks.',
    answers: ENDED,
    faults: [...CALLER, ...OURS],
  },
  {
    ...TAG,
    method: 'get',
    path: '/api/auth/me',
    id: 'getMe',
    for: 'staff',
    unsettled: true,
    summary: 'Ask who you are',
    description: 'And whether your password has to be changed first.',
    answers: { 200: { description: 'You.', schema: 'MeBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...TAG,
    method: 'post',
    path: '/api/auth/password',
    id: 'changePassword',
    for: 'staff',
    unsettled: true,
    summary: 'Change your password',
    description:
      'Every session ends, and a new one begins. Wrong current passwords count as failures to sign in. A key has no password (`auth.forbidden`).',
    body: 'ChangePassword',
    answers: GRANTED,
    faults: [...CALLER, ...BODY, 'limit.sign_in', 'operator.changed', ...OURS],
  },
  {
    ...TAG,
    method: 'post',
    path: '/api/auth/ws-ticket',
    id: 'getTicket',
    for: 'staff',
    summary: 'Get a ticket for a socket',
    description: `It opens one WebSocket, within ${LIMITS.ticketSeconds} seconds.`,
    answers: { 200: { description: 'The ticket.', schema: 'TicketBody', headers: ['Cache-Control'] } },
    faults: [...CALLER, ...OURS],
  },
];
