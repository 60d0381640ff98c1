import type { TroubleChannel, TroubleKind } from './trouble.ts';

/** Trouble far above what this hour usually sees. */
export interface Suspicion {
  /** Of all access troubles together: the one with the most reporters. */
  kind: TroubleKind;
  /** What was counted: this kind, or all access troubles together. */
  scope: 'kind' | 'access';
  /** Distinct clients in the window, as far as they were read. */
  reporters: number;
  /** How many clients a window of this hour usually sees report it. */
  usual: number;
  /** When the oldest report counted came, and when it was judged. */
  since: number;
  at: number;
  /** From which reports came: only there anybody may be told without being asked. */
  channels: TroubleChannel[];
  /** Of the reporters, newest first, so many at most as LIMITS says. */
  conversations: string[];
}
