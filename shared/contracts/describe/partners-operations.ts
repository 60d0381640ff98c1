import type { FaultCode } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';

const CALLER: FaultCode[] = ['auth.missing', 'auth.invalid', 'auth.forbidden', 'limit.address', 'limit.key'];
const BODY: FaultCode[] = ['body.too_large', 'body.not_json', 'body.malformed', 'request.invalid'];
const OURS: FaultCode[] = ['dependency.unavailable', 'internal'];

const ADMINS = { tag: 'partners', for: 'admins' } as const;
const SECONDS = LIMITS.operatorsRememberedWall / 1000;
const AS_IT_IS: Operation['answers'] = {
  200: { description: 'The partner as it then is.', schema: 'PartnerItem' },
};

/** What admins ask of partners, their keys, and what was changed of the desk. */
export const PARTNERS_OPERATIONS: Operation[] = [
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/partners',
    id: 'listPartners',
    summary: 'List partners',
    description: `By id; ${LIMITS.partners} at most.`,
    parameters: [],
    answers: { 200: { description: 'All of them.', schema: 'PartnersBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/partners',
    id: 'addPartner',
    summary: 'Add a partner',
    description: 'With its first key and its first webhook secret, each of which is shown this once.',
    parameters: [],
    body: 'AddPartner',
    answers: {
      201: { description: 'The partner.', schema: 'FreshPartnerBody', headers: ['Cache-Control'] },
    },
    faults: [...CALLER, ...BODY, 'partner.exists', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/partners/{partner_id}',
    id: 'getPartner',
    summary: 'Read a partner',
    description: 'Without its secrets.',
    parameters: ['PartnerIdInPath'],
    answers: { 200: { description: 'The partner.', schema: 'PartnerItem' } },
    faults: [...CALLER, 'partner.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'put',
    path: '/api/admin/partners/{partner_id}',
    id: 'renamePartner',
    summary: 'Give a partner another name',
    description: 'Its id stays.',
    parameters: ['PartnerIdInPath'],
    body: 'RenamePartner',
    answers: AS_IT_IS,
    faults: [...CALLER, ...BODY, 'partner.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/partners/{partner_id}/disable',
    id: 'disablePartner',
    summary: "Let a partner's keys open nothing",
    description: `After ${SECONDS} seconds at most. What its clients have been answered by then is still delivered.`,
    parameters: ['PartnerIdInPath'],
    answers: AS_IT_IS,
    faults: [...CALLER, 'partner.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/partners/{partner_id}/enable',
    id: 'enablePartner',
    summary: "Let a partner's keys open what they opened",
    description: 'The keys are those that there were.',
    parameters: ['PartnerIdInPath'],
    answers: AS_IT_IS,
    faults: [...CALLER, 'partner.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/partners/{partner_id}/keys',
    id: 'listPartnerKeys',
    summary: "List a partner's keys",
    description: `By id, none of them in full; ${LIMITS.partnerKeys} at most.`,
    parameters: ['PartnerIdInPath'],
    answers: { 200: { description: 'All of them.', schema: 'PartnerKeysBody' } },
    faults: [...CALLER, 'partner.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/admin/partners/{partner_id}/keys',
    id: 'addPartnerKey',
    summary: 'Make a key for a partner',
    description:
      'It is shown this once. The others go on: to change a key, make a new one, let the partner change over, and remove the old one.',
    parameters: ['PartnerIdInPath'],
    body: 'AddPartnerKey',
    bodyOptional: true,
    answers: {
      201: { description: 'The key in full.', schema: 'FreshPartnerKey', headers: ['Cache-Control'] },
    },
    faults: [...CALLER, ...BODY, 'partner.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'delete',
    path: '/api/admin/partners/{partner_id}/keys/{key_id}',
    id: 'removePartnerKey',
    summary: "Remove a partner's key",
    description: `It opens nothing after ${SECONDS} seconds at most.`,
    parameters: ['PartnerIdInPath', 'KeyIdInPath'],
    answers: { 204: { description: 'It is removed.', schema: 'nothing' } },
    faults: [...CALLER, 'partner.unknown', 'partner_key.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/audit',
    id: 'getAudit',
    summary: 'Read who changed what of the desk',
    description: `Newest first, and kept for ${LIMITS.auditKept / 86_400_000} days. What is done to a conversation stands in its history.`,
    parameters: ['From', 'To', 'AuditBy', 'AuditWhat', 'PageLimit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'AuditPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/settings',
    id: 'getSettings',
    summary: 'Read what the deployment has set',
    description: 'Only another deployment changes it; what admins change while the desk runs is its policy.',
    parameters: [],
    answers: { 200: { description: 'What is set.', schema: 'SettingsBody' } },
    faults: [...CALLER, ...OURS],
  },
];
