import { describe, expect, it } from 'vitest';
import { billAsJson, billFor, nextCent } from '../../../bench/cost/bill.ts';
import type { Counted } from '../../../bench/cost/count.ts';
import { renderBill } from '../../../bench/cost/render.ts';
import type { Read } from '../../../bench/cost/standing.ts';

const COUNTED: Counted = {
  counts: {
    messages: 4,
    writeUnits: 40,
    readUnits: 60,
    calls: { 'dynamodb GetItem': 40, 'sqs SendMessage': 8, 'scheduler CreateSchedule': 4 },
    callers: {},
    invocations: { ingest: 4, deliver: 4 },
    processorMs: { ingest: 20, deliver: 40 },
    logBytes: 4_000,
    webhookBytes: 2_000,
    metrics: 2,
  },
  framesPerMessage: 3,
};

const READ: Read = {
  functions: [
    { label: 'ingest', memoryMb: 512, feed: 'door' },
    { label: 'deliver', memoryMb: 512, feed: 'lane' },
  ],
  standing: {
    alarmMetrics: 1,
    dashboards: 0,
    secrets: 1,
    keys: 0,
    hostedZones: 0,
    firewalls: 0,
    firewallRules: 0,
    polledQueues: 1,
    clocked: [],
    metrics: 0,
    backedUp: true,
  },
};

describe('the bill', () => {
  const bill = billFor(COUNTED, READ);
  const json = billAsJson(bill);

  it('tells a program the sums of its lines, in cents', () => {
    const { breakdown } = json as { breakdown: Record<string, { usd: number }[]> };
    const sum = (name: string): number => breakdown[name]?.reduce((all, { usd }) => all + usd, 0) ?? 0;
    expect(json['per_million_usd']).toBeCloseTo(sum('per_million'), 2);
    expect(json['per_million_usd_batch1']).toBeCloseTo(sum('per_million_batch1'), 2);
    expect(json['idle_month_usd']).toBeCloseTo(sum('idle_month'), 2);
    expect(json['write_units_per_message']).toBe(10);
  });

  it('has a trace for every invocation, beside what a message costs', () => {
    const [requests] = bill.alone.filter(({ service, what }) => service === 'Lambda' && what === 'requests');
    expect(bill.tracing).toMatchObject([{ service: 'X-Ray', quantity: requests?.quantity }]);
    expect(bill.alone.map(({ service }) => service)).not.toContain('X-Ray');
  });

  it('says where the next cent is to be saved', () => {
    expect(nextCent(bill.batched)).toBe('DynamoDB, write units');
  });

  it('is cheaper where messages share invocations', () => {
    expect(Number(json['per_million_usd'])).toBeLessThan(Number(json['per_million_usd_batch1']));
  });

  it('has a table for each part, with its sum, to read', () => {
    const text = renderBill(bill);
    expect(text).toContain('A month at rest');
    expect(text.split('\n').filter((line) => /^\s+\d+\.\d\d$/.test(line))).toHaveLength(8);
  });
});
