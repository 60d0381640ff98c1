import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const KNOWN: FaultCode[] = ['operator.unknown', 'operator.changed'];

const ADMINS = { tag: 'people', for: 'admins' } as const;
const SECONDS = LIMITS.operatorsRememberedWall / 1000;
const AS_THEY_ARE: Operation['answers'] = {
  200: { description: 'The person as they then are.', schema: 'OperatorItem' },
};
const LAST = 'The last admin who has access stays one (`operator.last_admin`).';

/** What admins ask of the people at the desk. */
export const PEOPLE_OPERATIONS: Operation[] = [
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/operators',
    id: 'listOperators',
    summary: 'List the people at the desk',
    description: `By id; ${LIMITS.operators} at most.`,
    parameters: [],
    answers: { 200: { description: 'All of them.', schema: 'OperatorsBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/operators',
    id: 'addOperator',
    summary: 'Add somebody',
    description:
      'With a password for the first time, which is made up and shown once unless one is given. It has to be changed before anything else can be asked.',
    parameters: [],
    body: 'AddOperator',
    answers: {
      201: { description: 'The person.', schema: 'OperatorWithPassword', headers: ['Cache-Control'] },
    },
    faults: [...CALLER, ...BODY, 'operator.exists', ...OURS],
  },
  {
    ...ADMINS,
    method: 'put',
    path: '/api/admin/operators/{operator_id}',
    id: 'changeOperator',
    summary: 'Change name or role',
    description: `What is not mentioned stays. It is in force everywhere after ${SECONDS} seconds at most. ${LAST}`,
    parameters: ['OperatorIdInPath'],
    body: 'ChangeOperator',
    answers: AS_THEY_ARE,
    faults: [...CALLER, ...BODY, ...KNOWN, 'operator.last_admin', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/operators/{operator_id}/disable',
    id: 'disableOperator',
    summary: "Take somebody's access away",
    description: `Every session ends, and access tokens open nothing after ${SECONDS} seconds at most. ${LAST}`,
    parameters: ['OperatorIdInPath'],
    answers: AS_THEY_ARE,
    faults: [...CALLER, ...KNOWN, 'operator.last_admin', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/operators/{operator_id}/enable',
    id: 'enableOperator',
    summary: 'Give access back',
    description: 'With the password that there was.',
    parameters: ['OperatorIdInPath'],
    answers: AS_THEY_ARE,
    faults: [...CALLER, ...KNOWN, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/operators/{operator_id}/reset-password',
    id: 'resetPassword',
    summary: 'Give somebody a password for the first time again',
    description: 'As when they were added. Every session ends.',
    parameters: ['OperatorIdInPath'],
    body: 'ResetPassword',
    bodyOptional: true,
    answers: {
      200: { description: 'The person.', schema: 'OperatorWithPassword', headers: ['Cache-Control'] },
    },
    faults: [...CALLER, ...BODY, ...KNOWN, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/operators/{operator_id}/end-sessions',
    id: 'endSessions',
    summary: 'Sign somebody out everywhere',
    description: `Access tokens open nothing after ${SECONDS} seconds at most.`,
    parameters: ['OperatorIdInPath'],
    answers: AS_THEY_ARE,
    faults: [...CALLER, 'operator.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/token-keys/rotate',
    id: 'rotateTokenKey',
    summary: 'Give access tokens a new key',
    description: `This happens by itself every ${LIMITS.tokenKeyAgeWall / 86_400_000} days, and nobody notices. With \`leaked\` the old keys end at once: access tokens open nothing, and browsers fetch new ones.`,
    parameters: [],
    body: 'RotateTokenKey',
    bodyOptional: true,
    answers: { 200: { description: 'The keys by their ids, newest first.', schema: 'TokenKeyRotationBody' } },
    faults: [...CALLER, ...BODY, ...OURS],
  },
];
