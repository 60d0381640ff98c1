import type { OperatorRoute } from '../operator-route.ts';
import { getDeliveryStats, getMessageStats, getOperatorStats, getScenarioStats } from '../stats.ts';

/** What was counted. */
export const STATISTICS_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/stats/messages', handler: getMessageStats },
  { for: 'operator', method: 'GET', path: '/api/stats/scenarios', handler: getScenarioStats },
  { for: 'operator', method: 'GET', path: '/api/stats/deliveries', handler: getDeliveryStats },
  { for: 'operator', method: 'GET', path: '/api/stats/operators', handler: getOperatorStats },
  {
    for: 'operator',
    method: 'GET',
    path: '/metrics',
    // A desk without Prometheus never asks for them.
    handler: async (door) => (await import('../metrics.ts')).getMetrics(door),
  },
];
