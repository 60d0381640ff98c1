import { resourcesOf, synthesise } from '../lib/synthesised.ts';

/** When an alarm rings: where its figure is above this in so many periods of so many seconds, one after the other. */
export interface AlarmRule {
  above: number;
  periods: number;
  periodS: number;
}

interface Asked {
  Period?: number;
  MetricStat?: { Period: number };
}

/** The rules of the alarms that production has, by their sections of the runbook, as the template has them. */
export function alarmRules(): (section: string) => AlarmRule {
  const { service } = synthesise('prod', { llm: { baseUrl: 'https://llm.example/v1', model: 'm' } });
  const alarms = Object.values(resourcesOf(service, 'AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties,
  );
  return (section) => {
    const found = alarms.find(({ AlarmDescription }) => String(AlarmDescription).endsWith(`#${section}`));
    if (found?.['ComparisonOperator'] !== 'GreaterThanThreshold')
      throw new Error(`no alarm rings above ${section}`);
    const metrics = (found['Metrics'] ?? []) as Asked[];
    const periods = [found as Asked, ...metrics].flatMap(
      ({ Period, MetricStat }) => Period ?? MetricStat?.Period ?? [],
    );
    return {
      above: Number(found['Threshold']),
      periods: Number(found['EvaluationPeriods']),
      periodS: Math.max(...periods),
    };
  };
}
