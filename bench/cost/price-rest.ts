import { type Line, linesOf, type Row } from './lines.ts';
import { MODEL } from './model.ts';
import { PRICES } from './prices.ts';

/** What the templates define and AWS charges for by the month, whether anybody writes or not. */
export interface Standing {
  /** Metrics that alarms look at: an alarm on a sum of two costs two. */
  alarmMetrics: number;
  dashboards: number;
  secrets: number;
  keys: number;
  hostedZones: number;
  firewalls: number;
  firewallRules: number;
  /** Queues that feed a function. */
  polledQueues: number;
  /** Functions that run by the clock: looks a month, and the memory of each. */
  clocked: { perMonth: number; memoryMb: number }[];
  /** Figures that come without anybody writing. */
  metrics: number;
  /** The table can be wound back. */
  backedUp: boolean;
}

const SECONDS_PER_HOUR = 3_600;
const BYTES_PER_GB = 1024 ** 3;

/** A month at rest, in US dollars. */
export function priceRest(standing: Standing): Line[] {
  const looks = standing.clocked.reduce((sum, { perMonth }) => sum + perMonth, 0);
  const logged = (looks * MODEL.probe.logBytes) / BYTES_PER_GB;
  const rows: Row[] = [
    ['SQS', 'looks at empty queues', emptyReceives(standing), PRICES.queueRequest],
    ['CloudWatch', 'metrics that alarms look at', standing.alarmMetrics, PRICES.alarmMonth],
    ['CloudWatch', 'metrics', standing.metrics, PRICES.metricMonth],
    ['CloudWatch', 'dashboards to pay for', paidDashboards(standing), PRICES.dashboardMonth],
    ['CloudWatch', 'GB of logs', logged, PRICES.logs.gb],
    ['Secrets Manager', 'secrets', standing.secrets, PRICES.secretMonth],
    ['KMS', 'keys', standing.keys, PRICES.keyMonth],
    ['Route 53', 'hosted zones', standing.hostedZones, PRICES.hostedZoneMonth],
    ['WAF', 'web ACLs', standing.firewalls, PRICES.firewall.aclMonth],
    ['WAF', 'rules', standing.firewallRules, PRICES.firewall.ruleMonth],
    ['DynamoDB', 'GB kept', MODEL.tableGb, PRICES.table.gbMonth],
    [
      'DynamoDB',
      'GB that can be wound back',
      standing.backedUp ? MODEL.tableGb : 0,
      PRICES.table.backupGbMonth,
    ],
    ['DynamoDB', 'read units', looks * MODEL.probe.calls, PRICES.table.readUnit],
    ['Lambda', 'requests', looks, PRICES.lambda.request],
    ['Lambda', 'GB-seconds', clockedGbS(standing), PRICES.lambda.gbSecond],
    ['S3', 'GB kept', MODEL.consoleGb, PRICES.files.gbMonth],
  ];
  return linesOf(rows.filter(([, , quantity]) => quantity > 0));
}

function emptyReceives({ polledQueues }: Standing): number {
  const perQueue = (MODEL.pollers * MODEL.hoursPerMonth * SECONDS_PER_HOUR) / MODEL.pollS;
  return polledQueues * perQueue;
}

function paidDashboards({ dashboards }: Standing): number {
  return Math.max(0, dashboards - MODEL.freeDashboards);
}

function clockedGbS({ clocked }: Standing): number {
  const { processorMs, calls } = MODEL.probe;
  return clocked.reduce((sum, { perMonth, memoryMb }) => {
    const each = (processorMs * MODEL.mbPerCore + calls * MODEL.callMs * memoryMb) / 1_024 / 1_000;
    return sum + perMonth * each;
  }, 0);
}
