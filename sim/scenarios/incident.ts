import { stageSettings } from '../../lib/stage-settings.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { Admin } from '../actors/admin.ts';
import { Operator } from '../actors/operator.ts';
import { Partner } from '../actors/partner.ts';
import { PAYMENT, say } from '../world/classifier.ts';
import { PURPOSE } from '../world/dice.ts';
import type { FaultRates } from '../world/faults.ts';
import { deploy } from '../world/functions.ts';
import { Telegram } from '../world/telegram.ts';
import { HOUR, MINUTE, SECOND } from '../world/times.ts';
import type { Settings, World } from '../world/world.ts';
import { BOT, clientOf, fill, HOOK, PARTNER } from './broadcast.ts';

/** A desk with so many clients of today, whose lessons do not open. */
export interface IncidentSimPlan {
  clients: number;
  seed: number;
  /** There are two incidents, which turn out to be one. */
  merges?: boolean | undefined;
}

/** Of every kind, until an hour after the outage is over. */
const RATES: FaultRates = {
  'crash.before': 0.003,
  'crash.after': 0.003,
  'error.before': 0.004,
  'error.after': 0.004,
  again: 0.01,
  'stall.before': 0.001,
  'stall.after': 0.001,
  late: 0.5,
  'lane.duplicate': 0.1,
  'lane.late': 0.02,
  'lane.unacknowledged': 0.02,
  'stream.late': 0.1,
  'stream.repeat': 0.1,
  'answer.lost': 0.05,
  twice: 0.3,
  'update.repeat': 0.1,
};

const OVER_AFTER = 40 * MINUTE;

export function incidentSettings({ seed }: IncidentSimPlan): Settings {
  return {
    seed,
    speed: 1,
    pace: 'natural',
    limited: false,
    senses: true,
    concurrency: { ...stageSettings('prod').concurrency, classify: 5 },
    skew: 5,
    share: { atATime: 4, aSecond: 40 },
    faults: { rates: RATES, until: OVER_AFTER + HOUR },
  };
}

/** Who was concerned: conversations. */
export interface Concerned {
  /** All that were active within a day of the outage. */
  active: ReadonlySet<string>;
  reporters: ReadonlySet<string>;
}

/**
 * Every third client of today reports it within some minutes, some of them twice; so do some who are new. Others write of
 * something else. Operators have a few of the conversations. After a while an admin says that it is over. If it merges, an admin
 * has announced another incident first, which others report; some minutes later one of the two becomes part of the other.
 */
export async function playIncident(world: World, plan: IncidentSimPlan): Promise<Concerned> {
  deploy(world);
  await fill(world, plan);
  world.said = world.store;
  const draw = world.dice.sequence(PURPOSE.actor);
  const crowd = new Crowd(world);
  const [active, reporters] = [new Set<string>(), new Set<string>()];
  for (let number = 0; number < plan.clients + NEWCOMERS; number++) {
    const conversation = crowd.conversation(number);
    active.add(conversation);
    const isNew = number >= plan.clients;
    const at = draw.between(0, 8 * MINUTE);
    if (isNew || draw.chance(1 / 3)) {
      reporters.add(conversation);
      crowd.writes(number, at, 'TECH_SUPPORT_BASIC');
      if (draw.chance(0.4))
        crowd.writes(number, at + draw.between(SECOND, 20 * MINUTE), 'TECH_SUPPORT_BASIC');
    } else if (!plan.merges && draw.chance(0.2)) crowd.writes(number, at, 'GREETING');
    if (plan.merges && draw.chance(1 / 3)) {
      reporters.add(conversation);
      crowd.cannotPay(number, draw.between(MINUTE, 25 * MINUTE));
    }
    if (draw.chance(0.05)) crowd.isTaken(conversation, draw.between(0, 10 * MINUTE));
  }
  if (plan.merges) {
    crowd.isAnnounced(0);
    crowd.isMerged(draw.between(4 * MINUTE, 12 * MINUTE), draw.chance(0.5) ? 'newest' : 'oldest');
  }
  crowd.isOver(OVER_AFTER);
  for (const at of LOOKS) crowd.isLookedAfter(at);
  return { active, reporters };
}

/** What is told of the incident that an admin knows of. */
export const ANNOUNCED = 'Не проходит оплата.';

const NEWCOMERS = 6;
/** When an admin looks for what stands still. */
const LOOKS = [20 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/** The clients, and who looks after them. */
class Crowd {
  readonly #world: World;
  readonly #partner: Partner;
  readonly #telegram: Telegram;
  readonly #operator: Operator;
  readonly #admin: Admin;
  #said = 0;

  constructor(world: World) {
    this.#world = world;
    this.#partner = new Partner(world, PARTNER, 1);
    this.#telegram = new Telegram(world, BOT, 1);
    this.#operator = new Operator(world, 'operator_001');
    this.#admin = new Admin(world);
  }

  conversation(number: number): string {
    const { partner, client_id } = clientOf(number);
    return conversationId(partner, client_id);
  }

  writes(number: number, at: number, scenario: string, more = ''): void {
    this.#said += 1;
    const { partner, client_id: client } = clientOf(number);
    const text = `${say(scenario, 0.95, this.#said)}${more}`;
    const post = { client, text, key: `key-${this.#said}`, webhook: HOOK, retries: 14 };
    this.#at(at, async () =>
      partner === PARTNER ? this.#partner.post(post) : this.#telegram.does(client, { text }),
    );
  }

  cannotPay(number: number, at: number): void {
    this.writes(number, at, 'TECH_SUPPORT_BASIC', PAYMENT);
  }

  /** For some minutes somebody has it. */
  isTaken(conversation: string, at: number): void {
    this.#at(at, () => this.#operator.take(conversation));
    this.#at(at + 5 * MINUTE, () => this.#operator.handBack(conversation));
  }

  isAnnounced(at: number): void {
    this.#at(at, () => this.#admin.announceIncident('payment', ANNOUNCED));
  }

  isMerged(at: number, into: 'newest' | 'oldest'): void {
    this.#at(at, () => this.#admin.mergeIncidents(into));
  }

  isOver(at: number): void {
    this.#at(at, () => this.#admin.resolveIncidents());
  }

  isLookedAfter(at: number): void {
    this.#at(at, () => this.#admin.resumeBroadcasts());
  }

  #at(time: number, act: () => Promise<unknown>): void {
    const { timeline, surprises } = this.#world;
    timeline.at(time, () => void act().catch((error: unknown) => surprises.push(String(error))));
  }
}
