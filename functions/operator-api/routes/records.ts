import { getAudit } from '../audit.ts';
import { deleteClient, getClient, getErasure } from '../clients.ts';
import type { OperatorRoute } from '../operator-route.ts';
import { getSettings } from '../settings.ts';

/** What is kept: clients, the audit, settings. */
export const RECORD_ROUTES: OperatorRoute[] = [
  { for: 'admin', method: 'GET', path: '/api/admin/audit', handler: getAudit },
  { for: 'admin', method: 'GET', path: '/api/admin/settings', handler: getSettings },
  { for: 'admin', method: 'GET', path: '/api/admin/clients/{client_id}', handler: getClient },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/admin/clients/{client_id}',
    handler: deleteClient,
    audit: 'client.erased',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/erasures/{job_id}', handler: getErasure },
];
