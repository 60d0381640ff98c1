import { deleteCanned, getCannedReplies, postCannedPreview, putCanned } from '../canned-replies.ts';
import {
  deleteKeyword,
  getKeywords,
  getKeywordVersions,
  postKeyword,
  postKeywordsPreview,
  postKeywordsRollback,
} from '../keywords.ts';
import type { OperatorRoute } from '../operator-route.ts';
import { getPolicy, getPolicyVersions, postDryRun, postPolicyRollback, putPolicy } from '../policy.ts';
import {
  getDiff,
  getTemplate,
  getTemplates,
  getTemplateVersions,
  postPreview,
  postTemplateRollback,
  putTemplate,
} from '../templates.ts';

/** What the desk goes by: policy, templates, keywords, canned replies. */
export const HANDBOOK_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/canned-replies', handler: getCannedReplies },
  { for: 'operator', method: 'POST', path: '/api/canned-replies/preview', handler: postCannedPreview },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/canned-replies/{reply_id}',
    handler: putCanned,
    audit: 'canned_reply.saved',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/canned-replies/{reply_id}',
    handler: deleteCanned,
    audit: 'canned_reply.removed',
  },
  { for: 'operator', method: 'GET', path: '/api/policy', handler: getPolicy },
  { for: 'admin', method: 'PUT', path: '/api/policy', handler: putPolicy, audit: 'policy.changed' },
  { for: 'operator', method: 'GET', path: '/api/policy/versions', handler: getPolicyVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/policy/rollback',
    handler: postPolicyRollback,
    audit: 'policy.rolled_back',
  },
  { for: 'operator', method: 'POST', path: '/api/policy/dry-run', handler: postDryRun },
  { for: 'operator', method: 'GET', path: '/api/templates', handler: getTemplates },
  // What stands for itself comes before what may stand for any template.
  { for: 'operator', method: 'POST', path: '/api/templates/preview', handler: postPreview },
  { for: 'operator', method: 'GET', path: '/api/templates/versions', handler: getTemplateVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/templates/rollback',
    handler: postTemplateRollback,
    audit: 'template.rolled_back',
  },
  { for: 'operator', method: 'GET', path: '/api/templates/diff', handler: getDiff },
  { for: 'operator', method: 'GET', path: '/api/templates/{scenario}', handler: getTemplate },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/templates/{scenario}',
    handler: putTemplate,
    audit: 'template.changed',
  },
  { for: 'operator', method: 'GET', path: '/api/keywords', handler: getKeywords },
  { for: 'admin', method: 'POST', path: '/api/keywords', handler: postKeyword, audit: 'keyword.added' },
  { for: 'operator', method: 'POST', path: '/api/keywords/preview', handler: postKeywordsPreview },
  { for: 'operator', method: 'GET', path: '/api/keywords/versions', handler: getKeywordVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/keywords/rollback',
    handler: postKeywordsRollback,
    audit: 'keywords.rolled_back',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/keywords/{keyword_id}',
    handler: deleteKeyword,
    audit: 'keyword.removed',
  },
];
