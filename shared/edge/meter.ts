import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Meter } from '../ports.ts';
import { NAMESPACE } from './embedded-figures.ts';

/** Figures as lines of the function's log (CloudWatch's Embedded Metric Format), in the namespace `Firstline`. */
export function createMeter(service: string, stage: string): Meter {
  const metrics = new Metrics({
    namespace: NAMESPACE,
    serviceName: service,
    defaultDimensions: { stage },
  });
  return {
    record(figures) {
      for (const [name, value] of Object.entries(figures)) metrics.addMetric(name, MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    },
  };
}
