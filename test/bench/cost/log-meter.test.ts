import { expect, it } from 'vitest';
import { createLogMeter } from '../../../bench/cost/log-meter.ts';

function embedded(names: readonly string[], scenario: string): string {
  return JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: 'Firstline',
          Dimensions: [['scenario']],
          Metrics: names.map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    scenario,
  });
}

it('weighs lines of functions in UTF-8, with their ends, and neither those of the twin nor of the probe', () => {
  const meter = createLogMeter();
  for (const line of ['classify | ёж', 'The queue is empty', 'probe | a look']) meter.take(line);
  expect(meter.bytes()).toBe(5);
});

it('counts a figure once for each of its dimensions', () => {
  const meter = createLogMeter();
  meter.take(`classify | ${embedded(['Turns', 'Reads'], 'GREETING')}`);
  meter.take(`classify | ${embedded(['Turns'], 'GREETING')}`);
  meter.take(`classify | ${embedded(['Turns'], 'FAREWELL')}`);
  expect(meter.metrics()).toBe(3);
});

it('weighs anew when told to, and remembers the figures', () => {
  const meter = createLogMeter();
  meter.take(`classify | ${embedded(['Turns'], 'GREETING')}`);
  meter.reset();
  expect([meter.bytes(), meter.metrics()]).toEqual([0, 1]);
});
