import { MemoryTroubleReports, MemoryUsualTroubles } from '../../shared/adapters/memory/troubles.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Suspicion } from '../../shared/domain/outage/suspicion.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import type { OpenIncidents } from '../../shared/ports.ts';
import { type Heard, type WatchPorts, watchOutage } from '../../shared/usecases/watch-outage.ts';
import { type Dice, PURPOSE } from '../world/dice.ts';
import { calendarOf, DAY, MINUTE, type ScriptedOutage, START } from './calendar.ts';
import type { Ears } from './ears.ts';
import { type Desk, type Spoken, Traffic, usualOf } from './traffic.ts';
import type { Voices } from './voices.ts';

/** An outage that nobody reports any more is over for the desk some time later. */
const AFTERMATH = 15 * MINUTE;
/** Whoever looks after a false alarm dismisses it. */
const DISMISSED_AFTER = 60 * MINUTE;
const PLAIN_REPORTERS = 8;
const PLAIN_TIMES = 3;

/** How one outage was noticed. */
export interface Noticed {
  outage: ScriptedOutage;
  /** Distinct clients who had reported it when it was suspected; undefined: it never was. */
  after: number | undefined;
  /** By which it should have been. */
  by: number;
  suspicion?: Suspicion | undefined;
}

export interface DeskYear {
  desk: Desk;
  noticed: Noticed[];
  /** Suspicions while everything worked. */
  falseAlarms: Suspicion[];
  messages: number;
  reports: number;
}

export interface Simulated {
  ears: Ears;
  voices: Voices;
  dice: Dice;
}

/** Plays a desk for so many months: the use case that senses, on the memory adapters, with the shipped models. */
export async function playDesk(desk: Desk, months: number, world: Simulated): Promise<DeskYear> {
  const calendar = calendarOf(months, world.dice.sequence(PURPOSE.actor, 3, desk.number));
  const traffic = new Traffic(desk, calendar, world.voices, world.dice);
  const watched = new WatchedDesk(desk, calendar.outages, world.ears);
  for (let at = START; at < calendar.end; at += MINUTE) {
    for (const spoken of traffic.minute(at)) await watched.hear(spoken);
    if ((at - START) % DAY === 0) watched.reports.expire(at - LIMITS.troubleKept);
  }
  return watched.result();
}

/** A desk, who looks after its incidents, and who keeps count of what was noticed. */
class WatchedDesk implements OpenIncidents {
  readonly reports = new MemoryTroubleReports();
  readonly #desk: Desk;
  readonly #outages: readonly ScriptedOutage[];
  readonly #ears: Ears;
  readonly #ports: WatchPorts;
  readonly #reporters = new Map<ScriptedOutage, Set<number>>();
  readonly #noticed = new Map<ScriptedOutage, Noticed>();
  readonly #falseAlarms: Suspicion[] = [];
  #now = START;
  #openUntil = 0;
  #messages = 0;
  #counted = 0;

  constructor(desk: Desk, outages: readonly ScriptedOutage[], ears: Ears) {
    this.#desk = desk;
    this.#outages = outages;
    this.#ears = ears;
    const told = (event: string): void => {
      if (event === 'outage.reported') this.#counted += 1;
      if (event === 'outage.unsensed') throw new Error('The simulated desk could not sense.');
    };
    this.#ports = {
      reader: ears,
      reports: this.reports,
      usual: new MemoryUsualTroubles(),
      incidents: this,
      clock: { business: () => this.#now },
      pause: () => new Promise(() => undefined),
      journal: { info: told, warn: told, error: told },
    };
  }

  async hear(spoken: Spoken): Promise<void> {
    this.#now = spoken.at;
    this.#messages += 1;
    if (spoken.outage) {
      const reporters = this.#reporters.get(spoken.outage) ?? new Set();
      this.#reporters.set(spoken.outage, reporters.add(spoken.client));
    }
    await watchOutage(this.#ports, await this.#heard(spoken));
  }

  async covers(): Promise<boolean> {
    return this.#now < this.#openUntil;
  }

  async suspect(suspicion: Suspicion): Promise<void> {
    const outage = this.#outages.find(({ from, to }) => this.#now >= from && this.#now < to + AFTERMATH);
    this.#openUntil = outage ? outage.to + AFTERMATH : this.#now + DISMISSED_AFTER;
    if (!outage) this.#falseAlarms.push(suspicion);
    else if (!this.#noticed.has(outage)) this.#noticed.set(outage, this.#noticedBy(outage, suspicion));
  }

  result(): DeskYear {
    // What broke while a false alarm was open joins it, and is nobody's discovery.
    const noticed = this.#outages.map((outage) => this.#noticed.get(outage) ?? this.#noticedBy(outage));
    return {
      desk: this.#desk,
      noticed,
      falseAlarms: this.#falseAlarms,
      messages: this.#messages,
      reports: this.#counted,
    };
  }

  #noticedBy(outage: ScriptedOutage, suspicion?: Suspicion): Noticed {
    const usual = usualOf(this.#desk, outage.from);
    return {
      outage,
      after: suspicion && (this.#reporters.get(outage)?.size ?? 0),
      by: Math.max(PLAIN_REPORTERS, Math.ceil(PLAIN_TIMES * usual)),
      suspicion,
    };
  }

  async #heard({ client, text, at }: Spoken): Promise<Heard> {
    const id = conversationId('desk', `${this.#desk.number}-${client}`);
    return {
      head: { id, partner: 'desk', channel: {} },
      messages: [{ id, conversation_id: id, text, attachments: [], received_at: at }],
      classification: await this.#ears.classify(text),
      policy: SHIPPED_POLICY,
    };
  }
}
