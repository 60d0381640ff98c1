import { expect, vi } from 'vitest';
import { startTwin, type Twin, type TwinOptions } from '../../local/twin.ts';
import type { FigureName } from '../../shared/domain/figures.ts';
import { postMessage } from './crm.ts';

/** The probe looks every so often, wall time. */
export const PROBE_S = 300;

/** What CloudWatch makes of the values of a figure. */
export interface Made {
  sum: number;
  last: number | undefined;
  count: number;
}

export interface WatchedDesk {
  twin: Twin;
  /** All that functions have written so far. */
  lines: string[];
  /** As an admin; resolves when what it caused is done. */
  ask<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer>;
  advance(seconds: number): Promise<unknown>;
  /** What CloudWatch would have made of the lines since then. */
  figure(name: FigureName, since: number): Made;
  /** Writes as so many new clients, one of whom is returned; their answers go to this inbox. */
  write(inbox: string, clients: number, content?: string): Promise<string>;
  /** The probe looks, as it does every five minutes of wall time. */
  look(): Promise<void>;
}

/** A desk whose alarms are rung on purpose. */
export async function startWatchedDesk(options: TwinOptions = {}): Promise<WatchedDesk> {
  const lines: string[] = [];
  const intervals = vi.spyOn(globalThis, 'setInterval');
  const log = (line: string) => void lines.push(line);
  const twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', verbose: true, log, ...options });
  const [probe] = intervals.mock.calls.find(([, ms]) => ms === PROBE_S * 1_000) ?? [];
  if (!probe) throw new Error('nothing runs every five minutes');

  const ask: WatchedDesk['ask'] = async <Answer>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${twin.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    await twin.quiet();
    return (await response.json().catch(() => undefined)) as Answer;
  };
  const figure: WatchedDesk['figure'] = (name, since) => {
    const values = lines
      .slice(since)
      .filter((line) => line.includes('"_aws"') && line.includes(`"Name":"${name}"`))
      .map((line) => Number((JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>)[name]));
    return {
      sum: values.reduce((sum, value) => sum + value, 0),
      last: values.at(-1),
      count: values.length,
    };
  };
  return {
    twin,
    lines,
    ask,
    advance: (seconds) => ask('POST', '/_local/clock/advance', { seconds }),
    figure,
    async write(inbox, clients, content = 'Не открывается урок, что делать?') {
      const headers = { 'X-Webhook-URL': `${twin.url}/_local/crm/${inbox}` };
      let client_id = '';
      for (let n = 0; n < clients; n++) {
        client_id = `${inbox}-${n}-${lines.length}`;
        await postMessage(twin.url, { client_id, content }, headers);
      }
      await twin.quiet();
      return client_id;
    },
    async look() {
      const since = lines.length;
      probe();
      await expect.poll(() => figure('BotsUnwell', since).count, { timeout: 10_000 }).toBe(1);
      await twin.quiet();
    },
  };
}
