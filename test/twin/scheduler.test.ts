import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  type ListSchedulesCommandInput,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scheduledAt } from '../../local/schedule-expression.ts';
import { type Backend, laneQueue, NOON, startBackend, still, withTempDir } from './backend.ts';

let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
});

afterEach(async () => {
  await backend.close();
});

const schedule = (over: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'reminder-c1',
  GroupName: 'desk',
  ScheduleExpression: 'at(2031-05-01T12:15:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: laneQueue.arn,
    RoleArn: 'arn:aws:iam::000000000000:role/fire',
    Input: '{"conversation":"c1"}',
  },
  ...over,
});
const create = (over: Partial<CreateScheduleCommandInput> = {}, on = backend) =>
  on.schedules.send(new CreateScheduleCommand(schedule(over)));
const fired = async (on = backend) => (await on.queues.receive(laneQueue.arn, 10, 0)).map(({ body }) => body);
const named = { Name: 'reminder-c1', GroupName: 'desk' };

describe('a one-time schedule', () => {
  it('sends its input to its queue when its second has come, not before', async () => {
    await create();
    await backend.clock.advance(15 * 60 - 1, still);
    expect(await fired()).toEqual([]);
    await backend.clock.advance(1, still);
    expect(await fired()).toEqual(['{"conversation":"c1"}']);
  });

  it('is tried again, for a day, where its queue refuses it, and dropped after that', async () => {
    const refuse = (status: number) => backend.broken.set('sqs', { status, caller: 'scheduler' });
    refuse(403);
    await create();
    await create({ Name: 'reminder-c2' });
    await backend.clock.advance(3_600, still);
    await backend.schedules.send(new DeleteScheduleCommand({ ...named, Name: 'reminder-c2' }));
    expect([await fired(), backend.scheduler.dropped()]).toEqual([[], {}]);
    refuse(200);
    await backend.clock.advance(3_600, still);
    expect(await fired()).toHaveLength(1);

    refuse(403);
    await create({ ScheduleExpression: 'at(2031-05-01T14:30:00)' });
    await backend.clock.advance(86_400, still);
    expect(backend.scheduler.dropped()).toEqual({});
    await backend.clock.advance(3_600, still);
    expect(backend.scheduler.dropped()).toEqual({ desk: 1 });
    refuse(200);
    await backend.clock.advance(86_400, still);
    expect(await fired()).toEqual([]);
  });

  it('fires once, and is gone if it is to delete itself', async () => {
    await create();
    await backend.clock.advance(3_600, still);
    expect(await fired()).toHaveLength(1);
    await expect(backend.schedules.send(new GetScheduleCommand(named))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await create({ ScheduleExpression: 'at(2031-05-01T13:30:00)' });
    await backend.clock.advance(3_600, still);
    expect(await fired()).toHaveLength(1);
  });

  it('stays after firing if it is not to delete itself, and does not fire again', async () => {
    await create({ ActionAfterCompletion: 'NONE' });
    await backend.clock.advance(3_600, still);
    await backend.clock.advance(86_400, still);
    expect(await fired()).toHaveLength(1);
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('fires at once if its time has passed', async () => {
    await create({ ScheduleExpression: 'at(2031-05-01T11:59:00)' });
    await backend.clock.advance(0, still);
    expect(await fired()).toHaveLength(1);
  });

  it('does not fire once deleted', async () => {
    await create();
    await backend.schedules.send(new DeleteScheduleCommand(named));
    await backend.clock.advance(3_600, still);
    expect(await fired()).toEqual([]);
  });

  it('is described as it was made', async () => {
    const { ScheduleArn } = await create({
      ScheduleExpression: 'at(2031-05-01T18:00:00)',
      ScheduleExpressionTimezone: 'Europe/Moscow',
    });
    const described = await backend.schedules.send(new GetScheduleCommand(named));
    expect(described).toMatchObject({
      Arn: ScheduleArn,
      Name: 'reminder-c1',
      GroupName: 'desk',
      ScheduleExpression: 'at(2031-05-01T18:00:00)',
      ScheduleExpressionTimezone: 'Europe/Moscow',
      ActionAfterCompletion: 'DELETE',
      Target: schedule().Target,
    });
    expect(Math.abs(Number(described.CreationDate) - NOON)).toBeLessThan(10_000);
  });

  it('is one of its group, page by page', async () => {
    for (const Name of ['a1', 'a2', 'b1']) await create({ Name });
    await create({ Name: 'a3', GroupName: 'default' });
    const list = async (over: ListSchedulesCommandInput) => {
      const { Schedules, NextToken } = await backend.schedules.send(new ListSchedulesCommand(over));
      return { names: Schedules?.map(({ Name }) => Name), NextToken };
    };
    expect((await list({ GroupName: 'desk' })).names).toEqual(['a1', 'a2', 'b1']);
    expect((await list({ NamePrefix: 'a' })).names).toEqual(['a3', 'a1', 'a2']);
    const first = await list({ GroupName: 'desk', MaxResults: 2 });
    expect(first.names).toEqual(['a1', 'a2']);
    expect((await list({ GroupName: 'desk', NextToken: first.NextToken ?? 'none' })).names).toEqual(['b1']);
  });

  it('is counted call by call', async () => {
    await create();
    await backend.schedules.send(new GetScheduleCommand(named));
    await backend.schedules.send(new DeleteScheduleCommand(named));
    await backend.schedules.send(new ListSchedulesCommand({}));
    expect(backend.counts.snapshot().services['scheduler']).toEqual({
      CreateSchedule: 1,
      GetSchedule: 1,
      DeleteSchedule: 1,
      ListSchedules: 1,
    });
  });
});

describe('as EventBridge Scheduler, it refuses', () => {
  it.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ['a name of 65 characters', { Name: 'x'.repeat(65) }, 'ValidationException'],
    ['a name with a space', { Name: 'a b' }, 'ValidationException'],
    ['a group that is not there', { GroupName: 'nowhere' }, 'ResourceNotFoundException'],
    ['a time without seconds', { ScheduleExpression: 'at(2031-05-01T12:15)' }, 'ValidationException'],
    ['a day that does not exist', { ScheduleExpression: 'at(2031-02-30T12:15:00)' }, 'ValidationException'],
    ['a zone that does not exist', { ScheduleExpressionTimezone: 'Europe/Nowhere' }, 'ValidationException'],
    ['a rate, which the twin has not', { ScheduleExpression: 'rate(1 minute)' }, 'ValidationException'],
    [
      'a flexible window, which the twin has not',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
      'ValidationException',
    ],
    ['a disabled one, which the twin has not', { State: 'DISABLED' }, 'ValidationException'],
    [
      'a target that is no queue',
      {
        Target: {
          ...schedule().Target,
          Arn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
          RoleArn: 'r',
        },
      },
      'ValidationException',
    ],
  ])('%s', async (_name, over, error) => {
    await expect(create(over)).rejects.toMatchObject({ name: error });
  });

  it('a second one of the same name in the group, but not in another', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
    await create({ GroupName: 'default' });
  });

  it('no repetition of the same request', async () => {
    const { ScheduleArn } = await create({ ClientToken: 'one-and-the-same' });
    expect((await create({ ClientToken: 'one-and-the-same' })).ScheduleArn).toBe(ScheduleArn);
  });

  it('to delete what is not there', async () => {
    await expect(backend.schedules.send(new DeleteScheduleCommand(named))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

it('keeps its schedules over a restart, and fires those that fell due meanwhile', async () => {
  await withTempDir(async (dataDir) => {
    const first = await startBackend({ dataDir });
    await create({ Name: 'soon', ScheduleExpression: 'at(2031-05-01T12:05:00)' }, first);
    await create({ Name: 'late', ScheduleExpression: 'at(2031-05-02T12:00:00)' }, first);
    await first.close();
    const next = await startBackend({ dataDir, start: NOON + 3_600_000 });
    await next.clock.advance(0, still);
    expect(await fired(next)).toHaveLength(1);
    await next.clock.advance(86_400, still);
    expect(await fired(next)).toHaveLength(1);
    await next.close();
  });
});

describe('the time of an expression', () => {
  it.each([
    ['at(2031-05-01T12:15:30)', 'UTC', '2031-05-01T12:15:30.000Z'],
    ['at(2031-05-01T12:15:30)', 'Europe/Moscow', '2031-05-01T09:15:30.000Z'],
    ['at(2031-01-01T00:00:00)', 'America/New_York', '2031-01-01T05:00:00.000Z'],
    ['at(2031-07-01T00:00:00)', 'America/New_York', '2031-07-01T04:00:00.000Z'],
    ['at(2031-03-30T03:00:00)', 'Europe/Berlin', '2031-03-30T01:00:00.000Z'],
    ['at(2031-03-30T01:59:59)', 'Europe/Berlin', '2031-03-30T00:59:59.000Z'],
  ])('%s in %s is %s', (expression, zone, instant) => {
    expect(scheduledAt(expression, zone)).toBe(Date.parse(instant));
  });
});
