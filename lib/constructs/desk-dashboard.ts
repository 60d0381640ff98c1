import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Figures } from './figures.ts';

const HALF = 12;

/** One look at the desk. What has many values, such as scenarios, is asked of the logs when somebody looks, and is no series. */
export class DeskDashboard extends Construct {
  constructor(scope: Construct, id: string, figures: Figures) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.days(1),
    });
    for (const row of graphs(figures)) dashboard.addWidgets(...row);
    dashboard.addWidgets(
      this.#asks('Turns by scenario', 'Classify', TURNS),
      this.#asks('Tries to deliver, by rule', 'Deliver', ATTEMPTS),
    );
    dashboard.addWidgets(
      this.#asks('Understood by model and band', 'Classify', BANDS),
      this.#asks('Handed to people, by reason', 'Classify', REASONS),
    );
  }

  /** Of the log of one function. */
  #asks(title: string, name: string, queryLines: string[]): LogQueryWidget {
    const groups = Stack.of(this)
      .node.findAll()
      .filter((one) => one instanceof LogGroup);
    const group = groups.find(({ node }) => node.path.endsWith(`/${name}/Logs`));
    if (!group) throw new Error(`There is no log of ${name}.`);
    return new LogQueryWidget({ title, queryLines, logGroupNames: [group.logGroupName], width: HALF });
  }
}

const TURNS = ["filter message = 'turn.committed'", 'stats count(*) as turns by scenario', 'sort turns desc'];
const BANDS = ["filter message = 'turn.committed'", 'stats count(*) as turns by model, band'];
const REASONS = [
  "filter message = 'turn.committed' and ispresent(escalation)",
  'stats count(*) as turns by escalation',
];
const ATTEMPTS = [
  "filter message = 'delivery.attempt'",
  'stats count(*) as tries by outcome, rule',
  'sort tries desc',
];

function graphs(figures: Figures): GraphWidget[][] {
  const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: HALF });
  return [
    [
      graph('Requests', figures.requests, figures.requestsRefused, figures.requestErrors),
      graph('From a message to its answer, ms', figures.deliveredP50, figures.deliveredP95),
    ],
    [
      graph('Texts delivered, and tries that failed', figures.delivered, figures.deliveriesFailed),
      graph('Oldest signal of each lane, s', figures.oldestUnanswered, figures.oldestUnsent),
    ],
    [
      graph('Endpoints that take nothing', figures.endpointsFailing),
      graph('Handed to people', figures.escalated),
    ],
    [
      graph('Faults of ours', figures.workFailed, figures.functionErrors, figures.throttles),
      graph('Schedules dropped', ...figures.schedulesDropped),
    ],
    [
      graph('Screens', figures.socketsOpened, figures.socketFrames),
      graph('Latency of requests, p95 in ms', figures.requestLatency),
    ],
    [
      graph('Sign-ins refused', figures.signInsRefused),
      graph('Bots', figures.botsUnwell, figures.updatesWaiting),
    ],
    [
      graph(
        'Second opinions',
        figures.llmAnswered,
        figures.llmCached,
        figures.llmFailed,
        figures.llmTimedOut,
      ),
      graph('What they cost, millionths of $', figures.llmSpend, figures.llmCapped, figures.llmBreakerOpen),
    ],
  ];
}
