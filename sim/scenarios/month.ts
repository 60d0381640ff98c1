import { stageSettings } from '../../lib/stage-settings.ts';
import { PURPOSE } from '../world/dice.ts';
import type { FaultRates } from '../world/faults.ts';
import { answers } from '../world/replies.ts';
import { DAY, HOUR } from '../world/times.ts';
import type { Settings } from '../world/world.ts';
import { Clients } from './clients.ts';
import { Shift } from './shift.ts';
import { type Stage, webhookOf } from './stage.ts';

/** How large the desk is, and how long it is watched. */
export interface MonthPlan {
  clients: number;
  days: number;
  seed: number;
}

/** Midnight in Moscow, where the desk is. */
const START = Date.UTC(2026, 10, 23, 21);
const PARTNERS = ['demo', 'other'];
const CLIENTS_OF_ONE_OPERATOR = 700;

/** Rare, as they are: most conversations meet none. */
const RATES: FaultRates = {
  'crash.before': 0.0003,
  'crash.after': 0.0003,
  'error.before': 0.0005,
  'error.after': 0.0005,
  again: 0.0005,
  'stall.before': 0.0002,
  'stall.after': 0.0002,
  late: 0.5,
  'lane.duplicate': 0.01,
  'lane.late': 0.002,
  'lane.unacknowledged': 0.002,
  'alarm.late': 0.01,
  'alarm.early': 0.02,
  'alarm.double': 0.02,
  'stream.late': 0.02,
  'stream.repeat': 0.02,
  'answer.lost': 0.002,
  twice: 0.02,
};

/** The world as it is deployed. */
export function monthSettings({ days, seed }: MonthPlan): Settings {
  const { concurrency } = stageSettings('prod');
  return {
    seed,
    speed: 1,
    start: START,
    pace: 'natural',
    limited: true,
    concurrency,
    skew: 50,
    share: { atATime: 4, aSecond: 40 },
    faults: { rates: RATES, until: days * DAY },
  };
}

/** Clients of two partners, operators by day, an admin in the morning. */
export function playMonth(stage: Stage, { clients, days }: MonthPlan): void {
  for (const [number, partner] of PARTNERS.entries()) endpointOf(stage, partner, number, days);
  new Clients(stage, PARTNERS, clients).live(days);
  new Shift(stage).work(Math.ceil(clients / CLIENTS_OF_ONE_OPERATOR), days + 3);
  for (let day = 0; day < days + 7; day++) {
    stage.at(day * DAY + 10 * HOUR, () => stage.admin.replayDead());
    stage.at(day * DAY + 11 * HOUR, () => stage.admin.resumeStuck());
  }
}

/** Well, but for some hours of one day: one partner is down in the afternoon, the other for half a night. */
function endpointOf(stage: Stage, partner: string, number: number, days: number): void {
  const { dice, receivers } = stage.world;
  const from = Math.floor((days * (number + 1)) / 3) * DAY + (number === 0 ? 2 : 14) * HOUR;
  receivers.behave(webhookOf(partner), (visit) => {
    const down = stage.elapsed >= from && stage.elapsed < from + 5 * HOUR;
    const takes = dice.between(20, 400, PURPOSE.receiver, number, visit);
    return down ? answers(503, { takes }) : answers(200, { takes });
  });
}
