import { getDeliveries, postRetry } from '../deliveries.ts';
import { getEndpoint, getEndpoints, postDisable, postEnable } from '../endpoints.ts';
import { getJob, postCancel, postRedrive } from '../jobs.ts';
import type { OperatorRoute } from '../operator-route.ts';

/** Texts on their way, and where they go. */
export const DELIVERY_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/deliveries', handler: getDeliveries },
  { for: 'operator', method: 'POST', path: '/api/deliveries/redrive', handler: postRedrive },
  { for: 'operator', method: 'GET', path: '/api/deliveries/redrive/{job_id}', handler: getJob },
  { for: 'operator', method: 'POST', path: '/api/deliveries/redrive/{job_id}/cancel', handler: postCancel },
  { for: 'operator', method: 'POST', path: '/api/deliveries/{message_id}/retry', handler: postRetry },
  { for: 'operator', method: 'GET', path: '/api/endpoints', handler: getEndpoints },
  { for: 'operator', method: 'GET', path: '/api/endpoints/{endpoint_id}', handler: getEndpoint },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/endpoints/{endpoint_id}/enable',
    handler: postEnable,
    audit: 'endpoint.enabled',
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/endpoints/{endpoint_id}/disable',
    handler: postDisable,
    audit: 'endpoint.disabled',
  },
];
