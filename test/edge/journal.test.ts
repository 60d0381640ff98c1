import { expect, it, vi } from 'vitest';
import { createJournal } from '../../shared/edge/journal.ts';

function written(write: () => void): Record<string, unknown>[] {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  write();
  return lines.map((line) => JSON.parse(line));
}

const NOW = '2026-11-24T09:00:00.000Z';

it('a line has its level and time as Lambda reads them, and nothing that every line would repeat', () => {
  vi.useFakeTimers({ now: new Date(NOW), toFake: ['Date'] });
  const lines = written(() => createJournal('prod').warn('it.happened', { message_id: 'msg_1' }));
  vi.useRealTimers();
  const line = { level: 'WARN', message: 'it.happened', timestamp: NOW };
  expect(lines).toEqual([{ ...line, message_id: 'msg_1' }]);
});

it('what is empty is not written, because every byte is paid for', () => {
  const fields = { reason: null, code: undefined, name: '', count: 0, late: false };
  const [line] = written(() => createJournal('prod').error('it.failed', fields));
  const { level, message, timestamp, ...rest } = line ?? {};
  expect([level, message]).toEqual(['ERROR', 'it.failed']);
  expect(rest).toEqual({ count: 0, late: false });
});

it('figures of an outcome go with its line, in as many series as there are dimensions', () => {
  const journal = createJournal('prod');
  const [line] = written(() =>
    journal.error('it.failed', { endpoint_id: 'end_1' }, { WorkFailed: 1, EndpointFailing: 1 }),
  );
  expect(line).toMatchObject({ endpoint_id: 'end_1', stage: 'prod', WorkFailed: 1, EndpointFailing: 1 });
  const { CloudWatchMetrics, Timestamp } = (line?.['_aws'] ?? {}) as Record<string, unknown>;
  expect(Timestamp).toBeTypeOf('number');
  expect(CloudWatchMetrics).toEqual([
    { Namespace: 'Firstline', Dimensions: [['stage']], Metrics: [{ Name: 'WorkFailed' }] },
    {
      Namespace: 'Firstline',
      Dimensions: [['stage', 'endpoint_id']],
      Metrics: [{ Name: 'EndpointFailing' }],
    },
  ]);
});

it('a line without figures is no figure', () => {
  const [line] = written(() => createJournal('prod').info('it.happened', {}));
  expect(line).not.toHaveProperty('_aws');
});
