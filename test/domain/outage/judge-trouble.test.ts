import { describe, expect, it } from 'vitest';
import { judgeTrouble, type TroubleSeen } from '../../../shared/domain/outage/judge-trouble.ts';
import type { TroubleReport } from '../../../shared/domain/outage/trouble.ts';
import type { UsualTrouble } from '../../../shared/domain/outage/usual.ts';
import { NOW } from '../../builders.ts';
import { aReport, reportsOf } from './reports.ts';

const policy = { reporters: 6, sensitivity: 'normal' } as const;

function judged(reports: readonly TroubleReport[], over: Partial<TroubleSeen> = {}) {
  const [newest] = reports;
  return judgeTrouble({
    reports,
    usual: undefined,
    to: NOW,
    kinds: newest?.kinds ?? ['sign_in'],
    policy,
    ...over,
  });
}

/** A desk that sees so many clients in every window of every hour. */
function usual(rate: number): UsualTrouble {
  const seen = { sign_in: rate, access: rate, all: rate };
  const hours = Array.from({ length: 168 }, (_, hour) => [hour, { weight: 5, seen: times(5, seen) }]);
  return { through: NOW, hours: Object.fromEntries(hours) };
}

function times(factor: number, rates: Record<string, number>) {
  return Object.fromEntries(Object.entries(rates).map(([group, rate]) => [group, factor * rate]));
}

describe('trouble is suspected', () => {
  it('from the sixth client on at a desk that has seen nothing yet, and of fewer never', () => {
    expect(judged(reportsOf(5, 5))).toBeUndefined();
    expect(judged(reportsOf(6, 5))).toMatchObject({
      kind: 'sign_in',
      reporters: 6,
      channels: ['partner:demo'],
    });
  });

  it.each([
    [0.02, 6],
    [0.5, 6],
    [1.2, 9],
    [3, 12],
    [30, 60],
  ])('where %d clients are usual with the %dth', (rate, least) => {
    expect(judged(reportsOf(least - 1, 9), { usual: usual(rate) })).toBeUndefined();
    expect(judged(reportsOf(least, 9), { usual: usual(rate) })).toMatchObject({ reporters: least });
  });

  it('by distinct clients: one that writes fifty times is one', () => {
    const insistent = Array.from({ length: 50 }, (_, minute) => aReport('anna', minute / 10));
    expect(judged(insistent)).toBeUndefined();
    expect(judged([...insistent, ...reportsOf(5, 5)])).toMatchObject({ reporters: 6 });
  });

  it('within ten minutes only', () => {
    expect(judged(reportsOf(6, 15))).toBeUndefined();
  });

  it('of all access troubles together, though of none of them alone', () => {
    const kinds = ['sign_in', 'platform', 'lesson_room', 'app', 'platform', 'platform'] as const;
    const reports = kinds.map((kind, client) => aReport(client, client, { kinds: [kind] }));
    expect(judged(reports)).toMatchObject({ scope: 'access', kind: 'platform', reporters: 6 });
  });

  it('of other troubles each by itself', () => {
    const kinds = ['payment', 'mail', 'homework', 'payment', 'sound_video', 'other'] as const;
    const reports = kinds.map((kind, client) => aReport(client, client, { kinds: [kind] }));
    expect(judged(reports)).toBeUndefined();
    expect(judged(reportsOf(6, 5, ['payment']))).toMatchObject({ scope: 'kind', kind: 'payment' });
  });

  it('later if the hour before was lively, too', () => {
    const lively = Array.from({ length: 12 }, (_, client) => aReport(`early-${client}`, 12 + client * 4));
    expect(judged([...reportsOf(7, 5), ...lively])).toBeUndefined();
    expect(judged([...reportsOf(12, 5), ...lively])).toBeDefined();
  });

  it.each([
    ['low', 9, 1],
    ['normal', 7, 1],
    ['high', 6, 1],
  ] as const)(
    'with %s sensitivity from the %dth client on where one is usual',
    (sensitivity, least, rate) => {
      const over = { usual: usual(rate), policy: { ...policy, sensitivity } };
      expect(judged(reportsOf(least - 1, 9), over)).toBeUndefined();
      expect(judged(reportsOf(least + 1, 9), over)).toBeDefined();
    },
  );

  it('of no fewer than the desk wants', () => {
    const over = { policy: { ...policy, reporters: 20 } };
    expect(judged(reportsOf(19, 9), over)).toBeUndefined();
    expect(judged(reportsOf(20, 9), over)).toBeDefined();
  });

  it('with all channels that reports came from, and no more conversations than a limit says', () => {
    const reports = Array.from({ length: 120 }, (_, client) =>
      aReport(client, client / 20, { channel: client % 2 ? 'bot:school' : 'partner:demo' }),
    );
    const found = judged(reports);
    expect(found).toMatchObject({ reporters: 120, channels: ['bot:school', 'partner:demo'] });
    expect(found?.conversations).toHaveLength(50);
  });
});
