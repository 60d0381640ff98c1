import type { AccessClaims } from '../domain/access-token.ts';
import type { AuditEntry, AuditPlace } from '../domain/audit.ts';
import type { Tries } from '../domain/lock-out.ts';
import type { Operator, Staff } from '../domain/operator.ts';
import type { PasswordHash } from '../domain/password.ts';
import type { Session } from '../domain/session.ts';
import type { TokenKey } from '../domain/token-key.ts';
import type { Written } from './written.ts';

/** The people at the desk, and where they are signed in. Every read is strongly consistent. */
export interface Operators {
  operator(id: string): Promise<Operator | undefined>;
  /** By id. */
  operators(): Promise<Operator[]>;
  /** Adds somebody under an id that is free. */
  addOperator(operator: Operator): Promise<Written>;
  /**
   * Keeps what `next` says apart from sessions, under the revision after the one `seen`, if that still stands.
   * @param sessions whether they go on, or all end in the same write
   * @param beside somebody else whose revision has to stand as well: both or neither
   */
  saveOperator(
    seen: Operator,
    next: Operator,
    sessions: 'kept' | 'ended',
    beside?: Operator,
  ): Promise<Written>;
  /** Adds a session and takes others away, if the revision still is the one `seen`. */
  beginSession(
    seen: Operator,
    begun: { id: string; session: Session; gone: readonly string[] },
  ): Promise<Written>;
  /** Puts the session's next state in place of the one `seen`, if its token still is that one's. */
  rotateSession(operator: string, id: string, seen: Session, next: Session): Promise<Written>;
  endSession(operator: string, id: string): Promise<void>;
  endSessions(operator: string): Promise<void>;
}

/** Whoever judges requests of somebody who has signed in; what it remembers is at most `LIMITS.operatorsRememberedWall` old. */
export interface KnownOperators {
  /** Looks again if the token tells of something that is not known yet. */
  operatorOf(claims: AccessClaims): Promise<Operator | undefined>;
}

/** Tries to sign in, by the digest of a name or an address. */
export interface SignInTries {
  tries(of: string): Promise<Tries | undefined>;
  /** Keeps `next`, or nothing, if what is kept still is what was `seen`. */
  saveTries(of: string, seen: Tries | undefined, next: Tries | undefined): Promise<Written>;
}

/** Hashes of passwords. Both take tens of milliseconds and 19 MiB. */
export interface Passwords {
  hash(password: string): Promise<PasswordHash>;
  /** Does as much work, and says no, if there is no hash: how long it takes tells nobody whether a name is known. */
  verify(password: string, hash: PasswordHash | undefined): Promise<boolean>;
}

/** The keys of access tokens, newest first; none before the first is needed. Every read is strongly consistent. */
export interface TokenKeys {
  tokenKeys(): Promise<TokenKey[]>;
  /** Puts these in place of those `seen`, if the newest of them still is the newest; none seen: if there are none. */
  replaceTokenKeys(seen: readonly TokenKey[], next: readonly TokenKey[]): Promise<Written>;
}

/** Access tokens as they travel. */
export interface AccessTokens {
  sign(claims: AccessClaims, key: TokenKey): Promise<string>;
  /** What a token says, if it is one of ours and its time has come and is not over; undefined otherwise. */
  read(token: string): Promise<AccessClaims | undefined>;
}

/** People of the desk by the tokens of an issuer outside of it. */
export interface OutsideSignIn {
  /**
   * Who shows it; undefined: it opens nothing.
   * @throws Fault dependency.unavailable if the issuer's keys cannot be read
   */
  staffOf(token: string): Promise<Staff | undefined>;
}

/** What people have changed of the desk itself. Every read is strongly consistent. */
export interface Audit {
  /** Keeps an entry in place of one with the same id and time. */
  put(entry: AuditEntry): Promise<void>;
  /** Takes back one of a change that was refused. */
  remove(place: AuditPlace): Promise<void>;
  /** Those of a month (UTC, `YYYY-MM`), newest first, behind `beyond`. */
  inMonth(month: string, page: { limit: number; beyond?: AuditPlace | undefined }): Promise<AuditEntry[]>;
}
