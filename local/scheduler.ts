import type { TwinClock } from './clock.ts';
import type { TwinStore } from './persistence.ts';
import { scheduledAt } from './schedule-expression.ts';

/** What CreateSchedule takes, as far as a one-time message to a queue needs it. */
export interface ScheduleDefinition {
  name: string;
  group: string;
  /** `at(yyyy-mm-ddThh:mm:ss)`, in `timeZone` (default UTC). */
  expression: string;
  timeZone?: string;
  target: { arn: string; roleArn: string; input: string };
  deleteAfterCompletion: boolean;
  clientToken?: string;
}

export interface Schedule extends ScheduleDefinition {
  arn: string;
  dueMs: number;
  createdMs: number;
  fired: boolean;
}

export type ScheduleErrorType = 'ConflictException' | 'ResourceNotFoundException' | 'ValidationException';

/** A refusal in EventBridge Scheduler's own terms. */
export class ScheduleError extends Error {
  readonly type: ScheduleErrorType;

  constructor(type: ScheduleErrorType, message: string) {
    super(message);
    this.name = 'ScheduleError';
    this.type = type;
  }
}

export interface Scheduler {
  create(definition: ScheduleDefinition): Schedule;
  get(group: string, name: string): Schedule;
  remove(group: string, name: string): void;
  /** By group and name; those of one group if it is given. */
  list(group?: string): Schedule[];
  /** How many of each group were given up since the twin started, because their queue did not take them. */
  dropped(): Record<string, number>;
  close(): void;
}

export interface SchedulerOptions {
  clock: TwinClock;
  store: TwinStore;
  /** Names of the groups that exist, besides `default`. */
  groups: string[];
  /** Sends a message that is visible at once. @throws if the queue does not take it. */
  send: (queueArn: string, body: string) => void;
}

/** As AWS has it, unless a schedule says otherwise: what its queue does not take is tried again for a day. */
const RETRIED_MS = 86_400_000;
const RETRY_EVERY_MS = 3_600_000;

const validName = /^[0-9A-Za-z_.-]{1,64}$/;
const queueArn = /^arn:aws[a-z-]*:sqs:(?<region>[^:]+):(?<account>\d{12}):[^:]+$/;

/**
 * EventBridge Scheduler's one-time schedules on business time, to the second. A time that has passed fires at once.
 * Firing is at least once: a twin killed between the message and its note sends it again. What cannot be sent is tried again
 * for a day, and dropped.
 *
 * @throws ScheduleError from each operation, as AWS would refuse it.
 */
export function createScheduler({ clock, store, groups, send }: SchedulerOptions): Scheduler {
  const known = new Set([...groups, 'default']);
  const schedules = new Map<string, Schedule>();
  const cancellations = new Map<string, () => void>();
  const dropped = new Map<string, number>();

  function keep(schedule: Schedule): void {
    const id = idOf(schedule.group, schedule.name);
    schedules.set(id, schedule);
    if (!schedule.fired)
      cancellations.set(
        id,
        clock.at(schedule.dueMs, () => fire(id, schedule)),
      );
  }

  function fire(id: string, schedule: Schedule): void {
    try {
      send(schedule.target.arn, schedule.target.input);
    } catch {
      tryAgain(id, schedule);
      return;
    }
    if (schedule.deleteAfterCompletion) {
      forget(id);
      return;
    }
    const done = { ...schedule, fired: true };
    store.put('schedule', id, done);
    keep(done);
  }

  function tryAgain(id: string, schedule: Schedule): void {
    const giveUpMs = schedule.dueMs + RETRIED_MS;
    if (clock.now() >= giveUpMs) {
      dropped.set(schedule.group, (dropped.get(schedule.group) ?? 0) + 1);
      forget(id);
      return;
    }
    const againMs = Math.min(clock.now() + RETRY_EVERY_MS, giveUpMs);
    cancellations.set(
      id,
      clock.at(againMs, () => fire(id, schedule)),
    );
  }

  function forget(id: string): void {
    cancellations.get(id)?.();
    cancellations.delete(id);
    schedules.delete(id);
    store.remove('schedule', id);
  }

  function find(group: string, name: string): Schedule {
    requireGroup(known, group);
    const schedule = schedules.get(idOf(group, name));
    if (schedule === undefined) {
      throw new ScheduleError('ResourceNotFoundException', `Schedule ${name} does not exist.`);
    }
    return schedule;
  }

  for (const { value } of store.list('schedule')) keep(value as Schedule);

  return {
    create(definition) {
      requireGroup(known, definition.group);
      const id = idOf(definition.group, definition.name);
      const existing = schedules.get(id);
      if (existing !== undefined) return sameRequest(existing, definition);
      const schedule = newSchedule(definition, clock.now());
      store.put('schedule', id, schedule);
      keep(schedule);
      return schedule;
    },
    get: find,
    remove(group, name) {
      find(group, name);
      forget(idOf(group, name));
    },
    list(group) {
      if (group !== undefined) requireGroup(known, group);
      return [...schedules.entries()]
        .filter(([, schedule]) => group === undefined || schedule.group === group)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, schedule]) => schedule);
    },
    dropped: () => Object.fromEntries(dropped),
    close() {
      for (const cancel of cancellations.values()) cancel();
    },
  };
}

function idOf(group: string, name: string): string {
  return `${group}/${name}`;
}

function requireGroup(known: Set<string>, group: string): void {
  if (known.has(group)) return;
  throw new ScheduleError('ResourceNotFoundException', `Schedule group ${group} does not exist.`);
}

/** A repeated request, told by its token, gets the first one's answer. */
function sameRequest(existing: Schedule, { name, clientToken }: ScheduleDefinition): Schedule {
  if (clientToken !== undefined && existing.clientToken === clientToken) return existing;
  throw new ScheduleError('ConflictException', `Schedule ${name} already exists.`);
}

function newSchedule(definition: ScheduleDefinition, nowMs: number): Schedule {
  const { name, group, expression, timeZone = 'UTC', target } = definition;
  if (!validName.test(name)) {
    throw new ScheduleError('ValidationException', `Name ${name} must be 1 to 64 of [0-9a-zA-Z-_.].`);
  }
  const { region, account } = queueArn.exec(target.arn)?.groups ?? {};
  if (region === undefined || account === undefined) {
    throw new ScheduleError('ValidationException', `Provided Arn is not in correct format: ${target.arn}.`);
  }
  const dueMs = scheduledAt(expression, timeZone);
  if (dueMs === undefined) {
    throw new ScheduleError(
      'ValidationException',
      `Invalid Schedule Expression ${expression} in ${timeZone}.`,
    );
  }
  const arn = `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}`;
  return { ...definition, arn, dueMs, createdMs: nowMs, fired: false };
}
