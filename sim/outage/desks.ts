import { Dice } from '../world/dice.ts';
import { type DeskYear, playDesk } from './desk-year.ts';
import { Ears } from './ears.ts';
import { Voices } from './voices.ts';

export interface OutagesPlan {
  months: number;
  seed: number;
}

/** Clients with technical trouble within ten minutes, at the peak of each desk. */
const PEAKS = [0.02, 0.1, 0.3, 1, 3] as const;
/** Share of the outages that has to be suspected in time, and false alarms that a desk may have in a month. */
export const GOALS = { in_time: 0.95, false_alarms: 1 } as const;

export interface DeskFigures {
  peak: number;
  messages: number;
  reports: number;
  outages: number;
  in_time: number;
  never: number;
  false_alarms: number;
}

export interface OutagesResult {
  desks: DeskFigures[];
  outages: number;
  in_time: number;
  share: number;
  /** Of the desk that has most of them. */
  false_alarms_a_month: number;
}

/** Plays five desks, each for so many months. */
export async function playDesks({ months, seed }: OutagesPlan, ears = new Ears()): Promise<OutagesResult> {
  const world = { ears, voices: new Voices(), dice: new Dice(seed) };
  const desks: DeskFigures[] = [];
  for (const [number, peak] of PEAKS.entries())
    desks.push(figuresOf(await playDesk({ number, peak }, months, world)));
  const outages = sumOf(desks.map((desk) => desk.outages));
  const inTime = sumOf(desks.map((desk) => desk.in_time));
  const most = Math.max(...desks.map((desk) => desk.false_alarms));
  return {
    desks,
    outages,
    in_time: inTime,
    share: rounded(inTime / Math.max(1, outages)),
    false_alarms_a_month: rounded(most / Math.max(1, months)),
  };
}

export function meetsGoals({ share, false_alarms_a_month }: OutagesResult): boolean {
  return share >= GOALS.in_time && false_alarms_a_month <= GOALS.false_alarms;
}

function figuresOf({ desk, messages, reports, noticed, falseAlarms }: DeskYear): DeskFigures {
  return {
    peak: desk.peak,
    messages,
    reports,
    outages: noticed.length,
    in_time: noticed.filter(({ after, by }) => after !== undefined && after <= by).length,
    never: noticed.filter(({ after }) => after === undefined).length,
    false_alarms: falseAlarms.length,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
