import type { TroubleKind, TroubleReport } from '../../../shared/domain/outage/trouble.ts';
import { MINUTE, NOW } from '../../builders.ts';

/** A client's report, so many minutes ago. */
export function aReport(client: string | number, ago = 0, over: Partial<TroubleReport> = {}): TroubleReport {
  return {
    conversation_id: `cnv_${client}`,
    kinds: ['sign_in'],
    channel: 'partner:demo',
    at: NOW - ago * MINUTE,
    ...over,
  };
}

/** So many clients' reports, evenly over so many minutes up to now. */
export function reportsOf(clients: number, minutes: number, kinds: TroubleKind[] = ['sign_in']) {
  return Array.from({ length: clients }, (_, client) =>
    aReport(client, (client * minutes) / clients, { kinds }),
  );
}
