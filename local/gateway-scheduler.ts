import { isObject, type Json } from './json-shape.ts';
import {
  type Schedule,
  type ScheduleDefinition,
  ScheduleError,
  type ScheduleErrorType,
  type Scheduler,
} from './scheduler.ts';
import { parseObject } from './upstream.ts';

export interface SchedulerAnswer {
  /** Name of the operation, for the counts. */
  operation: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

const statusOf: Record<ScheduleErrorType, number> = {
  ConflictException: 409,
  ResourceNotFoundException: 404,
  ValidationException: 400,
};
const pageSize = 100;

export function isSchedulerPath(pathname: string): boolean {
  return pathname === '/schedules' || pathname.startsWith('/schedules/');
}

/** Answers EventBridge Scheduler's REST protocol: `POST`, `GET`, `DELETE /schedules/{Name}` and `GET /schedules`. */
export function answerScheduler(
  scheduler: Scheduler,
  method: string,
  url: URL,
  body: string,
): SchedulerAnswer {
  const name = decodeURIComponent(url.pathname.slice('/schedules/'.length));
  const operation = operationOf(method, name);
  try {
    return { operation, ...json(200, perform(scheduler, operation, name, url.searchParams, body)) };
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    const { headers, ...answer } = json(statusOf[error.type], { Message: error.message });
    return { operation, ...answer, headers: { ...headers, 'x-amzn-errortype': error.type } };
  }
}

function operationOf(method: string, name: string): string {
  if (name === '') return 'ListSchedules';
  return (
    { POST: 'CreateSchedule', GET: 'GetSchedule', DELETE: 'DeleteSchedule', PUT: 'UpdateSchedule' }[method] ??
    method
  );
}

function perform(
  scheduler: Scheduler,
  operation: string,
  name: string,
  query: URLSearchParams,
  body: string,
): Json {
  const group = query.get('groupName') ?? 'default';
  switch (operation) {
    case 'CreateSchedule':
      return { ScheduleArn: scheduler.create(definitionOf(name, parseObject(body))).arn };
    case 'GetSchedule':
      return described(scheduler.get(group, name));
    case 'DeleteSchedule':
      scheduler.remove(group, name);
      return {};
    case 'ListSchedules':
      return page(scheduler, query);
    default:
      throw invalid(`The twin has no ${operation}.`);
  }
}

function definitionOf(name: string, input: Json): ScheduleDefinition {
  const { FlexibleTimeWindow: window, Target: target, State: state } = input;
  if (!isObject(window) || window['Mode'] !== 'OFF')
    throw invalid('The twin knows FlexibleTimeWindow OFF only.');
  if (state !== undefined && state !== 'ENABLED') throw invalid('The twin knows enabled schedules only.');
  if (!isObject(target)) throw invalid('Target is missing.');
  return {
    name,
    group: optionalText(input, 'GroupName') ?? 'default',
    expression: text(input, 'ScheduleExpression'),
    target: { arn: text(target, 'Arn'), roleArn: text(target, 'RoleArn'), input: text(target, 'Input') },
    deleteAfterCompletion: input['ActionAfterCompletion'] === 'DELETE',
    ...optional('timeZone', optionalText(input, 'ScheduleExpressionTimezone')),
    ...optional('clientToken', optionalText(input, 'ClientToken')),
  };
}

function described(schedule: Schedule): Json {
  return {
    ...summarised(schedule),
    ActionAfterCompletion: schedule.deleteAfterCompletion ? 'DELETE' : 'NONE',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone ?? 'UTC',
    Target: { Arn: schedule.target.arn, RoleArn: schedule.target.roleArn, Input: schedule.target.input },
  };
}

function summarised(schedule: Schedule): Json {
  return {
    Arn: schedule.arn,
    CreationDate: schedule.createdMs / 1_000,
    GroupName: schedule.group,
    LastModificationDate: schedule.createdMs / 1_000,
    Name: schedule.name,
    State: 'ENABLED',
    Target: { Arn: schedule.target.arn },
  };
}

function page(scheduler: Scheduler, query: URLSearchParams): Json {
  const prefix = query.get('NamePrefix') ?? '';
  const from = Number(query.get('NextToken') ?? 0);
  const size = Math.min(Number(query.get('MaxResults') ?? pageSize), pageSize);
  const found = scheduler
    .list(query.get('ScheduleGroup') ?? undefined)
    .filter(({ name }) => name.startsWith(prefix));
  return {
    Schedules: found.slice(from, from + size).map(summarised),
    ...(from + size < found.length && { NextToken: String(from + size) }),
  };
}

function text(input: Json, field: string): string {
  const value = optionalText(input, field);
  if (value === undefined || value === '') throw invalid(`${field} is missing.`);
  return value;
}

function optionalText(input: Json, field: string): string | undefined {
  const value = input[field];
  if (value !== undefined && value !== null && typeof value !== 'string')
    throw invalid(`${field} is no text.`);
  return value ?? undefined;
}

function optional<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: string });
}

function invalid(message: string): ScheduleError {
  return new ScheduleError('ValidationException', message);
}

function json(status: number, body: Json): Omit<SchedulerAnswer, 'operation'> {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
