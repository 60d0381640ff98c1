import { createHash } from 'node:crypto';

/** Bytes of entropy that a ticket takes. */
export const TICKET_ENTROPY_BYTES = 32;

/** What opens a socket once. */
export function ticketFrom(entropy: Uint8Array): string {
  return `tkt_${Buffer.from(entropy).toString('base64url')}`;
}

/** All that is kept of it: SHA-256, hex. */
export function hashOfTicket(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}
