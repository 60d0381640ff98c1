import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';

const EVERY = Duration.minutes(5);

export interface BotProbeProps {
  prober: HouseFunction;
  stage: string;
}

/** Has the bots' webhooks looked after, and rings if one has not been well for three looks, or nobody has looked. */
export class BotProbe extends Construct {
  constructor(scope: Construct, id: string, { prober, stage }: BotProbeProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      schedule: Schedule.rate(EVERY),
      // The next look is not far.
      targets: [new LambdaFunction(prober.function, { retryAttempts: 0, maxEventAge: EVERY })],
    });
    new Alarm(this, 'Alarm', {
      metric: new Metric({
        namespace: 'Firstline',
        metricName: 'BotsUnwell',
        dimensionsMap: { service: 'probe', stage },
        statistic: Stats.MAXIMUM,
        period: EVERY,
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}
