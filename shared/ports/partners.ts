import type { Caller, Partner } from '../domain/partner.ts';
import type { PartnerKey } from '../domain/partner-key.ts';
import type { WebhookKey } from '../domain/webhook-key.ts';
import type { WebhookSecret } from '../domain/webhook-secret.ts';
import type { Written } from './written.ts';

/** Partners, and whose keys there are. */
export interface Directory {
  /** Who holds the key with this SHA-256 (hex). */
  callerOfKey(keyHash: string): Promise<Caller | undefined>;
  partner(id: string): Promise<Partner | undefined>;
}

/** Partners and their keys, for whoever manages them. Every read is strongly consistent, past every cache. */
export interface Partners {
  partner(id: string): Promise<Partner | undefined>;
  /** By id, LIMITS.partners of them at most. */
  partners(): Promise<Partner[]>;
  /** Adds a partner under an id that is free, with its first key: both or neither. */
  addPartner(partner: Partner, key: PartnerKey): Promise<Written>;
  /** The partner as it then is; undefined: there is none. Nothing else of it changes. */
  renamePartner(id: string, name: string): Promise<Partner | undefined>;
  /** The same. @param at since when its keys open nothing; one that is disabled stays so since then. undefined: they do */
  switchPartner(id: string, at: number | undefined): Promise<Partner | undefined>;
  /** By id. Keys that were put into the table by hand are not among them. */
  partnerKeys(partner: string): Promise<PartnerKey[]>;
  addPartnerKey(key: PartnerKey): Promise<void>;
  /** Whether it was there. */
  removePartnerKey(key: PartnerKey): Promise<boolean>;
}

/** Changes a partner's webhook secrets. It reads past every cache. */
export interface WebhookSecrets {
  partner(id: string): Promise<Partner | undefined>;
  /** Puts these in place of what `seen` has, if its newest secret still is the newest. Nothing else of the partner changes. */
  replaceWebhookSecrets(seen: Partner, secrets: readonly WebhookSecret[]): Promise<Written>;
}

/** Changes which signatures a partner's webhooks carry. It reads past every cache. */
export interface WebhookSignatures {
  partner(id: string): Promise<Partner | undefined>;
  /** Whether there is such a partner. Nothing else of it changes. */
  setAsymmetric(id: string, asymmetric: boolean): Promise<boolean>;
}

/** The desk's own keys, newest first; none before the first is needed. Every read is strongly consistent. */
export interface WebhookKeys {
  keys(): Promise<WebhookKey[]>;
  /** Puts these in place of those `seen`, if the newest of them still is the newest; none seen: if there are none. */
  replaceKeys(seen: readonly WebhookKey[], next: readonly WebhookKey[]): Promise<Written>;
}

/** Idempotency keys of partners. */
export interface KeyedRequests {
  /**
   * Remembers the request under its key, or returns the one that has it already.
   * @param kept for so long, ms; seven days unless given
   */
  claim(request: KeyedRequest, now: number, kept?: number): Promise<KeyedRequest | undefined>;
  /** Notes under a key, named by its hash, that what came of it was erased; it is remembered no longer for that. */
  markErased(partner: string, keyDigest: string): Promise<void>;
}

export interface KeyedRequest {
  partner: string;
  key: string;
  message_id: string;
  at: number;
  /** Hash of what was asked for. */
  digest: string;
  /** What came of it was erased: a repeat is answered, and nothing else happens. */
  erased?: true | undefined;
}

/** How fast callers may ask, whatever they ask for. */
export interface CallerLimit {
  /** @throws Fault limit.key */
  countKey(partner: string, at: number): void;
}

/** How often a partner may have a URL pinged. */
export interface PingLimit {
  /** @throws Fault limit.ping */
  countPing(partner: string, at: number): void;
}
