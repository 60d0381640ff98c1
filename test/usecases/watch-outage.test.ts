import { describe, expect, it } from 'vitest';
import { MemoryTroubleReports, MemoryUsualTroubles } from '../../shared/adapters/memory/troubles.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import type { Suspicion } from '../../shared/domain/outage/suspicion.ts';
import type { TroubleReport } from '../../shared/domain/outage/trouble.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import type { Pause } from '../../shared/ports.ts';
import { type Heard, watchOutage } from '../../shared/usecases/watch-outage.ts';
import { aClassification, aHead, aMessage, HOUR, MINUTE } from '../builders.ts';
import { FixedClock, RecordingJournal } from './desk.ts';

class CountedReports extends MemoryTroubleReports {
  recorded = 0;

  override record(report: TroubleReport): Promise<void> {
    this.recorded += 1;
    return super.record(report);
  }
}

class CountedUsual extends MemoryUsualTroubles {
  written = 0;

  override put(...given: Parameters<MemoryUsualTroubles['put']>): Promise<boolean> {
    this.written += 1;
    return super.put(...given);
  }
}

function aWatch(over: { pause?: Pause } = {}) {
  const clock = new FixedClock();
  const journal = new RecordingJournal();
  const reports = new CountedReports();
  const usual = new CountedUsual();
  const suspected: Suspicion[] = [];
  const incidents = {
    open: false,
    covers: async () => incidents.open,
    suspect: async (suspicion: Suspicion) => {
      suspected.push(suspicion);
    },
  };
  const ports = {
    reader: {
      read: (text: string) =>
        text.startsWith('здравствуйте')
          ? { none: 0.99, likeliest: [] }
          : { none: 0.02, likeliest: [{ kind: 'platform' as const, chance: 0.9 }] },
    },
    reports,
    usual,
    incidents,
    clock,
    pause: over.pause ?? (() => new Promise<void>(() => undefined)),
    journal,
  };
  const heard = (client: string, over: Partial<Heard> & { text?: string } = {}): Heard => ({
    head: aHead({ id: conversationId('demo', client) }),
    messages: [aMessage({ text: over.text ?? 'сайт лежит', received_at: clock.business() })],
    classification: aClassification(),
    policy: SHIPPED_POLICY,
    ...over,
  });
  const says = (client: string, over: Partial<Heard> & { text?: string } = {}) =>
    watchOutage(ports, heard(client, over));
  return { ...ports, suspected, says, heard };
}

describe('sensing an outage', () => {
  it('counts distinct clients, and has an incident opened with the sixth', async () => {
    const watch = aWatch();
    for (let client = 1; client <= 5; client++) {
      expect(await watch.says(`c${client}`)).toEqual({ kinds: ['platform'], suspected: undefined });
      watch.clock.advance(MINUTE);
    }
    expect((await watch.says('c6')).suspected).toMatchObject({ kind: 'platform', reporters: 6 });
    expect(watch.suspected).toHaveLength(1);
    expect(watch.journal.lines).toContainEqual(expect.objectContaining({ event: 'outage.suspected' }));
  });

  it('counts the same messages once, however often they come', async () => {
    const watch = aWatch();
    const said = watch.heard('anna');
    for (let again = 0; again < 20; again++) await watchOutage(watch, said);
    expect(watch.reports.rows()).toBe(1);
    expect(watch.suspected).toEqual([]);
  });

  it('counts as one a client who writes fifty times', async () => {
    const watch = aWatch();
    for (let again = 0; again < 50; again++) {
      await watch.says('anna');
      watch.clock.advance(10_000);
    }
    expect(watch.suspected).toEqual([]);
  });

  it('counts nothing of what reports no trouble, and nothing where the desk does not want it, which still is told what is reported', async () => {
    const watch = aWatch();
    const greeting = aClassification({ scenario: 'GREETING' });
    await watch.says('anna', { text: 'здравствуйте', classification: greeting });
    await watch.says('boris', { messages: [] });
    const off = { outages: { ...SHIPPED_POLICY.outages, sense: false } };
    expect(await watch.says('clara', { policy: off })).toEqual({ kinds: ['platform'], suspected: undefined });
    expect(watch.reports.recorded).toBe(0);
  });

  it('counts a tap on the button for technical trouble, which does not say of which kind', async () => {
    const watch = aWatch();
    const messages = [aMessage({ text: '', command: { kind: 'choice', scenario: 'TECH_SUPPORT_BASIC' } })];
    expect(await watch.says('anna', { messages })).toMatchObject({ kinds: ['other'] });
    expect(await watch.says('boris', { messages: [aMessage({ text: '' })] })).toMatchObject({ kinds: [] });
  });

  it('judges a report that is read late among those of its own time', async () => {
    const watch = aWatch();
    const said = Array.from({ length: 8 }, (_, client) => watch.heard(`c${client}`));
    watch.clock.advance(3 * HOUR);
    for (const one of said) await watchOutage(watch, one);
    expect(watch.suspected.length).toBeGreaterThan(0);
  });

  it('suspects nothing that an open incident covers, and keeps nothing of it', async () => {
    const watch = aWatch();
    watch.incidents.open = true;
    for (let client = 0; client < 20; client++) await watch.says(`c${client}`);
    expect(watch.suspected).toEqual([]);
    expect(watch.reports.recorded).toBe(0);
  });

  it('writes as much for a report among 100,000 as among ten', async () => {
    const watch = aWatch();
    const writes = async (client: string): Promise<number> => {
      const before = watch.reports.recorded + watch.usual.written;
      await watch.says(client);
      return watch.reports.recorded + watch.usual.written - before;
    };
    for (let client = 0; client < 10; client++) await watch.says(`c${client}`);
    expect(await writes('the eleventh')).toBe(1);
    const at = watch.clock.business();
    for (let client = 0; client < 100_000; client++)
      await watch.reports.record({
        conversation_id: `cnv_${client}`,
        kinds: ['platform'],
        channel: 'partner:demo',
        at: at - (client % 600) * 1000,
      });
    expect(await writes('the last')).toBe(1);
    const { reports } = await watch.reports.between(at - HOUR, at);
    expect(reports.length).toBeLessThanOrEqual(1000);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('throttled')), undefined],
    ['takes too long', () => new Promise<void>(() => undefined), async () => undefined],
  ])('takes nothing from the answer if it %s, and says so', async (_, record, pause) => {
    const watch = aWatch(pause ? { pause } : {});
    watch.reports.record = record;
    expect(await watch.says('anna')).toEqual({ kinds: ['platform'], suspected: undefined });
    expect(watch.journal.lines).toContainEqual(expect.objectContaining({ event: 'outage.unsensed' }));
  });

  it('learns what an hour has seen when it is over, once', async () => {
    const watch = aWatch();
    await watch.says('anna');
    watch.clock.advance(3 * HOUR);
    await watch.says('boris');
    await watch.says('clara');
    expect(watch.usual.written).toBe(2);
    expect(Object.values((await watch.usual.current())?.hours ?? {}).some(({ seen }) => seen.platform)).toBe(
      true,
    );
  });
});
