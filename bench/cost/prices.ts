/**
 * What AWS asks for, in US dollars: list prices, on demand, without any free tier, taxes or discounts.
 * Those of Lambda, API Gateway, the table's units, SQS, Scheduler, logs taken in, metrics and alarms were held against a list on that
 * day, those of X-Ray against a stored copy of its page of unknown age; what is kept, secrets, keys, zones, firewalls, dashboards, files and data out were not.
 * To bring them up to date, look each up on the page of its service and change `asOf`.
 */
export const PRICES = {
  asOf: '2026-11-27',
  region: 'us-east-1',
  lambda: { gbSecond: 0.0000133334, request: 0.2e-6 },
  /** Of an HTTP API. */
  httpRequest: 1e-6,
  socket: { message: 1e-6, minute: 0.25e-6 },
  table: { writeUnit: 0.625e-6, readUnit: 0.125e-6, gbMonth: 0.25, backupGbMonth: 0.2 },
  queueRequest: 0.4e-6,
  /** Of EventBridge Scheduler: one that fired. */
  schedule: 1e-6,
  /** Logs: taken in, and kept for a month, where they take about a seventh of that. */
  logs: { gb: 0.5, gbMonth: 0.03 },
  /** Of X-Ray: one that is recorded, and one that somebody looks for or at. */
  trace: { recorded: 5e-6, looked: 0.5e-6 },
  metricMonth: 0.3,
  alarmMonth: 0.1,
  /** Each beyond the first three of an account, which are free for good. */
  dashboardMonth: 3,
  secretMonth: 0.4,
  keyMonth: 1,
  hostedZoneMonth: 0.5,
  firewall: { aclMonth: 5, ruleMonth: 1 },
  files: { gbMonth: 0.023 },
  /** From a region to the internet. */
  gbOut: 0.09,
} as const;
