import { type Dice, PURPOSE } from './dice.ts';

/** Everything that may go wrong by itself; what receivers do is up to them. */
export const FAULT_KINDS = [
  /** The process dies at a port call: before it took effect, or after. */
  'crash.before',
  'crash.after',
  /** The call fails as the SDK's calls do: without effect, or with it. */
  'error.before',
  'error.after',
  /** The answer got lost and the SDK asked again: the second answer counts. */
  'again',
  /** The call takes very long, perhaps longer than its process may live. */
  'stall.before',
  'stall.after',
  /** What a process had sent when it died takes effect all the same. */
  'late',
  'lane.duplicate',
  'lane.late',
  'lane.unacknowledged',
  'alarm.late',
  'alarm.early',
  'alarm.double',
  'stream.late',
  'stream.repeat',
  /** A partner or operator never hears the answer. */
  'answer.lost',
  /** Somebody clicks twice. */
  'twice',
  /** Telegram delivers an update once more. */
  'update.repeat',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
/** These come as long as the run goes on. */
const ENDLESS: ReadonlySet<FaultKind> = new Set(['late', 'update.repeat']);
export type FaultRates = Partial<Record<FaultKind, number>>;

/** A fault that happened, under the name by which a repeated run can leave it out. */
export interface MetFault {
  key: string;
  at: number;
  where: string;
}

export interface FaultPlan {
  rates: FaultRates;
  /** On the timeline; after it nothing but what is endless happens. */
  until: number;
  /** Keys of faults that are left out. */
  without?: ReadonlySet<string> | undefined;
  /** Port calls of the run that crash their process. */
  crashAt?: readonly CrashPoint[] | undefined;
}

export interface CrashPoint {
  call: number;
  when: 'before' | 'after';
}

/** Decides what goes wrong, and remembers it. */
export class Faults {
  readonly met: MetFault[] = [];
  readonly #plan: FaultPlan;
  readonly #dice: Dice;
  readonly #now: () => number;

  constructor(plan: FaultPlan, dice: Dice, now: () => number) {
    this.#plan = plan;
    this.#dice = dice;
    this.#now = now;
  }

  /** Does this go wrong here? `names` tell this place from all others of the run. */
  happens(kind: FaultKind, where: string, ...names: readonly number[]): boolean {
    const rate = this.#plan.rates[kind];
    if (!rate || (!ENDLESS.has(kind) && this.#now() > this.#plan.until)) return false;
    const number = FAULT_KINDS.indexOf(kind);
    if (this.#dice.roll(PURPOSE.fault, number, ...names) >= rate) return false;
    const key = `${kind}:${names.join('.')}`;
    if (this.#plan.without?.has(key)) return false;
    this.met.push({ key, at: this.#now(), where });
    return true;
  }

  /** The commanded crash, if this call of the run is the one. */
  crashesAt(call: number, when: CrashPoint['when']): boolean {
    const { crashAt = [] } = this.#plan;
    return crashAt.some((point) => point.call === call && point.when === when);
  }
}
