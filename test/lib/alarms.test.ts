import { describe, expect, it } from 'vitest';
import { FIGURES } from '../../shared/domain/figures.ts';
import { anchorsIn, pageAt } from '../docs/pages.ts';
import { nameOf, resourcesOf, synthesise } from './synthesised.ts';

const WITH_MODEL = { llm: { baseUrl: 'https://llm.example/v1', model: 'm' } };
const { service } = synthesise('prod', WITH_MODEL);
const alarms = resourcesOf(service, 'AWS::CloudWatch::Alarm');
const named = Object.entries(alarms).map(([name, { Properties }]) => ({ name, alarm: Properties }));

/** Figures that AWS makes for nothing, as its pages list them, with their dimensions. */
const OF_AWS = new Set([
  'AWS/SQS ApproximateAgeOfOldestMessage QueueName',
  'AWS/SQS ApproximateNumberOfMessagesVisible QueueName',
  'AWS/SQS NumberOfMessagesReceived QueueName',
  'AWS/Lambda Errors ',
  'AWS/Lambda Throttles ',
  'AWS/Scheduler InvocationDroppedCount ScheduleGroup',
  'AWS/ApiGateway Count ApiId',
  'AWS/ApiGateway 4xx ApiId',
  'AWS/ApiGateway 5xx ApiId',
  'AWS/ApiGateway Latency ApiId',
  'AWS/ApiGateway ConnectCount ApiId',
  'AWS/ApiGateway MessageCount ApiId',
]);
const KNOWN = new Set([
  ...OF_AWS,
  ...Object.entries(FIGURES).map(([name, by]) => `Firstline ${name} ${[...by].sort().join()}`),
]);

interface Asked {
  Namespace: string;
  MetricName: string;
  Dimensions?: { Name: string }[];
}

const spelled = ({ Namespace, MetricName, Dimensions = [] }: Asked): string =>
  `${Namespace} ${MetricName} ${Dimensions.map(({ Name }) => Name)
    .sort()
    .join()}`;

/** `SELECT MAX(EndpointFailing) FROM SCHEMA("Firstline", endpoint_id, stage) …` */
function inQuery(text: string): string[] {
  return [...text.matchAll(/SELECT \w+\((\w+)\) FROM SCHEMA\(\\?"(\w+)\\?", ([\w, ]+)\)/g)].map(
    ([, name, namespace, by = '']) => `${namespace} ${name} ${by.split(', ').sort().join()}`,
  );
}

function askedByAlarm(alarm: Record<string, unknown>): string[] {
  const parts = (alarm['Metrics'] ?? []) as { Expression?: string; MetricStat?: { Metric: Asked } }[];
  const own = alarm['MetricName'] === undefined ? [] : [spelled(alarm as unknown as Asked)];
  return [
    ...own,
    ...parts.flatMap(({ MetricStat, Expression = '' }) =>
      MetricStat ? [spelled(MetricStat.Metric)] : inQuery(Expression),
    ),
  ];
}

function askedByDashboard(): string[] {
  const [dashboard] = Object.values(resourcesOf(service, 'AWS::CloudWatch::Dashboard'));
  const { widgets } = JSON.parse(nameOf(dashboard?.Properties['DashboardBody'])) as {
    widgets: { type: string; properties: { metrics?: unknown[][] } }[];
  };
  return widgets
    .filter(({ type }) => type === 'metric')
    .flatMap(({ properties }) => properties.metrics ?? [])
    .flatMap((line) => {
      const words = line.filter((part) => typeof part === 'string');
      if (words.length === 0) return inQuery(String((line[0] as { expression?: string }).expression));
      const [Namespace = '', MetricName = '', ...by] = words;
      const Dimensions = by.filter((_, at) => at % 2 === 0).map((Name) => ({ Name }));
      return [spelled({ Namespace, MetricName, Dimensions })];
    });
}

describe('an alarm', () => {
  it.each(named)('$name asks for figures that something makes', ({ alarm }) => {
    const asked = askedByAlarm(alarm);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((one) => !KNOWN.has(one))).toEqual([]);
  });

  it.each(named)('$name rings the topic when it begins and when it is over', ({ alarm }) => {
    for (const actions of [alarm['AlarmActions'], alarm['OKActions']])
      expect((actions as unknown[]).map(nameOf)).toEqual(['WatchBellTopic']);
  });

  it.each(named)('$name names its section of the runbook', ({ alarm }) => {
    const [page = '', section = ''] = String(alarm['AlarmDescription']).split('#');
    expect(page).toBe('docs/runbook.md');
    expect(anchorsIn(pageAt(page))).toContain(section);
  });
});

describe('every section of the runbook but the one of the bill', () => {
  const titles = [...pageAt('docs/runbook.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase(),
  );

  it('is that of an alarm', () => {
    const rung = named.map(({ alarm }) => String(alarm['AlarmDescription']).split('#')[1]);
    const silent = titles.filter((title) => !rung.includes(title.replaceAll(' ', '-')));
    expect(silent).toEqual(['the bill']);
  });

  it('is followed in the twin by a test of its name', () => {
    const tests = ['runbook', 'runbook-aws'].flatMap((file) => [
      ...pageAt(`test/twin/${file}.test.ts`).matchAll(/^ {2}it\('([^']+)'/gm),
    ]);
    const followed = tests.flatMap(([, name = '']) => name.split(', '));
    expect(titles.filter((title) => !followed.includes(title))).toEqual(['the bill']);
  });
});

it('the dashboard asks for figures that something makes', () => {
  const asked = askedByDashboard();
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((one) => !KNOWN.has(one))).toEqual([]);
});

it('an alarm on a language model is there where one is asked, and only there', () => {
  const names = Object.keys(resourcesOf(synthesise('prod').service, 'AWS::CloudWatch::Alarm'));
  expect(Object.keys(alarms).filter((name) => !names.includes(name))).toEqual([
    'WatchAlarmsModelBreakerOpen',
    'WatchAlarmsModelCapped',
  ]);
});

it('a dashboard is there where the stage wants one', () => {
  expect(resourcesOf(synthesise('dev').service, 'AWS::CloudWatch::Dashboard')).toEqual({});
});

describe('whoever is to hear alarms', () => {
  it('is told by mail or at an address of the web, and of the bill too', () => {
    const to = { alarmTo: ['desk@school.example', 'https://pager.example/hook'], monthlyUsd: 40 };
    const { service: told } = synthesise('prod', to);
    const subscribed = Object.values(resourcesOf(told, 'AWS::SNS::Subscription'));
    expect(subscribed.map(({ Properties: { Protocol, Endpoint } }) => [Protocol, Endpoint])).toEqual([
      ['email', 'desk@school.example'],
      ['https', 'https://pager.example/hook'],
    ]);
    const [budget] = Object.values(resourcesOf(told, 'AWS::Budgets::Budget'));
    expect(budget?.Properties).toMatchObject({ Budget: { BudgetLimit: { Amount: 40, Unit: 'USD' } } });
  });

  it('is told by CloudWatch and AWS Budgets of this account, and by nobody else', () => {
    const [policy] = Object.values(resourcesOf(service, 'AWS::SNS::TopicPolicy'));
    const { Statement } = (policy?.Properties['PolicyDocument'] ?? {}) as {
      Statement: { Effect: string; Principal: unknown; Condition: unknown }[];
    };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    const Condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    expect(allowed).toMatchObject([
      { Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition },
      { Principal: { Service: 'budgets.amazonaws.com' }, Condition },
    ]);
  });
});
