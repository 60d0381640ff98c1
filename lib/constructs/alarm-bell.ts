import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, type CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-settings.ts';

/** Where the sections are that say what to do. */
const RUNBOOK = 'docs/runbook.md';

/** Alarms of the parts, by the construct that brings them. */
const PARTS: readonly [RegExp, string][] = [
  [/DeadLetters/, 'dead-letters'],
  [/Failures/, 'records-left-behind'],
  [/BotProbe/, 'bots-unwell'],
];

/** One topic that every alarm of the stack rings, when it begins and when it is over, with whoever is to hear it. */
export class AlarmBell extends Construct {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    for (const service of ['cloudwatch', 'budgets']) topic.addToResourcePolicy(ringing(topic, service));
    for (const to of settings.alarmTo)
      topic.addSubscription(to.startsWith('https://') ? new UrlSubscription(to) : new EmailSubscription(to));
    const action = new SnsAction(topic);
    for (const alarm of Stack.of(this)
      .node.findAll()
      .filter((one) => one instanceof Alarm)) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      (alarm.node.defaultChild as CfnAlarm).alarmDescription = `${RUNBOOK}#${sectionOf(alarm)}`;
    }
    if (settings.monthlyUsd !== undefined) this.#watchBill(settings.monthlyUsd, topic);
    new CfnOutput(Stack.of(this), 'AlarmTopic', { value: topic.topicArn });
  }

  /** Of the whole account: what a stage costs, AWS tells only where its tags are switched on for that. */
  #watchBill(monthlyUsd: number, topic: Topic): void {
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const at = (notificationType: string, threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold },
      subscribers,
    });
    const budget = new CfnBudget(this, 'Bill', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: [at('ACTUAL', 80), at('FORECASTED', 100)],
    });
    // It looks whether it may ring before it exists.
    budget.node.addDependency(topic);
  }
}

/** Of this account alone: a service may be talked into ringing for another's. */
function ringing(topic: Topic, service: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
  });
}

/** `OldestUnanswered` → `oldest-unanswered`; alarms that lie with a part have the part's section. */
function sectionOf(alarm: Alarm): string {
  const part = PARTS.find(([path]) => path.test(alarm.node.path));
  return part?.[1] ?? alarm.node.id.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
}
