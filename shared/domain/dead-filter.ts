import type { DeadDelivery } from './delivery-record.ts';
import type { HeldText } from './endpoint.ts';

/** Which texts are meant; what is not named does not matter. Times are epoch milliseconds, both ends included. */
export interface DeadFilter {
  partner?: string | undefined;
  rule?: string | undefined;
  endpoint?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

/** Is this death among those meant? The times are left to whoever walks them. */
export function fits(filter: DeadFilter, dead: DeadDelivery): boolean {
  const { partner = dead.partner, rule = dead.rule, endpoint = dead.endpoint_id } = filter;
  return partner === dead.partner && rule === dead.rule && endpoint === dead.endpoint_id;
}

/** Is this held text among those meant? It has no rule of its own: its endpoint was disabled by one. */
export function fitsHeld({ partner, from, to }: DeadFilter, { partner: its, held_at }: HeldText): boolean {
  return (partner ?? its) === its && held_at >= (from ?? held_at) && held_at <= (to ?? held_at);
}
