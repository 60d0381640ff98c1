import { type Dice, PURPOSE } from './dice.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';

export const FUNCTIONS = [
  'ingest',
  'classify',
  'deliver',
  'recover',
  'redrive',
  'operate',
  'operator-api',
  'follow-up',
  'telegram',
  'broadcast',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export interface PortCall {
  port: string;
  method: string;
  input: readonly unknown[];
}

/** What a process needs of the world it runs in. */
export interface Surroundings {
  timeline: Timeline;
  dice: Dice;
  faults: Faults;
  /** The number of this call in the whole run. */
  numberCall(): number;
  /** A call goes out. */
  onCall(process: Process, call: PortCall): void;
  /** It took effect. */
  onEffect(process: Process, call: PortCall, result: unknown): void;
  /** Something else became of it, or of the process. */
  onTrouble(process: Process, what: string, call?: PortCall): void;
}

export type Ended<T> = { kind: 'returned'; value: T } | { kind: 'failed'; error: unknown } | { kind: 'died' };

/** How long a call takes on its way there and back, ms. */
const LATENCY: Record<string, readonly [least: number, most: number]> = {
  lane: [2, 12],
  alarm: [8, 40],
  hosts: [1, 60],
  chat: [20, 90],
};
const TABLE_LATENCY = [1, 6] as const;
const STALL: readonly [least: number, most: number] = [300, 30_000];
const AGAIN: readonly [least: number, most: number] = [50, 900];

/** One invocation of a function: everything that it asks of a port goes through {@link call}. */
export class Process {
  readonly name: string;
  readonly fn: FunctionName;
  readonly number: number;
  /** How far its clock is off. */
  readonly skew: number;
  /** Conversations that it was woken for. */
  readonly subjects: () => readonly string[];
  alive = true;
  answered = false;
  readonly #world: Surroundings;
  readonly #names: readonly [number, number];
  #calls = 0;

  constructor(
    world: Surroundings,
    fn: FunctionName,
    number: number,
    skew: number,
    subjects: () => readonly string[] = () => [],
  ) {
    this.#world = world;
    this.fn = fn;
    this.number = number;
    this.skew = skew;
    this.subjects = subjects;
    this.name = `${fn}#${number}`;
    this.#names = [FUNCTIONS.indexOf(fn), number];
  }

  /** Called once, when it dies. */
  onDeath: () => void = () => undefined;

  /** Runs what the port does, between two waits; each is a place to fail at. A dead process hears nothing of it. */
  call<T>(call: PortCall, act: () => Promise<T>): Promise<T> {
    if (!this.alive) return new Promise(() => undefined);
    this.#calls += 1;
    const flight = new Flight(this, this.#world, call, [...this.#names, this.#calls]);
    return flight.run(act);
  }

  /** Lambda kills what has not answered, and freezes for good what goes on although it has. */
  runOutOfTime(): void {
    if (this.answered) this.alive = false;
    else this.kill('time-out');
  }

  kill(why: string, call?: PortCall): void {
    if (!this.alive) return;
    this.alive = false;
    this.#world.onTrouble(this, why, call);
    this.onDeath();
  }
}

/** One call on its way to a port and back. */
class Flight {
  readonly #process: Process;
  readonly #world: Surroundings;
  readonly #call: PortCall;
  readonly #names: readonly number[];
  readonly #number: number;

  constructor(process: Process, world: Surroundings, call: PortCall, names: readonly number[]) {
    this.#process = process;
    this.#world = world;
    this.#call = call;
    this.#names = names;
    this.#number = world.numberCall();
  }

  run<T>(act: () => Promise<T>): Promise<T> {
    this.#world.onCall(this.#process, this.#call);
    return new Promise<T>((resolve, reject) => {
      this.#after(this.#wait(0, 'stall.before'), () => this.#arrive(act, { resolve, reject }));
    });
  }

  async #arrive<T>(act: () => Promise<T>, caller: Caller<T>): Promise<void> {
    if (!this.#process.alive) {
      if (this.#fails('late')) await this.#perform(act);
      return;
    }
    if (this.#dies('before')) return;
    if (this.#fails('error.before')) return this.#return(() => caller.reject(this.#sdkError()));
    let result = await this.#perform(act);
    if (this.#fails('again')) {
      await this.#pause(this.#roll(AGAIN, 3));
      result = await this.#perform(act);
    }
    if (this.#dies('after')) return;
    if (this.#fails('error.after')) return this.#return(() => caller.reject(this.#sdkError()));
    this.#return(() => (result.ok ? caller.resolve(result.value) : caller.reject(result.error)));
  }

  async #perform<T>(act: () => Promise<T>): Promise<Outcome<T>> {
    try {
      const value = await act();
      this.#world.onEffect(this.#process, this.#call, value);
      return { ok: true, value };
    } catch (error) {
      return { ok: false, error };
    }
  }

  #return(answer: () => void): void {
    this.#after(this.#wait(1, 'stall.after'), () => {
      if (this.#process.alive) answer();
    });
  }

  #dies(when: 'before' | 'after'): boolean {
    const commanded = this.#world.faults.crashesAt(this.#number, when);
    if (!commanded && !(this.#process.alive && this.#fails(`crash.${when}`))) return false;
    this.#process.kill(`crashes ${when}`, this.#call);
    return true;
  }

  /** The SDK gives up a call that fails in one of these ways; only those of a lost answer may have taken effect. */
  #sdkError(): Error {
    const names = ['ProvisionedThroughputExceededException', 'TransactionConflictException', 'TimeoutError'];
    const name =
      names[this.#world.dice.between(0, names.length - 1, PURPOSE.fault, 99, ...this.#names)] ?? '';
    return Object.assign(new Error(name), { name });
  }

  #fails(kind: FaultKind): boolean {
    const { port, method } = this.#call;
    if (port === 'sender' && NOT_OF_SENDERS.has(kind)) return false;
    const where = `${this.#process.name} ${port}.${method}`;
    if (!this.#world.faults.happens(kind, where, ...this.#names)) return false;
    if (!kind.startsWith('crash')) this.#world.onTrouble(this.#process, kind, this.#call);
    return true;
  }

  #wait(leg: number, stall: 'stall.before' | 'stall.after'): number {
    const usual = this.#roll(LATENCY[this.#call.port] ?? TABLE_LATENCY, leg);
    return this.#fails(stall) ? usual + this.#roll(STALL, leg + 10) : usual;
  }

  #roll([least, most]: readonly [number, number], leg: number): number {
    return this.#world.dice.between(least, most, PURPOSE.latency, ...this.#names, leg);
  }

  #after(wait: number, then: () => unknown): void {
    this.#world.timeline.after(wait, then);
  }

  #pause(wait: number): Promise<void> {
    return new Promise((done) => this.#after(wait, () => done()));
  }
}

/** A sender asks once, hangs up after 15 s, and says how it went instead of failing. */
const NOT_OF_SENDERS: ReadonlySet<FaultKind> = new Set(['again', 'error.after', 'stall.before']);

interface Caller<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}
type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown };
