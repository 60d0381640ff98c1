import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

export interface FigureSources {
  stage: string;
  inbound: Queue;
  outbound: Queue;
  scheduleGroups: readonly string[];
  apiId: string;
  socketsId: string;
}

export type Figures = ReturnType<typeof createFigures>;

const FIVE_MINUTES = Duration.minutes(5);
const { SUM, MAXIMUM, SAMPLE_COUNT } = Stats;

/** Every figure that alarms and the dashboard ask for: the desk's own by name, and those that AWS makes for nothing. */
export function createFigures({ stage, inbound, outbound, scheduleGroups, apiId, socketsId }: FigureSources) {
  const own = (metricName: string, statistic: string, service?: string): Metric =>
    new Metric({
      namespace: 'Firstline',
      metricName,
      dimensionsMap: { stage, ...(service && { service }) },
      statistic,
      period: FIVE_MINUTES,
    });
  const ofAws = (namespace: string, metricName: string, statistic: string, dimensionsMap = {}): Metric =>
    new Metric({
      namespace: `AWS/${namespace}`,
      metricName,
      dimensionsMap,
      statistic,
      period: FIVE_MINUTES,
    });
  const age = { statistic: MAXIMUM, period: Duration.minutes(1) };
  const doors = (name: string, statistic: string) => ofAws('ApiGateway', name, statistic, { ApiId: apiId });
  const sockets = (name: string) => ofAws('ApiGateway', name, SUM, { ApiId: socketsId });
  return {
    stage,
    oldestUnanswered: inbound.metricApproximateAgeOfOldestMessage(age),
    oldestUnsent: outbound.metricApproximateAgeOfOldestMessage(age),
    requests: doors('Count', SUM),
    requestErrors: doors('5xx', SUM),
    requestsRefused: doors('4xx', SUM),
    requestLatency: doors('Latency', Stats.percentile(95)),
    socketsOpened: sockets('ConnectCount'),
    socketFrames: sockets('MessageCount'),
    // Of the whole account and region: so is the limit that throttles.
    throttles: ofAws('Lambda', 'Throttles', SUM),
    functionErrors: ofAws('Lambda', 'Errors', SUM),
    schedulesDropped: scheduleGroups.map((ScheduleGroup) =>
      ofAws('Scheduler', 'InvocationDroppedCount', SUM, { ScheduleGroup }),
    ),
    delivered: own('DeliveredMs', SAMPLE_COUNT),
    deliveredP50: own('DeliveredMs', Stats.percentile(50)),
    deliveredP95: own('DeliveredMs', Stats.percentile(95)),
    deliveriesFailed: own('DeliveryFailed', SUM),
    escalated: own('Escalated', SUM),
    // Each endpoint that fails is a series by itself, so there is word of the second while the first one fails.
    endpointsFailing: new MathExpression({
      label: '',
      expression: `SELECT MAX(EndpointFailing) FROM SCHEMA("Firstline", endpoint_id, stage) WHERE stage = '${stage}' GROUP BY endpoint_id`,
      usingMetrics: {},
      period: FIVE_MINUTES,
    }),
    workFailed: own('WorkFailed', SUM),
    signInsRefused: own('SignInRefused', SUM),
    botsUnwell: own('BotsUnwell', MAXIMUM, 'probe'),
    updatesWaiting: own('UpdatesWaiting', MAXIMUM, 'probe'),
    llmAnswered: own('LlmAnswered', SUM, 'classify'),
    llmCached: own('LlmCached', SUM, 'classify'),
    llmFailed: own('LlmFailed', SUM, 'classify'),
    llmTimedOut: own('LlmTimedOut', SUM, 'classify'),
    llmBreakerOpen: own('LlmBreakerOpen', SUM, 'classify'),
    llmCapped: own('LlmCapped', SUM, 'classify'),
    llmSpend: own('LlmSpendMicroUsd', SUM, 'classify'),
  };
}
