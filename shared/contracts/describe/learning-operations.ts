import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const UNSOUND: FaultCode[] = ['model.incomplete', 'model.unreadable', 'model.changed'];
const STAFF = { tag: 'learning', for: 'staff' } as const;
const ADMINS = { tag: 'learning', for: 'admins' } as const;
const IN_FORCE = `It is in force everywhere after ${LIMITS.handbookRemembered / 1000} seconds at most, without a deployment.`;

/** What people at the desk say of how messages were understood, and the models that come of it. */
export const LEARNING_OPERATIONS: Operation[] = [
  {
    ...STAFF,
    method: 'post',
    path: '/api/feedback',
    id: 'postFeedback',
    summary: 'Say whether a message was understood',
    description:
      'Of a turn, named by its reply or by a message that it answers. What is said replaces what was said of the same turn before (200 instead of 201). A correction is a labelled example that the next model learns from.',
    parameters: [],
    body: 'PostFeedback',
    answers: {
      200: { description: 'What is noted, in place of what was.', schema: 'FeedbackBody' },
      201: { description: 'What is noted.', schema: 'FeedbackBody' },
    },
    faults: [...CALLER, ...BODY, 'message.unknown', ...OURS],
  },
  {
    ...STAFF,
    method: 'get',
    path: '/api/feedback',
    id: 'listFeedback',
    summary: 'Read what was said of how messages were understood',
    description: 'The newest turns first. It is kept for as long as their messages.',
    parameters: ['PageLimit', 'Cursor'],
    answers: { 200: { description: 'A page of it.', schema: 'FeedbackPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/examples',
    id: 'listExamples',
    summary: 'Read the labelled examples that came of it',
    description: `The words of the turns that somebody has labelled, the newest first. Phone numbers, addresses, links and long numbers are replaced by neutral ones. At most ${LIMITS.examplesPage} to a page; a page may come back short, or empty: only \`next\` says whether there are more.`,
    parameters: ['ExamplesLimit', 'Cursor'],
    answers: { 200: { description: 'A page of them.', schema: 'ExamplesPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/models',
    id: 'getModel',
    summary: 'Read which model judges messages',
    description: 'The shipped one, or one that was published in its place.',
    parameters: [],
    answers: { 200: { description: 'The model.', schema: 'ModelStateBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/models',
    id: 'publishModel',
    summary: 'Publish a model',
    description: `All parts of its file have been handed in before. ${IN_FORCE} \`npm run admin -- model retrain\` does all of it, and publishes only what is no worse. What is in force already is not published again.`,
    parameters: [],
    body: 'PostModel',
    answers: { 200: { description: 'The model as it then is.', schema: 'ModelStateBody' } },
    faults: [...CALLER, ...BODY, ...UNSOUND, ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/models/versions',
    id: 'listModelVersions',
    summary: 'Read who published models, when and why',
    description: 'Newest first; no version is ever taken away.',
    parameters: ['PageLimit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'ModelVersionsPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/models/rollback',
    id: 'rollBackModel',
    summary: 'Bring an older model back',
    description: `Publishes the model of that version as a new one; 0 is the shipped one. ${IN_FORCE}`,
    parameters: [],
    body: 'ModelRollback',
    answers: { 200: { description: 'The model as it then is.', schema: 'ModelStateBody' } },
    faults: [...CALLER, ...BODY, 'version.unknown', ...UNSOUND, ...OURS],
  },
  {
    ...ADMINS,
    method: 'put',
    path: '/api/admin/models/{model_id}/parts/{part}',
    id: 'putModelPart',
    summary: "Hand in a part of a model's file",
    description: `The file is cut into parts of ${LIMITS.modelPartBytes} bytes, of which the last may be shorter; at most ${LIMITS.modelParts}. The same part again is the same.`,
    parameters: ['ModelIdInPath', 'PartInPath'],
    body: 'PutModelPart',
    answers: { 200: { description: 'It is there.', schema: 'ModelPartReceipt' } },
    faults: [...CALLER, ...BODY, 'model.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/models/{model_id}/parts/{part}',
    id: 'getModelPart',
    summary: "Fetch a part of a model's file",
    description: 'As it was handed in.',
    parameters: ['ModelIdInPath', 'PartInPath'],
    answers: { 200: { description: 'The part.', schema: 'ModelPartBody' } },
    faults: [...CALLER, 'model.unknown', ...OURS],
  },
];
