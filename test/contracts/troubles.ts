import { beforeEach, describe, expect, it } from 'vitest';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { TroubleReport } from '../../shared/domain/outage/trouble.ts';
import type { TroubleReports, UsualTroubles } from '../../shared/ports.ts';
import { DAY, HOUR, MINUTE } from '../builders.ts';

const NIGHT = Date.UTC(2026, 10, 24, 23, 58);

function aReport(client: string, at: number, over: Partial<TroubleReport> = {}): TroubleReport {
  const conversation_id = conversationId('demo', client);
  return { conversation_id, kinds: ['sign_in', 'app'], channel: 'bot:school', at, ...over };
}

/** What holds of reports wherever they are kept. */
export function describeTroubleReports(open: () => TroubleReports): void {
  describe('reports of trouble', () => {
    let day = 0;
    let base = NIGHT;
    beforeEach(() => {
      day += 30;
      base = NIGHT + day * DAY;
    });

    it('are found by their time, over midnight too, newest first', async () => {
      const store = open();
      const reports = [0, 1, 2, 3, 70].map((minute) => aReport(`c${minute}`, base + minute * MINUTE));
      for (const report of reports) await store.record(report);
      const found = await store.between(base + MINUTE, base + 3 * MINUTE);
      expect(found).toEqual({ reports: [reports[3], reports[2], reports[1]] });
      expect((await store.between(base + HOUR, base + 2 * HOUR)).reports).toEqual([reports[4]]);
      expect((await store.between(base + 3 * HOUR, base + 4 * HOUR)).reports).toEqual([]);
    });

    it('are one when a client says it again within the minute, and two of another kind', async () => {
      const store = open();
      for (const second of [0, 20, 40]) await store.record(aReport('anna', base + second * 1000));
      await store.record(aReport('anna', base + 50_000, { kinds: ['payment'] }));
      const { reports } = await store.between(base, base + MINUTE);
      expect(reports.map(({ kinds }) => kinds[0]).sort()).toEqual(['payment', 'sign_in']);
    });

    it('are read up to a limit, and it is told from when on all were', async () => {
      const store = open();
      const most = LIMITS.troubleRead * LIMITS.troubleShards;
      const old = Array.from({ length: 1.4 * most }, (_, n) => aReport(`old-${n}`, base));
      const fresh = Array.from({ length: 40 }, (_, n) => aReport(`new-${n}`, base + 5 * MINUTE));
      for (let at = 0; at < old.length; at += 100)
        await Promise.all(old.slice(at, at + 100).map((report) => store.record(report)));
      await Promise.all(fresh.map((report) => store.record(report)));
      const { reports, unread } = await store.between(base - MINUTE, base + 6 * MINUTE);
      expect(unread).toBe(base + MINUTE);
      expect(reports).toHaveLength(fresh.length);
    });
  });
}

/** What holds of the usual wherever it is kept. */
export function describeUsualTroubles(open: () => UsualTroubles): void {
  describe('usual trouble', () => {
    it('is put over what was seen, and over nothing else', async () => {
      const store = open();
      expect(await store.current()).toBeUndefined();
      const first = { through: NIGHT, hours: {} };
      const next = { through: NIGHT + HOUR, hours: { 7: { weight: 1, seen: { access: 0.5 } } } };
      expect(await store.put(first, undefined)).toBe(true);
      expect(await store.put(next, undefined)).toBe(false);
      expect(await store.put(next, NIGHT)).toBe(true);
      expect(await store.put(first, NIGHT)).toBe(false);
      expect(await store.current()).toEqual(next);
    });
  });
}
