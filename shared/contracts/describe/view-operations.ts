import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const DESK = { tag: 'views', for: 'staff' } as const;
const KEPT: Operation['answers'] = {
  200: { description: 'The view as it then is.', schema: 'SavedViewBody' },
};
const GONE: Operation['answers'] = { 204: { description: 'It is removed.', schema: 'nothing' } };
const MOST = `${LIMITS.savedViews} at most`;

/** What operators can ask of the views of the inbox that they keep. */
export const VIEW_OPERATIONS: Operation[] = [
  {
    ...DESK,
    method: 'get',
    path: '/api/views',
    id: 'listViews',
    summary: 'Read the saved views of the inbox',
    description: 'All of your own, then all that everybody has, each by id.',
    parameters: [],
    answers: { 200: { description: 'The views.', schema: 'SavedViewsBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...DESK,
    method: 'put',
    path: '/api/views/{view_id}',
    id: 'putView',
    summary: 'Keep a view of the inbox',
    description: `Yours alone: a new one, or in place of the one with this id. You have ${MOST}.`,
    parameters: ['ViewIdInPath'],
    body: 'SaveView',
    answers: KEPT,
    faults: [...CALLER, ...BODY, ...OURS],
  },
  {
    ...DESK,
    method: 'delete',
    path: '/api/views/{view_id}',
    id: 'deleteView',
    summary: 'Remove a view of yours',
    description: 'One that everybody has stays.',
    parameters: ['ViewIdInPath'],
    answers: GONE,
    faults: [...CALLER, 'view.unknown', ...OURS],
  },
  {
    ...DESK,
    for: 'admins',
    method: 'put',
    path: '/api/views/shared/{view_id}',
    id: 'putSharedView',
    summary: 'Keep a view of the inbox for everybody',
    description: `A new one, or in place of the one with this id; a desk has ${MOST}. \`me\` is whoever looks at it.`,
    parameters: ['ViewIdInPath'],
    body: 'SaveView',
    answers: KEPT,
    faults: [...CALLER, ...BODY, ...OURS],
  },
  {
    ...DESK,
    for: 'admins',
    method: 'delete',
    path: '/api/views/shared/{view_id}',
    id: 'deleteSharedView',
    summary: 'Remove a view that everybody has',
    description: 'Nobody sees it any more.',
    parameters: ['ViewIdInPath'],
    answers: GONE,
    faults: [...CALLER, 'view.unknown', ...OURS],
  },
];
