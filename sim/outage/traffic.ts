import { TROUBLE_KINDS, type TroubleKind } from '../../shared/domain/outage/trouble.ts';
import { type Dice, PURPOSE, type Sequence } from '../world/dice.ts';
import { type Calendar, isHoliday, liveliness, MINUTE, moodOf, type ScriptedOutage } from './calendar.ts';
import type { Voices } from './voices.ts';

/** Of 100 complaints on an ordinary day. */
const ORDINARY: Record<TroubleKind, number> = {
  sound_video: 27,
  lesson_room: 15,
  sign_in: 14,
  platform: 10,
  app: 8,
  homework: 8,
  payment: 6,
  mail: 5,
  other: 7,
};

/** What somebody calls it who is hit by an outage of this kind, besides its own name. */
const ALIASES: Partial<Record<TroubleKind, Partial<Record<TroubleKind, number>>>> = {
  platform: { sign_in: 0.2, lesson_room: 0.15, app: 0.1 },
  sign_in: { platform: 0.12, app: 0.08 },
  lesson_room: { platform: 0.12, sound_video: 0.13 },
  app: { platform: 0.15, sign_in: 0.1 },
  sound_video: { lesson_room: 0.12 },
  mail: { sign_in: 0.1 },
  homework: { platform: 0.1 },
};

/** Messages about anything else for each about trouble; with a post that goes round, and complaints of its newcomers. */
const TALK = 4;
const POST_TALK = 15;
const POST_TROUBLE = 2;
/** Who reports trouble writes once more so often, a minute later. */
const REPEATS = 0.2;
/** Greetings on Monday mornings and on holidays: so many within a quarter of an hour. */
const GREETINGS = 100;
const GREETING_SPAN = 15;
/** One client who writes again and again, so often, about once a week. */
const INSISTENT = 50;
const INSISTENT_EVERY = 7 * 24 * 60;
/** When an outage is long known, further reports change nothing. */
const REPORTERS_MOST = 80;

/** What somebody writes to the desk. */
export interface Spoken {
  at: number;
  client: number;
  text: string;
  /** The outage that made them write. */
  outage?: ScriptedOutage | undefined;
}

export interface Desk {
  number: number;
  /** Clients with technical trouble in ten minutes at its peak. */
  peak: number;
}

/** How many technical clients the desk usually sees within ten minutes. */
export function usualOf({ peak }: Desk, at: number): number {
  return peak * liveliness(at);
}

/** Everything that is written to a desk, minute by minute. */
export class Traffic {
  readonly #desk: Desk;
  readonly #calendar: Calendar;
  readonly #voices: Voices;
  readonly #whole: Dice;
  readonly #dice: Sequence;
  #clients = 0;
  #later: Spoken[] = [];
  readonly #reporters = new Map<ScriptedOutage, number>();

  constructor(desk: Desk, calendar: Calendar, voices: Voices, dice: Dice) {
    this.#desk = desk;
    this.#calendar = calendar;
    this.#voices = voices;
    this.#whole = dice;
    this.#dice = dice.sequence(PURPOSE.actor, 2, desk.number);
  }

  /** What is written in the minute that begins then, in order. */
  minute(at: number): Spoken[] {
    const spoken = [
      ...this.#ordinary(at),
      ...this.#greetings(at),
      ...this.#insistent(at),
      ...this.#ofOutages(at),
    ];
    const due = this.#later.filter((one) => one.at < at + MINUTE);
    this.#later = this.#later.filter((one) => one.at >= at + MINUTE);
    return [...spoken, ...due].sort((a, b) => a.at - b.at);
  }

  #ordinary(at: number): Spoken[] {
    const post = this.#calendar.posts.some(({ from, to }) => at >= from && at < to);
    const load = (usualOf(this.#desk, at) * moodOf(at, this.#desk.number, this.#whole)) / 10;
    const troubled = this.#times(load * (post ? POST_TROUBLE : 1), () =>
      this.#someone(at, this.#voices.trouble(this.#ordinaryKind(), this.#dice)),
    );
    for (const one of troubled) this.#repeats(one);
    const talking = this.#times(load * (post ? POST_TALK : TALK), () =>
      this.#someone(at, this.#voices.talk(this.#dice)),
    );
    return [...troubled, ...talking];
  }

  #repeats(one: Spoken): void {
    if (this.#dice.chance(REPEATS)) this.#later.push({ ...one, at: one.at + MINUTE });
  }

  #greetings(at: number): Spoken[] {
    const sinceMorning = (at - 6 * 60 * MINUTE) % (24 * 60 * MINUTE);
    const monday = new Date(at).getUTCDay() === 1;
    if (sinceMorning >= GREETING_SPAN * MINUTE || !(monday || isHoliday(at))) return [];
    return this.#times(GREETINGS / GREETING_SPAN, () => this.#someone(at, this.#voices.greeting(this.#dice)));
  }

  #insistent(at: number): Spoken[] {
    if (!this.#dice.chance(1 / INSISTENT_EVERY)) return [];
    const first = this.#someone(at, '');
    const kind = this.#ordinaryKind();
    for (let again = 0; again < INSISTENT; again++)
      this.#later.push({
        ...first,
        at: first.at + again * 10_000,
        text: this.#voices.trouble(kind, this.#dice),
      });
    return [];
  }

  #ofOutages(at: number): Spoken[] {
    return this.#calendar.outages
      .filter(({ from, to }) => at + MINUTE > from && at < to)
      .flatMap((outage) => {
        const known = this.#reporters.get(outage) ?? 0;
        if (known >= REPORTERS_MOST) return [];
        const grown = Math.min(1, (at + MINUTE - outage.from) / (outage.full - outage.from || MINUTE));
        const spoken = this.#times(outage.rate * grown, () => ({
          ...this.#someone(at, this.#voices.trouble(this.#alias(outage.kind), this.#dice)),
          outage,
        }));
        this.#reporters.set(outage, known + spoken.length);
        for (const one of spoken) this.#repeats(one);
        return spoken.filter((one) => one.at >= outage.from);
      });
  }

  #someone(at: number, text: string): Spoken {
    this.#clients += 1;
    return { at: at + this.#dice.between(0, MINUTE - 1), client: this.#clients, text };
  }

  #ordinaryKind(): TroubleKind {
    return this.#drawn(ORDINARY, 100) ?? 'other';
  }

  #alias(kind: TroubleKind): TroubleKind {
    return this.#drawn(ALIASES[kind] ?? {}, 1) ?? kind;
  }

  /** One of these by their shares of the whole; undefined: none of them. */
  #drawn(shares: Partial<Record<TroubleKind, number>>, whole: number): TroubleKind | undefined {
    let left = this.#dice.fraction() * whole;
    for (const kind of TROUBLE_KINDS) {
      left -= shares[kind] ?? 0;
      if (left < 0) return kind;
    }
    return undefined;
  }

  /** So many of them as chance has it of such a mean (Poisson). */
  #times(mean: number, one: () => Spoken): Spoken[] {
    const made: Spoken[] = [];
    for (let left = Math.exp(-mean) / (1 - this.#dice.fraction()); left < 1; ) {
      made.push(one());
      left /= 1 - this.#dice.fraction();
    }
    return made;
  }
}
