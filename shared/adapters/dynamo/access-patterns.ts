/**
 * Every question asked of the one table, by name: which key answers it. `docs/data-model.md` tells the same with costs.
 * A conversation is one partition: its head, what is known of the client, and messages, turns and attempts in the order
 * of time, each attempt right behind its text.
 */
export const keys = {
  head: (conversationId: string) => ({ pk: `C#${conversationId}`, sk: 'HEAD' }),
  profile: (conversationId: string) => ({ pk: `C#${conversationId}`, sk: 'PROFILE' }),
  /** A message or a turn. */
  entry: (conversationId: string, id: string) => ({ pk: `C#${conversationId}`, sk: `M#${id}` }),
  attempt: (conversationId: string, textId: string, number: number) => ({
    pk: `C#${conversationId}`,
    sk: `M#${textId}#A${String(number).padStart(4, '0')}`,
  }),
  /** All of a conversation's messages, turns and attempts. */
  entries: (conversationId: string) => ({ pk: `C#${conversationId}`, prefix: 'M#' }),
  attempts: (conversationId: string, textId: string) => ({
    pk: `C#${conversationId}`,
    prefix: `M#${textId}#A`,
  }),

  /** Which message an idempotency key made. */
  request: (partner: string, keyDigest: string) => ({ pk: `R#${partner}#${keyDigest}`, sk: 'REQUEST' }),
  partner: (partner: string) => ({ pk: `P#${partner}`, sk: 'PARTNER' }),
  /** Whose key this is, by the key's SHA-256. */
  partnerKey: (keyHash: string) => ({ pk: `PK#${keyHash}`, sk: 'KEY' }),
  /** Deliveries that were given up, by partner, newest last. */
  dead: (partner: string, diedAt: number, textId: string) => ({
    pk: `DEAD#${partner}`,
    sk: `${new Date(diedAt).toISOString()}#${textId}`,
  }),
  /** Signals that crashed their function twice, and letters that are none, newest last. */
  stuck: (at: number, name: string) => ({
    pk: 'STUCK',
    sk: `${new Date(at).toISOString()}#${name}`,
  }),
} as const;
