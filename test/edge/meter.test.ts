import { expect, it, vi } from 'vitest';
import { createMeter } from '../../shared/edge/meter.ts';

it('figures leave as one line that CloudWatch reads, with the names that the alarm asks for', () => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  createMeter('probe', 'prod').record({ BotsUnwell: 1, UpdatesWaiting: 7 });
  expect(lines).toHaveLength(1);
  const { _aws, ...rest } = JSON.parse(lines[0] ?? '');
  expect(rest).toEqual({ service: 'probe', stage: 'prod', BotsUnwell: 1, UpdatesWaiting: 7 });
  expect(_aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'Firstline',
      Dimensions: [['service', 'stage']],
      Metrics: [{ Name: 'BotsUnwell' }, { Name: 'UpdatesWaiting' }],
    },
  ]);
});
