import type { TroubleReading } from '../domain/outage/reading.ts';
import type { Suspicion } from '../domain/outage/suspicion.ts';
import type { TroubleChannel, TroubleKind, TroubleRead, TroubleReport } from '../domain/outage/trouble.ts';
import type { UsualTrouble } from '../domain/outage/usual.ts';

/** Tells what does not work by what somebody wrote. */
export interface TroubleReader {
  read(text: string): TroubleReading;
}

/** Reports of trouble, each kept for LIMITS.troubleKept. */
export interface TroubleReports {
  /** The same report again is the same row. One write unit. */
  record(report: TroubleReport): Promise<void>;
  /** From `from` to `to`, both included, newest first: LIMITS.troubleRead of each shard at most. Strongly consistent. */
  between(from: number, to: number): Promise<TroubleRead>;
}

/** What each hour of the week usually sees of trouble, in one piece. */
export interface UsualTroubles {
  current(): Promise<UsualTrouble | undefined>;
  /** Puts it over the one that was learned up to `seen`; of two at once, one does. */
  put(usual: UsualTrouble, seen: number | undefined): Promise<boolean>;
}

/** Incidents, as far as who senses trouble has to know them. */
export interface OpenIncidents {
  /**
   * Is one open that has this kind of trouble on this channel already? Then nobody has to suspect it again. May be a few
   * seconds old.
   */
  covers(kind: TroubleKind, channel: TroubleChannel): Promise<boolean>;
  /**
   * Opens an incident for this trouble, or joins it to the one that is open; the same evidence again changes nothing,
   * nor does evidence on which one was dismissed.
   */
  suspect(suspicion: Suspicion): Promise<void>;
}
