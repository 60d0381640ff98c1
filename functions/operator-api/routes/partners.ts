import type { OperatorRoute } from '../operator-route.ts';
import {
  deletePartnerKey,
  getPartner,
  getPartnerKeys,
  getPartners,
  postDisablePartner,
  postEnablePartner,
  postPartner,
  postPartnerKey,
  putPartner,
} from '../partners.ts';
import { getWebhookKeys, postRotateKey } from '../webhook-keys.ts';
import { getWebhookSecrets, postRotate } from '../webhook-secrets.ts';
import { getSignatures, putSignatures } from '../webhook-signatures.ts';

/** Partners: keys, secrets, signatures. */
export const PARTNER_ROUTES: OperatorRoute[] = [
  { for: 'admin', method: 'GET', path: '/api/admin/partners', handler: getPartners },
  { for: 'admin', method: 'POST', path: '/api/admin/partners', handler: postPartner, audit: 'partner.added' },
  { for: 'admin', method: 'GET', path: '/api/admin/partners/{partner_id}', handler: getPartner },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/admin/partners/{partner_id}',
    handler: putPartner,
    audit: 'partner.renamed',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/disable',
    handler: postDisablePartner,
    audit: 'partner.disabled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/enable',
    handler: postEnablePartner,
    audit: 'partner.enabled',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/partners/{partner_id}/keys', handler: getPartnerKeys },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/keys',
    handler: postPartnerKey,
    audit: 'partner_key.added',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/admin/partners/{partner_id}/keys/{key_id}',
    handler: deletePartnerKey,
    audit: 'partner_key.removed',
  },
  {
    for: 'admin',
    method: 'GET',
    path: '/api/admin/partners/{partner_id}/webhook-secrets',
    handler: getWebhookSecrets,
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/webhook-secrets/rotate',
    handler: postRotate,
    audit: 'webhook_secret.rotated',
  },
  {
    for: 'admin',
    method: 'GET',
    path: '/api/admin/partners/{partner_id}/webhook-signatures',
    handler: getSignatures,
  },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/admin/partners/{partner_id}/webhook-signatures',
    handler: putSignatures,
    audit: 'webhook_signatures.chosen',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/webhook-keys', handler: getWebhookKeys },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/webhook-keys/rotate',
    handler: postRotateKey,
    audit: 'webhook_key.rotated',
  },
];
