/** What a key of a partner may open. */
export const SCOPES = ['messages:write', 'messages:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** A key as it is kept and told of: nobody can read it back, the last four characters tell which one it is. */
export interface PartnerKey {
  id: string;
  partner: string;
  /** What whoever made it calls it. */
  label: string;
  /** SHA-256 (hex) of the key itself. */
  hash: string;
  last_four: string;
  scopes: readonly Scope[];
  /** Epoch milliseconds. */
  created_at: number;
  created_by: string;
}

/** Bytes that a new key, and the name of one, take. */
export const PARTNER_KEY_BYTES = 32;
export const KEY_ID_BYTES = 8;

/** A new key in full: long and random, so that a plain hash of it can be kept. */
export function partnerKeyFrom(bytes: Uint8Array): string {
  return `fl_${Buffer.from(bytes).toString('base64url')}`;
}

export function partnerKeyId(bytes: Uint8Array): string {
  return `key_${Buffer.from(bytes).toString('hex')}`;
}

/** What asks for nothing but an answer reads; everything else writes. */
export function scopeOf(method: string): Scope {
  return method === 'GET' || method === 'HEAD' ? 'messages:read' : 'messages:write';
}
