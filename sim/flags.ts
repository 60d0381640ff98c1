import { FlagError, parseFlags } from '../bin/command-line.ts';
import { MUTANTS, type MutantName } from './mutants.ts';
import type { OutagesPlan } from './outage/desks.ts';
import type { BroadcastSimPlan } from './scenarios/broadcast.ts';
import type { MonthPlan } from './scenarios/month.ts';
import type { CrowdsPlan } from './tell-crowd.ts';
import type { IncidentsPlan } from './tell-incident.ts';

/** What `npm run sim -- …` was asked for. */
export interface Flags {
  /** Random runs: their seeds follow each other. */
  runs: number;
  seed: number;
  crashPoints: boolean;
  /** So many pairs of crash points of every scripted play, at most. */
  crashPairs: number;
  /** How well good endpoints fare beside bad ones, instead of runs. */
  isolation: boolean;
  /** A month of a desk, instead of runs. */
  month: MonthPlan | undefined;
  /** Many chats of bots, instead of runs. */
  telegram: CrowdsPlan | undefined;
  /** Months of five desks and their outages, instead of runs. */
  outages: OutagesPlan | undefined;
  /** Outages from their first report to the news of their end, instead of runs. */
  incidents: IncidentsPlan | undefined;
  /** Telling many clients the same, instead of runs. */
  broadcast: BroadcastSimPlan | undefined;
  mutant: MutantName | undefined;
  json: boolean;
}

const NAMES = Object.keys(MUTANTS);
const USAGE = `npm run sim -- [--runs N] [--seed S] [--crash-points] [--crash-pairs N] [--isolation] [--month [--clients N] [--days N]] [--telegram [--updates N]] [--outages [--months N]] [--incidents [--merge] [--clients N] [--runs N]] [--broadcast [--clients N]] [--mutant ${NAMES.join('|')}] [--json]`;
const USUAL_RUNS = 1000;
const USUAL_MONTH = { clients: 2000, days: 30 };
const USUAL_OUTAGE = { clients: 90, runs: 200 };
const MOST_CLIENTS = 100_000;
const MOST_DAYS = 366;
const USUAL_CROWD = 100_000;
const USUAL_UPDATES = 100_000;
const MOST_UPDATES = 1_000_000;
const USUAL_MONTHS = 12;
const MOST_MONTHS = 120;

const OPTIONS = {
  runs: { type: 'string' },
  seed: { type: 'string' },
  'crash-points': { type: 'boolean' },
  'crash-pairs': { type: 'string' },
  isolation: { type: 'boolean' },
  month: { type: 'boolean' },
  clients: { type: 'string' },
  days: { type: 'string' },
  telegram: { type: 'boolean' },
  updates: { type: 'string' },
  outages: { type: 'boolean' },
  incidents: { type: 'boolean' },
  merge: { type: 'boolean' },
  broadcast: { type: 'boolean' },
  months: { type: 'string' },
  mutant: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Reads the simulation's command line. @throws FlagError */
export function readFlags(args: readonly string[]): Flags {
  const given = parseFlags(args, OPTIONS, USAGE);
  const crashPoints = given['crash-points'] ?? false;
  const crashPairs = wholeIn(given['crash-pairs'] ?? '0', '--crash-pairs', 1_000_000);
  const runs = given.runs ?? (crashPoints || crashPairs ? '0' : `${USUAL_RUNS}`);
  const seed = wholeIn(given.seed ?? '1', '--seed', Number.MAX_SAFE_INTEGER / 2);
  return {
    runs: wholeIn(runs, '--runs', 10_000_000),
    seed,
    crashPoints,
    crashPairs,
    isolation: given.isolation ?? false,
    month: given.month ? { ...deskOf(given.clients, given.days), seed } : undefined,
    telegram: given.telegram
      ? { updates: wholeIn(given.updates ?? `${USUAL_UPDATES}`, '--updates', MOST_UPDATES), seed }
      : undefined,
    outages: given.outages
      ? { months: wholeIn(given.months ?? `${USUAL_MONTHS}`, '--months', MOST_MONTHS), seed }
      : undefined,
    incidents: given.incidents
      ? {
          clients: wholeIn(given.clients ?? `${USUAL_OUTAGE.clients}`, '--clients', MOST_CLIENTS),
          runs: wholeIn(given.runs ?? `${USUAL_OUTAGE.runs}`, '--runs', 10_000_000),
          seed,
          merges: given.merge ?? false,
        }
      : undefined,
    broadcast: given.broadcast
      ? { clients: wholeIn(given.clients ?? `${USUAL_CROWD}`, '--clients', MOST_CLIENTS), seed }
      : undefined,
    mutant: given.mutant === undefined ? undefined : mutantOf(given.mutant),
    json: given.json ?? false,
  };
}

function deskOf(clients?: string, days?: string): Omit<MonthPlan, 'seed'> {
  return {
    clients: wholeIn(clients ?? `${USUAL_MONTH.clients}`, '--clients', MOST_CLIENTS),
    days: wholeIn(days ?? `${USUAL_MONTH.days}`, '--days', MOST_DAYS),
  };
}

function mutantOf(name: string): MutantName {
  if (Object.hasOwn(MUTANTS, name)) return name as MutantName;
  throw new FlagError(`--mutant takes one of ${NAMES.join(', ')}, not "${name}".`);
}

function wholeIn(text: string, flag: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most)
    throw new FlagError(`${flag} must be a whole number up to ${most}, not "${text}".`);
  return value;
}
